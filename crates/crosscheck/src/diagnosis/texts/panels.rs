//! What developer tools write beside the console: titles in Chromium's Issues panel, words in the network
//! panels' columns. They tell the rule and not the request.

use super::beyond_cors::shared::BY_CORS;
use super::firefox::NOT_SUCCEEDING;
use super::script_errors::SCRIPT;
use super::text::Text;
use super::text::noise;
use super::text::vague;
use crate::catalog::FetchRule;

/// Chromium's.
pub(super) const OF_CHROMIUM: &[Text] = &[
    vague("Ensure CORS response header values are valid", HEADERS),
    vague("Ensure CORS requesting origin matches resource's allowed origin", MISMATCH),
    vague(
        "Ensure CORS requests include credentials only when allowed",
        &[FetchRule::AllowCredentials],
    ),
    vague("Ensure preflight responses are valid", PREFLIGHT),
    vague("Ensure CORS requests are made on supported schemes", &[FetchRule::SchemeNotHttp]),
    vague(
        "Ensure only same-origin resources are fetched with same-origin request mode",
        &[FetchRule::DisallowedByMode],
    ),
    vague("Ensure CORS requests include only allowed headers", &[FetchRule::HeadersNotAllowed]),
    vague("Ensure CORS request includes only allowed headers", &[FetchRule::HeadersNotAllowed]),
    vague("Ensure CORS request uses allowed method", &[FetchRule::MethodNotAllowed]),
    vague(
        "Ensure credentialed requests are not sent to CORS resources with origin wildcards",
        &[FetchRule::WildcardWithCredentials],
    ),
    vague(
        "Ensure credentialed requests aren't sent to CORS resources with origin wildcards",
        &[FetchRule::WildcardWithCredentials],
    ),
    vague(
        "Ensure CORS requests are not redirected to URLs containing credentials",
        &[FetchRule::LocationCredentials],
    ),
    vague(
        "Ensure no-cors requests configure redirect mode follow",
        &[FetchRule::NoCorsRedirectMode],
    ),
    vague(
        "Ensure private network requests are made from secure contexts",
        &[FetchRule::LocalNetworkInsecure],
    ),
    vague(
        "Ensure private network requests are only made to resources that allow them",
        &[FetchRule::PrivateNetworkPreflight],
    ),
    vague(
        "Ensure that local network requests are compatible with restrictions",
        &[FetchRule::LocalNetworkDenied, FetchRule::LocalNetworkInsecure],
    ),
    vague(
        "Indicate whether to send a cookie in a cross-site request by specifying its SameSite attribute",
        &[FetchRule::CookieLeftOut],
    ),
    vague(
        "Mark cross-site cookies as Secure to allow setting them in cross-site contexts",
        &[FetchRule::CookieLeftOut],
    ),
    vague("Specify a Cross-Origin Embedder Policy to prevent this ", &[FetchRule::EmbedderPolicy]),
    vague("Specify a more permissive Cross-Origin Resource Policy to stop a resource", RESOURCE),
    vague("Specify a Cross-Origin Resource Policy to prevent a resource", RESOURCE),
    vague("Specify a more permissive Cross-Origin Resource Policy to prevent a resource", RESOURCE),
    vague(
        "Content Security Policy of your site blocks some resources",
        &[FetchRule::ContentSecurityPolicy],
    ),
    vague(
        "Mixed content: load all resources via HTTPS to improve the security of your site",
        &[FetchRule::MixedContent],
    ),
    // What the panel says below those titles.
    vague(
        "request was blocked because of invalid or missing response headers of the request",
        HEADERS,
    ),
    vague(
        "request was blocked because the response to the associated preflight request",
        PREFLIGHT,
    ),
    vague(
        "specified an origin different from the origin of the context that initiated the request",
        MISMATCH,
    ),
    vague(
        "request was blocked because it was configured to include credentials and the \
         Access-Control-Allow-Origin response header",
        &[FetchRule::WildcardWithCredentials],
    ),
    vague(
        "request was blocked because it was configured to include credentials but the \
         Access-Control-Allow-Credentials response header",
        &[FetchRule::AllowCredentials],
    ),
    vague(
        "request was blocked because it contained request headers that were neither CORS-safelisted",
        &[FetchRule::HeadersNotAllowed],
    ),
    vague(
        "request was blocked because it neither uses one of the CORS-safelisted methods",
        &[FetchRule::MethodNotAllowed],
    ),
    vague(
        "request was blocked because the scheme of the request's URL doesn't support CORS",
        &[FetchRule::SchemeNotHttp],
    ),
    noise("DevTools failed to load {what}: {skip}net::ERR_{code}"),
    // What follows tells; old lines about CORS begin alike.
    noise("Failed to load resource: "),
    vague("CORS error", BY_CORS),
    vague("blocked:csp", &[FetchRule::ContentSecurityPolicy]),
    vague("blocked:mixed-content", &[FetchRule::MixedContent]),
    vague("blocked:other", &[FetchRule::BlockedByClient, FetchRule::ContentSecurityPolicy]),
    vague("blocked:origin", RESOURCE),
    vague("blocked:NotSameOrigin", RESOURCE),
    vague("blocked:NotSameSite", RESOURCE),
    vague("blocked:CoepFrameResourceNeedsCoepHeader", &[FetchRule::EmbedderPolicy]),
];

/// Firefox's, the same in every language.
pub(super) const OF_FIREFOX: &[Text] = &[
    noise("Source map error: {skip}Source Map URL: "),
    vague("CORS Failed", NOT_SUCCEEDING),
    vague("CORS Not HTTP", &[FetchRule::SchemeNotHttp]),
    vague("CORS Multiple Origin Not Allowed", &[FetchRule::AllowOriginMultiple]),
    vague("CORS Missing Allow Origin", &[FetchRule::AllowOriginMissing]),
    vague("CORS No Allow Credentials", &[FetchRule::WildcardWithCredentials]),
    vague("CORS Allow Origin Not Matching Origin", MISMATCH),
    vague("CORS Missing Allow Credentials", &[FetchRule::AllowCredentials]),
    vague("CORS External Redirect Not Allowed", &[FetchRule::PreflightRedirect]),
    vague("CORS Preflight Did Not Succeed", PREFLIGHT),
    vague("CORS Invalid Allow Method", &[FetchRule::InvalidAllowMethods]),
    vague("CORS Method Not Found", &[FetchRule::MethodNotAllowed]),
    vague("CORS Invalid Allow Header", &[FetchRule::InvalidAllowHeaders]),
    vague("CORS Missing Allow Header", &[FetchRule::HeadersNotAllowed]),
    vague("Mixed Block", &[FetchRule::MixedContent]),
    vague("Blocked By Extension", &[FetchRule::BlockedByClient]),
];

/// What tools for tests put in the place of a browser, or say of one.
pub(super) const OF_TESTS: &[Text] = &[
    // jsdom, which asks for CORS as a browser does.
    vague("Cross origin {origin} forbidden", MISSING),
    vague("Error: Headers {header} forbidden", &[FetchRule::HeadersNotAllowed]),
    vague("Error: Credentials forbidden", &[FetchRule::AllowCredentials]),
    vague("Invalid preflight response", PREFLIGHT),
    // Angular's error, as the console shows it and as JSON.
    vague("statusText: 'Unknown Error', url: '{url}'", SCRIPT),
    vague("\"statusText\":\"Unknown Error\",\"url\":\"{url}\"", SCRIPT),
];

const HEADERS: &[FetchRule] = &[
    FetchRule::AllowOriginMissing,
    FetchRule::AllowOriginMultiple,
    FetchRule::AllowOriginInvalid,
    FetchRule::AllowCredentials,
];
const MISSING: &[FetchRule] = &[FetchRule::AllowOriginMissing, FetchRule::AllowOriginMismatch];
const MISMATCH: &[FetchRule] = &[FetchRule::AllowOriginMismatch];
const PREFLIGHT: &[FetchRule] = &[FetchRule::PreflightStatus, FetchRule::PreflightRedirect];
const RESOURCE: &[FetchRule] = &[FetchRule::ResourcePolicy];
