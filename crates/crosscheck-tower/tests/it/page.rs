//! The page of [`crosscheck_tower::testing`]: what its assertions say when they fail.

use std::time::Duration;

use bytes::Bytes;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::testing::Browser;
use crosscheck_tower::testing::Fetch;
use crosscheck_tower::testing::FetchReport;
use crosscheck_tower::testing::FetchRule;
use crosscheck_tower::testing::Page;
use crosscheck_tower::testing::Profile;
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
          in the policy: \"DELETE\" in `methods`
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

#[tokio::test]
async fn a_browser_remembers_from_call_to_call() {
    let browser = Browser::new(&Profile::CHROMIUM);
    browser.set_cookie(URL, "session=7; Path=/; SameSite=None; Secure");
    browser.set_cookie(URL, "lax=1; Path=/; SameSite=Lax");
    let page = browser.page("https://app.example/inbox");
    let put = || page.fetch(URL).method("PUT").with_credentials();
    let first = ask(put()).await;
    assert_eq!(first.sent().len(), 2, "it asks first");
    // The policy says nothing of an age, so the answer counts for five seconds.
    let second = ask(put()).await;
    assert_eq!(second.sent(), [format!("PUT {}", &URL[..URL.len() - 4])]);
    assert!(second.to_string().contains("    Cookie: session=7\n"), "{second}");
    browser.wait(Duration::from_secs(6));
    assert_eq!(ask(put()).await.sent().len(), 2, "it has forgotten");
    // To a page of the same site both cookies go.
    let own = browser.page("https://api.example:8443/").fetch("https://api.example:8443/users");
    let told = ask(own).await.to_string();
    assert!(told.contains("    Cookie: session=7; lax=1\n"), "{told}");
}

#[tokio::test]
async fn bytes_go_as_they_are() {
    let put = Page::on(APP).fetch(URL).method("PUT").bytes(vec![0, 159, 146, 150]);
    let told = ask(put).await;
    assert!(told.assert_allowed().body.ends_with(b" 4"), "{told}");
    assert!(!told.to_string().contains("Content-Type"), "bytes have no type: {told}");
}

#[tokio::test]
async fn an_upload_that_is_listened_to_asks_first() {
    let upload = || Page::on(APP).xhr(URL).method("POST").body("hello");
    assert_eq!(ask(upload()).await.sent().len(), 1);
    let told = ask(upload().listening_to_upload().with_credentials()).await;
    told.assert_allowed();
    assert!(told.sent()[0].starts_with("OPTIONS "), "{told}");
}

/// What opens a WebSocket: its answer stands for 101, which takes a connection.
async fn open(page: &str) -> FetchReport {
    let guard = CorsLayer::new(policy()).guard_websockets();
    let mut service =
        ServiceBuilder::new().layer(guard).service_fn(|request: Request<Full<Bytes>>| async move {
            let headers = request.headers();
            assert_eq!(headers["upgrade"], "websocket");
            assert_eq!(headers["connection"], "Upgrade");
            Response::builder().status(426).body(Full::<Bytes>::default())
        });
    Page::on(page).web_socket("wss://api.example/live").run(&mut service).await
}

#[tokio::test]
async fn a_handshake_passes_or_is_turned_away() {
    open(APP).await.assert_handshake_passes();
    open("https://x.example").await.assert_handshake_turned_away();
}

#[tokio::test]
#[should_panic(expected = "in the policy: \"https://x.example\" in `origins`")]
async fn a_handshake_that_is_turned_away_tells_what_helps() {
    open("https://x.example").await.assert_handshake_passes();
}

#[tokio::test]
async fn a_header_is_read_if_it_is_exposed() {
    let told = ask(Page::on(APP).fetch(URL)).await;
    assert_eq!(told.assert_reads_header("X-Total"), "7");
}

#[tokio::test]
#[should_panic(
    expected = "    fix   Access-Control-Expose-Headers: x-hidden\n          in the policy: \
                \"x-hidden\" in `expose_headers`"
)]
async fn a_header_that_is_hidden_tells_what_helps() {
    ask(Page::on(APP).fetch(URL)).await.assert_reads_header("x-hidden");
}

#[tokio::test]
#[should_panic(expected = "no browser stores")]
async fn a_cookie_that_no_browser_stores_is_no_test() {
    Browser::new(&Profile::CHROMIUM)
        .set_cookie("http://api.example/", "a=1; SameSite=None; Secure");
}
