//! WebKit's forms, and Safari's: the reason on one line, what is blocked on the next.

use super::form::Form;
use super::form::Part;
use super::form::closing;
use super::form::opening;
use super::form::reason;

/// What WebKit gives no reason for.
const UNEXPLAINED: &[&str] = &[
    "network-failure",
    "preflight-redirect",
    "too-many-redirects",
    "stream-redirect",
    "scheme-not-http",
    "invalid-data-url",
    "location-invalid",
];

pub(super) const FORMS: &[Form] = &[
    opening(
        "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ",
    ),
    reason(
        "Origin {origin} is not allowed by Access-Control-Allow-Origin",
        &[
            "allow-origin-missing",
            "allow-origin-mismatch",
            "allow-origin-invalid",
            "allow-origin-multiple",
            "allow-origin-list",
        ],
    ),
    reason(
        "Access-Control-Allow-Origin cannot contain more than one origin",
        &["allow-origin-multiple", "allow-origin-list"],
    ),
    reason(
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true",
        &["wildcard-with-credentials"],
    ),
    reason(
        "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"",
        &["allow-credentials"],
    ),
    reason(
        "[blocked] The page at {page} requested insecure content from {url}. This content was blocked \
         and must",
        &["mixed-content"],
    ),
    reason("Cross origin requests are only supported for HTTP.", &["scheme-not-http"]),
    reason("FTP URLs are disabled", &["location-scheme", "scheme-not-http"]),
    reason("Preflight response is not successful", &["preflight-status", "preflight-redirect"]),
    reason("Preflight response was blocked", &["response-invalid"]),
    reason("CORS-preflight request was blocked", &["response-invalid"]),
    reason(
        "Header Access-Control-Allow-Methods has an invalid value: {value}",
        &["invalid-allow-methods"],
    ),
    reason(
        "Header Access-Control-Allow-Headers has an invalid value: {value}",
        &["invalid-allow-headers"],
    ),
    reason(
        "Method {method} is not allowed by Access-Control-Allow-Methods.",
        &["method-not-allowed"],
    ),
    reason(
        "Request header field {header} is not allowed by Access-Control-Allow-Headers.",
        &["headers-not-allowed"],
    ),
    reason("redirection URL {location} has credentials", &["location-credentials"]),
    reason(
        "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
        &["location-scheme", "location-invalid"],
    ),
    reason("Redirection to URL with a scheme that is not HTTP(S)", &["location-scheme"]),
    reason("Load cannot follow more than 20 redirections", &["too-many-redirects"]),
    reason(
        "Unsafe attempt to load URL {url} from origin {origin}. Domains, protocols and ports must \
         match",
        &["disallowed-by-mode", "location-scheme"],
    ),
    reason("No-Cors mode requires follow redirect mode", &["no-cors-redirect-mode"]),
    reason("Not allowed to follow a redirection while loading {url}", &["redirect-mode-error"]),
    reason(
        "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy \
         response header",
        &["resource-policy"],
    ),
    reason(
        "Unable to get image data from canvas because the canvas has been tainted by cross-origin \
         data",
        &["canvas-tainted"],
    ),
    closing("Fetch API cannot load {url} due to access control checks", UNEXPLAINED),
    closing("XMLHttpRequest cannot load {url} due to access control checks", UNEXPLAINED),
    closing("EventSource cannot load {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load image {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load stylesheet {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load {url} due to access control checks", UNEXPLAINED),
    closing("Beacon API cannot load {url}. ", UNEXPLAINED),
    closing("Cross-origin script load denied by Cross-Origin Resource Sharing policy", UNEXPLAINED),
    // Without a reason it is WebKit's word for the mode `same-origin`; with one, an old Chromium's.
    Form { template: "Fetch API cannot load {url}.", part: Part::Opening(&["disallowed-by-mode"]) },
];
