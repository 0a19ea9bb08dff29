//! WebKit's forms, and Safari's: the reason on one line, what is blocked on the next.

use super::form::Form;
use super::form::Part;
use super::form::closing;
use super::form::opening;
use super::form::reason;
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

/// The same of a script that is asked for by CORS: `crossorigin`, a module.
const SCRIPT_DENIED: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMismatch,
    FetchRule::WildcardWithCredentials,
    FetchRule::NetworkFailure,
    FetchRule::TooManyRedirects,
    FetchRule::LocationInvalid,
    FetchRule::MixedContent,
    FetchRule::WorkerOrigin,
];

pub(super) const FORMS: &[Form] = &[
    opening(
        "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ",
    ),
    reason(
        "Origin {sent} is not allowed by Access-Control-Allow-Origin",
        &[
            FetchRule::AllowOriginMissing,
            FetchRule::AllowOriginMismatch,
            FetchRule::AllowOriginInvalid,
            FetchRule::AllowOriginMultiple,
            FetchRule::AllowOriginList,
        ],
    ),
    reason(
        "Access-Control-Allow-Origin cannot contain more than one origin",
        &[FetchRule::AllowOriginMultiple, FetchRule::AllowOriginList],
    ),
    reason(
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true",
        &[FetchRule::WildcardWithCredentials],
    ),
    reason(
        "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"",
        &[FetchRule::AllowCredentials],
    ),
    reason(
        "[blocked] The page at {page} requested insecure content from {url}. This content was blocked \
         and must",
        &[FetchRule::MixedContent],
    ),
    reason("Cross origin requests are only supported for HTTP.", &[FetchRule::SchemeNotHttp]),
    reason("FTP URLs are disabled", &[FetchRule::LocationScheme, FetchRule::SchemeNotHttp]),
    reason(
        "Preflight response is not successful",
        &[FetchRule::PreflightStatus, FetchRule::PreflightRedirect],
    ),
    reason("Preflight response was blocked", &[FetchRule::ResponseInvalid]),
    reason("CORS-preflight request was blocked", &[FetchRule::ResponseInvalid]),
    reason(
        "Header Access-Control-Allow-Methods has an invalid value: {value}",
        &[FetchRule::InvalidAllowMethods],
    ),
    reason(
        "Header Access-Control-Allow-Headers has an invalid value: {value}",
        &[FetchRule::InvalidAllowHeaders],
    ),
    reason(
        "Method {method} is not allowed by Access-Control-Allow-Methods.",
        &[FetchRule::MethodNotAllowed],
    ),
    reason(
        "Request header field {header} is not allowed by Access-Control-Allow-Headers.",
        &[FetchRule::HeadersNotAllowed],
    ),
    reason("redirection URL {location} has credentials", &[FetchRule::LocationCredentials]),
    reason(
        "not allowed to follow a cross-origin CORS redirection with non CORS scheme",
        &[FetchRule::LocationScheme, FetchRule::LocationInvalid],
    ),
    reason("Redirection to URL with a scheme that is not HTTP(S)", &[FetchRule::LocationScheme]),
    reason("Load cannot follow more than 20 redirections", &[FetchRule::TooManyRedirects]),
    reason(
        "Unsafe attempt to load URL {url} from origin {origin}. Domains, protocols and ports must \
         match",
        &[FetchRule::DisallowedByMode, FetchRule::LocationScheme],
    ),
    reason("No-Cors mode requires follow redirect mode", &[FetchRule::NoCorsRedirectMode]),
    reason(
        "Not allowed to follow a redirection while loading {url}",
        &[FetchRule::RedirectModeError],
    ),
    reason(
        "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy \
         response header",
        &[FetchRule::ResourcePolicy],
    ),
    reason(
        "Unable to get image data from canvas because the canvas has been tainted by cross-origin \
         data",
        &[FetchRule::CanvasTainted],
    ),
    closing("Fetch API cannot load {url} due to access control checks", UNEXPLAINED),
    closing("XMLHttpRequest cannot load {url} due to access control checks", UNEXPLAINED),
    closing("EventSource cannot load {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load image {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load stylesheet {url} due to access control checks", UNEXPLAINED),
    closing("Cannot load {url} due to access control checks", UNEXPLAINED),
    closing("Beacon API cannot load {url}. ", UNEXPLAINED),
    closing(
        "Cross-origin script load denied by Cross-Origin Resource Sharing policy",
        SCRIPT_DENIED,
    ),
    // Without a reason it is WebKit's word for the mode `same-origin`; with one, an old Chromium's.
    Form {
        template: "Fetch API cannot load {url}.",
        part: Part::Opening(&[FetchRule::DisallowedByMode]),
    },
];
