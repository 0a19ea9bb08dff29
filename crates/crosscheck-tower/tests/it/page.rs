//! The page of [`crosscheck_tower::testing`]: what its assertions say when they fail.

use bytes::Bytes;
use crosscheck::agent::Profile;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::testing::Fetch;
use crosscheck_tower::testing::FetchReport;
use crosscheck_tower::testing::FetchRule;
use crosscheck_tower::testing::Page;
use crosscheck_tower::testing::Run;
use http::Request;
use http::Response;
use http_body_util::BodyExt;
use http_body_util::Full;
use tower::ServiceBuilder;

use crate::stacks::APP;
use crate::stacks::policy;

/// Answers with what it was asked, behind the policy of these tests.
async fn ask(fetch: Fetch) -> FetchReport {
    let mut service = ServiceBuilder::new().layer(CorsLayer::new(policy())).service_fn(
        |request: Request<Full<Bytes>>| async {
            let (head, body) = request.into_parts();
            let body = body.collect().await.unwrap_or_default().to_bytes();
            let host = head.headers["host"].to_str().unwrap_or_default();
            let text = format!("{} {host} {} {}", head.method, head.uri, body.len());
            let answer = Response::builder().header("x-total", "7").header("x-hidden", "1");
            answer.body(Full::<Bytes>::from(text))
        },
    );
    fetch.run(&mut service).await
}

const URL: &str = "https://api.example:8443/users?page=2#top";

#[tokio::test]
async fn what_is_sent_and_read_is_what_a_browser_would() {
    let put = Page::on(APP).fetch(URL).method("put").header("X-Token", "1").body("hello");
    let told = ask(put.with_credentials()).await;
    let read = told.assert_allowed();
    assert_eq!(String::from_utf8_lossy(&read.body), "PUT api.example:8443 /users?page=2 5");
    assert!(read.headers.contains("x-total") && !read.headers.contains("x-hidden"));
    let chromium = Page::on(APP).in_browser(&Profile::CHROMIUM).fetch(URL);
    ask(chromium).await.assert_allowed();
    ask(Page::on("null").fetch(URL)).await.assert_refused_because(FetchRule::AllowOriginMissing);
}

#[tokio::test]
async fn a_story_tells_each_message_and_what_broke() {
    let told = ask(Page::on(APP).fetch(URL).method("DELETE")).await;
    told.assert_refused_because(FetchRule::MethodNotAllowed);
    assert_eq!(
        told.to_string(),
        "\
a page on https://app.example fetches https://api.example:8443/users?page=2#top
→ OPTIONS https://api.example:8443/users?page=2
    Accept: */*
    Access-Control-Request-Method: DELETE
    Referer: https://app.example/
    Origin: https://app.example
    Sec-Fetch-Dest: empty
    Sec-Fetch-Mode: cors
    Sec-Fetch-Site: cross-site
← 204
    vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
    access-control-allow-origin: https://app.example
    access-control-allow-credentials: true
    access-control-allow-methods: PUT
    access-control-allow-headers: x-token
✗ Access-Control-Allow-Methods does not name the method, on the preflight
    seen  the method is DELETE
    rule  method-not-allowed
          https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    why   a form can send GET, HEAD and POST; what can do more, a server must expect
    fix   Access-Control-Allow-Methods: DELETE
"
    );
}

#[tokio::test]
#[should_panic(
    expected = "the page should read the answer, and may not\na page on https://x.example"
)]
async fn an_assertion_that_fails_tells_the_story() {
    ask(Page::on("https://x.example").fetch(URL)).await.assert_allowed();
}

#[tokio::test]
#[should_panic(expected = "is for another\na page on https://x.example")]
async fn another_reason_is_a_failure_too() {
    let told = ask(Page::on("https://x.example").fetch(URL)).await;
    told.assert_refused_because(FetchRule::AllowCredentials);
}

#[test]
#[should_panic(expected = "write `https://app.example`")]
fn a_page_is_on_an_origin() {
    let _ = Page::on("https://app.example/");
}
