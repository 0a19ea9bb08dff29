//! What browsers write about requests that are insecure, or reach closer to the user than the page is.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt::Display;

use url::Host;
use url::Url;

use super::clear_site_data;
use super::cookies;
use super::texts::filled;
use crate::agent::Cause;
use crate::agent::Client;
use crate::agent::Failure;
use crate::agent::Global;
use crate::agent::Initiator;
use crate::agent::InsecureRequestsPolicy;
use crate::agent::MixedContent;
use crate::agent::Outcome;
use crate::agent::Prompt;
use crate::agent::Remark;
use crate::agent::ResponseType;
use crate::wire::is_loopback;

/// Chromium's words.
pub(super) mod chromium {
    use super::*;
    use crate::diagnosis::texts::beyond_cors::chromium as beyond_cors;
    use crate::diagnosis::texts::chromium as words;

    /// What was noted on the way.
    pub(in crate::diagnosis) fn remarks(outcome: &Outcome) -> Vec<String> {
        let mut texts = Vec::new();
        // What a shared worker says nobody reads.
        let is_read = outcome.client.global != Global::SharedWorker;
        for remark in outcome.remarks.iter().filter(|_| is_read) {
            if let Remark::MixedContent { url, is_redirect, verdict } = remark {
                texts.extend(mixed_content(outcome, url, *is_redirect, *verdict));
            }
        }
        texts
    }

    /// That it was refused as mixed content.
    pub(in crate::diagnosis) fn blocked(outcome: &Outcome, failure: &Failure) -> Vec<String> {
        if outcome.client.global == Global::SharedWorker {
            return Vec::new();
        }
        let url = failure.url();
        let told = match outcome.initiator {
            Initiator::WebSocket => filled!(
                beyond_cors::MIXED_WEB_SOCKET,
                page = page(&outcome.client),
                url = as_web_socket(url)
            ),
            initiator => blocked_as(&page(&outcome.client), name(initiator), url),
        };
        let is_redirect = failure.url_list.len() > 1;
        form(outcome, url, is_redirect).into_iter().chain([told]).collect()
    }

    /// The same of a service worker, which asked in a page's place.
    pub(in crate::diagnosis) fn blocked_in_service_worker(
        outcome: &Outcome,
        failure: &Failure,
    ) -> Option<String> {
        let worker = outcome.client.controller.as_ref()?;
        let url = failure.url();
        Some(blocked_as(worker, "resource", url))
    }

    fn blocked_as(page: &dyn Display, what: &str, url: &Url) -> String {
        filled!(words::MIXED_CONTENT, page = page, what = what, url = url)
    }

    fn mixed_content(
        outcome: &Outcome,
        url: &Url,
        is_redirect: bool,
        verdict: MixedContent,
    ) -> Vec<String> {
        let noted = |page: String, what: &str, verdict: &str| {
            filled!(
                beyond_cors::MIXED_CONTENT_NOTED,
                page = page,
                what = what,
                url = url,
                verdict = verdict
            )
        };
        let blocks_all = outcome.client.insecure_requests == InsecureRequestsPolicy::BlockAll;
        let also = || {
            let what = name(outcome.initiator);
            match blocks_all {
                true => blocked_as(&page(&outcome.client), what, url),
                false => {
                    noted(page(&outcome.client), what, "content should also be served over HTTPS.")
                }
            }
        };
        // Who plays what came looks again, at what was asked for.
        let is_played = outcome.initiator.is_media() && outcome.result.is_ok();
        match verdict {
            MixedContent::Upgraded | MixedContent::UpgradedByPolicy if !is_redirect => {
                let upgraded = (verdict == MixedContent::Upgraded).then(|| {
                    // What a document upgrades it tells of itself.
                    noted(
                        document(&outcome.client),
                        "element",
                        "request was automatically upgraded to HTTPS, For more information see \
                         https://blog.chromium.org/2019/10/no-more-mixed-messages-about-https.html",
                    )
                });
                upgraded.into_iter().chain(is_played.then(also)).collect()
            }
            MixedContent::Upgraded | MixedContent::UpgradedByPolicy => Vec::new(),
            MixedContent::KeptForAddress => [noted(
                document(&outcome.client),
                "element",
                "request was not upgraded to HTTPS because its URL's host is an IP address.",
            )]
            .into(),
            MixedContent::KeptForLocalNetwork => [noted(
                document(&outcome.client),
                "element",
                "request was not upgraded to HTTPS because it is a local network request.",
            )]
            .into(),
            MixedContent::Allowed if outcome.initiator == Initiator::WebSocket => [
                filled!(
                    beyond_cors::WEB_SOCKET_NOTED,
                    page = page(&outcome.client),
                    url = as_web_socket(url)
                ),
                filled!(beyond_cors::INSECURE_WEB_SOCKET),
            ]
            .into(),
            MixedContent::Allowed => {
                let told = form(outcome, url, is_redirect).into_iter().chain([also()]);
                told.chain(is_played.then(also)).collect()
            }
        }
    }

    /// Of a form it says so twice before it sends it.
    fn form(outcome: &Outcome, url: &Url, is_redirect: bool) -> Vec<String> {
        if outcome.initiator != Initiator::Form || is_redirect {
            return Vec::new();
        }
        let told = filled!(beyond_cors::INSECURE_FORM, page = page(&outcome.client), url = url);
        [told.clone(), told].into()
    }

    /// The outermost document that came over TLS; a worker speaks for itself.
    fn page(client: &Client) -> String {
        let is_outermost = client.global == Global::Window && client.top_level.scheme() == "https";
        let url = if is_outermost { &client.top_level_url } else { &client.url };
        shown(url.as_ref())
    }

    fn name(initiator: Initiator) -> &'static str {
        match initiator {
            Initiator::Xhr => "XMLHttpRequest endpoint",
            Initiator::Video => "video",
            Initiator::Audio => "audio file",
            Initiator::Track => "Text Track",
            Initiator::Font => "font",
            Initiator::EventSource => "EventSource endpoint",
            Initiator::Beacon => "Beacon endpoint",
            Initiator::Iframe => "frame",
            Initiator::Form => "form action",
            initiator if initiator.is_upgradable() => "image",
            initiator if initiator.is_sheet() => "stylesheet",
            initiator if initiator.is_module() || initiator.is_classic_script() => "script",
            _ => "resource",
        }
    }
}

/// Firefox's words.
pub(super) mod firefox {
    use super::*;
    use crate::diagnosis::texts::beyond_cors::firefox as beyond_cors;
    use crate::diagnosis::texts::firefox as words;

    /// What was noted on the way, but for connections to the local network.
    pub(in crate::diagnosis) fn remarks(outcome: &Outcome) -> Vec<String> {
        let others = outcome.remarks.iter().filter(|remark| !is_of_network(remark));
        let texts =
            |remark| told(outcome, remark).into_iter().chain(clear_site_data::firefox(remark));
        others.flat_map(texts).collect()
    }

    /// The connections to the local network, of which it tells when they are over.
    pub(in crate::diagnosis) fn connections(outcome: &Outcome) -> Vec<String> {
        // Of a service worker's no page is told.
        if outcome.is_intercepted() {
            return Vec::new();
        }
        let network = outcome.remarks.iter().filter(|remark| is_of_network(remark));
        network.filter_map(|remark| told(outcome, remark)).collect()
    }

    fn is_of_network(remark: &Remark) -> bool {
        matches!(remark, Remark::LocalNetwork { .. })
    }

    /// That an answer without a body and with the status of a failure is nothing to play.
    pub(in crate::diagnosis) fn nothing_to_play(outcome: &Outcome) -> Option<String> {
        let response = outcome.result.as_ref().ok()?;
        let is_failure = !(200..=299).contains(&response.internal.status);
        let is_opaque = response.response_type == ResponseType::Opaque;
        let is_nothing = is_opaque && is_failure && response.internal.body.is_empty();
        (outcome.initiator.is_media() && is_nothing).then(|| {
            let value = "after sniff: media request";
            filled!(beyond_cors::OPAQUE_RESPONSE, url = response.internal_url, value = value)
        })
    }

    /// That it was refused as mixed content; nothing of what nobody is told.
    pub(in crate::diagnosis) fn blocked(outcome: &Outcome, failure: &Failure) -> Option<String> {
        let Cause::MixedContent { by_policy } = failure.cause else { return None };
        let is_told =
            outcome.client.global == Global::Window && outcome.initiator != Initiator::WebSocket;
        let url = failure.url();
        is_told.then(|| match by_policy {
            true => filled!(beyond_cors::BLOCKED_INSECURE, url = url),
            false => filled!(words::MIXED_CONTENT, url = url),
        })
    }

    fn told(outcome: &Outcome, remark: &Remark) -> Option<String> {
        match remark {
            Remark::MixedContent { url, verdict: MixedContent::Upgraded, .. } => {
                Some(filled!(beyond_cors::UPGRADED, url = url))
            }
            Remark::MixedContent { url, verdict: MixedContent::UpgradedByPolicy, .. } => {
                let (url, scheme) = match outcome.initiator {
                    Initiator::WebSocket => (as_web_socket(url), "wss"),
                    _ => (url.clone(), "https"),
                };
                Some(filled!(beyond_cors::UPGRADED_BY_POLICY, url = url, scheme = scheme))
            }
            Remark::MixedContent { url, verdict: MixedContent::Allowed, .. } => {
                Some(filled!(beyond_cors::SHOWN_AS_IT_IS, url = url))
            }
            Remark::LocalNetwork { url, address, prompt } => {
                let client = &outcome.client;
                let top = match client.global {
                    Global::Window => shown(client.top_level_url.as_ref()),
                    _ => "(empty)".into(),
                };
                let address = address.map(|address| address.to_string()).unwrap_or_default();
                let port = url.port_or_known_default().unwrap_or_default();
                let by = match outcome.initiator {
                    Initiator::Fetch => "fetch",
                    Initiator::Xhr | Initiator::EventSource => "xhr",
                    _ => url.scheme(),
                };
                let secure = if client.is_secure_context() { "True" } else { "False" };
                let (text, action) = match prompt {
                    Prompt::Required => (beyond_cors::LOCAL_NETWORK_PERMISSION, ""),
                    Prompt::None => (beyond_cors::LOCAL_NETWORK_DETECTED, "(null)"),
                    Prompt::Allowed => (beyond_cors::LOCAL_NETWORK_DETECTED, "auto_allow"),
                    Prompt::Denied => (beyond_cors::LOCAL_NETWORK_DETECTED, "auto_deny"),
                };
                Some(filled!(
                    text,
                    page = top,
                    initiator = shown(client.url.as_ref()),
                    url = url,
                    address = address,
                    port = port,
                    by = by,
                    secure = secure,
                    action = action
                ))
            }
            Remark::Cookie(issue) => Some(cookies::firefox(issue)),
            // What XHR does in a shared worker no page is told.
            Remark::ReferrerPolicyIgnored { .. }
                if outcome.client.global == Global::SharedWorker
                    && outcome.initiator == Initiator::Xhr =>
            {
                None
            }
            Remark::ReferrerPolicyIgnored { url, policy } => {
                Some(filled!(beyond_cors::REFERRER_POLICY_IGNORED, policy = policy, url = url))
            }
            Remark::MixedContent { .. } | Remark::ClearSiteData { .. } => None,
        }
    }
}

/// WebKit's words.
pub(super) mod webkit {
    use alloc::format;

    use super::*;
    use crate::diagnosis::texts::beyond_cors::webkit as beyond_cors;
    use crate::diagnosis::texts::script_errors::NOT_ALLOWED_TO_REQUEST;
    use crate::diagnosis::texts::webkit as words;

    /// What was noted on the way.
    pub(in crate::diagnosis) fn remarks(outcome: &Outcome) -> Vec<String> {
        outcome.remarks.iter().filter_map(|remark| told(outcome, remark)).collect()
    }

    /// That nothing is sent to the unspecified address.
    pub(in crate::diagnosis) fn restricted_host(
        outcome: &Outcome,
        failure: &Failure,
    ) -> Option<Vec<String>> {
        let [url] = &*failure.url_list else { return None };
        let is_unspecified = match url.host() {
            Some(Host::Ipv4(address)) => address.is_unspecified(),
            _ => false,
        };
        if failure.cause != Cause::NetworkFailure || !is_unspecified {
            return None;
        }
        let host = url.host_str().unwrap_or_default();
        let told = filled!(beyond_cors::RESTRICTED_HOST, host = host, url = url);
        Some(match outcome.initiator {
            Initiator::WebSocket => [filled!(beyond_cors::WEB_SOCKET_ADDRESS, host = host)].into(),
            Initiator::Beacon => {
                [told, beacon_denied(url, "Not allowed to use restricted network port")].into()
            }
            _ => [told].into(),
        })
    }

    /// That it was refused as mixed content.
    pub(in crate::diagnosis) fn blocked(outcome: &Outcome, failure: &Failure) -> Vec<String> {
        let url = failure.url();
        let is_socket = outcome.initiator == Initiator::WebSocket;
        let is_redirect = failure.url_list.len() > 1;
        let page = page(&outcome.client);
        let mut lines = Vec::new();
        if outcome.initiator == Initiator::Form && !is_redirect {
            lines.push(targets_insecure_url(outcome, url));
        }
        // Of this machine the sentence has no end.
        let end =
            if url.host_str().is_some_and(is_loopback) { "" } else { " be served over HTTPS." };
        let told = if is_socket { as_web_socket(url) } else { url.clone() };
        lines.push(filled!(words::MIXED_CONTENT, page = page, url = told, end = end));
        if outcome.client.global != Global::Window {
            // A worker's own words are nobody's to read, but for a handshake's.
            lines.extend(
                is_socket
                    .then(|| filled!(beyond_cors::WEB_SOCKET_INSECURE, page = page, url = told)),
            );
            return lines;
        }
        let first = failure.initial_url();
        let by_script = match outcome.initiator {
            Initiator::Fetch => Some(words::FETCH_DENIED),
            Initiator::Xhr => Some(words::XHR_DENIED),
            Initiator::EventSource => Some(words::EVENT_SOURCE_DENIED),
            _ => None,
        };
        match outcome.initiator {
            Initiator::WebSocket => lines.push(filled!(beyond_cors::WEB_SOCKET_CLOSED)),
            Initiator::Beacon if !is_redirect => {
                lines.push(beacon_denied(url, &filled!(NOT_ALLOWED_TO_REQUEST)));
            }
            Initiator::Beacon => {
                let before = failure.url_list.iter().rev().nth(1).unwrap_or(first);
                lines.push(beacon_denied(before, "Redirect was not allowed"));
            }
            Initiator::Image if is_redirect => {
                lines.push(filled!(words::IMAGE_DENIED, url = first));
            }
            Initiator::Script if is_redirect => lines.push(filled!(words::SCRIPT_DENIED)),
            _ => {}
        }
        if let Some(denied) = by_script {
            if is_redirect {
                let before = failure.url_list.iter().rev().nth(1).unwrap_or(first);
                lines.push(filled!(denied, url = before));
            } else {
                lines.push(format!("SECURITY ERROR {}", filled!(NOT_ALLOWED_TO_REQUEST)));
                lines.push(filled!(denied, url = url));
            }
        }
        lines
    }

    fn beacon_denied(url: &Url, reason: &str) -> String {
        filled!(words::BEACON_DENIED, url = url, reason = reason)
    }

    fn told(outcome: &Outcome, remark: &Remark) -> Option<String> {
        let Remark::MixedContent { url, is_redirect, verdict } = remark else { return None };
        if outcome.initiator == Initiator::Form && !is_redirect {
            return Some(targets_insecure_url(outcome, url));
        }
        let is_shown_only = outcome.initiator.is_upgradable();
        if *verdict == MixedContent::Allowed || !is_shown_only {
            return None;
        }
        let end = match url.host_str().is_some_and(is_loopback) {
            true => "not upgraded to HTTPS and must be served from the local host.",
            false if *verdict == MixedContent::KeptForAddress => return None,
            false => "automatically upgraded and should be served over HTTPS.",
        };
        let page = page(&outcome.client);
        Some(filled!(beyond_cors::MIXED_CONTENT_NOTED, page = page, url = url, verdict = end))
    }

    fn targets_insecure_url(outcome: &Outcome, url: &Url) -> String {
        let page = page(&outcome.client);
        filled!(beyond_cors::INSECURE_FORM, page = page, url = url)
    }

    /// A dedicated worker is its document.
    fn page(client: &Client) -> String {
        match client.global {
            Global::DedicatedWorker => shown(client.top_level_url.as_ref()),
            _ => document(client),
        }
    }
}

/// What a document is called: its URL, but of an `<iframe srcdoc>`.
fn document(client: &Client) -> String {
    match client.is_srcdoc && client.global == Global::Window {
        true => "about:srcdoc".into(),
        false => shown(client.url.as_ref()),
    }
}

fn shown(url: Option<&Url>) -> String {
    url.map_or_else(|| "null".into(), Url::to_string)
}

/// A handshake's URL as the page wrote it.
pub(super) fn as_web_socket(url: &Url) -> Url {
    let mut told = url.clone();
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    // It fails only between schemes that are not of one kind.
    let _ = told.set_scheme(scheme);
    told
}
