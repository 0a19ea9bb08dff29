//! What servers say themselves when they refuse by `Origin`: in the answer's body, in their logs, or where
//! they do not start with such a configuration. No browser writes it; people bring it all the same.

use super::find::first_of;
use super::text::Part;
use super::text::Text;
use super::text::reason;
use crate::catalog::FetchRule;

/// The sentence with which a server's own CORS or WebSocket library refused, if there is one in a text.
///
/// Such a server has a list of its own, and an answer of another in front of it helps nobody.
///
/// # Example
/// ```
/// use crosscheck::diagnosis::refused_by_the_server;
///
/// let body = "HTTP/1.1 403\n\nInvalid CORS request";
/// assert_eq!(refused_by_the_server(body), Some("Invalid CORS request"));
/// assert_eq!(refused_by_the_server("Forbidden"), None);
/// ```
pub fn refused_by_the_server(text: &str) -> Option<&str> {
    let is_of_a_list =
        |known: &&Text| !matches!(known.part, Part::Reason(rules) if rules == WILDCARD);
    first_of(text, || ONLY_READ.iter().filter(is_of_a_list))
}

pub(super) const ONLY_READ: &[Text] = &[
    // Spring.
    reason("Invalid CORS request", ANY),
    reason("Reject: '{origin}' origin is not allowed", ORIGIN),
    reason("Reject: HTTP '{method}' is not allowed", &[FetchRule::MethodNotAllowed]),
    reason("Reject: headers '[{value}]' are not allowed", &[FetchRule::HeadersNotAllowed]),
    reason("When allowCredentials is true, allowedOrigins cannot contain", WILDCARD),
    // ASP.NET.
    reason(
        "The CORS protocol does not allow specifying a wildcard (any) origin and credentials at \
         the same time",
        WILDCARD,
    ),
    reason("Request origin {origin} does not have permission to access the resource", ORIGIN),
    reason("Request method {method} not allowed in CORS policy", &[FetchRule::MethodNotAllowed]),
    reason("Request header '{header}' not allowed in CORS policy", &[FetchRule::HeadersNotAllowed]),
    // Starlette, FastAPI: of several what comes first.
    reason("Disallowed CORS origin", ORIGIN),
    reason("Disallowed CORS method", &[FetchRule::MethodNotAllowed]),
    reason("Disallowed CORS headers", &[FetchRule::HeadersNotAllowed]),
    // tower-http and Fiber, which refuse to start.
    reason(
        "Cannot combine `Access-Control-Allow-Credentials: true` with `Access-Control-Allow-Origin: *`",
        WILDCARD,
    ),
    reason("[CORS] Insecure setup, 'AllowCredentials' is set to true", WILDCARD),
    // APISIX, which takes no such settings.
    reason("you can not set '*' for other option when 'allow_credential' is true", WILDCARD),
    // What the documentation of Express' `cors` throws, whoever copied it.
    reason("Not allowed by CORS", ORIGIN),
    // hapi.
    reason("CORS is disabled for this route", ORIGIN),
    reason("CORS error: Origin not allowed", ORIGIN),
    reason("CORS error: Some request headers are not allowed", &[FetchRule::HeadersNotAllowed]),
    // rs/cors, and what was made after it.
    reason("Preflight aborted: origin '{origin}' not allowed", ORIGIN),
    reason("Preflight aborted: method '{method}' not allowed", &[FetchRule::MethodNotAllowed]),
    reason("Preflight aborted: headers '[{header}]' not allowed", &[FetchRule::HeadersNotAllowed]),
    reason("Actual request no headers added: origin '{origin}' not allowed", ORIGIN),
    reason(
        "Actual request no headers added: method '{method}' not allowed",
        &[FetchRule::MethodNotAllowed],
    ),
    // Flask-CORS.
    reason(
        "CORS request received with 'Origin' {origin} {skip}The request's Origin header does not match any of \
         allowed origins",
        ORIGIN,
    ),
    reason("The request's Origin header does not match any of allowed origins", ORIGIN),
    // actix-cors.
    reason("Origin is not allowed to make this request", ORIGIN),
    reason("Requested method is not allowed", &[FetchRule::MethodNotAllowed]),
    reason("One or more request headers are not allowed", &[FetchRule::HeadersNotAllowed]),
    // Quarkus and Vert.x, Keycloak, Jetty.
    reason("CORS Rejected - Invalid origin", ORIGIN),
    reason("CORS Rejected - Invalid method", &[FetchRule::MethodNotAllowed]),
    reason("CORS Rejected - Invalid headers", &[FetchRule::HeadersNotAllowed]),
    reason("Invalid CORS request: origin {origin} not in allowed origins", ORIGIN),
    reason(
        "Cross-origin request to {skip} with origin {origin} does not match allowed origins",
        ORIGIN,
    ),
    // S3, and stores that speak as it does.
    reason("CORSResponse: CORS is not enabled for this bucket", ORIGIN),
    reason("CORSResponse: This CORS request is not allowed", ANY),
    // Azure's stores.
    reason("CORS not enabled or no matching rule found for this request", ANY),
    // Of settings that are no origin, which end the start: django-cors-headers, gin.
    reason("Origin '{value}' in CORS_ALLOWED_ORIGINS is missing scheme or netloc", INVALID),
    reason("Origin '{value}' in CORS_ALLOWED_ORIGINS should not have path", INVALID),
    reason("bad origin: origins must contain '*' or include http://", INVALID),
    // Jupyter.
    reason("Blocking Cross Origin API request for {skip} Origin: {origin}, Host: ", ORIGIN),
    // WebSockets, which each library guards by itself.
    reason("Blocking Cross Origin WebSocket Attempt. Origin: {origin}, Host: ", SOCKET),
    reason("request origin not allowed by Upgrader.CheckOrigin", SOCKET),
    reason("Request origin not allowed: {origin}", SOCKET),
    reason("Could not check origin for Phoenix.Socket transport", SOCKET),
    reason("Handshake status {status}", SOCKET),
];

const ORIGIN: &[FetchRule] = &[FetchRule::AllowOriginMissing];
const INVALID: &[FetchRule] = &[FetchRule::AllowOriginInvalid];
const WILDCARD: &[FetchRule] = &[FetchRule::WildcardWithCredentials];
const SOCKET: &[FetchRule] = &[FetchRule::WebSocketRefused];

/// A request that a filter refused, for one of three lists.
const ANY: &[FetchRule] =
    &[FetchRule::AllowOriginMissing, FetchRule::MethodNotAllowed, FetchRule::HeadersNotAllowed];
