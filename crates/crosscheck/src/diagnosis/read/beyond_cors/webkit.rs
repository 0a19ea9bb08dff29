//! WebKit's.

use super::super::form::Form;
use super::super::form::reason;
use super::super::form::vague;
use super::shared::BLOCKED;
use super::shared::BY_CORS;
use super::shared::IMPORT;
use super::shared::INTEGRITY;
use super::shared::POLICY;
use super::shared::TAINTED;
use crate::catalog::FetchRule;

pub(in super::super) const FORMS: &[Form] = &[
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
    reason(
        "Refused to execute {url} as script because \"X-Content-Type-Options: nosniff\" was given",
        &[FetchRule::NoSniff],
    ),
    reason(
        "Refused to execute {url} as script because {value} is not a script MIME type",
        &[FetchRule::WrongType],
    ),
    reason(
        "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed when \
         'X-Content-Type-Options: nosniff' is given",
        &[FetchRule::NoSniff],
    ),
    reason(
        "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed ",
        &[FetchRule::WrongType],
    ),
    reason("TypeError: '{value}' is not a valid JavaScript MIME type", &[FetchRule::WrongType]),
    reason("is not a valid JavaScript MIME type", &[FetchRule::WrongType]),
    reason("Unexpected response MIME type. Expected 'application/wasm'", &[FetchRule::WrongType]),
    reason("Cannot load {what} {url} Failed integrity metadata check", INTEGRITY),
    reason("Failed integrity metadata check", INTEGRITY),
    reason("Cannot load script due to integrity mismatch", &[FetchRule::IntegrityMismatch]),
    reason(
        "Refused to display '{url}' in a frame because of Cross-Origin-Embedder-Policy",
        &[FetchRule::EmbedderPolicy],
    ),
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
        "FetchEvent.respondWith received an error: {value}",
        &[FetchRule::ServiceWorkerResponse],
    ),
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
