//! Firefox's, where it speaks English.

use super::super::form::Form;
use super::super::form::reason;
use super::super::form::vague;
use super::shared::BY_CORS;
use super::shared::IMPORT;
use super::shared::NOT_LOADED;
use super::shared::POLICY;
use super::shared::SILENT;
use super::shared::TAINTED;
use crate::catalog::FetchRule;

pub(in super::super) const FORMS: &[Form] = &[
    reason(
        "The page's settings blocked the loading of a resource ({what}) at {url} because it violates the \
         following directive: \"{value}\"",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    ),
    // Until version 122.
    reason(
        "The page's settings blocked the loading of a resource at {url} (\"{value}\")",
        &[FetchRule::ContentSecurityPolicy, FetchRule::FrameRefused],
    ),
    reason(
        "The page's settings blocked a {what} ({what}) at {url} from being executed because it violates \
         the following directive: \"{value}\"",
        POLICY,
    ),
    reason(
        "The page's settings blocked a style ({what}) at {url} from being applied because it violates the \
         following directive: \"{value}\"",
        POLICY,
    ),
    reason("The page's settings blocked ", POLICY),
    reason(
        "Content-Security-Policy: Blocking insecure request '{url}'",
        &[FetchRule::MixedContent],
    ),
    reason("Blocked loading mixed display content \"{url}\"", &[FetchRule::MixedContent]),
    reason(
        "The loading of \"{url}\" in a frame is denied by \"X-Frame-Options\" directive set to \
         \"{value}\"",
        &[FetchRule::FrameRefused],
    ),
    reason(
        "The resource at \"{url}\" was blocked by OpaqueResponseBlocking. Reason: \"{value}\".",
        &[FetchRule::OpaqueResponseBlocked],
    ),
    vague(
        "A resource is blocked by OpaqueResponseBlocking, please check browser console for details",
        &[FetchRule::OpaqueResponseBlocked],
    ),
    reason(
        "The resource from \"{url}\" was blocked due to MIME type (\"{value}\") mismatch \
         (X-Content-Type-Options: nosniff)",
        &[FetchRule::NoSniff],
    ),
    reason(
        "The resource from \"{url}\" was not rendered due to an unknown, incorrect or missing MIME type \
         (X-Content-Type-Options: nosniff)",
        &[FetchRule::NoSniff],
    ),
    reason(
        "Loading {what} from \"{url}\" was blocked because of a disallowed MIME type (\"{value}\")",
        &[FetchRule::WrongType],
    ),
    reason(
        "Loading script from \"{url}\" with importScripts() was blocked because of a disallowed MIME type \
         (\"{value}\")",
        &[FetchRule::WrongType],
    ),
    reason(
        "Script from \"{url}\" was blocked because of a disallowed MIME type (\"{value}\")",
        &[FetchRule::WrongType],
    ),
    reason(
        "The stylesheet {url} was not loaded because its MIME type, \"{value}\", is not \"text/css\"",
        &[FetchRule::WrongType],
    ),
    // A warning: it was loaded.
    vague(
        "The script from \"{url}\" was loaded even though its MIME type (\"{value}\") is not a valid \
         JavaScript MIME type",
        &[FetchRule::WrongType],
    ),
    reason("Response has unsupported MIME type", &[FetchRule::WrongType]),
    reason("is not eligible for integrity checks since it", &[FetchRule::IntegrityNeedsCors]),
    reason(
        "None of the \"{value}\" hashes in the integrity attribute match the content of the subresource at \
         \"{url}\"",
        &[FetchRule::IntegrityMismatch],
    ),
    reason("Failed to load '{url}'. A ServiceWorker {value}", &[FetchRule::ServiceWorkerResponse]),
    reason(
        "Failed to load '{url}' by responding '{value}'. A ServiceWorker is not allowed to synthesize a \
         cors Response",
        &[FetchRule::ServiceWorkerResponse],
    ),
    reason(
        "Failed to load '{url}'. A ServiceWorker passed an opaque Response to FetchEvent.respondWith() \
         while handling a '{value}' FetchEvent",
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
    // Fonts: the line beside it tells which rule it was.
    vague(
        "downloadable font: download failed ({skip}): bad URI or cross-site access not allowed source: \
         {url}",
        BY_CORS,
    ),
    vague(
        "downloadable font: failed to start download ({skip}): content blocked source: {url}",
        &[FetchRule::ContentSecurityPolicy, FetchRule::MixedContent, FetchRule::BlockedByClient],
    ),
    vague(
        "downloadable font: download failed ({skip}): status={status} source: {url}",
        &[FetchRule::NetworkFailure, FetchRule::AllowOriginMissing],
    ),
    vague("<script> source URI is not allowed in this document: \"{url}\"", BY_CORS),
    vague("Module source URI is not allowed in this document: \"{url}\"", BY_CORS),
    vague("Loading failed for the <script> with source \"{url}\"", NOT_LOADED),
    vague("Loading failed for the module with source \"{url}\"", NOT_LOADED),
    vague("error loading dynamically imported module: {url}", IMPORT),
    // Of an `EventSource` and a `WebSocket`.
    vague(
        "Firefox can't establish a connection to the server at {url}",
        &[FetchRule::NetworkFailure, FetchRule::AllowOriginMissing],
    ),
    reason("Cookie \"{value}\" has been rejected ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" rejected because it has the ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" will be soon rejected ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" will soon be rejected ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" does not have a proper ", &[FetchRule::CookieLeftOut]),
    reason("Cookie \"{value}\" has \"SameSite\" policy set to ", &[FetchRule::CookieLeftOut]),
    reason(
        "Cookie \"{value}\" with the \"SameSite\" attribute value \"Lax\" or \"Strict\" was omitted",
        &[FetchRule::CookieLeftOut],
    ),
    reason(
        "Request to access cookie or storage on \"{url}\" was blocked because ",
        &[FetchRule::CookieLeftOut],
    ),
    reason(
        "Request to access cookies or storage on \"{url}\" was blocked because ",
        &[FetchRule::CookieLeftOut],
    ),
    vague(
        "Local Network Access permission required: top-level site \"{page}\"",
        &[FetchRule::LocalNetworkUndecided, FetchRule::LocalNetworkDenied],
    ),
    reason("Permission denied to access property ", &[FetchRule::FrameAccess]),
];
