//! Firefox's forms, from version 36 on. What is blocked is told in the user's language; the reason
//! is read where it is English, and so are the names of headers.

use super::form::Form;
use super::form::opening;
use super::form::reason;

pub(super) const FORMS: &[Form] = &[
    opening("The Same Origin Policy disallows reading the remote resource at {url}. ("),
    reason("Reason: CORS disabled", &["cors-disabled"]),
    reason(
        "Reason: CORS request did not succeed",
        &[
            "network-failure",
            "location-credentials",
            "location-scheme",
            "location-invalid",
            "too-many-redirects",
            "local-network-denied",
        ],
    ),
    reason("Reason: CORS request failed", &["network-failure"]),
    reason("Reason: CORS request not http", &["scheme-not-http", "location-scheme"]),
    reason("Reason: CORS request not HTTP", &["scheme-not-http", "location-scheme"]),
    reason("Reason: CORS header 'Origin' cannot be added", &["origin-not-added"]),
    reason("Reason: CORS header 'Access-Control-Allow-Origin' missing", &["allow-origin-missing"]),
    reason(
        "Reason: CORS header 'Access-Control-Allow-Origin' does not match '{value}').",
        &[
            "allow-origin-mismatch",
            "allow-origin-invalid",
            "allow-origin-list",
            "allow-origin-multiple",
        ],
    ),
    reason(
        "Reason: Multiple CORS header 'Access-Control-Allow-Origin' not allowed",
        &["allow-origin-multiple"],
    ),
    reason(
        "Reason: Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is \
         '*'",
        &["wildcard-with-credentials"],
    ),
    reason(
        "Reason: expected 'true' in CORS header 'Access-Control-Allow-Credentials'",
        &["allow-credentials"],
    ),
    reason("Reason: CORS preflight response did not succeed", &["preflight-status"]),
    reason("Reason: CORS preflight channel did not succeed", &["preflight-status"]),
    reason("Reason: CORS request external redirect not allowed", &["preflight-redirect"]),
    reason(
        "Reason: invalid token '{value}' in CORS header 'Access-Control-Allow-Methods'",
        &["invalid-allow-methods"],
    ),
    reason(
        "Reason: invalid token '{value}' in CORS header 'Access-Control-Allow-Headers'",
        &["invalid-allow-headers"],
    ),
    reason(
        "Reason: Did not find method in CORS header 'Access-Control-Allow-Methods'",
        &["method-not-allowed"],
    ),
    reason(
        "Reason: header '{header}' is not allowed according to header \
         'Access-Control-Allow-Headers' from CORS preflight response",
        &["headers-not-allowed"],
    ),
    reason(
        "Reason: missing token '{header}' in CORS header 'Access-Control-Allow-Headers' from CORS \
         preflight channel",
        &["headers-not-allowed"],
    ),
    reason(
        "The Same Origin Policy will disallow reading the remote resource at {url} soon. (Reason: \
         When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered",
        &["authorization-by-wildcard"],
    ),
    reason(
        "Security Error: Content at {page} may not load data from {url}.",
        &["disallowed-by-mode", "location-scheme", "scheme-not-http", "network-failure"],
    ),
    reason(
        "Security Error: Content at {page} may not load or link to {url}.",
        &["scheme-not-http", "location-scheme"],
    ),
    reason("Redirecting to data: URI not allowed (Blocked loading of: ", &["location-scheme"]),
    reason(
        "The resource at \"{url}\" was blocked due to its Cross-Origin-Resource-Policy header",
        &["resource-policy"],
    ),
    reason("SecurityError: The operation is insecure", &["canvas-tainted"]),
];
