//! What script is told: that something failed, and for safety's sake no more. The console has the reason
//! on another line; where that is missing, all that it can be about is named.

use super::beyond_cors::shared::NOT_LOADED;
use super::text::Text;
use super::text::reason;
use super::text::vague;
use super::text::written;
use crate::catalog::FetchRule;

written!(
    // Browsers.
    FAILED_TO_FETCH = vague("Failed to fetch", SCRIPT).led_by("Uncaught (in promise) TypeError: "),
    NETWORK_ERROR = vague("A network error occurred", SCRIPT)
        .led_by("JS ERROR Unhandled Promise Rejection: NetworkError:  ")
        .followed_by("."),
    NOT_ALLOWED_TO_REQUEST = vague("Not allowed to request resource", SCRIPT),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    vague("Failed to fetch dynamically imported module: {url}", super::beyond_cors::shared::IMPORT),
    vague("NetworkError when attempting to fetch resource", SCRIPT),
    vague("Load failed", SCRIPT),
    vague("Failed to execute 'send' on 'XMLHttpRequest': Failed to load '{url}'", SCRIPT),
    vague(
        "Failed to execute 'importScripts' on 'WorkerGlobalScope': The script at '{url}' failed \
         to load",
        IMPORTED,
    ),
    // Swagger UI, which names what it can be.
    vague(
        "Failed to fetch. Possible Reasons: CORS Network Failure URL scheme must be \"http\" or \"https\" for \
         CORS request",
        SCRIPT,
    ),
    // The same, copied without its breaks.
    vague(
        "Failed to fetch.Possible Reasons:CORSNetwork FailureURL scheme must be \"http\" or \"https\" for CORS \
         request",
        SCRIPT,
    ),
    // Libraries.
    vague("Network Error", SCRIPT),
    vague("ERR_NETWORK", SCRIPT),
    vague("Network request failed", SCRIPT),
    vague("XMLHttpRequest error.", SCRIPT),
    vague("Http failure response for {url}: 0 Unknown Error", SCRIPT),
    vague("Http failure response for (unknown url): 0 Unknown Error", SCRIPT),
    vague("Response with status: 0 for URL: {url}", SCRIPT),
    vague("Request has been terminated", SCRIPT),
    // gRPC's clients for pages: without an answer, and with one whose headers script may not read.
    vague("Response closed without headers", SCRIPT),
    vague("Http response at 400 or 500 level, http status code: 0", SCRIPT),
    reason("Response closed without {header} (Headers only)", &[FetchRule::HeaderNotExposed]),
    reason("Response closed without grpc status (Headers only)", &[FetchRule::HeaderNotExposed]),
    // Uploads in parts, to stores of objects and by tus.
    reason(
        "Could not read the {header} header. This likely means CORS is not configured correctly",
        &[FetchRule::HeaderNotExposed],
    ),
    reason(
        "No access to {header} property on response. Check CORS configuration to expose",
        &[FetchRule::HeaderNotExposed],
    ),
    vague("tus: invalid or missing {header} header", &[FetchRule::HeaderNotExposed]),
    // Loaders of scripts, which tell an element's error.
    vague("Loading script failed. ({what}: {url})", NOT_LOADED),
    vague("Loading chunk {value} failed. ({what}: {url})", NOT_LOADED),
    vague("Loading chunk {value} failed", NOT_LOADED),
    vague("Loading CSS chunk {value} failed. ({url})", NOT_LOADED),
    vague("Loading CSS chunk {value} failed", NOT_LOADED),
    vague("Unable to preload CSS for {url}", NOT_LOADED),
    vague("SystemJS Error#3", NOT_LOADED),
    vague("The script resource at {url} failed to load", NOT_LOADED),
    vague("xhr poll error", SCRIPT),
    vague("Failed to send a request to the Edge Function", SCRIPT),
    vague("(auth/network-request-failed)", SCRIPT),
    vague("The XMLHttpRequest onError callback was called", SCRIPT),
    // Flutter's image, drawn by itself.
    vague("thrown resolving an image codec:{skip}NetworkImage(\"{url}\"", SCRIPT),
    vague("Failed to load network image", SCRIPT),
    vague("[object ProgressEvent]", SCRIPT),
    // Unity's player for the web, which has no more of a failed request.
    vague("error: Unknown Error", SCRIPT),
    vague("Error: Unknown Error", SCRIPT),
    vague("Unable to load file {value}! Check that the file exists on the remote server", SCRIPT),
    vague("[connection error]", SCRIPT),
    // Whoever gave up.
    vague("The operation was aborted", ABORTED),
    vague("The user aborted a request", ABORTED),
    vague("signal is aborted without reason", ABORTED),
    vague("TypeError: cancelled", ABORTED),
    // Whatever a page may not do with what it did not load by CORS, or at all.
    vague("The operation is insecure", INSECURE),
    vague("SecurityError: DOM Exception 18", INSECURE),
    vague("Script error.", &[FetchRule::ScriptErrorHidden]),
    // Cypress and Playwright.
    reason(
        "failed because you are attempting to visit a URL that is of a different origin",
        &[FetchRule::FrameAccess],
    ),
    reason(
        "failed because you are attempting to visit a URL from a previous origin inside of",
        &[FetchRule::FrameAccess],
    ),
    reason(
        "failed because you are attempting to visit a second unique domain",
        &[FetchRule::FrameAccess],
    ),
    reason("The command was expected to run against origin", &[FetchRule::FrameAccess]),
    vague("failed trying to load", &[FetchRule::NetworkFailure]),
];

/// What a fetch may have failed by, of which script is told nothing; likeliest first.
pub(super) const SCRIPT: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::NetworkFailure,
    FetchRule::PreflightStatus,
    FetchRule::MixedContent,
    FetchRule::ContentSecurityPolicy,
    FetchRule::BlockedByClient,
    FetchRule::LocalNetworkDenied,
    FetchRule::RequestAborted,
];

const ABORTED: &[FetchRule] = &[FetchRule::RequestAborted, FetchRule::NetworkFailure];

const IMPORTED: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::WrongType,
    FetchRule::NoSniff,
    FetchRule::ContentSecurityPolicy,
    FetchRule::ResourcePolicy,
];

/// What Firefox and WebKit call insecure.
const INSECURE: &[FetchRule] = &[
    FetchRule::CanvasTainted,
    FetchRule::WorkerOrigin,
    FetchRule::MixedContent,
    FetchRule::StyleSheetUnreadable,
    FetchRule::MediaWithoutCors,
    FetchRule::CookieLeftOut,
];
