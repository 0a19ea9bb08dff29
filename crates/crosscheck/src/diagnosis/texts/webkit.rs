//! WebKit's texts about CORS, and Safari's: the reason on one line, what is blocked on the next.

use super::text::Text;
use super::text::closing;
use super::text::lone_opening;
use super::text::opening;
use super::text::reason;
use super::text::written;
use crate::catalog::FetchRule;

/// What WebKit gives no reason for.
const UNEXPLAINED: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::PreflightRedirect,
    FetchRule::TooManyRedirects,
    FetchRule::StreamRedirect,
    FetchRule::SchemeNotHttp,
    FetchRule::InvalidDataUrl,
    FetchRule::LocationInvalid,
];

const ALLOW_ORIGIN_RULES: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::AllowOriginInvalid,
    FetchRule::AllowOriginMultiple,
    FetchRule::AllowOriginList,
];

/// The same of a script that is asked for by CORS: `crossorigin`, a module.
const UNEXPLAINED_SCRIPT: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::NetworkFailure,
    FetchRule::TooManyRedirects,
    FetchRule::LocationInvalid,
    FetchRule::MixedContent,
    FetchRule::WorkerOrigin,
];

written!(
    REDIRECTION_DENIED = opening(
        "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ",
    ),
    ALLOW_ORIGIN =
        reason("Origin {sent} is not allowed by Access-Control-Allow-Origin", ALLOW_ORIGIN_RULES,)
            .followed_by(". Status code: {status}"),
    ALLOW_ORIGIN_LIST = reason(
        "Access-Control-Allow-Origin cannot contain more than one origin",
        &[FetchRule::AllowOriginMultiple, FetchRule::AllowOriginList],
    )
    .followed_by("."),
    WILDCARD_WITH_CREDENTIALS = reason(
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true",
        &[FetchRule::WildcardWithCredentials],
    )
    .followed_by("."),
    ALLOW_CREDENTIALS = reason(
        "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"",
        &[FetchRule::AllowCredentials],
    )
    .followed_by("."),
    MIXED_CONTENT = reason(
        "[blocked] The page at {page} requested insecure content from {url}. This content was \
         blocked and must",
        &[FetchRule::MixedContent],
    )
    .led_by("SECURITY WARN ")
    .followed_by("{end}"),
    ONLY_HTTP =
        reason("Cross origin requests are only supported for HTTP.", &[FetchRule::SchemeNotHttp]),
    NO_FTP =
        reason("FTP URLs are disabled", &[FetchRule::LocationScheme, FetchRule::SchemeNotHttp]),
    PREFLIGHT_STATUS = reason(
        "Preflight response is not successful",
        &[FetchRule::PreflightStatus, FetchRule::PreflightRedirect],
    )
    .followed_by(". Status code: {status}"),
    INVALID_ALLOW_METHODS = reason(
        "Header Access-Control-Allow-Methods has an invalid value: {value}",
        &[FetchRule::InvalidAllowMethods],
    ),
    INVALID_ALLOW_HEADERS = reason(
        "Header Access-Control-Allow-Headers has an invalid value: {value}",
        &[FetchRule::InvalidAllowHeaders],
    ),
    METHOD_NOT_ALLOWED = reason(
        "Method {method} is not allowed by Access-Control-Allow-Methods.",
        &[FetchRule::MethodNotAllowed],
    ),
    HEADERS_NOT_ALLOWED = reason(
        "Request header field {header} is not allowed by Access-Control-Allow-Headers.",
        &[FetchRule::HeadersNotAllowed],
    ),
    LOCATION_CREDENTIALS =
        reason("redirection URL {location} has credentials", &[FetchRule::LocationCredentials]),
    NOT_A_CORS_SCHEME = reason(
        "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
        &[FetchRule::LocationScheme, FetchRule::LocationInvalid],
    ),
    REDIRECTION_WITHOUT_HTTP = reason(
        "Redirection to URL with a scheme that is not HTTP(S)",
        &[FetchRule::LocationScheme]
    )
    .followed_by("{end}"),
    TOO_MANY_REDIRECTS =
        reason("Load cannot follow more than 20 redirections", &[FetchRule::TooManyRedirects]),
    UNSAFE_ATTEMPT = reason(
        "Unsafe attempt to load URL {url} from origin {origin}. Domains, protocols and ports must \
         match",
        &[FetchRule::DisallowedByMode, FetchRule::LocationScheme],
    )
    .followed_by("."),
    NO_CORS_REDIRECT_MODE =
        reason("No-Cors mode requires follow redirect mode", &[FetchRule::NoCorsRedirectMode]),
    KEEPALIVE_TOO_LONG = reason(
        "Reached maximum amount of queued data of 64Kb for keepalive requests",
        &[FetchRule::KeepaliveTooLong],
    ),
    REDIRECT_MODE_ERROR = reason(
        "Not allowed to follow a redirection while loading {url}",
        &[FetchRule::RedirectModeError],
    ),
    RESOURCE_POLICY = reason(
        "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy \
         response header",
        &[FetchRule::ResourcePolicy],
    )
    .followed_by("."),
    CANVAS_TAINTED = reason(
        "Unable to get image data from canvas because the canvas has been tainted by cross-origin \
         data",
        &[FetchRule::CanvasTainted],
    )
    .led_by("SECURITY ERROR ")
    .followed_by("."),
    FETCH_DENIED = closing("Fetch API cannot load {url} due to access control checks", UNEXPLAINED)
        .led_by("JS ERROR ")
        .followed_by("."),
    XHR_DENIED =
        closing("XMLHttpRequest cannot load {url} due to access control checks", UNEXPLAINED)
            .led_by("JS ERROR ")
            .followed_by("."),
    EVENT_SOURCE_DENIED =
        closing("EventSource cannot load {url} due to access control checks", UNEXPLAINED)
            .led_by("JS ERROR ")
            .followed_by("."),
    IMAGE_DENIED = closing("Cannot load image {url} due to access control checks", UNEXPLAINED)
        .led_by("SECURITY ERROR ")
        .followed_by("."),
    BEACON_DENIED = closing("Beacon API cannot load {url}. ", UNEXPLAINED)
        .led_by("NETWORK ERROR ")
        .followed_by("{reason}"),
    SCRIPT_DENIED = closing(
        "Cross-origin script load denied by Cross-Origin Resource Sharing policy",
        UNEXPLAINED_SCRIPT,
    )
    .led_by("JS ERROR ")
    .followed_by("."),
    // Without a reason it is WebKit's word for the mode `same-origin`; with one, an old Chromium's.
    FETCH_FAILED = lone_opening("Fetch API cannot load {url}.", &[FetchRule::DisallowedByMode])
        .led_by("JS ERROR "),
);

/// Older versions', and what the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] = &[
    // Of a page without an origin that others can name.
    reason("Cannot make any requests from {sent}", ALLOW_ORIGIN_RULES).followed_by("."),
    reason("Preflight response was blocked", &[FetchRule::ResponseInvalid]),
    reason("CORS-preflight request was blocked", &[FetchRule::ResponseInvalid]),
    closing("Cannot load stylesheet {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load {url} due to access control checks", UNEXPLAINED),
];
