//! Who may talk to the lab's page, and what the page may load.

use std::sync::Arc;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;

use super::pages::Lab;

/// Lets through what [`refusal`] does not answer, and says what the page may load.
pub(super) async fn guard(State(lab): State<Arc<Lab>>, request: Request, next: Next) -> Response {
    if let Some(refusal) = refusal(&lab, &request) {
        return refusal;
    }
    let is_stage = request.uri().path() == STAGE;
    let mut response = next.run(request).await;
    let policy = if is_stage { lab.stage_policy() } else { PAGE_POLICY.to_owned() };
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Answers whoever does not ask for this very host, and pages of others that send something.
///
/// A page of a stranger can point a name of its own at this machine; the name gives it away.
fn refusal(lab: &Lab, request: &Request) -> Option<Response> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let ours = lab.page_origin.strip_prefix("http://").unwrap_or_default();
    let host = text(header::HOST);
    let reads = request.method() == Method::GET;
    if reads && host == Some(&ours.replace("localhost", "127.0.0.1")) {
        // The scenes' policies name one origin.
        let to = request.uri().path_and_query().map_or("/", |target| target.as_str());
        return Some(Redirect::temporary(&format!("{}{to}", lab.page_origin)).into_response());
    }
    if host != Some(ours) {
        let text = "this is the lab of crosscheck; open the address that it printed\n";
        return Some((StatusCode::MISDIRECTED_REQUEST, text).into_response());
    }
    if !reads && text(header::ORIGIN).is_some_and(|origin| origin != lab.page_origin) {
        let text = "only the lab's own page may ask this\n";
        return Some((StatusCode::FORBIDDEN, text).into_response());
    }
    None
}

/// Answers whoever would have this machine ask another in their place.
///
/// `Origin` must be there and the lab's own, and so must a header that no other page can set without
/// a preflight, which the lab does not answer.
pub(super) fn is_no_page_of_ours(lab: &Lab, headers: &HeaderMap) -> Option<Response> {
    let is = |name: &str, wanted: &str| headers.get(name).is_some_and(|value| value == wanted);
    if is("origin", &lab.page_origin) && is(LIVE_CHECK, "yes") {
        return None;
    }
    let text = "only the lab's own page may have a server asked; use `crosscheck check`\n";
    Some((StatusCode::FORBIDDEN, text).into_response())
}

/// What the page says when it wants a live server asked.
const LIVE_CHECK: &str = "x-crosscheck-lab";

impl Lab {
    /// The frame in which scenes are played may use the API in every way that scenes do.
    fn stage_policy(&self) -> String {
        let page = &self.page_origin;
        let servers = [self.api_origin.as_str(), &self.other_origin];
        let servers = servers.into_iter().chain(self.runs.places().servers());
        let servers = servers.collect::<Vec<_>>().join(" ");
        // Fetching from `ftp:` and `data:` reaches nobody; how browsers refuse it is their own affair.
        format!(
            "default-src 'none'; script-src {page} {servers}; style-src {servers}; \
             img-src {servers}; font-src {servers}; connect-src {page} {servers} ftp: data:; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        )
    }
}

/// The page itself talks to its own origin only.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
     connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// The frame in which scenes are played.
const STAGE: &str = "/stage.html";
