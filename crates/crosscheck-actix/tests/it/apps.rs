//! A policy, requests, and what an answer says: shared by the tests.

use actix_http::Request;
use actix_web::http::header::HeaderMap;
use actix_web::test::TestRequest;
use crosscheck_actix::Config;
use crosscheck_actix::Policy;

pub(crate) const APP: &str = "https://app.example";
pub(crate) const EVIL: &str = "https://evil.example";

/// One origin, with credentials.
pub(crate) fn policy() -> Policy {
    Policy::new(&Config {
        origins: vec![APP.into()],
        credentials: true,
        methods: vec!["PUT".into()],
        ..Config::default()
    })
    .expect("a sound policy")
}

pub(crate) fn request(method: &str, lines: &[(&str, &str)]) -> Request {
    let mut request = TestRequest::with_uri("/orders").method(method.parse().expect("a method"));
    for line in lines {
        request = request.append_header(*line);
    }
    request.to_request()
}

pub(crate) fn preflight(origin: &str, method: &str) -> Request {
    request("OPTIONS", &[("origin", origin), ("access-control-request-method", method)])
}

/// The lines of one header, joined by a bar.
pub(crate) fn told(headers: &HeaderMap, name: &str) -> String {
    let lines = headers.get_all(name);
    lines.map(|line| line.to_str().expect("text")).collect::<Vec<_>>().join(" | ")
}
