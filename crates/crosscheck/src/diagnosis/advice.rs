//! What to change after a refusal, in words: on the server, and in the page.

use alloc::format;
use alloc::string::String;

use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Stage;

/// What to change, on either side; either suffices if it can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// On the server. The header lines themselves are [`remedy`](super::remedy)'s.
    pub server: Option<String>,
    /// In the page.
    pub client: Option<String>,
}

/// What to do about a failure.
pub fn advice(failure: &Failure) -> Advice {
    let server = |text: &str| Advice { server: Some(text.into()), client: None };
    let client = |text: &str| Advice { server: None, client: Some(text.into()) };
    let both = |server: &str, client: &str| Advice {
        server: Some(server.into()),
        client: Some(client.into()),
    };
    match &failure.cause {
        Cause::AllowOriginMissing
        | Cause::WildcardWithCredentials
        | Cause::AllowOriginMismatch { .. }
            if failure.is_nulled() =>
        {
            Advice {
                server: Some(
                    "do not redirect from one origin to another: the page is hidden behind `null`, \
                     which only `*` should allow"
                        .into(),
                ),
                client: Some(format!("ask {} at once", failure.url())),
            }
        }
        Cause::AllowOriginMissing => Advice { server: Some(missing(failure)), client: None },
        Cause::WildcardWithCredentials => both(
            "answer with the origin that asked, if it is on a list, in place of `*`",
            "leave `credentials: \"include\"` out if the answer is the same for everybody",
        ),
        Cause::AllowOriginMismatch { lines: 2.., .. } => server(
            "write the header in one place only: often both a proxy and the application add it",
        ),
        Cause::AllowOriginMismatch { value, .. } if value.contains(&b',') => server(
            "keep the allowed origins in a list of the server's own, and answer with the one that \
             asked",
        ),
        Cause::AllowOriginMismatch { .. } => server(
            "add the origin to those that the server allows; it is compared letter by letter",
        ),
        Cause::AllowCredentials { .. } => both(
            "say `true`, in lower case, if these pages may act for the user",
            "leave `credentials: \"include\"` out if no cookie is needed",
        ),
        Cause::PreflightStatus => server(preflight_status(failure.status)),
        Cause::PreflightRedirect => Advice {
            server: Some("answer OPTIONS at this very URL, before anything redirects".into()),
            client: failure.location.as_ref().map(|location| format!("ask {location} at once")),
        },
        Cause::InvalidAllowMethods { .. } | Cause::InvalidAllowHeaders { .. } => {
            server("write names, separated by commas, without quotes or semicolons")
        }
        Cause::MethodNotAllowed { method } => {
            let upper_case = method.to_ascii_uppercase();
            Advice {
                server: Some("list the method if pages may use it".into()),
                client: (*method != upper_case).then(|| {
                    format!(
                        "write {upper_case} if that is what the server lists: methods are told \
                         apart by case, and browsers put only the oldest into upper case"
                    )
                }),
            }
        }
        Cause::HeadersNotAllowed { names } => Advice {
            server: Some("list the headers if pages may set them".into()),
            client: Some(format!("leave {} out", names.join(", "))),
        },
        Cause::LocalNetworkInsecure { .. } => client("serve the page over https"),
        Cause::LocalNetworkDenied { .. } => {
            client("ask the user to allow it in the site's settings, or serve the page locally")
        }
        Cause::RedirectModeError => client("ask with `redirect: \"follow\"`"),
        Cause::DisallowedByMode => client("ask with `mode: \"cors\"`"),
        Cause::NoCorsRedirectMode => client("ask with `mode: \"cors\"`, or follow redirects"),
        Cause::SchemeNotHttp => client("ask over http or https"),
        Cause::LocationCredentials { .. } => {
            server("leave the user name and password out of `Location`")
        }
        Cause::LocationInvalid { .. } | Cause::LocationScheme { .. } => {
            server("let `Location` name one URL of http or https")
        }
        Cause::TooManyRedirects => server("end the loop of redirects"),
        Cause::StreamRedirect => client("send the body whole, not as a stream"),
        Cause::ResourcePolicy => server("say who may embed it, if not only the own site"),
        _ => Advice::default(),
    }
}

fn missing(failure: &Failure) -> String {
    match (failure.stage, failure.status) {
        (Stage::Preflight, 401 | 403) => {
            "answer OPTIONS before anything asks who the user is: a preflight carries no credentials"
                .into()
        }
        (Stage::Preflight, _) => "answer OPTIONS with the CORS headers too".into(),
        (_, status @ 400..) => format!(
            "add the CORS headers to errors too: script cannot even see that the status is {status}"
        ),
        (_, 301 | 302 | 303 | 307 | 308) => {
            "add the CORS headers to the redirect itself: each hop must allow the page".into()
        }
        _ => "add the header, if pages of this origin may read the answer".into(),
    }
}

fn preflight_status(status: u16) -> &'static str {
    match status {
        401 | 403 => {
            "answer OPTIONS before anything asks who the user is: a preflight carries no credentials"
        }
        404 | 405 | 501 => "route OPTIONS at this URL, and answer it with 204",
        300..=399 => "answer OPTIONS at this very URL, before anything redirects",
        _ => "answer OPTIONS with 204, whatever the application does",
    }
}
