//! What to change after a refusal, in words: on the server, and on the page.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Url;

use super::beyond_cors;
use super::redirected;
use super::redirected::is_led_on_at_its_origin;
use super::redirected::leads_to_sign_in;
use super::refusal::Refusal;
use super::required_headers::in_capitals;
use super::required_headers::is_about_a_response_header;
use super::required_headers::is_vain;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::wire::Origin;
use crate::wire::is_loopback;

/// What to change, on either side; either suffices if it can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a failure has two sides")]
pub struct Advice {
    /// On the server, beside the header lines, which are a [`RequiredHeaders`](super::RequiredHeaders)'s; `None` if they
    /// say it all.
    pub server: Option<String>,
    /// On the page.
    pub page: Vec<String>,
}

/// What to do about a refusal.
///
/// It may hold what a stranger wrote, such as a URL.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::{Refusal, advice};
///
/// let told = advice(&Refusal::new(FetchRule::AllowOriginMultiple));
/// assert!(told.server.unwrap().starts_with("write the header in one place only"));
/// ```
pub fn advice(refusal: &Refusal) -> Advice {
    Advice { server: on_the_server(refusal), page: on_the_page(refusal) }
}

fn on_the_server(refusal: &Refusal) -> Option<String> {
    if refusal.is_cached {
        return Some(
            "the answer came from the browser's cache, kept from a request that was not of this page or not by \
             CORS (an `<img>`, say): send the CORS headers and `Vary: Origin` with every answer to this URL, \
             whoever asks, and then empty the cache"
                .into(),
        );
    }
    if let Some(text) = redirected::on_the_server(refusal) {
        return Some(text);
    }
    let text = match refusal.rule {
        FetchRule::AllowOriginMissing => return missing(refusal),
        FetchRule::WildcardWithCredentials => {
            "answer with the origin that asked, if it is on a list, in place of `*`"
        }
        FetchRule::AllowOriginMultiple => {
            "write the header in one place only: often both a proxy and the application add it"
        }
        FetchRule::AllowOriginList => {
            "keep the allowed origins in a list of the server's own, and answer with the one that \
             asked"
        }
        // What nobody should list is not to be added.
        FetchRule::AllowOriginMismatch if refusal.origin.as_deref() == Some("null") => return None,
        FetchRule::AllowOriginMismatch if let_in_otherwise_written(refusal).is_some() => {
            return let_in_otherwise_written(refusal);
        }
        FetchRule::AllowOriginMismatch | FetchRule::AllowOriginInvalid if is_pattern(refusal) => {
            "browsers know no patterns: a `*` within a value is a letter like any other; compare with the pattern \
             on the server, and answer with the origin that asked"
        }
        FetchRule::AllowOriginMismatch if differs_in(refusal).is_some() => {
            return differs_in(refusal);
        }
        FetchRule::AllowOriginMismatch if loopback_alone(refusal).is_some() => {
            return loopback_alone(refusal);
        }
        FetchRule::AllowOriginMismatch => {
            "add the origin to those that the server allows; it is compared letter by letter"
        }
        FetchRule::AllowOriginInvalid => {
            "write one origin as browsers do, like `https://app.example.com`: no path, no quotes"
        }
        FetchRule::AllowCredentials => {
            "say `true`, in lower case, if these pages may act for the user"
        }
        FetchRule::PreflightStatus => preflight_status(refusal.status),
        FetchRule::PreflightRedirect => {
            "answer OPTIONS at this very URL, before any redirect to https, to another host, or to a \
             final slash"
        }
        FetchRule::InvalidAllowMethods | FetchRule::InvalidAllowHeaders => {
            "write names, separated by commas, without quotes or semicolons"
        }
        FetchRule::LocationCredentials => "leave the user name and password out of `Location`",
        FetchRule::LocationScheme | FetchRule::LocationInvalid => {
            "write one `Location`, and in it one URL of http or https"
        }
        FetchRule::TooManyRedirects => "end the loop of redirects",
        FetchRule::ResourcePolicy => "say who may embed it, if not only the own site",
        FetchRule::ResponseInvalid => "see the server's log: its answer broke off or is not HTTP",
        FetchRule::NetworkFailure => "see whether the request is in the server's log at all",
        _ => return beyond_cors::on_the_server(refusal),
    };
    Some(text.into())
}

/// Whether its server does not let the page read, or not ask.
fn is_the_servers_to_mend(refusal: &Refusal) -> bool {
    let is_of_reading = matches!(
        refusal.rule,
        FetchRule::AllowOriginMissing
            | FetchRule::AllowOriginMismatch
            | FetchRule::PreflightStatus
            | FetchRule::MethodNotAllowed
            | FetchRule::HeadersNotAllowed
            | FetchRule::HeaderNotExposed
    );
    is_of_reading && !refusal.is_cached && !is_vain(refusal)
}

/// What to write where the value means the page's origin, and is not what browsers write.
fn let_in_otherwise_written(refusal: &Refusal) -> Option<String> {
    let value = refusal.value.as_deref()?;
    if Origin::parse(value).is_ok() {
        return None;
    }
    let meant = Origin::of(&Url::parse(value).ok()?).to_string();
    let is_meant = refusal.origin.as_ref().is_none_or(|origin| *origin == meant);
    (is_meant && meant != "null").then(|| {
        format!(
            "write it as browsers do, `{meant}`, letter by letter: no final slash, no path, no capitals, no \
             port that is the scheme's own"
        )
    })
}

/// Whether the value is a pattern, as servers have them in their own lists.
fn is_pattern(refusal: &Refusal) -> bool {
    refusal.value.as_deref().is_some_and(|value| value.len() > 1 && value.contains('*'))
}

/// What to write where the value is the page's host, by another scheme or at another port.
fn differs_in(refusal: &Refusal) -> Option<String> {
    let (value, page) = (refusal.value.as_deref()?, refusal.origin.as_deref()?);
    let (said, asked) = (Origin::parse(value).ok()?, Origin::parse(page).ok()?);
    let is_alike = !asked.is_opaque() && said.host() == asked.host();
    let what = if said.scheme() == asked.scheme() { "port" } else { "scheme" };
    is_alike.then(|| {
        format!("`{value}` is another origin, for its {what} is another: allow `{page}`, too")
    })
}

/// What to mind where the server lets in one page of this machine, and it is not told at which address the page is.
fn loopback_alone(refusal: &Refusal) -> Option<String> {
    let value = refusal.value.as_deref()?;
    let said = Origin::parse(value).ok()?;
    let is_of_this_machine = is_loopback(said.host());
    let is_told = refusal
        .origin
        .as_deref()
        .is_some_and(|page| Origin::parse(page).is_ok_and(|page| !is_loopback(page.host())));
    (is_of_this_machine && !is_told).then(|| {
        format!(
            "`{value}` alone is let in: `localhost` and `127.0.0.1` are different origins, and so is each port; open the \
             page at that very address, or let in the one at which it is"
        )
    })
}

fn missing(refusal: &Refusal) -> Option<String> {
    Some(match (refusal.stage, refusal.status) {
        (Some(Stage::Preflight), Some(401 | 403)) => NOBODY_SIGNS_IN.into(),
        // With the headers alone its status would refuse it.
        (Some(Stage::Preflight), Some(300..)) => preflight_status(refusal.status).into(),
        (Some(Stage::Preflight), _) => "answer OPTIONS with the CORS headers too".into(),
        (_, Some(status @ 400..)) => match first_of_all(status) {
            Some(first) => format!("{first}; and {}", of_errors(status)),
            None => of_errors(status),
        },
        (_, Some(301 | 302 | 303 | 307 | 308)) => {
            "add the CORS headers to the redirect itself: each hop must allow the page".into()
        }
        _ => return None,
    })
}

/// What is to be mended before CORS, where an answer is an error that has a cause of its own.
fn first_of_all(status: u16) -> Option<String> {
    Some(match status {
        404 | 410 => format!(
            "nothing is at that URL ({status}): see first whether its path is right, and whether the server is the one \
             that was meant"
        ),
        502..=504 | 520..=530 => format!(
            "a proxy answered with {status} in the application's place, which is down, starts or takes too long: mend \
             that first"
        ),
        500..=599 => format!(
            "the application failed ({status}): its log says why, and that is to be mended first"
        ),
        _ => return None,
    })
}

fn of_errors(status: u16) -> String {
    format!(
        "add the CORS headers to errors too: script cannot even see that the status is {status}"
    )
}

const fn preflight_status(status: Option<u16>) -> &'static str {
    match status {
        Some(401 | 403) => NOBODY_SIGNS_IN,
        Some(404 | 405 | 501) => "route OPTIONS at this URL, and answer it with 204",
        Some(300..=399) => "answer OPTIONS at this very URL, before anything redirects",
        Some(_) => "answer OPTIONS with 204, whatever the application does",
        None => {
            "answer OPTIONS with 204 before anything that asks for a sign-in or knows only some \
             methods: a preflight carries no cookie and no Authorization"
        }
    }
}

const NOBODY_SIGNS_IN: &str =
    "answer OPTIONS before anything asks who the user is: a preflight carries no credentials";

fn on_the_page(refusal: &Refusal) -> Vec<String> {
    let mut advice = Vec::new();
    let mut say = |text: String| advice.push(text);
    let url = refusal.url.as_deref().unwrap_or("the final URL");
    match refusal.rule {
        FetchRule::DisallowedByMode => say(
            "leave out `mode: \"same-origin\"`; a `<track>` needs `crossorigin` on its `<video>`, and \
             `<use href>` only ever takes the page's own origin"
                .into(),
        ),
        FetchRule::NoCorsRedirectMode => {
            say("leave out `redirect`, or use `mode: \"cors\"`".into());
        }
        FetchRule::CorsDisabled => say("set content.cors.disable to false in about:config".into()),
        FetchRule::SchemeNotHttp if is_without_scheme(url) => say(format!(
            "ask for `http://{url}`: without `http://` what stands before the colon is taken for the scheme"
        )),
        FetchRule::SchemeNotHttp => {
            say("serve the file over http (`python3 -m http.server`) and open that".into());
        }
        FetchRule::InvalidDataUrl => say("encode what follows the comma".into()),
        FetchRule::LocalNetworkInsecure => say("serve the page over https".into()),
        FetchRule::LocalNetworkMismatch => {
            say("leave out `targetAddressSpace`, or name the space the host is in".into());
        }
        FetchRule::LocalNetworkUndecided => say("answer the browser's question in the tab".into()),
        FetchRule::MixedContent if url.starts_with("ws:") => {
            say(format!("serve {url} over TLS, and ask for it with `wss:`"));
        }
        FetchRule::MixedContent if refusal.value.as_deref() == Some("WebSocket") => {
            say("serve the WebSocket over TLS, and ask for it with `wss:`".into());
        }
        FetchRule::MixedContent => say(format!("serve {url} over https, and ask for it so")),
        FetchRule::PrivateNetworkPreflight => say(
            "update Chromium; until then the device must answer the preflight with \
             `Access-Control-Allow-Private-Network: true`"
                .into(),
        ),
        FetchRule::WildcardWithCredentials | FetchRule::AllowCredentials => say(
            "if no cookie and no client certificate is needed, leave out `credentials: \"include\"` \
             (`withCredentials`)"
                .into(),
        ),
        FetchRule::MethodNotAllowed => {
            let is_mixed = |method: &&str| in_capitals(method) != *method;
            if let Some(method) = refusal.method.as_deref().filter(is_mixed) {
                say(format!(
                    "write the method in capitals, `{}`: methods are told apart by case, and browsers \
                     put only the oldest into upper case",
                    in_capitals(method)
                ));
            }
        }
        FetchRule::HeadersNotAllowed if is_about_a_response_header(refusal) => say(format!(
            "take `{}` out of the request's headers: it is the server's to send",
            refusal.header_names.join(", ")
        )),
        FetchRule::HeadersNotAllowed => {
            let names = match refusal.header_names.is_empty() {
                true => "the header".into(),
                false => format!("`{}`", refusal.header_names.join("`, `")),
            };
            say(format!(
                "leave {names} out if the server has no use for it: some libraries add their own; without any \
                 there may be no preflight at all"
            ));
        }
        FetchRule::PreflightRedirect if leads_to_sign_in(refusal) => {}
        FetchRule::PreflightRedirect
        | FetchRule::TooManyRedirects
        | FetchRule::LocationCredentials => {
            let is_one_hop = refusal.rule == FetchRule::PreflightRedirect;
            say(match refusal.location.as_ref().filter(|_| is_one_hop) {
                Some(location) => format!("ask {location} at once"),
                None => "ask for the URL at which the redirects end: mind https, the final slash \
                         and `www`"
                    .into(),
            });
        }
        // What the redirect adds, a final slash say, the page can ask for at once.
        FetchRule::AllowOriginMissing if is_led_on_at_its_origin(refusal) => {
            say(format!("ask {} at once", refusal.location.as_deref().unwrap_or(url)));
        }
        FetchRule::RedirectModeError => {
            say("leave out `redirect: \"error\"`, or ask for the URL that it leads to".into());
        }
        FetchRule::UrlCredentials => say("leave the user name and password out of the URL; `fetch` sends them in `Authorization`, by CORS".into()),
        FetchRule::KeepaliveTooLong => say("send less, or in parts, or without `keepalive` while the page is there".into()),
        FetchRule::StreamRedirect => say("send the body as a blob or text, or ask for the final URL".into()),
        FetchRule::ForbiddenHeader => say("do not set it: the browser writes it itself".into()),
        _ => {}
    }
    if is_the_servers_to_mend(refusal) {
        advice.push(
            "if the server is not yours: call it from a server of your own, and let the page ask that one, for only \
             browsers enforce CORS"
                .into(),
        );
    }
    if refusal.is_cached {
        advice.push(
            "let everything on the page ask for it alike (`crossorigin` on the `<img>`, too), or ask past the \
             cache once: `fetch(url, { cache: \"reload\" })`"
                .into(),
        );
    }
    advice.extend(beyond_cors::on_the_page(refusal));
    advice.extend(redirected::on_the_page(refusal));
    advice
}

/// Whether a URL begins with a host where its scheme belongs: `localhost:3000/x`.
fn is_without_scheme(url: &str) -> bool {
    let Some((host, rest)) = url.split_once(':') else { return false };
    (host == "localhost" || host.contains('.')) && rest.starts_with(|c: char| c.is_ascii_digit())
}
