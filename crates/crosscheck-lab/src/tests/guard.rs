//! Who may ask, and what the page and the stage may load.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderName;
use axum::http::Method;
use axum::http::Request;
use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::Value;
use serde_json::json;

use super::API;
use super::OTHER;
use super::PAGE;
use super::STAGE;
use super::answer_of;
use super::ask;
use super::ask_of;
use super::at;
use super::get;
use super::lab;
use super::post;
use super::runs;
use super::signed;
use super::stage;
use crate::session::Session;

#[test]
fn only_the_host_that_was_printed_is_answered() {
    for (method, path, host, status) in [
        (Method::GET, "/", "localhost:8080", StatusCode::OK),
        (Method::GET, "/", "127.0.0.1:8080", StatusCode::TEMPORARY_REDIRECT),
        // A name of a stranger that leads to this machine.
        (Method::GET, "/", "rebound.example:8080", StatusCode::MISDIRECTED_REQUEST),
        (Method::GET, "/scenes.json", "localhost", StatusCode::MISDIRECTED_REQUEST),
        (Method::POST, "/judge", "127.0.0.1:8080", StatusCode::MISDIRECTED_REQUEST),
        (Method::GET, "/../Cargo.toml", "localhost:8080", StatusCode::NOT_FOUND),
        // What plays has an origin of its own.
        (Method::GET, "/stage.html", "localhost:8080", StatusCode::NOT_FOUND),
        (Method::GET, "/perform.js", "localhost:8080", StatusCode::NOT_FOUND),
    ] {
        let request = Request::builder().method(&method).uri(path).header("host", host);
        let (answered, _) = ask(request.body(Body::empty()).expect("a request"));
        assert_eq!(answered.status, status, "{method} {path} at {host}");
    }
}

/// Whatever is no file asks for each of the signs that tell the page that was served.
#[test]
fn only_the_page_that_was_served_uses_the_api() {
    let lab = lab();
    let token = lab.token.clone();
    let other = Session::new(PAGE, API, OTHER, Arc::default(), runs()).token.clone();
    assert_eq!(token.len(), 32);
    assert_ne!(token, other, "each session has its own");
    let (site, mine) = ("sec-fetch-site", ("x-crosscheck-lab", token.as_str()));
    let page = ("origin", PAGE);
    // Rights without the token, tokens without the rest, and each sign of somebody else.
    let foreign: [&[(&str, &str)]; 14] = [
        &[],
        &[page],
        &[page, (site, "same-origin")],
        &[page, ("x-crosscheck-lab", "yes")],
        &[page, ("x-crosscheck-lab", "")],
        &[page, ("x-crosscheck-lab", &other)],
        &[page, ("x-crosscheck-lab", &token[1..])],
        &[mine, ("origin", STAGE)],
        &[mine, ("origin", "null")],
        &[mine, ("origin", "https://a.example")],
        &[mine, ("origin", "http://127.0.0.1:8080")],
        &[mine, page, (site, "same-site")],
        &[mine, page, (site, "cross-site")],
        &[mine, page, (site, "none")],
    ];
    let with = |mut request: Request<Body>, lines: &[(&str, &str)]| {
        request.headers_mut().remove("origin");
        request.headers_mut().remove("x-crosscheck-lab");
        for (name, value) in lines {
            let name: HeaderName = name.parse().expect("a name");
            request.headers_mut().append(name, value.parse().expect("a value"));
        }
        ask_of(&lab, request).0.status
    };
    for (method, path) in API_ROUTES {
        let request = || match method {
            "GET" => get(path),
            _ => post(path, "{}".into()),
        };
        for lines in foreign {
            let status = with(request(), lines);
            assert_eq!(status, StatusCode::FORBIDDEN, "{method} {path} {lines:?}");
        }
        if method == "POST" {
            assert_eq!(with(request(), &[mine]), StatusCode::FORBIDDEN, "{path}: no origin");
        }
        for lines in [&[mine, page][..], &[mine, page, (site, "same-origin")]] {
            let status = with(request(), lines);
            assert!(status != StatusCode::FORBIDDEN, "{method} {path} {lines:?}");
        }
    }
    // Nothing lies beside the list: what else is there is a file.
    let source = include_str!("../endpoints.rs");
    let routes =
        source.matches(".route(").count() + source.matches(", get(list_reports).post(").count();
    assert_eq!(routes, API_ROUTES.len() + 3, "the documentation's three are files");
}

/// Every route that is no file.
const API_ROUTES: [(&str, &str); 15] = [
    ("GET", "/scenes.json"),
    ("GET", "/predict?scene=no&browser=no"),
    ("POST", "/begin"),
    ("GET", "/wire?run=a"),
    ("GET", "/reports"),
    ("POST", "/reports"),
    ("POST", "/judge"),
    ("POST", "/policy"),
    ("POST", "/check"),
    ("POST", "/run"),
    ("GET", "/shown/rule/no-such"),
    ("GET", "/shown.json"),
    ("GET", "/servers.json"),
    ("POST", "/fix"),
    ("POST", "/import"),
];

#[test]
fn the_page_is_nobody_elses_to_frame_to_hold_or_to_read() {
    for path in ["/", "/main.js", "/docs/", "/scenes.json", "/nothing"] {
        let (answered, _) = ask(get(path));
        let header = |name: &str| answered.headers.get(name).and_then(|v| v.to_str().ok());
        assert_eq!(header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        assert_eq!(header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        let names = answered.headers.keys().map(HeaderName::as_str);
        let shared = names.filter(|name| name.starts_with("access-control-")).count();
        assert_eq!(shared, 0, "{path}: nothing is shared with another origin");
    }
    let (answered, body) = ask(get("/"));
    assert_eq!(answered.headers["cache-control"], "no-store", "no token outlives its session");
    let text = String::from_utf8(body).expect("HTML");
    assert!(text.contains(&format!("data-stage=\"{STAGE}\"")) && !text.contains("{token}"));
}

#[test]
fn the_page_talks_to_its_own_origin_and_only_the_stage_to_the_servers() {
    let (answered, _) = ask(get("/"));
    assert_snapshot!(answered.content_security_policy(), @r"
    default-src 'none'
    script-src 'self'
    style-src 'self'
    img-src data:
    connect-src 'self'
    frame-src http://localhost:8084/stage.html
    base-uri 'none'
    form-action 'none'
    frame-ancestors 'none'
    ");
    let (answered, body) = answer_of(stage(), at(get("/stage.html"), "localhost:8084"));
    assert!(String::from_utf8(body).expect("HTML").contains("data-page=\"http://localhost:8080\""));
    assert_snapshot!(answered.content_security_policy(), @r"
    sandbox allow-scripts allow-same-origin
    default-src 'none'
    script-src http://localhost:8084 http://localhost:8081 http://127.0.0.1:8081 http://localhost:8082 http://localhost:8083 http://127.0.0.1:8082 http://127.0.0.1:8083
    style-src http://localhost:8081 http://127.0.0.1:8081 http://localhost:8082 http://localhost:8083 http://127.0.0.1:8082 http://127.0.0.1:8083
    img-src http://localhost:8081 http://127.0.0.1:8081 http://localhost:8082 http://localhost:8083 http://127.0.0.1:8082 http://127.0.0.1:8083
    font-src http://localhost:8081 http://127.0.0.1:8081 http://localhost:8082 http://localhost:8083 http://127.0.0.1:8082 http://127.0.0.1:8083
    connect-src http://localhost:8081 http://127.0.0.1:8081 http://localhost:8082 http://localhost:8083 http://127.0.0.1:8082 http://127.0.0.1:8083 ftp: data:
    worker-src 'none'
    base-uri 'none'
    form-action 'none'
    frame-ancestors http://localhost:8080
    ");
    let of = |text: &str| text.split("; ").map(str::to_owned).collect::<Vec<_>>();
    let with_the_page = of(answered.headers["content-security-policy"].to_str().expect("text"));
    let with_the_page = with_the_page.iter().filter(|line| line.contains(PAGE));
    assert_eq!(with_the_page.collect::<Vec<_>>(), ["frame-ancestors http://localhost:8080"]);
    // It has nothing else, whoever asks.
    for (path, host, status) in [
        ("/perform.js", "localhost:8084", StatusCode::OK),
        ("/stage.html", "rebound.example:8084", StatusCode::MISDIRECTED_REQUEST),
        ("/", "localhost:8084", StatusCode::NOT_FOUND),
        ("/wire?run=a", "localhost:8084", StatusCode::NOT_FOUND),
        ("/main.js", "localhost:8084", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(answer_of(stage(), at(get(path), host)).0.status, status, "{path} at {host}");
    }
}

/// A link begins no run: it takes the page, and a scenario that can be played.
#[test]
fn a_run_has_a_name_that_nobody_guesses() {
    let step = json!({"api": "fetch", "url": "https://api.example/"});
    let scenario = json!({"id": "a", "page": "https://app.example", "steps": [step]});
    let body = json!({"scenario": scenario, "browser": "chromium"}).to_string();
    let lab = lab();
    let mut names = Vec::new();
    for (path, body) in [("/run", body.as_str()), ("/run", &body), ("/begin", ""), ("/begin", "")] {
        let (answered, body) = ask_of(&lab, signed(&lab, post(path, body.into())));
        assert_eq!(answered.status, StatusCode::OK, "{path}");
        let begun: Value = serde_json::from_slice(&body).expect("a run");
        names.push(begun["run"].as_str().expect("its name").to_owned());
    }
    names.sort();
    names.dedup();
    assert!(names.len() == 4 && names.iter().all(|name| name.len() == 16), "{names:?}");
}
