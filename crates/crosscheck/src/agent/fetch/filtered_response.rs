//! What script may see of an answer.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use url::Position;
use url::Url;

use super::url_as_sent::as_sent;
use crate::agent::body::Body;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::Tainting;
use crate::agent::response::FilteredResponse;
use crate::agent::response::Response;
use crate::agent::response::ResponseType;
use crate::agent::response::headers_as_shown;
use crate::wire::HeaderList;
use crate::wire::extract_token_list;
use crate::wire::is_cors_safelisted_response_header_name;
use crate::wire::is_forbidden_response_header_name;
use crate::wire::is_token;
use crate::wire::trim_http_tab_or_space;

/// Hides what a request's tainting does not let script see.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
pub(in crate::agent) fn filter(
    request: &Request,
    response: Response,
    profile: &Profile,
) -> FilteredResponse {
    let exposed = match request.tainting {
        Tainting::Cors => cors_exposed_header_names(request, &response.headers, profile),
        Tainting::Basic | Tainting::Opaque => Vec::new(),
    };
    let mut url = as_sent(request.current_url(), profile);
    url.set_fragment(None);
    let mut headers = headers_as_shown(response.headers.clone(), profile);
    let response_type = match request.tainting {
        // 14.2.a. Basic: all but cookies.
        Tainting::Basic => {
            headers.retain(|name, _| !is_forbidden_response_header_name(name));
            ResponseType::Basic
        }
        // 14.2.b. CORS: the safelisted and the exposed.
        Tainting::Cors => {
            let names: BTreeSet<String> = exposed.iter().map(|n| n.to_ascii_lowercase()).collect();
            let sees_known_headers = profile.intercepted_xhr_sees_known_headers
                && request.initiator == Initiator::Xhr
                && request.is_intercepted();
            headers.retain(|name, _| {
                let shown = is_cors_safelisted_response_header_name(name)
                    || (sees_known_headers && is_harmless(name))
                    || (!names.is_empty() && names.contains(&name.to_ascii_lowercase()));
                shown && !is_forbidden_response_header_name(name)
            });
            ResponseType::Cors
        }
        // 14.2.c. Opaque: nothing.
        Tainting::Opaque => {
            return FilteredResponse {
                response_type: ResponseType::Opaque,
                status: 0,
                url: None,
                redirected: false,
                headers: HeaderList::new(),
                body: Body::default(),
                timing_allowed: !request.timing_allow_failed,
                internal_url: url,
                internal: response,
                exposed,
            };
        }
    };
    if profile.hides_clear_site_data {
        headers.delete("Clear-Site-Data");
    }
    // 19. Timings may be seen unless one hop's check failed.
    let timing_allowed = !request.timing_allow_failed;
    // MISSING: 20 to 21. Content security policy, unasked ranges: the host's.
    // 22. No body where the method or the status has none.
    let has_body = request.method != "HEAD" && !response.has_null_body_status();
    let told = request.asked_url.as_ref().filter(|_| request.url_list.len() == 1);
    FilteredResponse {
        response_type,
        status: response.status,
        url: Some(told.unwrap_or(&url).clone()),
        redirected: is_redirected(request, &url, profile),
        internal_url: url,
        headers,
        body: if has_body { response.body.clone() } else { Body::default() },
        timing_allowed,
        internal: response,
        exposed,
    }
}

/// Whether script is told of a redirect. A service worker's answer tells by its URL alone, where browsers say so: it
/// may be where the request started.
///
/// In: the last URL, without its fragment.
fn is_redirected(request: &Request, last: &Url, profile: &Profile) -> bool {
    let is_back = || {
        profile.workers_redirects_back_are_none
            && request.is_intercepted()
            && request.initial_url()[..Position::AfterQuery] == *last.as_str()
    };
    request.url_list.len() > 1 && !is_back()
}

/// Whether a header is one that a browser knows and that tells nothing of the user: whatever is about CORS, and
/// some more.
fn is_harmless(name: &str) -> bool {
    name.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("access-control-"))
        || HARMLESS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// What of it is not about CORS, nor shown to everybody.
const HARMLESS: [&str; 20] = [
    "Accept-Ranges",
    "Age",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Range",
    "Cross-Origin-Resource-Policy",
    "ETag",
    "Icy-MetaInt",
    "Link",
    "Location",
    "Range",
    "Referrer-Policy",
    "Refresh",
    "Server-Timing",
    "SourceMap",
    "Timing-Allow-Origin",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
];

/// A redirect that script asked not to follow: it learns that there was one.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect>
pub(in crate::agent) fn opaque_redirect(request: &Request, response: Response) -> FilteredResponse {
    let mut url = request.current_url().clone();
    url.set_fragment(None);
    FilteredResponse {
        response_type: ResponseType::OpaqueRedirect,
        status: 0,
        url: Some(url.clone()),
        internal_url: url,
        redirected: request.url_list.len() > 1,
        headers: HeaderList::new(),
        body: Body::default(),
        timing_allowed: !request.timing_allow_failed,
        internal: response,
        exposed: Vec::new(),
    }
}

/// The names that a server exposes: the whole list counts, or none of it.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
fn cors_exposed_header_names(
    request: &Request,
    headers: &HeaderList,
    profile: &Profile,
) -> Vec<String> {
    let lines = || headers.lines("Access-Control-Expose-Headers");
    // 14.1.1. One bad item voids the list.
    let names = extract_token_list(lines()).unwrap_or_else(|_| {
        let has_early_star = profile.exposes_all_before_bad_items
            && request.initiator == Initiator::Fetch
            && lines()
                .flat_map(|line| line.split(|byte| *byte == b','))
                .map(trim_http_tab_or_space)
                .take_while(|item| item.is_empty() || is_token(item))
                .any(|item| item == b"*");
        if has_early_star { Vec::from(["*".into()]) } else { Vec::new() }
    });
    // 14.1.2. A star exposes everything, but to credentials it is a name like any other.
    if !request.is_credentialed() && names.iter().any(|name| name == "*") {
        return headers.iter().map(|(name, _)| name.into()).collect();
    }
    // 14.1.3. Else the names listed.
    names
}
