//! What script may see of an answer.

use alloc::string::String;
use alloc::vec::Vec;

use super::request::Request;
use super::request::Tainting;
use super::response::FilteredResponse;
use super::response::Response;
use super::response::ResponseType;
use crate::wire::HeaderList;
use crate::wire::extract_token_list;
use crate::wire::is_cors_safelisted_response_header_name;
use crate::wire::is_forbidden_response_header_name;

/// Hides what a request's tainting does not let script see.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-filtered-response>
pub(super) fn filter(request: &Request, response: Response) -> FilteredResponse {
    let exposed = match request.tainting {
        Tainting::Cors => cors_exposed_header_names(request, &response.headers),
        Tainting::Basic | Tainting::Opaque => Vec::new(),
    };
    let mut url = request.current_url().clone();
    url.set_fragment(None);
    let has_body = request.method != "HEAD" && !response.has_null_body_status();
    let mut headers = response.headers.clone();
    let response_type = match request.tainting {
        // 1. Basic: all but cookies.
        Tainting::Basic => {
            headers.retain(|name, _| !is_forbidden_response_header_name(name));
            ResponseType::Basic
        }
        // 2. CORS: the safelisted and the exposed.
        Tainting::Cors => {
            headers.retain(|name, _| {
                let shown = is_cors_safelisted_response_header_name(name)
                    || exposed.iter().any(|exposed| exposed.eq_ignore_ascii_case(name));
                shown && !is_forbidden_response_header_name(name)
            });
            ResponseType::Cors
        }
        // 3. Opaque: nothing.
        Tainting::Opaque => {
            return FilteredResponse {
                response_type: ResponseType::Opaque,
                status: 0,
                url: None,
                redirected: false,
                headers: HeaderList::new(),
                body: Vec::new(),
                timing_allowed: !request.timing_allow_failed,
                internal_url: url,
                internal: response,
                exposed,
            };
        }
    };
    FilteredResponse {
        response_type,
        status: response.status,
        url: Some(url.clone()),
        internal_url: url,
        redirected: request.url_list.len() > 1,
        headers,
        body: if has_body { response.body.clone() } else { Vec::new() },
        timing_allowed: !request.timing_allow_failed,
        internal: response,
        exposed,
    }
}

/// A redirect that script asked not to follow: it learns that there was one.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect>
pub(super) fn opaque_redirect(request: &Request, response: Response) -> FilteredResponse {
    let mut url = request.current_url().clone();
    url.set_fragment(None);
    FilteredResponse {
        response_type: ResponseType::OpaqueRedirect,
        status: 0,
        url: Some(url.clone()),
        internal_url: url,
        redirected: request.url_list.len() > 1,
        headers: HeaderList::new(),
        body: Vec::new(),
        timing_allowed: !request.timing_allow_failed,
        internal: response,
        exposed: Vec::new(),
    }
}

/// The names that a server exposes: the whole list counts, or none of it.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list>
fn cors_exposed_header_names(request: &Request, headers: &HeaderList) -> Vec<String> {
    let lines = headers.lines("Access-Control-Expose-Headers");
    // 1. One bad item voids the list.
    let names = extract_token_list(lines).unwrap_or_default();
    // 2. A star exposes everything, but to credentials it is a name like any other.
    if !request.is_credentialed() && names.iter().any(|name| name == "*") {
        return headers.iter().map(|(name, _)| name.into()).collect();
    }
    // 3. Else the names listed.
    names
}
