//! Internet Explorer's, and those of Edge before it was made of Chromium. Both are gone; what they wrote is
//! still in tickets.

use super::text::Text;
use super::text::opening;
use super::text::reason;
use super::text::vague;
use crate::catalog::FetchRule;

pub(super) const ONLY_READ: &[Text] = &[
    opening("SEC7118: XMLHttpRequest for {url} required Cross Origin Resource Sharing (CORS)."),
    opening("SEC7119: XMLHttpRequest for {url} required CORS preflight."),
    reason(
        "SEC7120: [CORS] The origin '{origin}' did not find '{origin}' in the \
         Access-Control-Allow-Origin response header for cross-origin resource at '{url}'",
        NOT_NAMED,
    ),
    reason("SEC7120: Origin {origin} not found in Access-Control-Allow-Origin header", NOT_NAMED),
    reason(
        "SEC7121: Credentials flag was set to true, but Access-Control-Allow-Credentials",
        &[FetchRule::AllowCredentials],
    ),
    reason("SEC7121: ", &[FetchRule::AllowCredentials]),
    reason(
        "SEC7122: Credentials flag was set to true, but Access-Control-Allow-Origin was set to *",
        &[FetchRule::WildcardWithCredentials],
    ),
    reason("SEC7122: ", &[FetchRule::WildcardWithCredentials]),
    reason(
        "SEC7123: Request header {header} was not present in the Access-Control-Allow-Headers list",
        &[FetchRule::HeadersNotAllowed],
    ),
    reason(
        "SEC7123: Request header {header} was not present in the Access-Control-Headers-List",
        &[FetchRule::HeadersNotAllowed],
    ),
    reason(
        "SEC7124: Request method {method} was not present in the Access-Control-Allow-Methods list",
        &[FetchRule::MethodNotAllowed],
    ),
    reason("SEC7127: Redirect was blocked for CORS request", REDIRECTED),
    reason(
        "SEC7128: Multiple Access-Control-Allow-Origin headers are not allowed for CORS response",
        &[FetchRule::AllowOriginMultiple],
    ),
    vague("XMLHttpRequest: Network Error 0x80070005, Access is denied", DENIED),
    vague("XMLHttpRequest: Network Error 0x", UNANSWERED),
    vague("SCRIPT5: Access is denied", DENIED),
];

/// It says the same of an answer without the header, and of one that names another.
const NOT_NAMED: &[FetchRule] = &[FetchRule::AllowOriginMissing, FetchRule::AllowOriginMismatch];

const REDIRECTED: &[FetchRule] = &[FetchRule::PreflightRedirect, FetchRule::AllowOriginMissing];

const DENIED: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::PreflightStatus,
    FetchRule::HeadersNotAllowed,
    FetchRule::FrameAccess,
];

const UNANSWERED: &[FetchRule] = &[FetchRule::NetworkFailure];
