//! What a decision and a policy cost, as far as a counter can tell.

use std::fmt::Write;
use std::hint::black_box;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::Rule;

use crate::policy::Head;

const APP: &str = "https://app.example.com";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn deciding_allocates_nothing() {
    let config = Config {
        origins: list(&[
            APP,
            "https://*.example.org",
            "https://**.example.net:*",
            "https://a-*.b.example",
        ]),
        credentials: true,
        methods: list(&["PUT"]),
        request_headers: list(&["x-a", "content-type"]),
        expose_headers: list(&["x-b"]),
        max_age: Some(600),
        expose_timing: true,
        rules: vec![
            Rule { paths: list(&["/public"]), origins: list(&["*"]), ..Rule::default() },
            Rule { paths: list(&["/api/v1"]), origins: list(&[APP]), ..Rule::default() },
        ],
        ..Config::default()
    };
    let policy = Policy::new(&config).expect("a policy");
    let commas = ",".repeat(1 << 20);
    for path in ["/", "/public/x", "/api/v1/users?x", "/api%2fv1/..;/%2e%2e", "/caf%C3%A9"] {
        for origin in [
            None,
            Some(APP),
            Some("https://a.example.org"),
            Some("https://a.b.c.example.net:8443"),
            Some("https://evil.example"),
            Some("https://a/b?c.example.org"),
        ] {
            for asked in ["x-a", "content-type,x-a", "x-evil", &commas] {
                for method in ["GET", "OPTIONS"] {
                    let mut headers = vec![
                        ("access-control-request-method", "PUT"),
                        ("access-control-request-headers", asked),
                    ];
                    headers.extend(origin.map(|origin| ("origin", origin)));
                    let head = Head(method, path, &headers);
                    let cost = allocation_counter::measure(|| {
                        let _ = black_box(policy.decide(black_box(&head)));
                    });
                    assert_eq!(cost.count_total, 0, "{method} {path} {origin:?}");
                }
            }
        }
    }
}

fn many(count: usize) -> Config {
    let mut origins = Vec::with_capacity(count);
    for number in 0..count {
        let mut origin = String::new();
        write!(origin, "https://customer-{number}.app.example.com").expect("text grows");
        origins.push(origin);
    }
    Config { origins, ..Config::default() }
}

#[test]
fn ten_thousand_origins_take_little_more_room_than_their_text() {
    let config = many(10_000);
    let text: usize = config.origins.iter().map(String::len).sum();
    let mut kept = None;
    let cost = allocation_counter::measure(|| kept = Some(Policy::new(&config)));
    let bytes = usize::try_from(cost.bytes_current).expect("it holds something");
    assert!(bytes < 3 * text, "{bytes} bytes for {text} bytes of text");
}
