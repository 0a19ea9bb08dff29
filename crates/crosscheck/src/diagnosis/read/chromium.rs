//! Chromium's forms, from version 40 on.

use super::form::Form;
use super::form::Part;
use super::form::opening;
use super::form::reason;
use crate::catalog::FetchRule;

pub(super) const FORMS: &[Form] = &[
    // What is blocked.
    opening(
        "Access to {what} at '{url}' (redirected from '{from}') from origin '{origin}' has been \
         blocked by CORS policy: ",
    ),
    opening("Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: "),
    // Until version 71.
    opening("Redirect from '{url}' to '{location}' has been blocked by CORS policy: "),
    opening("Redirect at '{url}' from origin '{origin}' has been blocked by CORS policy: "),
    opening("Failed to load {url}: "),
    opening("XMLHttpRequest cannot load {url}. "),
    opening(
        "Font from origin '{url}' has been blocked from loading by Cross-Origin Resource Sharing \
         policy: ",
    ),
    opening(
        "Image from origin '{url}' has been blocked from loading by Cross-Origin Resource Sharing \
         policy: ",
    ),
    Form {
        template: "Response to preflight request doesn't pass access control check: ",
        part: Part::OfPreflight,
    },
    // The reason.
    reason(
        "Fetch API cannot load {url}. Request mode is \"same-origin\" but the URL's origin is not \
         same as the request origin {origin}",
        &[FetchRule::DisallowedByMode],
    ),
    reason("Cross origin requests are not allowed by request mode", &[FetchRule::DisallowedByMode]),
    reason(
        "Fetch API cannot load {url}. Request mode is \"no-cors\" but the redirect mode is not \
         \"follow\"",
        &[FetchRule::NoCorsRedirectMode],
    ),
    reason(
        "Unsafe attempt to load URL {url} from frame with URL {page}. Domains, protocols and ports \
         must match",
        &[FetchRule::DisallowedByMode, FetchRule::LocationScheme],
    ),
    reason(
        "Fetch API cannot load {url}. URL scheme \"{value}\" is not supported",
        &[FetchRule::SchemeNotHttp],
    ),
    reason(
        "Cross origin requests are only supported for protocol schemes: ",
        &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme],
    ),
    reason(
        "URL scheme must be \"http\" or \"https\" for CORS request",
        &[FetchRule::SchemeNotHttp],
    ),
    reason("The response is invalid.", &[FetchRule::ResponseInvalid]),
    reason(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
        &[FetchRule::AllowOriginMissing],
    ),
    reason(
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the \
         wildcard '*' when the request's credentials mode is 'include'",
        &[FetchRule::WildcardWithCredentials],
    ),
    reason(
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the \
         credentials flag is true",
        &[FetchRule::WildcardWithCredentials],
    ),
    reason(
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one \
         is allowed",
        &[FetchRule::AllowOriginMultiple, FetchRule::AllowOriginList],
    ),
    reason(
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        &[FetchRule::AllowOriginInvalid],
    ),
    reason(
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the \
         supplied origin",
        &[FetchRule::AllowOriginMismatch],
    ),
    reason(
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' \
         which must be 'true' when the request's credentials mode is 'include'",
        &[FetchRule::AllowCredentials],
    ),
    reason(
        "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{value}'. \
         It must be 'true' to allow credentials",
        &[FetchRule::AllowCredentials],
    ),
    reason("It does not have HTTP ok status", &[FetchRule::PreflightStatus]),
    reason("Response for preflight does not have HTTP ok status", &[FetchRule::PreflightStatus]),
    reason(
        "Response for preflight has invalid HTTP status code {status}",
        &[FetchRule::PreflightStatus, FetchRule::PreflightRedirect],
    ),
    reason("Redirect is not allowed for a preflight request", &[FetchRule::PreflightRedirect]),
    reason("Response for preflight is invalid (redirect)", &[FetchRule::PreflightRedirect]),
    reason(
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response",
        &[FetchRule::InvalidAllowMethods],
    ),
    reason(
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response",
        &[FetchRule::InvalidAllowHeaders],
    ),
    reason(
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response",
        &[FetchRule::MethodNotAllowed],
    ),
    reason(
        "Request header field {header} is not allowed by Access-Control-Allow-Headers in preflight \
         response",
        &[FetchRule::HeadersNotAllowed],
    ),
    reason(
        "Redirect location '{value}' contains a username and password, which is disallowed for \
         cross-origin requests",
        &[FetchRule::LocationCredentials, FetchRule::RedirectModeError],
    ),
    reason(
        "Request requires preflight, which is disallowed to follow cross-origin redirect",
        &[FetchRule::PreflightRedirect],
    ),
    reason(
        "The request client is not a secure context and the resource is in more-private address \
         space `{space}`",
        &[FetchRule::LocalNetworkInsecure],
    ),
    reason(
        "Permission was denied for this request to access the `{space}` address space",
        &[FetchRule::LocalNetworkDenied],
    ),
    reason("Request had a target IP address space of `", &[FetchRule::LocalNetworkMismatch]),
    reason(
        "Request had no target IP address space, yet the resource is in address space `{space}`",
        &[FetchRule::LocalNetworkMismatch],
    ),
    reason(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} \
         '{url}'. This request has been blocked",
        &[FetchRule::MixedContent],
    ),
    reason(
        "No 'Access-Control-Allow-Private-Network' header was present in the preflight response for \
         this private network request targeting the `{space}` address space",
        &[FetchRule::PrivateNetworkPreflight],
    ),
    reason(
        "The 'Access-Control-Allow-Private-Network' header in the preflight response for this \
         private network request targeting the `{space}` address space had a value of '{value}', \
         not 'true'",
        &[FetchRule::PrivateNetworkPreflight],
    ),
    reason(
        "Authorization will not be covered by the wildcard symbol (*) in CORS \
         `Access-Control-Allow-Headers` handling",
        &[FetchRule::AuthorizationByWildcard],
    ),
    reason("The canvas has been tainted by cross-origin data", &[FetchRule::CanvasTainted]),
    reason("Tainted canvases may not be ", &[FetchRule::CanvasTainted]),
    // Edge, before it was made of Chromium.
    reason(
        "SEC7120: [CORS] The origin '{origin}' did not find '{origin}' in the \
         Access-Control-Allow-Origin response header for cross-origin resource at '{url}'",
        &[FetchRule::AllowOriginMissing, FetchRule::AllowOriginMismatch],
    ),
    // Until version 62, after the reason.
    Form { template: "Origin '{sent}' is therefore not allowed access", part: Part::Closing(&[]) },
];
