//! What servers and caches say that keep lists of their own which are no lists of CORS: of hosts, of pages
//! that may change something, of answers that are kept. No header of CORS changes them, though their words
//! sound like it.

use super::text::Text;
use super::text::reason;
use super::text::vague;
use crate::catalog::FetchRule;

pub(super) const ONLY_READ: &[Text] = &[
    // Hosts: Django, Rails, Symfony, Drupal.
    reason("Invalid HTTP_HOST header: '{value}'", HOSTS).of_no_request(),
    reason("DisallowedHost at ", HOSTS).of_no_request(),
    reason("Blocked hosts: {value}", HOSTS).of_no_request(),
    reason("Blocked host: {value}", HOSTS).of_no_request(),
    reason("Untrusted Host \"{value}\"", HOSTS).of_no_request(),
    reason("The provided host name is not valid for this server", HOSTS).of_no_request(),
    // Servers for development: Vite and what is built on it, webpack, Next.js.
    reason("Blocked request. This host (\"{value}\") is not allowed", HOSTS).of_no_request(),
    reason("Invalid Host/Origin header", HOSTS).of_no_request(),
    reason("Invalid Host header", HOSTS).of_no_request(),
    reason("Cross origin request detected from {value} to /_next/", HOSTS).of_no_request(),
    reason("Blocked cross-origin request from {value} to /_next/", HOSTS).of_no_request(),
    reason("Blocked cross-origin request to Next.js dev resource {skip} from \"{value}\"", HOSTS)
        .of_no_request(),
    // Forged requests: Django.
    reason("CSRF verification failed", FORGED).of_no_request(),
    reason("Origin checking failed - {value} does not match any trusted origins", FORGED)
        .of_no_request(),
    reason("Referer checking failed - {value} does not match any trusted origins", FORGED)
        .of_no_request(),
    reason("CSRF cookie not set", FORGED).of_no_request(),
    reason("CSRF token missing", FORGED).of_no_request(),
    reason("CSRF Failed: ", FORGED).of_no_request(),
    // Rails, Laravel, Spring, ASP.NET, Flask.
    reason("HTTP Origin header ({value}) didn't match request.base_url", FORGED).of_no_request(),
    reason("Can't verify CSRF token authenticity", FORGED).of_no_request(),
    reason("ActionController::InvalidAuthenticityToken", FORGED).of_no_request(),
    reason("CSRF token mismatch", FORGED).of_no_request(),
    reason("Invalid CSRF token found", FORGED).of_no_request(),
    reason("Could not verify the provided CSRF token", FORGED).of_no_request(),
    reason("The required antiforgery ", FORGED).of_no_request(),
    reason("The antiforgery token ", FORGED).of_no_request(),
    reason("The anti-forgery token ", FORGED).of_no_request(),
    reason("The CSRF token is missing", FORGED).of_no_request(),
    reason("The CSRF session token is missing", FORGED).of_no_request(),
    // Node, SvelteKit, Astro, Next.js.
    reason("invalid csrf token", FORGED).of_no_request(),
    reason("EBADCSRFTOKEN", FORGED).of_no_request(),
    reason("Cross-site {method} form submissions are forbidden", FORGED).of_no_request(),
    reason(
        "header with value `{skip}` does not match `origin` header with value `{value}` from a \
         forwarded Server Actions request",
        FORGED,
    )
    .of_no_request(),
    reason("Invalid Server Actions request", FORGED).of_no_request(),
    // Go, Kibana, Grafana.
    reason("cross-origin request detected from Sec-Fetch-Site header", FORGED).of_no_request(),
    reason("cross-origin request detected, and/or browser is out of date", FORGED).of_no_request(),
    reason("Forbidden - CSRF token invalid", FORGED).of_no_request(),
    reason("Forbidden - origin invalid", FORGED).of_no_request(),
    reason("Forbidden - referer ", FORGED).of_no_request(),
    reason("Request must contain a kbn-xsrf header", FORGED).of_no_request(),
    // Apollo, WordPress.
    reason("This operation has been blocked as a potential Cross-Site Request Forgery", FORGED)
        .of_no_request(),
    reason("rest_cookie_invalid_nonce", FORGED).of_no_request(),
    vague("origin not allowed", FORGED).of_no_request(),
    // The cache of service workers, in Chromium, Firefox and WebKit.
    reason("Failed to execute 'addAll' on 'Cache': ", CACHE).of_no_request(),
    reason("Failed to execute 'add' on 'Cache': ", CACHE).of_no_request(),
    reason("Failed to execute 'put' on 'Cache': ", CACHE).of_no_request(),
    reason(
        "Cache got {what} response with bad status {status} while trying to add request {url}",
        CACHE,
    ),
    reason("TypeError: Response is not OK", CACHE).of_no_request(),
];

const HOSTS: &[FetchRule] = &[FetchRule::HostNotListed];
const FORGED: &[FetchRule] = &[FetchRule::ForgeryGuard];
const CACHE: &[FetchRule] = &[FetchRule::CacheRefused];
