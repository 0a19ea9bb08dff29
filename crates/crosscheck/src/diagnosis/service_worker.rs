//! What browsers write where a service worker asked in a page's place, and had nothing to give.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::blocked::did_not_succeed;
use super::chromium;
use super::elements;
use super::firefox;
use super::texts::beyond_cors;
use super::texts::filled;
use super::texts::script_errors;
use super::texts::webkit::FETCH_FAILED;
use super::transport;
use super::webkit;
use crate::agent::Cause;
use crate::agent::Client;
use crate::agent::Failure;
use crate::agent::Global;
use crate::agent::Initiator;
use crate::agent::MixedContent;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::Remark;
use crate::agent::RequestMode;
use crate::agent::profile::ConsoleStyle;

/// Whether it was a service worker's own `fetch()` that failed.
pub(super) fn is_refused_by_service_worker(outcome: &Outcome, profile: &Profile) -> bool {
    outcome.is_intercepted()
        && outcome.result.as_ref().is_err_and(|failure| {
            !is_refused_before(outcome, failure) && !is_refused_after(outcome, failure, profile)
        })
}

/// What the page itself refuses, no service worker hears of.
fn is_refused_before(outcome: &Outcome, failure: &Failure) -> bool {
    let is_first = failure.url_list.len() == 1;
    is_first
        && match failure.cause {
            Cause::DisallowedByMode | Cause::NoCorsRedirectMode => true,
            Cause::MixedContent { .. } => !is_let_through(outcome),
            _ => false,
        }
}

/// A module that the page makes nothing of its service worker was given; Firefox blames it all the same.
fn is_refused_after(outcome: &Outcome, failure: &Failure, profile: &Profile) -> bool {
    outcome.initiator.is_module()
        && matches!(failure.cause, Cause::MimeType { .. })
        && profile.console == ConsoleStyle::Chromium
}

/// Whether the page let mixed content through, so that it was its service worker that did not.
fn is_let_through(outcome: &Outcome) -> bool {
    let is_it = |remark: &Remark| {
        matches!(remark, Remark::MixedContent { verdict: MixedContent::Allowed, .. })
    };
    outcome.remarks.iter().any(is_it)
}

/// The service worker of a document.
fn of_worker(client: &Client) -> Client {
    let (url, global) = (client.controller.clone(), Global::ServiceWorker);
    Client { url, global, ..client.clone() }
}

/// What is written: of the service worker's `fetch()` first, then of what it left the page with.
pub(super) fn texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let Err(failure) = &outcome.result else { return Vec::new() };
    let url = failure.initial_url();
    let mut asked = outcome.clone();
    asked.initiator = Initiator::Fetch;
    asked.is_preload = false;
    // In Chromium it is the page that speaks of its own request.
    if profile.console != ConsoleStyle::Chromium || failure.url_list.len() > 1 {
        asked.client = Arc::new(of_worker(&outcome.client));
        if let Err(failure) = &mut asked.result {
            failure.document.clone_from(&asked.client.url);
        }
    }
    match profile.console {
        ConsoleStyle::None => Vec::new(),
        ConsoleStyle::Chromium => {
            let mut texts = chromium::texts(&asked, profile);
            if is_let_through(outcome) && matches!(failure.cause, Cause::MixedContent { .. }) {
                texts.pop();
                texts.extend(transport::chromium::blocked_in_service_worker(outcome, failure));
            }
            let value = "the promise was rejected.";
            texts.push(filled!(beyond_cors::chromium::FETCH_EVENT, url = url, value = value));
            texts.push(filled!(script_errors::FAILED_TO_FETCH));
            texts
        }
        ConsoleStyle::Firefox => {
            let mut texts = firefox::texts(&asked);
            texts.push(filled!(beyond_cors::firefox::PROMISE_REJECTED));
            let value = "passed a promise to FetchEvent.respondWith() that rejected with ‘TypeError: \
                          NetworkError when attempting to fetch resource.’.";
            texts.push(filled!(beyond_cors::firefox::SERVICE_WORKER, url = url, value = value));
            let is_elsewhere = !failure.origin.is_of(url);
            if failure.mode == RequestMode::Cors && is_elsewhere {
                texts.push(did_not_succeed(url));
            }
            if outcome.initiator != Initiator::Fetch {
                texts.extend(elements::firefox::texts(outcome));
            }
            texts
        }
        ConsoleStyle::Webkit => {
            // The page's own words are the last, and say less.
            let own = |text: &String| text.starts_with("JS ERROR ");
            let mut texts = webkit::texts(&asked);
            texts.retain(|text| !own(text));
            texts.push(filled!(script_errors::NETWORK_ERROR));
            let value = "TypeError: Load failed";
            texts.push(filled!(beyond_cors::webkit::FETCH_EVENT, value = value));
            let text = match outcome.initiator {
                Initiator::Fetch => FETCH_FAILED,
                Initiator::Xhr => beyond_cors::webkit::XHR_FAILED,
                Initiator::EventSource => beyond_cors::webkit::EVENT_SOURCE_FAILED,
                _ => beyond_cors::webkit::LOAD_FAILED,
            };
            // A link tells of nothing.
            if !(outcome.is_preload && outcome.initiator == Initiator::Fetch) {
                texts.push(filled!(text, url = url));
            }
            texts
        }
    }
}
