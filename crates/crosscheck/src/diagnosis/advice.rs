//! What to change after a refusal, in words: on the server, and on the page.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::case::Case;
use super::grant::in_capitals;
use super::grant::is_about_a_response_header;
use super::grant::is_vain;
use crate::agent::Stage;

/// What to change, on either side; either suffices if it can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// On the server, beside the header lines, which are a [`Grant`](super::Grant)'s; `None` if they
    /// say it all.
    pub server: Option<String>,
    /// On the page.
    pub page: Vec<String>,
}

/// What to do about a refusal.
///
/// It may hold what a stranger wrote, such as a URL.
pub fn advice(case: &Case) -> Advice {
    Advice { server: on_the_server(case), page: on_the_page(case) }
}

fn on_the_server(case: &Case) -> Option<String> {
    if case.is_tainted && is_vain(case) {
        return Some(
            "do not redirect from one origin to another: the page is hidden behind `null`, which only \
             `*` should allow"
                .into(),
        );
    }
    let text = match case.rule.name {
        "allow-origin-missing" => return missing(case),
        "wildcard-with-credentials" => {
            "answer with the origin that asked, if it is on a list, in place of `*`"
        }
        "allow-origin-multiple" => {
            "write the header in one place only: often both a proxy and the application add it"
        }
        "allow-origin-list" => {
            "keep the allowed origins in a list of the server's own, and answer with the one that \
             asked"
        }
        "allow-origin-mismatch" => {
            "add the origin to those that the server allows; it is compared letter by letter"
        }
        "allow-origin-invalid" => {
            "write one origin as browsers do, like `https://app.example.com`: no path, no quotes"
        }
        "allow-credentials" => "say `true`, in lower case, if these pages may act for the user",
        "preflight-status" => preflight_status(case.status),
        "preflight-redirect" => {
            "answer OPTIONS at this very URL, before any redirect to https, to another host, or to a \
             final slash"
        }
        "invalid-allow-methods" | "invalid-allow-headers" => {
            "write names, separated by commas, without quotes or semicolons"
        }
        "location-credentials" => "leave the user name and password out of `Location`",
        "location-scheme" | "location-invalid" => {
            "write one `Location`, and in it one URL of http or https"
        }
        "too-many-redirects" => "end the loop of redirects",
        "resource-policy" => "say who may embed it, if not only the own site",
        "response-invalid" => "see the server's log: its answer broke off or is not HTTP",
        "network-failure" => "see whether the request is in the server's log at all",
        _ => return None,
    };
    Some(text.into())
}

fn missing(case: &Case) -> Option<String> {
    Some(match (case.stage, case.status) {
        (Some(Stage::Preflight), Some(401 | 403)) => NOBODY_SIGNS_IN.into(),
        (Some(Stage::Preflight), _) => "answer OPTIONS with the CORS headers too".into(),
        (_, Some(status @ 400..)) => format!(
            "add the CORS headers to errors too: script cannot even see that the status is {status}"
        ),
        (_, Some(301 | 302 | 303 | 307 | 308)) => {
            "add the CORS headers to the redirect itself: each hop must allow the page".into()
        }
        _ => return None,
    })
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

fn on_the_page(case: &Case) -> Vec<String> {
    let mut advice = Vec::new();
    let mut say = |text: String| advice.push(text);
    let url = case.url.as_deref().unwrap_or("the final URL");
    if case.is_tainted {
        say(format!(
            "ask {url} at once: after a redirect across origins the browser sends `Origin: null`"
        ));
    }
    match case.rule.name {
        "disallowed-by-mode" => say("leave out `mode: \"same-origin\"`".into()),
        "no-cors-redirect-mode" => {
            say("leave out `redirect`, or use `mode: \"cors\"`".into());
        }
        "cors-disabled" => say("set content.cors.disable to false in about:config".into()),
        "scheme-not-http" => {
            say("serve the file over http (`python3 -m http.server`) and open that".into());
        }
        "invalid-data-url" => say("encode what follows the comma".into()),
        "local-network-insecure" => say("serve the page over https".into()),
        "local-network-denied" => say(
            "ask the user to allow \"local network access\", in the icon before the address, or serve \
             the page from the same network"
                .into(),
        ),
        "local-network-mismatch" => {
            say("leave out `targetAddressSpace`, or name the space the host is in".into());
        }
        "local-network-undecided" => say("answer the browser's question in the tab".into()),
        "mixed-content" => say(format!("serve {url} over https, and ask for it so")),
        "private-network-preflight" => say(
            "update Chromium; until then the device must answer the preflight with \
             `Access-Control-Allow-Private-Network: true`"
                .into(),
        ),
        "network-failure" => say(format!(
            "open {url} in a tab: a certificate that is not trusted, a wrong port, a server that is \
             not running and a content blocker all look like this"
        )),
        "wildcard-with-credentials" | "allow-credentials" => say(
            "if no cookie and no client certificate is needed, leave out `credentials: \"include\"` \
             (`withCredentials`)"
                .into(),
        ),
        "method-not-allowed" => {
            if let Some(method) = case.method.as_deref()
                && in_capitals(method) != method
            {
                say(format!(
                    "write the method in capitals, `{}`: methods are told apart by case, and browsers \
                     put only the oldest into upper case",
                    in_capitals(method)
                ));
            }
        }
        "headers-not-allowed" if is_about_a_response_header(case) => say(format!(
            "take `{}` out of the request's headers: it is the server's to send",
            case.header_names.join(", ")
        )),
        "headers-not-allowed" => {
            let names = match case.header_names.is_empty() {
                true => "the header".into(),
                false => format!("`{}`", case.header_names.join("`, `")),
            };
            say(format!(
                "leave {names} out if the server has no use for it: some libraries add their own"
            ));
        }
        "preflight-redirect" if let Some(location) = &case.location => {
            say(format!("ask {location} at once"));
        }
        "preflight-redirect" | "too-many-redirects" | "location-credentials" => say(
            "ask for the URL at which the redirects end: mind https, the final slash and `www`"
                .into(),
        ),
        "redirect-mode-error" => {
            say("leave out `redirect: \"error\"`, or ask for the URL that it leads to".into());
        }
        "stream-redirect" => say("send the body as a blob or text, or ask for the final URL".into()),
        "forbidden-header" => say("do not set it: the browser writes it itself".into()),
        "canvas-tainted" => {
            say("set `crossorigin` on the image before `src`: `<img crossorigin src=…>`".into());
        }
        _ => {}
    }
    if case.origin.as_deref() == Some("null") {
        say(
            "the page has no origin to name (a file, a sandboxed frame, a data: URL): serve it over \
             http; never allow `null`, which everybody can be"
                .into(),
        );
    }
    advice
}
