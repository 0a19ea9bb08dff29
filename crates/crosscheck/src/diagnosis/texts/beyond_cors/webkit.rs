//! WebKit's.

use super::super::text::Text;
use super::super::text::aside;
use super::super::text::closing;
use super::super::text::reason;
use super::super::text::vague;
use super::super::text::written;
use super::shared::BLOCKED;
use super::shared::BY_CORS;
use super::shared::IMPORT;
use super::shared::INTEGRITY;
use super::shared::POLICY;
use super::shared::TAINTED;
use super::shared::TRACK;
use crate::catalog::FetchRule;

written!(
    MODULE_TYPE = reason(
        "TypeError: '{value}' is not a valid JavaScript MIME type",
        &[FetchRule::WrongType, FetchRule::NoSniff],
    )
    .led_by("JS ERROR ")
    .followed_by("."),
    SCRIPT_TYPE = reason(
        "Refused to execute {url} as script because {value} is not a script MIME type",
        &[FetchRule::WrongType],
    )
    .led_by("SECURITY ERROR ")
    .followed_by("."),
    // Its sentence ends as the one before does: what is found last of two that are as long counts.
    NO_SNIFF_SCRIPT = reason(
        "Refused to execute {url} as script because \"X-Content-Type-Options: nosniff\" was given \
         and its Content-Type is not a script MIME type",
        &[FetchRule::NoSniff],
    )
    .led_by("SECURITY ERROR ")
    .followed_by("."),
    NO_SNIFF_STYLE = reason(
        "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed when \
         'X-Content-Type-Options: nosniff' is given",
        &[FetchRule::NoSniff],
    )
    .led_by("SECURITY ERROR ")
    .followed_by("."),
    STYLE_TYPE = reason(
        "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed ",
        &[FetchRule::WrongType],
    )
    .led_by("SECURITY ERROR ")
    .followed_by("in strict mode."),
    FETCH_INTEGRITY = reason("Failed integrity metadata check. {url}", INTEGRITY)
        .led_by("SECURITY ERROR ")
        .followed_by(
            ". Failed integrity metadata check. Content length: {length}, Expected content length: \
             {length}, Expected metadata: {expected}"
        ),
    INTEGRITY_FAILED =
        reason("Cannot load {what} {url}. Failed integrity metadata check", INTEGRITY)
            .led_by("SECURITY ERROR ")
            .followed_by(
                ". Content length: {length}, Expected content length: {length}, Expected metadata: \
         {expected}"
            ),
    EMBEDDER_POLICY = reason(
        "Refused to display '{url}' in a frame because of Cross-Origin-Embedder-Policy",
        &[FetchRule::EmbedderPolicy],
    )
    .followed_by("."),
    FETCH_EVENT = reason(
        "FetchEvent.respondWith received an error: {value}",
        &[FetchRule::ServiceWorkerResponse],
    )
    .led_by("JS ERROR "),
    TRACK_DENIED = closing(
        "Cross-origin text track load denied by Cross-Origin Resource Sharing policy",
        TRACK
    )
    .led_by("SECURITY ERROR ")
    .followed_by("."),
    // What is no refusal.
    MIXED_CONTENT_NOTED = aside(
        "The page at {page} requested insecure content from {url}. This content was {verdict}"
    )
    .led_by("SECURITY WARN "),
    INSECURE_FORM =
        aside("The page at {page} contains a form which targets an insecure URL {url}.")
            .led_by("SECURITY WARN "),
    TOO_MANY_WEBGL_CONTEXTS = aside(
        "There are too many active WebGL contexts on this page, the oldest context will be lost."
    )
    .led_by("RENDERING ERROR "),
    // What is told of a refusal that another text explains.
    RESTRICTED_HOST = aside("Not allowed to use restricted network host \"{host}\": {url}")
        .led_by("SECURITY ERROR "),
    WEB_SOCKET_ADDRESS = aside("WebSocket address {host} blocked").led_by("JS ERROR "),
    WEB_SOCKET_INSECURE = aside(
        "WebSocket connection failed: The page at {page} was blocked from connecting insecurely \
         to {url} either because the protocol is insecure or the page is embedded from an \
         insecure page."
    )
    .led_by("NETWORK ERROR "),
    WEB_SOCKET_CLOSED = aside(
        "WebSocket connection failed: WebSocket is closed before the connection is established."
    )
    .led_by("NETWORK ERROR "),
    XHR_FAILED = aside("XMLHttpRequest cannot load {url}.").led_by("JS ERROR "),
    EVENT_SOURCE_FAILED = aside("EventSource cannot load {url}.").led_by("JS ERROR "),
    LOAD_FAILED = aside("Cannot load {url}.").led_by("JS ERROR "),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    reason("Refused to connect to {url} because it {value}.", POLICY),
    reason(
        "Refused to load {url} because it {value}.",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    ),
    reason(
        "[blocked] The page at {page} was not allowed to run insecure content from {url}.",
        &[FetchRule::MixedContent],
    ),
    reason(
        "[blocked] The page at {page} was not allowed to display insecure content from {url}.",
        &[FetchRule::MixedContent],
    ),
    reason("Refused to execute a script because {value}.", POLICY).of_no_request(),
    reason("Refused to execute a script for an inline event handler because {value}.", POLICY)
        .of_no_request(),
    reason("Refused to apply a stylesheet because {value}.", POLICY).of_no_request(),
    reason("is not a valid JavaScript MIME type", &[FetchRule::WrongType]),
    reason("Unexpected response MIME type. Expected 'application/wasm'", &[FetchRule::WrongType]),
    reason("Failed integrity metadata check", INTEGRITY),
    reason("Cannot load script due to integrity mismatch", &[FetchRule::IntegrityMismatch]),
    reason(
        "Refused to load '{url}' worker because of Cross-Origin-Embedder-Policy",
        &[FetchRule::EmbedderPolicy],
    ),
    reason("URL of the shared worker is cross-origin", &[FetchRule::WorkerOrigin]),
    reason("Cross origin external images are not allowed in WebGPU", TAINTED),
    reason("Image element is tainted", TAINTED),
    reason("Video element is tainted", TAINTED),
    reason("Input ImageBitmap is tainted", TAINTED),
    reason("Response served by service worker ", &[FetchRule::ServiceWorkerResponse]),
    reason(
        "Content blocker prevented frame displaying {page} from loading a resource from {url}",
        BLOCKED,
    ),
    reason("The URL was blocked by a content blocker", BLOCKED),
    reason("The URL was blocked by device restrictions", BLOCKED),
    reason(
        "Cross-origin media resource load denied by Cross-Origin Resource Sharing policy",
        BY_CORS,
    ),
    vague("Importing a module script failed", IMPORT),
];
