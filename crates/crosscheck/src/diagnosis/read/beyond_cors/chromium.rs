//! Chromium's, before and after version 138, which turned "Refused to connect" into "Connecting to".

use super::super::form::Form;
use super::super::form::reason;
use super::super::form::vague;
use super::shared::POLICY;
use super::shared::TAINTED;
use crate::catalog::FetchRule;

pub(in super::super) const FORMS: &[Form] = &[
    // The page's own policy.
    reason(
        "Fetch API cannot load {url}. Refused to connect because it violates the document's Content \
         Security Policy",
        POLICY,
    ),
    // Where it threw, script is told so much.
    reason("Refused to connect because it violates the document's Content Security Policy", POLICY),
    reason(
        "Refused to connect to '{url}' because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to connect to '{url}' because it violates the document's Content Security Policy",
        POLICY,
    ),
    reason(
        "Connecting to '{url}' violates the following Content Security Policy directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to load the {what} '{url}' because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Loading the {what} '{url}' violates the following Content Security Policy directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to load {what} from '{url}' because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Loading {what} from '{url}' violates the following Content Security Policy directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to create a worker from '{url}' because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Creating a worker from '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to frame '{url}' because it violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to frame '{url}' because an ancestor violates the following Content Security Policy \
         directive: \"{value}\"",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "Framing '{url}' violates the following Content Security Policy directive: \"{value}\"",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    ),
    reason(
        "Refused to send form data to '{url}' because it violates the following Content Security Policy \
         directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "Sending form data to '{url}' violates the following Content Security Policy directive: \
         \"{value}\"",
        POLICY,
    ),
    reason(
        "Refused to display '{url}' in a frame because it set 'X-Frame-Options' to '{value}'",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "Refused to display '{url}' in a frame because it set multiple 'X-Frame-Options' headers",
        &[FetchRule::FrameRefused],
    ),
    // A report is all that such a policy makes.
    vague(
        "[Report Only] Refused to connect to '{url}' because it violates the following Content Security \
         Policy directive: \"{value}\"",
        POLICY,
    ),
    // TLS.
    reason(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but attempted to connect to the \
         insecure WebSocket endpoint '{url}'. This request has been blocked",
        &[FetchRule::MixedContent],
    ),
    reason(
        "An insecure WebSocket connection may not be initiated from a page loaded over HTTPS",
        &[FetchRule::MixedContent],
    ),
    vague(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} \
         '{url}'. This ",
        &[FetchRule::MixedContent],
    ),
    // What the answer is.
    reason(
        "Cross-Origin Read Blocking (CORB) blocked cross-origin response {url} with MIME type {value}. ",
        &[FetchRule::OpaqueResponseBlocked],
    ),
    reason(
        "Refused to execute script from '{url}' because its MIME type ('{value}') is not executable, and \
         strict MIME type checking is enabled",
        &[FetchRule::NoSniff],
    ),
    reason(
        "Refused to execute script from '{url}' because its MIME type ('{value}') is not executable.",
        &[FetchRule::WrongType],
    ),
    // It writes the same of a page in standards mode, without `nosniff`.
    reason(
        "Refused to apply style from '{url}' because its MIME type ('{value}') is not a supported \
         stylesheet MIME type, and strict MIME checking is enabled",
        &[FetchRule::WrongType, FetchRule::NoSniff],
    ),
    reason(
        "Failed to load module script: Expected a {what} module script but the server responded with a \
         MIME type of \"{value}\"",
        &[FetchRule::WrongType],
    ),
    reason(
        "Failed to load module script: The server responded with a non-JavaScript MIME type of \
         \"{value}\"",
        &[FetchRule::WrongType],
    ),
    reason("Incorrect response MIME type. Expected 'application/wasm'", &[FetchRule::WrongType]),
    reason("The script has an unsupported MIME type ('{value}')", &[FetchRule::WrongType]),
    reason(
        "Subresource Integrity: The resource '{url}' has an integrity attribute, but the resource \
         requires the request to be CORS enabled",
        &[FetchRule::IntegrityNeedsCors],
    ),
    reason(
        "Subresource Integrity: The resource '{url}' has an integrity attribute, but the response is not \
         eligible for integrity validation",
        &[FetchRule::IntegrityNeedsCors],
    ),
    reason(
        "Failed to find a valid digest in the 'integrity' attribute for resource '{url}' with computed \
         {what} integrity '{value}'",
        &[FetchRule::IntegrityMismatch],
    ),
    // Workers.
    reason(
        "Failed to construct '{what}': Script at '{url}' cannot be accessed from origin '{origin}'",
        &[FetchRule::WorkerOrigin],
    ),
    reason(
        "Failed to register a ServiceWorker: The origin of the provided scriptURL ('{value}') does not \
         match the current origin ('{origin}')",
        &[FetchRule::WorkerOrigin],
    ),
    reason(
        "Refused to cross-origin redirects of the top-level worker script",
        &[FetchRule::WorkerOrigin],
    ),
    reason(
        "The FetchEvent for \"{url}\" resulted in a network error response: {value}",
        &[FetchRule::ServiceWorkerResponse],
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
    reason(
        "A preload for '{url}' is found, but is not used because the request credentials mode does not \
         match",
        &[FetchRule::PreloadUnused],
    ),
    reason(
        "A preload for '{url}' is found, but is not used because the request mode does not match",
        &[FetchRule::PreloadUnused],
    ),
    // Windows.
    reason(
        "The target origin provided ('{value}') does not match the recipient window's origin \
         ('{origin}')",
        &[FetchRule::FrameAccess],
    ),
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
        "This attempt to set a cookie via a Set-Cookie header was blocked because ",
        &[FetchRule::CookieLeftOut],
    ),
    reason(
        "A cookie associated with a cross-site resource at {url} was set without the `SameSite` \
         attribute",
        &[FetchRule::CookieLeftOut],
    ),
    reason("Third-party cookie is blocked", &[FetchRule::CookieLeftOut]),
    reason("Third-party cookie will be blocked", &[FetchRule::CookieLeftOut]),
];
