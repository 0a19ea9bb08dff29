//! Where a text can be about several rules: how to tell them apart, in one step.

use alloc::string::String;
use alloc::vec::Vec;

use super::advice::advice;
use super::refusal::Refusal;
use crate::catalog::FetchRule;

/// One of several rules that a text can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PossibleCause {
    /// The rule.
    pub rule: FetchRule,
    /// What would be wrong, as a fragment.
    pub what: &'static str,
    /// What is then seen, in the one step that tells them apart.
    pub sign: &'static str,
    /// What would then help, first of all.
    pub fix: Option<String>,
}

/// What to look at to tell rules apart; `None` if there is but one.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::step_that_tells_apart;
///
/// let rules = [FetchRule::AllowOriginMissing, FetchRule::NetworkFailure];
/// assert!(step_that_tells_apart(&rules).unwrap().starts_with("open the network panel"));
/// assert_eq!(step_that_tells_apart(&rules[..1]), None);
/// ```
pub fn step_that_tells_apart(rules: &[FetchRule]) -> Option<&'static str> {
    let is_of_script = rules.first() == Some(&FetchRule::CanvasTainted);
    (rules.len() > 1).then_some(match is_of_script {
        true => "look at the line of script that threw: what does it call?",
        false => {
            "open the network panel (F12), do it again, and click on this request: its status, its answer's \
             headers, and the redirects before it; what the console says of it, in red, mostly names the rule"
        }
    })
}

/// Each rule that a text can be about, likeliest first; none if there is but one.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::{possible_causes, read};
///
/// // Script is told no more than this.
/// let reading = &read("TypeError: Failed to fetch")[0];
/// let causes = possible_causes(&reading.rules, &reading.refusal);
/// assert_eq!(causes.len(), reading.rules.len());
/// assert!(causes[0].fix.is_some());
/// ```
pub fn possible_causes(rules: &[FetchRule], refusal: &Refusal) -> Vec<PossibleCause> {
    if rules.len() < 2 {
        return Vec::new();
    }
    rules
        .iter()
        .map(|rule| {
            let as_if = Refusal {
                rule: *rule,
                url: refusal.url.clone(),
                origin: refusal.origin.clone(),
                redirected_from: refusal.redirected_from.clone(),
                ..Refusal::new(*rule)
            };
            let told = advice(&as_if);
            let fix = told.page.into_iter().next().or(told.server);
            let is_of_script = rules.first() == Some(&FetchRule::CanvasTainted);
            let sign = match rule {
                FetchRule::MixedContent if is_of_script => {
                    "`new WebSocket(\"ws://…\")` on a page of https"
                }
                rule => sign(*rule),
            };
            PossibleCause { rule: *rule, what: rule.what().english, sign, fix }
        })
        .collect()
}

/// What is seen of a request that broke a rule.
const fn sign(rule: FetchRule) -> &'static str {
    match rule {
        FetchRule::AllowOriginMissing => {
            "the status is `CORS error`, and the answer has no `Access-Control-Allow-Origin`"
        }
        FetchRule::AllowOriginMismatch => {
            "`Access-Control-Allow-Origin` is there, with another origin"
        }
        FetchRule::AllowOriginInvalid => "`Access-Control-Allow-Origin` is there, and is no origin",
        FetchRule::AllowOriginMultiple => "`Access-Control-Allow-Origin` is there twice",
        FetchRule::AllowOriginList => {
            "`Access-Control-Allow-Origin` is there, with several in one line"
        }
        FetchRule::WildcardWithCredentials => {
            "`Access-Control-Allow-Origin` is `*`, and the request carries credentials"
        }
        FetchRule::AllowCredentials => {
            "the request carries credentials, and there is no `Access-Control-Allow-Credentials: true`"
        }
        FetchRule::PreflightStatus => "an OPTIONS before it was answered with 4xx or 5xx",
        FetchRule::PreflightRedirect => "an OPTIONS before it was answered with 30x",
        FetchRule::NetworkFailure => {
            "`(failed)` with a `net::ERR_…` of its own, and no answer; it fails in a tab, too"
        }
        FetchRule::MixedContent => "`blocked:mixed-content`: the page is https, the URL is http",
        FetchRule::ContentSecurityPolicy => {
            "`blocked:csp`, and the console has a line about Content Security Policy"
        }
        FetchRule::BlockedByClient => "`net::ERR_BLOCKED_BY_CLIENT`; it works in a private window",
        FetchRule::LocalNetworkDenied => {
            "the URL is of this machine or network (`localhost`, `192.168.…`), the page is not"
        }
        FetchRule::LocalNetworkUndecided => "the browser is asking, and nobody has answered",
        FetchRule::RequestAborted => "`(canceled)`: the page was left, or its script gave up",
        FetchRule::LocationCredentials => {
            "a redirect before it leads to a URL with `user:password@`"
        }
        FetchRule::LocationScheme => {
            "a redirect before it leads to another scheme than http and https"
        }
        FetchRule::LocationInvalid => {
            "a redirect before it has no `Location` that is a URL, or two"
        }
        FetchRule::TooManyRedirects => "the same redirect stands there again and again",
        FetchRule::RedirectModeError => {
            "it was answered with 30x, and the page asked for no redirects"
        }
        FetchRule::UrlCredentials => "a `@` stands before the host of the URL",
        FetchRule::KeepaliveTooLong => {
            "`keepalive: true` or `sendBeacon`, and a body of more than 65,536 bytes"
        }
        FetchRule::StreamRedirect => "a request with a stream for a body was answered with 30x",
        FetchRule::SchemeNotHttp => "the URL does not begin with http: or https:",
        FetchRule::InvalidDataUrl => "the URL begins with data:",
        FetchRule::DisallowedByMode => {
            "`fetch` with `mode: \"same-origin\"`, a `<track>` or `<use href>`"
        }
        FetchRule::WorkerOrigin => {
            "`new Worker(…)` or `new SharedWorker(…)` with a script of another origin"
        }
        FetchRule::CanvasTainted => {
            "`getImageData`, `toDataURL`, `toBlob`, `texImage2D`, `createImageBitmap`"
        }
        FetchRule::StyleSheetUnreadable => "`cssRules`, `rules`, `insertRule`",
        FetchRule::MediaWithoutCors => "`captureStream`, `createMediaElementSource`",
        FetchRule::CookieLeftOut => {
            "`localStorage`, `indexedDB`, `document.cookie` in a frame, or with cookies blocked"
        }
        FetchRule::ResourcePolicy => {
            "the answer has `Cross-Origin-Resource-Policy`, or the page asks for one"
        }
        FetchRule::EmbedderPolicy => {
            "the page has `Cross-Origin-Embedder-Policy`, the framed document none"
        }
        FetchRule::FrameRefused => "the answer has `X-Frame-Options`, or `frame-ancestors`",
        FetchRule::WebSocketRefused => "the handshake has an answer, with another status than 101",
        FetchRule::OpenerPolicy => "the page or the window says `Cross-Origin-Opener-Policy`",
        FetchRule::NotIsolated => "`crossOriginIsolated` in the console says `false`",
        FetchRule::HostNotListed => "the server's log names a host that is not on its list",
        FetchRule::ForgeryGuard => "the answer is 403 or 419, and speaks of CSRF or of `Origin`",
        FetchRule::CacheRefused => "`cache.add`, `cache.addAll` or `cache.put` in a service worker",
        FetchRule::OpaqueResponseBlocked => "the answer is HTML or JSON, asked for by an element",
        FetchRule::WrongType => "the answer's `Content-Type` is not what the element takes",
        FetchRule::NoSniff => "the answer has `X-Content-Type-Options: nosniff`, and another type",
        FetchRule::IntegrityNeedsCors => "the element has `integrity`, and no `crossorigin`",
        FetchRule::IntegrityMismatch => {
            "the element has `crossorigin`, and the file is another than it was"
        }
        _ => "the console says so on another line",
    }
}
