//! Servers that make mistakes: the page is refused, and told why in the browser's words and what helps.

use std::time::Duration;

use axum::Router;
use axum::http::Method;
use axum::response::Redirect;
use axum::routing::any;
use axum::routing::get;
use crosscheck_reqwest::Error;
use crosscheck_reqwest::FetchRule;
use crosscheck_reqwest::Page;
use crosscheck_reqwest::Profile;
use crosscheck_reqwest::Refusal;
use crosscheck_reqwest::Response;

use crate::server::APP;
use crate::server::Served;
use crate::server::browser;
use crate::server::page;
use crate::server::put;

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

async fn server() -> Served {
    let app = Router::new()
        .route("/silent", get(|| async { "nothing about CORS" }))
        .route("/star", any(|| async { ([(ALLOW_ORIGIN, "*")], "everybody's") }))
        .route("/no-put", any(|| async { ([(ALLOW_ORIGIN, APP)], "read only") }))
        .route("/away", get(|| async { Redirect::temporary("/star") }))
        .route("/round", get(|| async { ([(ALLOW_ORIGIN, "*")], Redirect::temporary("/round")) }));
    Served::new(app).await
}

fn refused(read: Result<Response, Error>) -> Refusal {
    match read {
        Err(Error::Refused(refusal)) => *refusal,
        other => panic!("no server here lets it read: {other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_tells_the_rule_the_console_and_the_fix() {
    let server = server().await;
    let refusal = refused(page().fetch(&*server.url("/silent")).await);
    assert_eq!(refusal.rule(), FetchRule::AllowOriginMissing);
    let console = format!(
        "Access to fetch at '{}' from origin '{APP}' has been blocked by CORS policy: No \
         'Access-Control-Allow-Origin' header is present on the requested resource.",
        server.url("/silent")
    );
    assert_eq!(refusal.console(), [console]);
    let missing = refusal.missing_headers();
    let missing: Vec<_> = missing.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(missing, [("Access-Control-Allow-Origin", APP), ("Vary", "Origin")]);
    let told = refusal.to_string();
    assert!(told.starts_with("GET http://127.0.0.1:"), "{told}");
    assert!(
        told.contains("\n    fix   Access-Control-Allow-Origin: https://app.example"),
        "{told}"
    );
    assert!(told.contains("\n    told  Access to fetch at"), "{told}");
}

#[tokio::test]
async fn each_mistake_is_called_by_its_name() {
    let server = server().await;
    let page = page();
    let star = page.fetch(&*server.url("/star")).with_credentials().await;
    assert_eq!(refused(star).rule(), FetchRule::WildcardWithCredentials);
    // Its preflight is refused, so what would change something is never sent.
    let no_put = refused(page.fetch(put(&server.url("/no-put"))).await);
    assert_eq!(no_put.rule(), FetchRule::MethodNotAllowed);
    assert!(no_put.to_string().contains(", on the preflight"), "{no_put}");
    assert_eq!(server.asked().last().expect("asked"), "OPTIONS /no-put");
    // A redirect is an answer like any: who may not read it is not led on.
    let away = refused(page.fetch(&*server.url("/away")).await);
    assert_eq!(away.rule(), FetchRule::AllowOriginMissing);
    assert_eq!(server.asked().last().expect("asked"), "GET /away");
}

#[tokio::test]
async fn a_circle_has_an_end() {
    let server = server().await;
    let round = refused(page().fetch(&*server.url("/round")).await);
    assert_eq!(round.rule(), FetchRule::TooManyRedirects);
    assert_eq!(server.asked().len(), 21);
}

#[tokio::test]
async fn other_browsers_have_other_words() {
    let server = server().await;
    let firefox = browser(&Profile::FIREFOX).page(APP).expect("a URL");
    let refusal = refused(firefox.fetch(&*server.url("/silent")).await);
    let told = refusal.console();
    assert!(
        told[0].starts_with("Local Network Access detected"),
        "a page of the network: {refusal}"
    );
    assert!(told[1].starts_with("Cross-Origin Request Blocked"), "{refusal}");
}

#[tokio::test]
async fn what_never_reaches_a_server_says_so() {
    let page = page();
    let trace = reqwest::Request::new(Method::TRACE, "http://127.0.0.1/".parse().expect("a URL"));
    let error = page.fetch(trace).await.expect_err("no script may");
    assert!(matches!(error, Error::SetUp(_)), "{error}");
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let error = page.fetch(&url).await.expect_err("nobody is there");
    assert!(matches!(error, Error::NoAnswer(_)), "{error}");
    assert!(error.to_string().contains("Connection refused"), "{error}");
    let secure = url.replace("http:", "https:");
    let error = page.fetch(&secure).await.expect_err("there is no TLS in these tests");
    assert!(error.to_string().contains("features = [\"rustls\"]"), "{error}");
    let relative = reqwest::Client::new().get("/orders");
    let error = page.fetch(relative).await.expect_err("reqwest knows no page");
    assert!(error.to_string().contains("relative URL without a base"), "{error}");
    let error = page.fetch("http://").await.expect_err("no URL");
    assert!(matches!(error, Error::SetUp(_)), "{error}");
    let error = Page::new(&Profile::CHROMIUM, "app.example").expect_err("no URL");
    assert!(matches!(error, Error::Page(_)), "{error}");
}

/// A server that takes its time, and a request that does not.
#[tokio::test]
async fn the_time_limit_of_a_request_holds_for_each_message_of_it() {
    let never = Served::new(Router::new().fallback(std::future::pending::<()>)).await;
    let page = page();
    for request in [reqwest::Client::new().get(never.url("/")), put(&never.url("/"))] {
        let request = request.timeout(Duration::from_millis(20));
        let error = page.fetch(request).await.expect_err("it never answers");
        let Error::NoAnswer(error) = error else { panic!("{error}") };
        assert!(error.is_timeout(), "{error:?}");
    }
}
