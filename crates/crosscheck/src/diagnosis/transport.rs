//! What browsers write about requests that are insecure, or reach closer to the user than the page is.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt::Display;

use url::Host;
use url::Url;

use super::cookies;
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
            Initiator::WebSocket => format!(
                "{}This request has been blocked; this endpoint must be available over WSS.",
                attempted_to_connect(outcome, url),
            ),
            initiator => format!("{}{BLOCKED}", requested(outcome, name(initiator), url)),
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
        Some(format!("{}{BLOCKED}", asked_by(worker.as_str(), "resource", url)))
    }

    const BLOCKED: &str = "This request has been blocked; the content must be served over HTTPS.";

    fn mixed_content(
        outcome: &Outcome,
        url: &Url,
        is_redirect: bool,
        verdict: MixedContent,
    ) -> Vec<String> {
        let kept = |reason| {
            let told = requested(outcome, "element", url);
            [format!("{told}This request was not upgraded to HTTPS because {reason}.")].into()
        };
        let blocks_all = outcome.client.insecure_requests == InsecureRequestsPolicy::BlockAll;
        let also = || {
            let told = requested(outcome, name(outcome.initiator), url);
            match blocks_all {
                true => format!("{told}{BLOCKED}"),
                false => format!("{told}This content should also be served over HTTPS."),
            }
        };
        // Who plays what came looks again, at what was asked for.
        let is_played = outcome.initiator.is_media() && outcome.result.is_ok();
        match verdict {
            MixedContent::Upgraded | MixedContent::UpgradedByPolicy if !is_redirect => {
                let upgraded = (verdict == MixedContent::Upgraded).then(|| {
                    format!(
                        "{}This request was automatically upgraded to HTTPS, For more information see \
                         https://blog.chromium.org/2019/10/no-more-mixed-messages-about-https.html",
                        requested(outcome, "element", url),
                    )
                });
                upgraded.into_iter().chain(is_played.then(also)).collect()
            }
            MixedContent::Upgraded | MixedContent::UpgradedByPolicy => Vec::new(),
            MixedContent::KeptForAddress => kept("its URL's host is an IP address"),
            MixedContent::KeptForLocalNetwork => kept("it is a local network request"),
            MixedContent::Allowed if outcome.initiator == Initiator::WebSocket => [
                format!(
                    "{}This endpoint should be available via WSS. Insecure access is deprecated.",
                    attempted_to_connect(outcome, url),
                ),
                "Connecting to a non-secure WebSocket server from a secure origin is deprecated."
                    .into(),
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
        let told = format!(
            "Mixed Content: The page at '{}' was loaded over a secure connection, but contains a form \
             that targets an insecure endpoint '{url}'. This endpoint should be made available over a \
             secure connection.",
            page(&outcome.client),
        );
        [told.clone(), told].into()
    }

    fn requested(outcome: &Outcome, what: &str, url: &Url) -> String {
        asked_by(page(&outcome.client), what, url)
    }

    fn asked_by(page: impl Display, what: &str, url: &Url) -> String {
        format!(
            "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} \
             '{url}'. "
        )
    }

    fn attempted_to_connect(outcome: &Outcome, url: &Url) -> String {
        format!(
            "Mixed Content: The page at '{}' was loaded over HTTPS, but attempted to connect to the \
             insecure WebSocket endpoint '{}'. ",
            page(&outcome.client),
            as_web_socket(url),
        )
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

    /// What was noted on the way, but for connections to the local network.
    pub(in crate::diagnosis) fn remarks(outcome: &Outcome) -> Vec<String> {
        let others = outcome.remarks.iter().filter(|remark| !is_of_network(remark));
        others.filter_map(|remark| told(outcome, remark)).collect()
    }

    /// The connections to the local network, of which it tells when they are over.
    pub(in crate::diagnosis) fn connections(outcome: &Outcome) -> Vec<String> {
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
            format!(
                "The resource at “{}” was blocked by OpaqueResponseBlocking. Reason: “after sniff: \
                 media request”.",
                response.internal_url,
            )
        })
    }

    /// That it was refused as mixed content; nothing of what nobody is told.
    pub(in crate::diagnosis) fn blocked(outcome: &Outcome, failure: &Failure) -> Option<String> {
        let Cause::MixedContent { by_policy } = failure.cause else { return None };
        let is_told =
            outcome.client.global == Global::Window && outcome.initiator != Initiator::WebSocket;
        let url = failure.url();
        is_told.then(|| match by_policy {
            true => format!("Content-Security-Policy: Blocking insecure request ‘{url}’."),
            false => format!("Blocked loading mixed active content “{url}”"),
        })
    }

    fn told(outcome: &Outcome, remark: &Remark) -> Option<String> {
        match remark {
            Remark::MixedContent { url, verdict: MixedContent::Upgraded, .. } => Some(format!(
                "Mixed Content: Upgrading insecure display request ‘{url}’ to use ‘https’"
            )),
            Remark::MixedContent { url, verdict: MixedContent::UpgradedByPolicy, .. } => {
                Some(format!(
                    "Content-Security-Policy: Upgrading insecure request ‘{url}’ to use ‘https’"
                ))
            }
            Remark::MixedContent { url, verdict: MixedContent::Allowed, .. } => {
                Some(format!("Loading mixed (insecure) display content “{url}” on a secure page"))
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
                let (what, doing, prompt) = match prompt {
                    Prompt::Required => ("permission required", "attempting to access", None),
                    Prompt::None => ("detected", "accessing", Some("(null)")),
                    Prompt::Allowed => ("detected", "accessing", Some("auto_allow")),
                    Prompt::Denied => ("detected", "accessing", Some("auto_deny")),
                };
                let action = prompt.map(|action| format!(", prompt action: {action}"));
                Some(format!(
                    "Local Network Access {what}: top-level site “{}”, initiator “{}”, {doing} target \
                     “{url}” ({address}:{port}) via {by}. Secure context: {secure}{}",
                    top,
                    shown(client.url.as_ref()),
                    action.unwrap_or_default(),
                ))
            }
            Remark::Cookie(issue) => Some(cookies::firefox(issue)),
            Remark::ReferrerPolicyIgnored { url, policy } => Some(format!(
                "Referrer Policy: Ignoring the less restricted referrer policy “{policy}” for the cross-site \
                 request: {url}"
            )),
            Remark::MixedContent { .. } => None,
        }
    }
}

/// WebKit's words.
pub(super) mod webkit {
    use super::*;

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
        let told =
            format!("SECURITY ERROR Not allowed to use restricted network host \"{host}\": {url}");
        Some(match outcome.initiator {
            Initiator::WebSocket => [format!("JS ERROR WebSocket address {host} blocked")].into(),
            Initiator::Beacon => [
                told,
                format!(
                    "NETWORK ERROR Beacon API cannot load {url}. Not allowed to use restricted network \
                     port"
                ),
            ]
            .into(),
            _ => [told].into(),
        })
    }

    /// That it was refused as mixed content.
    pub(in crate::diagnosis) fn blocked(outcome: &Outcome, failure: &Failure) -> Vec<String> {
        let url = failure.url();
        let is_socket = outcome.initiator == Initiator::WebSocket;
        let is_redirect = failure.url_list.len() > 1;
        let page = shown(page(&outcome.client));
        let mut lines = Vec::new();
        if outcome.initiator == Initiator::Form && !is_redirect {
            lines.push(targets_insecure_url(outcome, url));
        }
        // Of this machine the sentence has no end.
        let end =
            if url.host_str().is_some_and(is_loopback) { "" } else { " be served over HTTPS." };
        let told = if is_socket { as_web_socket(url) } else { url.clone() };
        lines.push(format!(
            "SECURITY WARN [blocked] The page at {page} requested insecure content from {told}. This \
             content was blocked and must{end}"
        ));
        if outcome.client.global != Global::Window {
            // A worker's own words are nobody's to read, but for a handshake's.
            lines.extend(is_socket.then(|| {
                format!(
                    "NETWORK ERROR WebSocket connection failed: The page at {page} was blocked from \
                     connecting insecurely to {told} either because the protocol is insecure or the page \
                     is embedded from an insecure page."
                )
            }));
            return lines;
        }
        let first = &failure.url_list[0];
        let cannot_load = |who: &str, url: &Url| {
            format!("JS ERROR {who} cannot load {url} due to access control checks.")
        };
        let by_script = match outcome.initiator {
            Initiator::Fetch => Some("Fetch API"),
            Initiator::Xhr => Some("XMLHttpRequest"),
            Initiator::EventSource => Some("EventSource"),
            _ => None,
        };
        match outcome.initiator {
            Initiator::WebSocket => lines.push(
                "NETWORK ERROR WebSocket connection failed: WebSocket is closed before the connection is \
                 established."
                    .into(),
            ),
            Initiator::Beacon if !is_redirect => lines.push(format!(
                "NETWORK ERROR Beacon API cannot load {url}. Not allowed to request resource"
            )),
            Initiator::Beacon => {
                let before = failure.url_list.iter().rev().nth(1).unwrap_or(first);
                lines.push(format!(
                    "NETWORK ERROR Beacon API cannot load {before}. Redirect was not allowed"
                ));
            }
            Initiator::Image if is_redirect => lines.push(format!(
                "SECURITY ERROR Cannot load image {first} due to access control checks."
            )),
            Initiator::Script if is_redirect => lines.push(
                "JS ERROR Cross-origin script load denied by Cross-Origin Resource Sharing policy."
                    .into(),
            ),
            _ => {}
        }
        if let Some(who) = by_script {
            if is_redirect {
                let before = failure.url_list.iter().rev().nth(1).unwrap_or(first);
                lines.push(cannot_load(who, before));
            } else {
                lines.push("SECURITY ERROR Not allowed to request resource".into());
                lines.push(cannot_load(who, url));
            }
        }
        lines
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
        Some(format!(
            "SECURITY WARN The page at {} requested insecure content from {url}. This content was {end}",
            shown(page(&outcome.client)),
        ))
    }

    fn targets_insecure_url(outcome: &Outcome, url: &Url) -> String {
        format!(
            "SECURITY WARN The page at {} contains a form which targets an insecure URL {url}.",
            shown(page(&outcome.client)),
        )
    }

    /// A dedicated worker is its document.
    fn page(client: &Client) -> Option<&Url> {
        match client.global {
            Global::DedicatedWorker => client.top_level_url.as_ref(),
            _ => client.url.as_ref(),
        }
    }
}

fn shown(url: Option<&Url>) -> String {
    url.map_or_else(|| "null".into(), Url::to_string)
}

/// A handshake's URL as the page wrote it.
fn as_web_socket(url: &Url) -> Url {
    let mut told = url.clone();
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    // It fails only between schemes that are not of one kind.
    let _ = told.set_scheme(scheme);
    told
}
