//! What was seen that broke a rule.

use alloc::format;
use alloc::string::String;

use crate::agent::Cause;
use crate::agent::Failure;
use crate::wire::isomorphic_decode;

/// What was seen that broke the rule, as a sentence; `None` if there is no more to it.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::diagnosis::evidence;
/// use crosscheck::wire::Origin;
///
/// let mut browser = UserAgent::new(&Profile::SPEC);
/// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
///     let headers = [("Access-Control-Allow-Origin", "https://other.example")].into_iter().collect();
///     Some(Response { status: 200, headers, ..Response::default() })
/// };
/// let page = Origin::parse("https://app.example").unwrap();
/// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
/// let request = asked.set_up(&browser, &page).unwrap();
/// let outcome = fetch(request, &mut server, &mut browser, 0);
/// let seen = evidence(&outcome.result.unwrap_err()).unwrap();
/// assert_eq!(seen, "it says `https://other.example`; the page is https://app.example");
/// ```
pub fn evidence(failure: &Failure) -> Option<String> {
    Some(match &failure.cause {
        Cause::AllowOriginMismatch { value, lines, .. } if *lines > 1 => {
            format!("{lines} lines say `{}`; {}", isomorphic_decode(value), who_asked(failure))
        }
        Cause::AllowOriginMismatch { value, .. } => {
            format!("it says `{}`; {}", isomorphic_decode(value), who_asked(failure))
        }
        Cause::AllowCredentials { value: Some(value) } => {
            format!("it says `{}`", isomorphic_decode(value))
        }
        Cause::AllowCredentials { value: None } => "it is missing".into(),
        Cause::PreflightStatus | Cause::PreflightRedirect => {
            format!("the status is {}", failure.status)
        }
        Cause::InvalidAllowMethods { item, .. } | Cause::InvalidAllowHeaders { item, .. } => {
            format!("`{}` is no name", isomorphic_decode(item))
        }
        Cause::MethodNotAllowed { method } => format!("the method is {method}"),
        Cause::HeadersNotAllowed { names } => format!("it lacks {}", names.join(", ")),
        Cause::LocationInvalid { value } => format!("it says `{}`", isomorphic_decode(value)),
        Cause::LocationScheme { location } | Cause::LocationCredentials { location } => {
            format!("it leads to {location}")
        }
        _ => return None,
    })
}

fn who_asked(failure: &Failure) -> String {
    match failure.is_nulled() {
        true => "the page is `null` after a redirect across origins".into(),
        false => format!("the page is {}", failure.sent_origin),
    }
}
