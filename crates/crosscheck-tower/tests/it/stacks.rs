//! A policy, requests, and what an answer says: shared by the tests.

use crosscheck_tower::Config;
use crosscheck_tower::Policy;
use http::Request;
use http::Response;

pub(crate) const APP: &str = "https://app.example";
pub(crate) const EVIL: &str = "https://evil.example";

/// One origin, with credentials.
pub(crate) fn policy() -> Policy {
    Policy::new(&Config {
        origins: vec![APP.into()],
        credentials: true,
        methods: vec!["PUT".into()],
        request_headers: vec!["x-token".into()],
        expose_headers: vec!["x-total".into()],
        ..Config::default()
    })
    .expect("a sound policy")
}

pub(crate) fn request(method: &str, lines: &[(&str, &str)]) -> Request<String> {
    let mut request = Request::builder().method(method).uri("/orders");
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    request.body(String::new()).expect("a request")
}

pub(crate) fn preflight(origin: &str, method: &str) -> Request<String> {
    request("OPTIONS", &[("origin", origin), ("access-control-request-method", method)])
}

/// An answer's status and its lines of one header, joined by a bar.
pub(crate) fn told<B>(answer: &Response<B>, name: &str) -> (u16, String) {
    let lines = answer.headers().get_all(name).iter();
    let lines: Vec<_> = lines.map(|line| line.to_str().expect("text")).collect();
    (answer.status().as_u16(), lines.join(" | "))
}
