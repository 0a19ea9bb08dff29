//! Firefox's, where it speaks English.

use super::super::text::Text;
use super::super::text::aside;
use super::super::text::reason;
use super::super::text::vague;
use super::super::text::written;
use super::shared::BY_CORS;
use super::shared::IMPORT;
use super::shared::NOT_LOADED;
use super::shared::POLICY;
use super::shared::SILENT;
use super::shared::TAINTED;
use crate::catalog::FetchRule;

written!(
    BLOCKED_INSECURE = reason(
        "Content-Security-Policy: Blocking insecure request ‘{url}’",
        &[FetchRule::MixedContent],
    )
    .followed_by("."),
    OPAQUE_RESPONSE = reason(
        "The resource at “{url}” was blocked by OpaqueResponseBlocking. Reason: “{value}”.",
        &[FetchRule::OpaqueResponseBlocked],
    ),
    CHECK_CONSOLE = vague(
        "A resource is blocked by OpaqueResponseBlocking, please check browser console for details",
        &[FetchRule::OpaqueResponseBlocked],
    )
    .followed_by("."),
    NO_SNIFF = reason(
        "The resource from “{url}” was blocked due to MIME type (“{value}”) mismatch \
         (X-Content-Type-Options: nosniff)",
        &[FetchRule::NoSniff],
    )
    .followed_by("."),
    MODULE_TYPE = reason(
        "Loading {what} from “{url}” was blocked because of a disallowed MIME type (“{value}”)",
        &[FetchRule::WrongType],
    )
    .followed_by("."),
    SCRIPT_TYPE = reason(
        "Script from “{url}” was blocked because of a disallowed MIME type (“{value}”)",
        &[FetchRule::WrongType],
    )
    .followed_by("."),
    IMPORTED_SCRIPT_TYPE = reason(
        "Loading script from “{url}” with importScripts() was blocked because of a disallowed MIME \
         type (“{value}”)",
        &[FetchRule::WrongType],
    )
    .followed_by("."),
    STYLE_TYPE = reason(
        "The stylesheet {url} was not loaded because its MIME type, “{value}”, is not “text/css”",
        &[FetchRule::WrongType],
    )
    .followed_by("."),
    INTEGRITY_MISMATCH = reason(
        "None of the “{value}” hashes in the integrity attribute match the content of the \
         subresource at “{url}”",
        &[FetchRule::IntegrityMismatch],
    )
    .followed_by(". The computed hash is “{what}”."),
    INTEGRITY_UNKNOWN = aside("Unsupported hash algorithm in the integrity attribute: “{value}”"),
    INTEGRITY_EMPTY =
        aside("The integrity attribute does not contain any valid metadata").followed_by("."),
    INTEGRITY_UNDECODED = reason(
        "The hash contained in the integrity attribute could not be decoded",
        &[FetchRule::IntegrityMismatch],
    )
    .followed_by("."),
    INTEGRITY_NEEDS_CORS =
        reason("is not eligible for integrity checks since it", &[FetchRule::IntegrityNeedsCors])
            .led_by("“{url}” ")
            .followed_by("’s neither CORS-enabled nor same-origin."),
    SERVICE_WORKER = reason(
        "Failed to load ‘{url}’. A ServiceWorker {value}",
        &[FetchRule::ServiceWorkerResponse]
    ),
    // Fonts: the line beside it tells which rule it was.
    FONT_DENIED = vague(
        "downloadable font: download failed ({skip}): bad URI or cross-site access not allowed \
         source: {url}",
        BY_CORS,
    ),
    FONT_BLOCKED = vague(
        "downloadable font: failed to start download ({skip}): content blocked source: {url}",
        &[FetchRule::ContentSecurityPolicy, FetchRule::MixedContent, FetchRule::BlockedByClient],
    ),
    SCRIPT_DENIED = vague("<script> source URI is not allowed in this document: “{url}”", BY_CORS)
        .followed_by("."),
    MODULE_DENIED = vague("Module source URI is not allowed in this document: “{url}”", BY_CORS)
        .followed_by("."),
    SCRIPT_FAILED =
        vague("Loading failed for the <script> with source “{url}”", NOT_LOADED).followed_by("."),
    MODULE_FAILED =
        vague("Loading failed for the module with source “{url}”", NOT_LOADED).followed_by("."),
    COOKIE_REJECTED = reason("Cookie “{value}” has been rejected ", &[FetchRule::CookieLeftOut])
        .followed_by("{why}"),
    COOKIE_INSECURE =
        reason("Cookie “{value}” rejected because it has the ", &[FetchRule::CookieLeftOut])
            .followed_by("“SameSite=None” attribute but is missing the “secure” attribute."),
    COOKIE_UNPARTITIONED =
        reason("Cookie “{value}” will soon be rejected ", &[FetchRule::CookieLeftOut])
            .followed_by("because it is foreign and does not have the “Partitioned“ attribute."),
    COOKIE_OMITTED = reason(
        "Cookie “{value}” with the “SameSite” attribute value “Lax” or “Strict” was omitted",
        &[FetchRule::CookieLeftOut],
    )
    .followed_by(" because of a cross-site redirect."),
    STORAGE_BLOCKED = reason(
        "Request to access cookie or storage on “{url}” was blocked because ",
        &[FetchRule::CookieLeftOut],
    )
    .followed_by(
        "we are blocking all third-party storage access requests and Enhanced Tracking Protection \
         is enabled."
    ),
    LOCAL_NETWORK_PERMISSION = vague(
        "Local Network Access permission required: top-level site “{page}”",
        &[FetchRule::LocalNetworkUndecided, FetchRule::LocalNetworkDenied],
    )
    .followed_by(
        ", initiator “{initiator}”, attempting to access target “{url}” ({address}:{port}) via \
         {by}. Secure context: {secure}"
    ),
    // What is no refusal.
    LOCAL_NETWORK_DETECTED = aside(
        "Local Network Access detected: top-level site “{page}”, initiator “{initiator}”, \
         accessing target “{url}” ({address}:{port}) via {by}. Secure context: {secure}, prompt \
         action: {action}"
    ),
    SHOWN_AS_IT_IS = aside("Loading mixed (insecure) display content “{url}” on a secure page"),
    UPGRADED = aside("Mixed Content: Upgrading insecure display request ‘{url}’ to use ‘https’"),
    UPGRADED_BY_POLICY =
        aside("Content-Security-Policy: Upgrading insecure request ‘{url}’ to use ‘{scheme}’"),
    REFERRER_POLICY_IGNORED = aside(
        "Referrer Policy: Ignoring the less restricted referrer policy “{policy}” for the \
         cross-site request: {url}"
    ),
    UNKNOWN_SAME_SITE = aside(
        "Invalid “SameSite“ value for cookie “{value}”. The supported values are: “Lax“, \
         “Strict“, “None“."
    ),
    // What is told of a refusal that another text explains.
    NO_CONNECTION = aside("Firefox can’t establish a connection to the server at {url}."),
    PROMISE_REJECTED = aside("NetworkError: FetchEvent.respondWith() Promise rejected"),
    // A warning: it was loaded.
    SCRIPT_OF_ANOTHER_TYPE = vague(
        "The script from “{url}” was loaded even though its MIME type (“{value}”) is not a valid \
         JavaScript MIME type.",
        &[FetchRule::WrongType],
    ),
    FONT_FAILED = vague(
        "downloadable font: download failed ({skip}): status={status} source: {url}",
        &[FetchRule::NetworkFailure, FetchRule::AllowOriginMissing],
    ),
    NO_XML = aside("XML Parsing Error: syntax error\nLocation: {url}\nLine Number 1, Column 1:"),
);

const ENDED: &[FetchRule] = &[FetchRule::RequestAborted, FetchRule::NetworkFailure];

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    // Of an `EventSource` and a `WebSocket`.
    vague(
        "Firefox can't establish a connection to the server at {url}",
        &[FetchRule::NetworkFailure, FetchRule::WebSocketRefused, FetchRule::AllowOriginMissing],
    ),
    vague("The connection to {url} was interrupted while the page was loading", ENDED),
    reason(
        "The page's settings blocked the loading of a resource ({what}) at {url} because it \
         violates the following directive: \"{value}\"",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    ),
    reason(
        "The page's settings blocked the loading of a resource at {url} (\"{value}\")",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    )
    .until(122),
    reason(
        "The page's settings blocked a {what} ({what}) at {url} from being executed because it \
         violates the following directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "The page's settings blocked a style ({what}) at {url} from being applied because it \
         violates the following directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "The page's settings blocked an inline {what} ({what}) from being {what} because it \
         violates the following directive: \"{value}\"",
        POLICY,
    )
    .of_no_request(),
    reason(
        "The page's settings blocked a JavaScript eval ({what}) from being executed because it \
         violates the following directive: {value}",
        POLICY,
    )
    .of_no_request(),
    reason("The page's settings blocked ", POLICY),
    reason("Blocked loading mixed display content \"{url}\"", &[FetchRule::MixedContent]),
    reason(
        "The loading of \"{url}\" in a frame is denied by \"X-Frame-Options\" directive set to \
         \"{value}\"",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "The resource from \"{url}\" was not rendered due to an unknown, incorrect or missing \
         MIME type (X-Content-Type-Options: nosniff)",
        &[FetchRule::NoSniff],
    ),
    reason("Response has unsupported MIME type", &[FetchRule::WrongType]),
    reason(
        "None of the \"{value}\" hashes in the integrity attribute match the content of the \
         subresource. ",
        &[FetchRule::IntegrityMismatch],
    ),
    reason(
        "Failed to load '{url}' by responding '{value}'. A ServiceWorker is not allowed to \
         synthesize a cors Response",
        &[FetchRule::ServiceWorkerResponse],
    ),
    reason(
        "Failed to load '{url}'. A ServiceWorker passed an opaque Response to \
         FetchEvent.respondWith() while handling a '{value}' FetchEvent",
        &[FetchRule::ServiceWorkerResponse],
    ),
    reason("Cross-origin elements require CORS", TAINTED),
    reason("The ImageBitmap is not same-origin", TAINTED),
    reason("The VideoFrame is not same-origin", TAINTED),
    reason("The SVG is not same-origin", TAINTED),
    reason("The canvas is not same-origin", TAINTED),
    reason("The image is not same-origin", TAINTED),
    reason("The video is not same-origin", TAINTED),
    reason("has a cross-origin resource, the node will output silence", SILENT),
    reason("is a cross-origin resource, the node will output silence", SILENT),
    vague(
        "The resource at \"{url}\" preloaded with link preload was not used within a few seconds",
        &[FetchRule::PreloadUnused],
    ),
    reason(
        "The resource at \"{url}\" was blocked because Enhanced Tracking Protection is enabled",
        &[FetchRule::BlockedByClient],
    ),
    reason(
        "The resource at \"{url}\" was blocked because content blocking is enabled",
        &[FetchRule::BlockedByClient],
    ),
    reason("The resource at \"{url}\" was blocked by Safe Browsing", &[FetchRule::BlockedByClient]),
    vague("error loading dynamically imported module: {url}", IMPORT),
    reason("Cookie \"{value}\" will be soon rejected ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" does not have a proper ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" has \"SameSite\" policy set to ", &[FetchRule::CookieLeftOut]),
    reason(
        "Request to access cookies or storage on \"{url}\" was blocked because ",
        &[FetchRule::CookieLeftOut],
    ),
    reason("Permission denied to access property ", &[FetchRule::FrameAccess]),
];
