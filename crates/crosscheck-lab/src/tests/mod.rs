//! The lab's endpoints, asked in process.

mod answers;
mod chinese;
mod guard;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::Request;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::endpoints::router;
use crate::live::Places;
use crate::live::Runs;
use crate::log::Log;
use crate::session::Session;

const PAGE: &str = "http://localhost:8080";

struct Answered {
    status: StatusCode,
    headers: HeaderMap,
}

impl Answered {
    /// A directive a line.
    fn content_security_policy(&self) -> String {
        let policy = &self.headers["content-security-policy"];
        policy.to_str().expect("text").replace("; ", "\n")
    }
}

fn lab() -> Arc<Session> {
    Session::new(PAGE, API, OTHER, Arc::new(Log::default()), runs())
}

fn runs() -> Arc<Runs> {
    Arc::new(Runs::new(Places::new(STAGE, [8082, 8083])))
}

fn stage() -> Router {
    let runs = runs();
    crate::stage::frame::router(
        STAGE,
        PAGE,
        [API, OTHER].into_iter().chain(runs.places().servers()),
    )
}

/// What the page itself asks, of a lab of the test's own.
fn ask(request: Request<Body>) -> (Answered, Vec<u8>) {
    let lab = lab();
    ask_of(&lab, signed(&lab, request))
}

/// The request with the token of the page.
fn signed(lab: &Session, mut request: Request<Body>) -> Request<Body> {
    let token = lab.token.parse().expect("a value");
    request.headers_mut().insert("x-crosscheck-lab", token);
    request
}

fn ask_of(lab: &Arc<Session>, request: Request<Body>) -> (Answered, Vec<u8>) {
    answer_of(router(Arc::clone(lab)), request)
}

fn answer_of(router: Router, request: Request<Body>) -> (Answered, Vec<u8>) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let response = router.oneshot(request).await.expect("it never fails");
        let answered = Answered { status: response.status(), headers: response.headers().clone() };
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (answered, body.to_vec())
    })
}

fn get(path: &str) -> Request<Body> {
    let request = Request::builder().uri(path).header("host", "localhost:8080");
    request.body(Body::empty()).expect("a request")
}

fn at(mut request: Request<Body>, host: &'static str) -> Request<Body> {
    request.headers_mut().insert("host", HeaderValue::from_static(host));
    request
}

fn post(path: &str, body: Vec<u8>) -> Request<Body> {
    let request = Request::builder().method(Method::POST).uri(path);
    let request = request.header("host", "localhost:8080").header("origin", PAGE);
    let kind = if path == "/import" { "text/plain" } else { "application/json" };
    request.header("content-type", kind).body(Body::from(body)).expect("a request")
}

const API: &str = "http://localhost:8081";
const OTHER: &str = "http://127.0.0.1:8081";
const STAGE: &str = "http://localhost:8084";
