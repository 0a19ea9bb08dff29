//! Who may talk to the lab's page, and what the page may load.

use std::sync::Arc;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;

use crate::session::Session;

/// Lets through what asks for this very host, and says what the page may load and who may hold it.
pub(crate) async fn guard(
    State(lab): State<Arc<Session>>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(refusal) = another_host(&lab.page_origin, &request) {
        return refusal;
    }
    let mut response = next.run(request).await;
    let policy = page_policy(&lab.stage_origin);
    say(response.headers_mut(), header::CONTENT_SECURITY_POLICY, &policy);
    for (name, value) in NOBODY_ELSES {
        say(response.headers_mut(), name, value);
    }
    response
}

/// Answers whoever does not ask for this very host.
///
/// A page of a stranger can point a name of its own at this machine; the name gives it away.
pub(crate) fn another_host(origin: &str, request: &Request) -> Option<Response> {
    let ours = origin.strip_prefix("http://").unwrap_or_default();
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    if request.method() == Method::GET && host == Some(&ours.replace("localhost", "127.0.0.1")) {
        // The page's origin is one.
        let to = request.uri().path_and_query().map_or("/", |target| target.as_str());
        return Some(Redirect::temporary(&format!("{origin}{to}")).into_response());
    }
    let text = "this is the lab of crosscheck; open the address that it printed\n";
    (host != Some(ours)).then(|| (StatusCode::MISDIRECTED_REQUEST, text).into_response())
}

/// Lets through what the page itself asks: whatever is no file goes through here.
pub(crate) async fn only_the_page(
    State(lab): State<Arc<Session>>,
    request: Request,
    next: Next,
) -> Response {
    match another_page(&lab, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

/// Answers whoever is not the page that was served.
///
/// The token stands in that page and nowhere else, and no other origin reads it. A header holds it,
/// which no other page can set without a preflight, and the lab answers none. `Origin`, and
/// `Sec-Fetch-Site` where a browser sends it, must say the same.
fn another_page(lab: &Session, request: &Request) -> Option<Response> {
    let is = |name: &str, wanted: &str| {
        request.headers().get(name).map(|value| value.as_bytes() == wanted.as_bytes())
    };
    let origin = is("origin", &lab.page_origin).unwrap_or(request.method() == Method::GET);
    let site = is("sec-fetch-site", "same-origin").unwrap_or(true);
    match is(TOKEN, &lab.token) {
        _ if !origin || !site => refused("only the lab's own page may ask this"),
        Some(true) => return None,
        Some(false) => refused("the lab was started anew since this page was opened: reload it"),
        None => refused("only the lab's own page may ask this; use `crosscheck` in a terminal"),
    }
    .into()
}

fn refused(why: &'static str) -> Response {
    (StatusCode::FORBIDDEN, format!("{why}\n")).into_response()
}

/// Sets a header. What is no value is left out: an origin is always one.
pub(crate) fn say(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The page itself talks to its own origin only, and frames nothing but the stage.
fn page_policy(stage: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
         connect-src 'self'; frame-src {stage}/stage.html; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// Nobody frames the page, holds its window, loads its files or is told where it was. With
/// `no-referrer` browsers would say `Origin: null` where the page itself asks.
const NOBODY_ELSES: [(HeaderName, &str); 5] = [
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// The header that holds the token.
const TOKEN: &str = "x-crosscheck-lab";
