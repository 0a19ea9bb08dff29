//! Chromium's, before and after version 138, which turned "Refused to connect" into "Connecting to".

use super::super::text::Text;
use super::super::text::aside;
use super::super::text::reason;
use super::super::text::vague;
use super::super::text::written;
use super::shared::INTEGRITY;
use super::shared::POLICY;
use super::shared::SOCKET;
use super::shared::TAINTED;
use crate::catalog::FetchRule;

written!(
    // TLS.
    MIXED_WEB_SOCKET = reason(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but attempted to connect to \
         the insecure WebSocket endpoint '{url}'. This request has been blocked",
        &[FetchRule::MixedContent],
    )
    .followed_by("; this endpoint must be available over WSS."),
    MIXED_CONTENT_NOTED = vague(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure \
         {what} '{url}'. This ",
        &[FetchRule::MixedContent],
    )
    .followed_by("{verdict}"),
    NO_SNIFF_SCRIPT = reason(
        "Refused to execute script from '{url}' because its MIME type ('{value}') is not \
         executable, and strict MIME type checking is enabled",
        &[FetchRule::NoSniff],
    )
    .followed_by("."),
    SCRIPT_TYPE = reason(
        "Refused to execute script from '{url}' because its MIME type ('{value}') is not \
         executable.",
        &[FetchRule::WrongType],
    ),
    // It writes the same of a page in standards mode, without `nosniff`.
    STYLE_TYPE = reason(
        "Refused to apply style from '{url}' because its MIME type ('{value}') is not a supported \
         stylesheet MIME type, and strict MIME checking is enabled",
        &[FetchRule::WrongType, FetchRule::NoSniff],
    )
    .followed_by("."),
    MODULE_TYPE = reason(
        "Failed to load module script: Expected a {what} module script but the server responded \
         with a MIME type of \"{value}\"",
        &[FetchRule::WrongType],
    )
    .followed_by(". Strict MIME type checking is enforced for module scripts per HTML spec."),
    INTEGRITY_NOT_ELIGIBLE = reason(
        "Subresource Integrity: The resource '{url}' has an integrity attribute, but the response \
         is not eligible for integrity validation",
        &[FetchRule::IntegrityNeedsCors],
    )
    .followed_by("."),
    INTEGRITY_MISMATCH = reason(
        "Failed to find a valid digest in the 'integrity' attribute for resource '{url}' with \
         computed {what} integrity '{value}'",
        &[FetchRule::IntegrityMismatch],
    )
    .followed_by(". The resource has been blocked."),
    FETCH_INTEGRITY =
        reason("Fetch API cannot load {url}. SRI's integrity checks failed", INTEGRITY)
            .followed_by("."),
    INTEGRITY_NEEDS_CORS = reason(
        "Subresource Integrity: The resource '{url}' has an integrity attribute, but the resource \
         requires the request to be CORS enabled",
        &[FetchRule::IntegrityNeedsCors],
    )
    .followed_by(
        " to check the integrity, and it is not. The resource has been blocked because the \
         integrity cannot be enforced."
    ),
    FETCH_EVENT = reason(
        "The FetchEvent for \"{url}\" resulted in a network error response: {value}",
        &[FetchRule::ServiceWorkerResponse],
    ),
    PRELOAD_CREDENTIALS = reason(
        "A preload for '{url}' is found, but is not used because the request credentials mode \
         does not match",
        &[FetchRule::PreloadUnused],
    )
    .followed_by(". Consider taking a look at crossorigin attribute."),
    PRELOAD_MODE = reason(
        "A preload for '{url}' is found, but is not used because the request mode does not match",
        &[FetchRule::PreloadUnused],
    )
    .followed_by(". Consider taking a look at crossorigin attribute."),
    INTEGRITY_IGNORED = aside(
        "The `integrity` attribute is currently ignored for preload destinations that do not support \
         subresource integrity"
    )
    .followed_by(". See https://crbug.com/981419 for more information"),
    INTEGRITY_UNKNOWN = aside("Error parsing 'integrity' attribute ('{value}')").followed_by(
        ". The specified hash algorithm must be one of 'sha256', 'sha384', 'sha512', or 'ed21159'."
    ),
    PRELOAD_INTEGRITY = reason(
        "A preload for '{url}' is found, but is not used due to an integrity mismatch",
        &[FetchRule::PreloadUnused],
    )
    .followed_by("."),
    // What is no refusal.
    WEB_SOCKET_NOTED = aside(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but attempted to connect to \
         the insecure WebSocket endpoint '{url}'. This endpoint should be available via WSS. \
         Insecure access is deprecated."
    ),
    INSECURE_WEB_SOCKET =
        aside("Connecting to a non-secure WebSocket server from a secure origin is deprecated."),
    INSECURE_FORM = aside(
        "Mixed Content: The page at '{page}' was loaded over a secure connection, but contains a \
         form that targets an insecure endpoint '{url}'. This endpoint should be made available \
         over a secure connection."
    ),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    // Where it threw, script is told so much.
    reason("Refused to connect because it violates the document's Content Security Policy", POLICY),
    // The page's own policy.
    reason(
        "Fetch API cannot load {url}. Refused to connect because it violates the document's \
         Content Security Policy",
        POLICY,
    )
    .until(137),
    reason(
        "Refused to connect to '{url}' because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    )
    .until(137),
    reason(
        "Refused to connect to '{url}' because it violates the document's Content Security Policy",
        POLICY,
    )
    .until(137),
    reason(
        "Connecting to '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    )
    .since(138),
    reason(
        "Refused to load the {what} '{url}' because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    )
    .until(137),
    reason(
        "Loading the {what} '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    )
    .since(138),
    reason(
        "Refused to load {what} from '{url}' because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    )
    .until(137),
    reason(
        "Loading {what} from '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    )
    .since(138),
    reason(
        "Refused to create a worker from '{url}' because it violates the following Content \
         Security Policy directive: \"{value}\"",
        POLICY,
    )
    .until(137),
    reason(
        "Creating a worker from '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    )
    .since(138),
    reason(
        "Refused to frame '{url}' because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    )
    .until(137),
    reason(
        "Refused to frame '{url}' because an ancestor violates the following Content Security \
         Policy directive: \"{value}\"",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "Framing '{url}' violates the following Content Security Policy directive: \"{value}\"",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    )
    .until(137),
    reason(
        "Refused to send form data to '{url}' because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    )
    .until(137),
    reason(
        "Sending form data to '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    )
    .since(138),
    reason(
        "Refused to display '{url}' in a frame because it set 'X-Frame-Options' to '{value}'",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "Refused to display '{url}' in a frame because it set multiple 'X-Frame-Options' headers",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "Refused to display document because display forbidden by X-Frame-Options",
        &[FetchRule::FrameRefused],
    )
    .of_no_request(),
    reason(
        "Unsafe JavaScript attempt to access frame with URL {url} from frame with URL {page}. Domains, protocols \
         and ports must match",
        &[FetchRule::FrameAccess],
    ),
    reason(
        "Unsafe JavaScript attempt to initiate navigation for frame with {value} from frame with URL {page}. ",
        &[FetchRule::FrameAccess],
    )
    .of_no_request(),
    // As people quote it, who leave the URL out.
    reason("in a frame because it set 'X-Frame-Options' to '{value}'", &[FetchRule::FrameRefused]),
    // Code in the page itself, or made of text.
    reason(
        "Refused to execute inline script because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    )
    .of_no_request()
    .until(137),
    reason(
        "Executing inline script violates the following Content Security Policy directive \
         '{value}'",
        POLICY,
    )
    .of_no_request()
    .since(138),
    reason(
        "Refused to execute inline event handler because it violates the following Content \
         Security Policy directive: \"{value}\"",
        POLICY,
    )
    .of_no_request()
    .until(137),
    reason(
        "Executing inline event handler violates the following Content Security Policy directive \
         '{value}'",
        POLICY,
    )
    .of_no_request()
    .since(138),
    reason(
        "Refused to apply inline style because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    )
    .of_no_request()
    .until(137),
    reason(
        "Applying inline style violates the following Content Security Policy directive '{value}'",
        POLICY,
    )
    .of_no_request()
    .since(138),
    reason(
        "Refused to run the JavaScript URL because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    )
    .of_no_request()
    .until(137),
    reason(
        "Evaluating a string as JavaScript violates the following Content Security Policy \
         directive because {value}",
        POLICY,
    )
    .of_no_request()
    .since(138),
    reason("Refused to compile or instantiate {value}", POLICY).of_no_request(),
    reason("Compiling or instantiating {value}", POLICY).of_no_request(),
    reason(
        "An insecure {value} connection may not be initiated from a page loaded over HTTPS",
        &[FetchRule::MixedContent],
    ),
    // What the answer is.
    reason(
        "Cross-Origin Read Blocking (CORB) blocked cross-origin response {url} with MIME type \
         {value}. ",
        &[FetchRule::OpaqueResponseBlocked],
    ),
    reason(
        "Failed to load module script: The server responded with a non-JavaScript MIME type of \
         \"{value}\"",
        &[FetchRule::WrongType],
    ),
    reason("Incorrect response MIME type. Expected 'application/wasm'", &[FetchRule::WrongType]),
    reason("The script has an unsupported MIME type ('{value}')", &[FetchRule::WrongType]),
    // Workers.
    reason(
        "Failed to construct '{what}': Script at '{url}' cannot be accessed from origin '{origin}'",
        &[FetchRule::WorkerOrigin],
    ),
    reason(
        "Failed to register a ServiceWorker: The origin of the provided scriptURL ('{value}') \
         does not match the current origin ('{origin}')",
        &[FetchRule::WorkerOrigin],
    ),
    reason(
        "Refused to cross-origin redirects of the top-level worker script",
        &[FetchRule::WorkerOrigin],
    ),
    reason(
        "An opaque response cannot be added because its status is not exposed",
        &[FetchRule::ServiceWorkerResponse],
    ),
    // What script reads.
    reason(
        "Failed to read the 'cssRules' property from 'CSSStyleSheet': Cannot access rules",
        &[FetchRule::StyleSheetUnreadable],
    ),
    reason(
        "Failed to read the 'rules' property from 'CSSStyleSheet': Cannot access rules",
        &[FetchRule::StyleSheetUnreadable],
    ),
    reason("Cannot access StyleSheet to ", &[FetchRule::StyleSheetUnreadable]),
    reason("contains cross-origin data, and may not be loaded", TAINTED),
    reason("The cross-origin image at {url} may not be loaded", TAINTED),
    reason("is tainted by cross-origin data", TAINTED),
    reason("A tainted OffscreenCanvas may not be exported", TAINTED),
    reason("Canvas is not origin-clean", TAINTED),
    reason("created from tainted sources", TAINTED),
    reason(
        "MediaElementAudioSource outputs zeroes due to CORS access restrictions for {url}",
        &[FetchRule::MediaWithoutCors],
    ),
    reason("Cannot capture from element with cross-origin data", &[FetchRule::MediaWithoutCors]),
    reason(
        "Media element must be CORS-same-origin with the embedding page",
        &[FetchRule::MediaWithoutCors],
    ),
    reason(
        "Text track from origin '{url}' has been blocked from loading: Not at same origin as the \
         document",
        &[FetchRule::DisallowedByMode],
    ),
    // Windows.
    reason(
        "The target origin provided ('{value}') does not match the recipient window's origin \
         ('{origin}')",
        &[FetchRule::FrameAccess],
    ),
    reason(
        "Cross-Origin-Opener-Policy policy would block the {what} call",
        &[FetchRule::OpenerPolicy],
    )
    .of_no_request(),
    reason(
        "The Cross-Origin-Opener-Policy header has been ignored, because {value}",
        &[FetchRule::OpenerPolicy],
    )
    .of_no_request(),
    reason(
        "The Cross-Origin-Embedder-Policy header has been ignored, because {value}",
        &[FetchRule::NotIsolated],
    )
    .of_no_request(),
    reason(
        "SharedArrayBuffer transfer requires self.crossOriginIsolated",
        &[FetchRule::NotIsolated],
    )
    .of_no_request(),
    vague("SharedArrayBuffer will require cross-origin isolation", &[FetchRule::NotIsolated])
        .of_no_request(),
    reason(
        "performance.measureUserAgentSpecificMemory is not available",
        &[FetchRule::NotIsolated],
    )
    .of_no_request(),
    // WebSockets.
    reason("Error during WebSocket handshake: Unexpected response code: {status}", SOCKET),
    reason("Error during WebSocket handshake: Sent {value}", SOCKET),
    reason("Error during WebSocket handshake: Incorrect {value}", SOCKET),
    reason("Error during WebSocket handshake: '{value}", SOCKET),
    reason("Error during WebSocket handshake: Invalid {value}", SOCKET),
    reason(
        "HTTP Authentication failed; no valid credentials available",
        &[FetchRule::WebSocketRefused],
    ),
    reason("WebSocket opening handshake timed out", &[FetchRule::NetworkFailure]),
    // The user's side.
    reason(
        "Permissions policy violation: local-network-access is not allowed in this document",
        &[FetchRule::LocalNetworkDenied],
    ),
    reason(
        "Permissions policy violation: loopback-network is not allowed in this document",
        &[FetchRule::LocalNetworkDenied],
    ),
    reason(
        "Permissions policy violation: local-network is not allowed in this document",
        &[FetchRule::LocalNetworkDenied],
    ),
    reason("This Set-Cookie was blocked because ", &[FetchRule::CookieLeftOut]),
    reason(
        "This Set-Cookie header didn't specify a \"SameSite\" attribute",
        &[FetchRule::CookieLeftOut],
    ),
    reason(
        "This Set-Cookie didn't specify a \"SameSite\" attribute",
        &[FetchRule::CookieLeftOut],
    ),
    reason(
        "This cookie didn't specify a \"SameSite\" attribute when it was stored",
        &[FetchRule::CookieLeftOut],
    ),
    reason("This cookie was blocked because it had the \"SameSite=", &[FetchRule::CookieLeftOut]),
    reason(
        "This attempt to set a cookie via a Set-Cookie header was blocked because ",
        &[FetchRule::CookieLeftOut],
    ),
    reason(
        "A cookie associated with a cross-site resource at {url} was set without the `SameSite` \
         attribute",
        &[FetchRule::CookieLeftOut],
    ),
    // Edge's.
    vague(
        "Tracking Prevention blocked access to storage for {url}",
        &[FetchRule::CookieLeftOut, FetchRule::BlockedByClient],
    ),
    reason("Third-party cookie is blocked", &[FetchRule::CookieLeftOut]),
    reason("Third-party cookie will be blocked", &[FetchRule::CookieLeftOut]),
];
