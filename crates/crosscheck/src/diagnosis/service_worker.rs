//! What browsers write where a service worker asked in a page's place, and had nothing to give.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::blocked::DID_NOT_SUCCEED;
use super::blocked::blocked;
use super::chromium;
use super::elements;
use super::firefox;
use super::transport;
use super::webkit;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Initiator;
use crate::agent::MixedContent;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::Remark;
use crate::agent::RequestMode;
use crate::agent::profile::ConsoleStyle;

/// Whether it was a service worker's own `fetch()` that failed.
pub(super) fn is_refused_by_service_worker(outcome: &Outcome) -> bool {
    let is_asked_by_page =
        matches!(outcome.initiator, Initiator::Iframe | Initiator::Form | Initiator::WebSocket);
    outcome.client.controller.is_some()
        && !is_asked_by_page
        && outcome.result.as_ref().is_err_and(|failure| !is_refused_before(outcome, failure))
}

/// What the page itself refuses, no service worker hears of.
fn is_refused_before(outcome: &Outcome, failure: &Failure) -> bool {
    let is_first = failure.url_list.len() == 1;
    is_first
        && match failure.cause {
            Cause::DisallowedByMode => true,
            Cause::MixedContent { .. } => !is_let_through(outcome),
            _ => false,
        }
}

/// Whether the page let mixed content through, so that it was its service worker that did not.
fn is_let_through(outcome: &Outcome) -> bool {
    let is_it = |remark: &Remark| {
        matches!(remark, Remark::MixedContent { verdict: MixedContent::Allowed, .. })
    };
    outcome.remarks.iter().any(is_it)
}

/// What is written: of the service worker's `fetch()` first, then of what it left the page with.
pub(super) fn texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let Err(failure) = &outcome.result else { return Vec::new() };
    let url = &failure.url_list[0];
    let mut asked = outcome.clone();
    asked.initiator = Initiator::Fetch;
    match profile.console {
        ConsoleStyle::None => Vec::new(),
        ConsoleStyle::Chromium => {
            let mut texts = chromium::texts(&asked, profile);
            if is_let_through(outcome) && matches!(failure.cause, Cause::MixedContent { .. }) {
                texts.pop();
                texts.extend(transport::chromium::blocked_in_service_worker(outcome, failure));
            }
            texts.push(format!(
                "The FetchEvent for \"{url}\" resulted in a network error response: the promise was \
                 rejected."
            ));
            texts.push("Uncaught (in promise) TypeError: Failed to fetch".into());
            texts
        }
        ConsoleStyle::Firefox => {
            let mut texts = firefox::texts(&asked);
            texts.push("NetworkError: FetchEvent.respondWith() Promise rejected".into());
            texts.push(format!(
                "Failed to load ‘{url}’. A ServiceWorker passed a promise to FetchEvent.respondWith() that \
                 rejected with ‘TypeError: NetworkError when attempting to fetch resource.’."
            ));
            let is_elsewhere = !failure.origin.is_of(url);
            if failure.mode == RequestMode::Cors && is_elsewhere {
                texts.push(blocked(url.as_str(), DID_NOT_SUCCEED));
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
            texts.push(
                "JS ERROR Unhandled Promise Rejection: NetworkError:  A network error occurred."
                    .into(),
            );
            texts.push(
                "JS ERROR FetchEvent.respondWith received an error: TypeError: Load failed".into(),
            );
            texts.push(match outcome.initiator {
                Initiator::Fetch => format!("JS ERROR Fetch API cannot load {url}."),
                Initiator::Xhr => format!("JS ERROR XMLHttpRequest cannot load {url}."),
                Initiator::EventSource => format!("JS ERROR EventSource cannot load {url}."),
                _ => format!("JS ERROR Cannot load {url}."),
            });
            texts
        }
    }
}
