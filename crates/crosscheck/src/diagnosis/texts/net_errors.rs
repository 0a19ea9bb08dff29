//! Codes of the network: Chromium's `net::ERR_…`, Firefox's `NS_ERROR_…`, and Safari's sentences. Most tell by themselves what it was; a few only that something was.

use super::beyond_cors::shared::NO_SOCKET;
use super::script_errors::SCRIPT;
use super::text::Text;
use super::text::noise;
use super::text::reason;
use super::text::vague;
use crate::catalog::FetchRule;

pub(super) const ONLY_READ: &[Text] = &[
    // An answer came, and the page does not get it.
    vague("net::ERR_FAILED {status} (", REFUSED),
    vague("net::ERR_FAILED", SCRIPT),
    vague("net::ERR_ACCESS_DENIED", SCRIPT),
    reason("net::ERR_BLOCKED_BY_RESPONSE.NotSameSite", &[FetchRule::ResourcePolicy]),
    reason("net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin", &[FetchRule::ResourcePolicy]),
    reason(
        "net::ERR_BLOCKED_BY_RESPONSE.{coep}AfterDefaultedToSameOriginByCoep",
        &[FetchRule::ResourcePolicy],
    ),
    reason(
        "net::ERR_BLOCKED_BY_RESPONSE.CoepFrameResourceNeedsCoepHeader",
        &[FetchRule::EmbedderPolicy],
    ),
    reason(
        "net::ERR_BLOCKED_BY_RESPONSE.CoopSandboxedIFrameCannotNavigateToCoopPage",
        &[FetchRule::OpenerPolicy],
    ),
    reason(
        "net::ERR_BLOCKED_BY_RESPONSE",
        &[FetchRule::ResourcePolicy, FetchRule::EmbedderPolicy, FetchRule::FrameRefused],
    ),
    reason("net::ERR_BLOCKED_BY_ORB", &[FetchRule::OpaqueResponseBlocked]),
    reason("net::ERR_BLOCKED_BY_CSP", &[FetchRule::ContentSecurityPolicy]),
    reason("net::ERR_BLOCKED_BY_CLIENT", &[FetchRule::BlockedByClient]),
    reason("net::ERR_BLOCKED_BY_ADMINISTRATOR", &[FetchRule::BlockedByClient]),
    reason("net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS", &[FetchRule::LocalNetworkDenied]),
    reason("net::ERR_BLOCKED_BY_PRIVATE_NETWORK_ACCESS_CHECKS", &[FetchRule::LocalNetworkDenied]),
    reason("net::ERR_TOO_MANY_REDIRECTS", &[FetchRule::TooManyRedirects]),
    reason("net::ERR_UNKNOWN_URL_SCHEME", &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme]),
    reason("net::ERR_UNSAFE_REDIRECT", &[FetchRule::LocationScheme]),
    reason("net::ERR_ABORTED", &[FetchRule::RequestAborted]),
    // It was answered with an error, which an element cannot take.
    noise("net::ERR_ABORTED {status} ("),
    reason("net::ERR_INVALID_HTTP_RESPONSE", &[FetchRule::ResponseInvalid]),
    reason("net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION", &[FetchRule::LocationInvalid]),
    reason("net::ERR_INVALID_REDIRECT", &[FetchRule::LocationInvalid]),
    // No answer came.
    reason("net::ERR_{code} at {url}", NO_ANSWER),
    reason("net::ERR_{code}", NO_ANSWER),
    // As pages of errors and drivers of browsers name them.
    reason("ERR_BLOCKED_BY_CLIENT", &[FetchRule::BlockedByClient]),
    reason("ERR_BLOCKED_BY_ORB", &[FetchRule::OpaqueResponseBlocked]),
    reason("ERR_CONNECTION_", NO_ANSWER),
    reason("ERR_NAME_", NO_ANSWER),
    reason("ERR_ADDRESS_", NO_ANSWER),
    reason("ERR_EMPTY_RESPONSE", NO_ANSWER),
    reason("ERR_INTERNET_DISCONNECTED", NO_ANSWER),
    reason("ERR_NETWORK_ACCESS_DENIED", NO_ANSWER),
    reason("ERR_NETWORK_CHANGED", NO_ANSWER),
    reason("ERR_NETWORK_IO_SUSPENDED", NO_ANSWER),
    reason("ERR_TIMED_OUT", NO_ANSWER),
    reason("ERR_PROXY_", NO_ANSWER),
    reason("ERR_TUNNEL_", NO_ANSWER),
    reason("ERR_HTTP2_", NO_ANSWER),
    reason("ERR_QUIC_", NO_ANSWER),
    reason("ERR_BAD_SSL_", NO_ANSWER),
    reason("ERR_UNSAFE_PORT", NO_ANSWER),
    reason("ERR_TOO_MANY_REDIRECTS", &[FetchRule::TooManyRedirects]),
    reason("ERR_CERT_", NO_ANSWER),
    reason("ERR_SSL_", NO_ANSWER),
    reason("NS_ERROR_CONNECTION_REFUSED", NO_ANSWER),
    reason("NS_ERROR_UNKNOWN_HOST", NO_ANSWER),
    reason("NS_ERROR_NET_", NO_ANSWER),
    reason("NS_ERROR_OFFLINE", NO_ANSWER),
    reason("NS_ERROR_PROXY_", NO_ANSWER),
    reason("SSL_ERROR_", NO_ANSWER),
    reason("SEC_ERROR_", NO_ANSWER),
    reason("MOZILLA_PKIX_ERROR_", NO_ANSWER),
    reason("NS_BINDING_ABORTED", &[FetchRule::RequestAborted]),
    reason("NS_ERROR_CORRUPTED_CONTENT", &[FetchRule::NoSniff, FetchRule::WrongType]),
    vague("NS_ERROR_DOM_BAD_URI", REFUSED),
    vague("NS_ERROR_FAILURE", SCRIPT),
    // Node's WebSockets, and Socket.IO.
    reason("Unexpected server response: {status}", &[FetchRule::WebSocketRefused]),
    vague("TransportError: websocket error", NO_SOCKET),
    // Libraries that gave up.
    vague("TimeoutError: Request timed out: {method} {url}", LATE),
    vague("timeout of {status}ms exceeded", LATE),
    vague("ECONNABORTED", LATE),
    // Safari.
    reason("WebSocket network error: {value}", NO_ANSWER),
    reason("Could not connect to the server", NO_ANSWER),
    reason("Could not connect to server", NO_ANSWER),
    reason("A server with the specified hostname could not be found", NO_ANSWER),
    reason("The network connection was lost", NO_ANSWER),
    reason("The Internet connection appears to be offline", NO_ANSWER),
    reason("The request timed out", NO_ANSWER),
    reason("The certificate for this server is invalid", NO_ANSWER),
    reason(
        "An SSL error has occurred and a secure connection to the server cannot be made",
        NO_ANSWER,
    ),
];

/// What was not answered in time, or given up.
const LATE: &[FetchRule] = &[FetchRule::NetworkFailure, FetchRule::RequestAborted];

const NO_ANSWER: &[FetchRule] = &[FetchRule::NetworkFailure];

/// What may refuse an answer that came.
const REFUSED: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::AllowCredentials,
    FetchRule::LocalNetworkDenied,
    FetchRule::ContentSecurityPolicy,
];
