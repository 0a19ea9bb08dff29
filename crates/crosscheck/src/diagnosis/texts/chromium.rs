//! Chromium's texts about CORS, from version 40 on: one line, with the reason at its end.

use super::text::Text;
use super::text::closing;
use super::text::of_preflight;
use super::text::opening;
use super::text::reason;
use super::text::written;
use crate::catalog::FetchRule;

written!(
    // What is blocked.
    BLOCKED_AFTER_REDIRECT = opening(
        "Access to {what} at '{url}' (redirected from '{from}') from origin '{origin}' has been \
         blocked by CORS policy: ",
    ),
    BLOCKED = opening(
        "Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: "
    ),
    OF_PREFLIGHT =
        of_preflight("Response to preflight request doesn't pass access control check: "),
    // The reason.
    NOT_SAME_ORIGIN = reason(
        "Fetch API cannot load {url}. Request mode is \"same-origin\" but the URL's origin is not \
         same as the request origin {origin}",
        &[FetchRule::DisallowedByMode],
    )
    .followed_by("."),
    URL_CREDENTIALS = reason(
        "Subresource requests whose URLs contain embedded credentials (e.g. `https://user:pass@host/`) are blocked. \
         See https://www.chromestatus.com/feature/5669008342777856 for more details.",
        &[FetchRule::UrlCredentials],
    ),
    NO_CORS_REDIRECT_MODE = reason(
        "Fetch API cannot load {url}. Request mode is \"no-cors\" but the redirect mode is not \
         \"follow\"",
        &[FetchRule::NoCorsRedirectMode],
    )
    .followed_by("."),
    UNSAFE_ATTEMPT = reason(
        "Unsafe attempt to load URL {url} from frame with URL {page}. Domains, protocols and \
         ports must match",
        &[FetchRule::DisallowedByMode, FetchRule::LocationScheme],
    )
    .followed_by(".\n"),
    SCHEME_NOT_SUPPORTED = reason(
        "Fetch API cannot load {url}. URL scheme \"{value}\" is not supported",
        &[FetchRule::SchemeNotHttp],
    )
    .followed_by("."),
    ONLY_THESE_SCHEMES = reason(
        "Cross origin requests are only supported for protocol schemes: ",
        &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme],
    )
    .followed_by(
        "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, \
         data, http, https, isolated-app.",
    ),
    ALLOW_ORIGIN_MISSING = reason(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
        &[FetchRule::AllowOriginMissing],
    )
    .followed_by(".{advice}"),
    WILDCARD_WITH_CREDENTIALS = reason(
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the \
         wildcard '*' when the request's credentials mode is 'include'",
        &[FetchRule::WildcardWithCredentials],
    )
    .followed_by(".{advice}"),
    ALLOW_ORIGIN_MULTIPLE = reason(
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only \
         one is allowed",
        &[FetchRule::AllowOriginMultiple, FetchRule::AllowOriginList],
    )
    .followed_by(".{advice}"),
    ALLOW_ORIGIN_INVALID = reason(
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        &[FetchRule::AllowOriginInvalid],
    )
    .followed_by("{advice}"),
    ALLOW_ORIGIN_MISMATCH = reason(
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the \
         supplied origin",
        &[FetchRule::AllowOriginMismatch],
    )
    .followed_by(".{advice}"),
    ALLOW_CREDENTIALS = reason(
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' \
         which must be 'true' when the request's credentials mode is 'include'",
        &[FetchRule::AllowCredentials],
    )
    .followed_by(".{advice}"),
    PREFLIGHT_STATUS =
        reason("It does not have HTTP ok status", &[FetchRule::PreflightStatus]).followed_by("."),
    PREFLIGHT_REDIRECT =
        reason("Redirect is not allowed for a preflight request", &[FetchRule::PreflightRedirect])
            .followed_by("."),
    INVALID_ALLOW_METHODS = reason(
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response",
        &[FetchRule::InvalidAllowMethods],
    )
    .followed_by("."),
    INVALID_ALLOW_HEADERS = reason(
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response",
        &[FetchRule::InvalidAllowHeaders],
    )
    .followed_by("."),
    METHOD_NOT_ALLOWED = reason(
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response",
        &[FetchRule::MethodNotAllowed],
    )
    .followed_by("."),
    HEADERS_NOT_ALLOWED = reason(
        "Request header field {header} is not allowed by Access-Control-Allow-Headers in \
         preflight response",
        &[FetchRule::HeadersNotAllowed],
    )
    .followed_by("."),
    LOCATION_CREDENTIALS = reason(
        "Redirect location '{value}' contains a username and password, which is disallowed for \
         cross-origin requests",
        &[FetchRule::LocationCredentials, FetchRule::RedirectModeError],
    )
    .followed_by("."),
    LOCAL_NETWORK_INSECURE = reason(
        "The request client is not a secure context and the resource is in more-private address \
         space `{space}`",
        &[FetchRule::LocalNetworkInsecure],
    )
    .followed_by("."),
    LOCAL_NETWORK_DENIED = reason(
        "Permission was denied for this request to access the `{space}` address space",
        &[FetchRule::LocalNetworkDenied],
    )
    .followed_by("."),
    LOCAL_NETWORK_MISMATCH =
        reason("Request had a target IP address space of `", &[FetchRule::LocalNetworkMismatch])
            .followed_by("{expected}` yet the resource is in address space `{space}`."),
    MIXED_CONTENT = reason(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure \
         {what} '{url}'. This request has been blocked",
        &[FetchRule::MixedContent],
    )
    .followed_by("; the content must be served over HTTPS."),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    // As people quote it, who leave its end out.
    reason(
        "No 'Access-Control-Allow-Origin' header is present",
        &[FetchRule::AllowOriginMissing],
    ),
    reason(
        "Request had no target IP address space, yet the resource is in address space `{space}`",
        &[FetchRule::LocalNetworkMismatch],
    ),
    reason(
        "The request was redirected to '{location}', which is disallowed for cross-origin requests that \
         require preflight",
        &[FetchRule::PreflightRedirect],
    )
    .until(56),
    // What is blocked, as it was told once.
    opening("Redirect from '{url}' to '{location}' has been blocked by CORS policy: ").until(71),
    opening("Redirect at '{url}' from origin '{origin}' has been blocked by CORS policy: ")
        .until(71),
    opening("Failed to load {url}: ").until(71),
    opening("XMLHttpRequest cannot load {url}. ").until(71),
    // Of a font, an image, a script, and of a redirect.
    opening(
        "from origin '{url}' has been blocked from loading by Cross-Origin Resource Sharing policy: ",
    )
    .until(71),
    opening(
        "at origin '{url}' has been blocked from loading by Cross-Origin Resource Sharing policy: ",
    )
    .until(71),
    reason("Cross origin requests are not allowed by request mode", &[FetchRule::DisallowedByMode]),
    reason(
        "URL scheme must be \"http\" or \"https\" for CORS request",
        &[FetchRule::SchemeNotHttp],
    ),
    reason("The response is invalid.", &[FetchRule::ResponseInvalid]),
    reason(
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the \
         credentials flag is true",
        &[FetchRule::WildcardWithCredentials],
    ),
    reason(
        "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is \
         '{value}'. It must be 'true' to allow credentials",
        &[FetchRule::AllowCredentials],
    ),
    reason("Response for preflight does not have HTTP ok status", &[FetchRule::PreflightStatus]),
    reason(
        "Response for preflight has invalid HTTP status code {status}",
        &[FetchRule::PreflightStatus, FetchRule::PreflightRedirect],
    ),
    reason("Invalid HTTP status code {status}", &[FetchRule::PreflightStatus]).until(71),
    reason("Response for preflight is invalid (redirect)", &[FetchRule::PreflightRedirect]),
    reason(
        "Request requires preflight, which is disallowed to follow cross-origin redirect",
        &[FetchRule::PreflightRedirect],
    ),
    reason(
        "No 'Access-Control-Allow-Private-Network' header was present in the preflight response \
         for this private network request targeting the `{space}` address space",
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
    // As people copy it, without the line's beginning.
    opening("from origin '{origin}' has been blocked by CORS policy: "),
    // As people quote it, who leave its beginning out.
    reason(
        "'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed",
        &[FetchRule::AllowOriginMultiple, FetchRule::AllowOriginList],
    ),
    reason(
        "'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin",
        &[FetchRule::AllowOriginMismatch],
    ),
    // After the reason.
    closing(
        "Origin '{sent}' is therefore not allowed access. The response had HTTP status code {status}",
        &[],
    )
    .until(62),
    closing("Origin '{sent}' is therefore not allowed access", &[]).until(62),
];
