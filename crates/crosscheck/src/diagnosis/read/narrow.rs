//! Rules that a text leaves open, and that its evidence decides.

use alloc::vec::Vec;

use crate::catalog::FetchRule;
use crate::diagnosis::Refusal;
use crate::diagnosis::broken_rule::allow_origin_mismatch;

/// Leaves of several rules the one that the evidence tells; all of them if it speaks against each.
pub(super) fn narrow(rules: &mut Vec<FetchRule>, refusal: &Refusal) {
    let mut left = rules.clone();
    narrow_by_evidence(&mut left, refusal);
    if !left.is_empty() {
        *rules = left;
    }
}

fn narrow_by_evidence(rules: &mut Vec<FetchRule>, refusal: &Refusal) {
    let is = |wanted: FetchRule| move |rule: &FetchRule| *rule == wanted;
    if rules.len() < 2 {
        return;
    }
    narrow_by_directive(rules, refusal);
    narrow_by_scheme(rules, refusal);
    let is_mismatch = rules.iter().any(is(FetchRule::AllowOriginMismatch));
    if let Some(value) = refusal.value.as_ref().filter(|_| is_mismatch) {
        let bytes: Vec<u8> = value.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
        let told = allow_origin_mismatch(&bytes);
        // No text tells a list in one line from several lines.
        let is_list = |rule: FetchRule| {
            told == FetchRule::AllowOriginMultiple && rule == FetchRule::AllowOriginList
        };
        rules.retain(|rule| *rule == told || is_list(*rule));
    }
    let is_scheme = rules.iter().any(is(FetchRule::LocationScheme))
        && rules.iter().any(is(FetchRule::SchemeNotHttp));
    if let Some(url) = refusal.url.as_ref().filter(|_| is_scheme) {
        // A URL of HTTP is not refused for its scheme: it was another's, or led to a URL without.
        let is_http = ["http:", "https:"].iter().any(|scheme| url.starts_with(scheme));
        let is_other_page = rules.iter().any(is(FetchRule::DisallowedByMode));
        match (is_http, is_other_page) {
            (true, true) => {
                let stays = [FetchRule::WorkerOrigin, FetchRule::DisallowedByMode];
                rules.retain(|rule| stays.contains(rule));
                // A file of script is most likely a worker's.
                if !is_script(url) {
                    rules.sort_unstable_by_key(|rule| *rule != FetchRule::DisallowedByMode);
                }
            }
            (true, false) => rules.retain(is(FetchRule::LocationScheme)),
            (false, _) if refusal.redirected_from.is_some() => {
                rules.retain(is(FetchRule::LocationScheme));
            }
            // No worker is asked for there.
            (false, _) => rules.retain(|rule| *rule != FetchRule::WorkerOrigin),
        }
    }
    let is_preflight = rules.iter().any(is(FetchRule::PreflightRedirect))
        && rules.iter().any(is(FetchRule::PreflightStatus));
    if let Some(status) = refusal.status.filter(|_| is_preflight) {
        match matches!(status, 301 | 302 | 303 | 307 | 308) {
            true => rules.reverse(),
            false => rules.retain(is(FetchRule::PreflightStatus)),
        }
    }
}

/// Whether a URL is by its name a file of script.
fn is_script(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    [".js", ".mjs", ".cjs", ".ts"].iter().any(|end| path.ends_with(end))
}

/// Leaves of a WebSocket's rules and those of CORS the ones that the URL's scheme tells.
fn narrow_by_scheme(rules: &mut Vec<FetchRule>, refusal: &Refusal) {
    let Some(url) = refusal.url.as_deref() else { return };
    let is_socket = ["ws:", "wss:"].iter().any(|scheme| url.starts_with(scheme));
    let is_of_sockets = rules.contains(&FetchRule::WebSocketRefused);
    if !is_of_sockets {
        return;
    }
    rules.retain(|rule| match rule {
        FetchRule::WebSocketRefused => is_socket,
        FetchRule::AllowOriginMissing => !is_socket,
        // What came over TLS is no mixed content, and a page's own machine neither.
        FetchRule::MixedContent => url.starts_with("ws:") && !url.contains("//localhost"),
        _ => true,
    });
}

/// Leaves of a page's policy and a framed document's the one whose directive it is.
fn narrow_by_directive(rules: &mut Vec<FetchRule>, refusal: &Refusal) {
    let framed = FetchRule::FrameRefused;
    if rules.first() == Some(&FetchRule::ContentSecurityPolicy) && rules.contains(&framed) {
        let value = refusal.value.as_deref().unwrap_or_default();
        let is_framed = value.contains("frame-ancestors");
        rules.retain(|rule| (*rule == framed) == is_framed);
    }
}
