//! Chromium's forms, from version 40 on.

use super::form::Form;
use super::form::Part;
use super::form::opening;
use super::form::reason;

pub(super) const FORMS: &[Form] = &[
    // What is blocked.
    opening(
        "Access to {what} at '{url}' (redirected from '{from}') from origin '{origin}' has been \
         blocked by CORS policy: ",
    ),
    opening("Access to {what} at '{url}' from origin '{origin}' has been blocked by CORS policy: "),
    // Until version 71.
    opening("Redirect from '{from}' to '{url}' has been blocked by CORS policy: "),
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
        &["disallowed-by-mode"],
    ),
    reason("Cross origin requests are not allowed by request mode", &["disallowed-by-mode"]),
    reason(
        "Fetch API cannot load {url}. Request mode is \"no-cors\" but the redirect mode is not \
         \"follow\"",
        &["no-cors-redirect-mode"],
    ),
    reason(
        "Unsafe attempt to load URL {url} from frame with URL {page}. Domains, protocols and ports \
         must match",
        &["disallowed-by-mode", "location-scheme"],
    ),
    reason(
        "Fetch API cannot load {url}. URL scheme \"{value}\" is not supported",
        &["scheme-not-http"],
    ),
    reason(
        "Cross origin requests are only supported for protocol schemes: ",
        &["scheme-not-http", "location-scheme"],
    ),
    reason("URL scheme must be \"http\" or \"https\" for CORS request", &["scheme-not-http"]),
    reason("The response is invalid.", &["response-invalid"]),
    reason(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
        &["allow-origin-missing"],
    ),
    reason(
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the \
         wildcard '*' when the request's credentials mode is 'include'",
        &["wildcard-with-credentials"],
    ),
    reason(
        "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the \
         credentials flag is true",
        &["wildcard-with-credentials"],
    ),
    reason(
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one \
         is allowed",
        &["allow-origin-multiple", "allow-origin-list"],
    ),
    reason(
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        &["allow-origin-invalid"],
    ),
    reason(
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the \
         supplied origin",
        &["allow-origin-mismatch"],
    ),
    reason(
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' \
         which must be 'true' when the request's credentials mode is 'include'",
        &["allow-credentials"],
    ),
    reason(
        "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{value}'. \
         It must be 'true' to allow credentials",
        &["allow-credentials"],
    ),
    reason("It does not have HTTP ok status", &["preflight-status"]),
    reason("Response for preflight does not have HTTP ok status", &["preflight-status"]),
    reason(
        "Response for preflight has invalid HTTP status code {status}",
        &["preflight-status", "preflight-redirect"],
    ),
    reason("Redirect is not allowed for a preflight request", &["preflight-redirect"]),
    reason("Response for preflight is invalid (redirect)", &["preflight-redirect"]),
    reason(
        "Cannot parse Access-Control-Allow-Methods response header field in preflight response",
        &["invalid-allow-methods"],
    ),
    reason(
        "Cannot parse Access-Control-Allow-Headers response header field in preflight response",
        &["invalid-allow-headers"],
    ),
    reason(
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response",
        &["method-not-allowed"],
    ),
    reason(
        "Request header field {header} is not allowed by Access-Control-Allow-Headers in preflight \
         response",
        &["headers-not-allowed"],
    ),
    reason(
        "Redirect location '{value}' contains a username and password, which is disallowed for \
         cross-origin requests",
        &["location-credentials", "redirect-mode-error"],
    ),
    reason(
        "Request requires preflight, which is disallowed to follow cross-origin redirect",
        &["preflight-redirect"],
    ),
    reason(
        "The request client is not a secure context and the resource is in more-private address \
         space `{space}`",
        &["local-network-insecure"],
    ),
    reason(
        "Permission was denied for this request to access the `{space}` address space",
        &["local-network-denied"],
    ),
    reason("Request had a target IP address space of `", &["local-network-mismatch"]),
    reason(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} \
         '{url}'. This request has been blocked",
        &["mixed-content"],
    ),
    reason(
        "No 'Access-Control-Allow-Private-Network' header was present in the preflight response for \
         this private network request targeting the `{space}` address space",
        &["private-network-preflight"],
    ),
    reason(
        "The 'Access-Control-Allow-Private-Network' header in the preflight response for this \
         private network request targeting the `{space}` address space had a value of '{value}', \
         not 'true'",
        &["private-network-preflight"],
    ),
    reason(
        "Authorization will not be covered by the wildcard symbol (*) in CORS \
         `Access-Control-Allow-Headers` handling",
        &["authorization-by-wildcard"],
    ),
    reason("The canvas has been tainted by cross-origin data", &["canvas-tainted"]),
    reason("Tainted canvases may not be ", &["canvas-tainted"]),
    reason("net::ERR_BLOCKED_BY_RESPONSE", &["resource-policy"]),
    reason("net::ERR_TOO_MANY_REDIRECTS", &["too-many-redirects"]),
    // Until version 62, after the reason.
    Form {
        template: "Origin '{origin}' is therefore not allowed access",
        part: Part::Closing(&[]),
    },
];
