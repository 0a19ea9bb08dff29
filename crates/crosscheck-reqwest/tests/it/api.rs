//! An API behind our layer: what its policy lets a page do, the page can do, as cheaply as in a browser.

use axum::Router;
use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use axum::routing::post;
use axum::routing::put;
use crosscheck_reqwest::Cookie;
use crosscheck_reqwest::Profile;
use crosscheck_reqwest::RequestMode;
use crosscheck_reqwest::ResponseType;
use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::server::APP;
use crate::server::Served;
use crate::server::browser;
use crate::server::page;
use crate::server::put as asks_to_put;

async fn api() -> Served {
    let policy = Policy::new(&Config {
        origins: vec![APP.into()],
        methods: vec!["PUT".into()],
        request_headers: vec!["x-token".into()],
        expose_headers: vec!["x-total".into()],
        credentials: true,
        max_age: Some(600),
        ..Config::default()
    });
    let user = put(|body: String| async move {
        ([("x-total", "7"), ("x-internal", "1")], format!("saved {body}"))
    });
    let sign_in = get(|| async { ([(header::SET_COOKIE, "session=7; SameSite=Lax")], "welcome") });
    let list = get(|| async { ([(header::CACHE_CONTROL, "max-age=600")], "a list") });
    let app = Router::new()
        .route("/users/7", user)
        .route("/sign-in", sign_in)
        .route("/list", list)
        .route("/moved", post(|| async { Redirect::temporary("/echo") }))
        .route("/echo", post(|body: String| async { body }))
        .layer(CorsLayer::new(policy.expect("a policy")));
    Served::new(app).await
}

#[tokio::test]
async fn a_page_is_asked_for_once_and_reads_what_is_shared() {
    let (api, page) = (api().await, page());
    for _ in 0..2 {
        let order = asks_to_put(&api.url("/users/7")).header("x-token", "1").body("it");
        let read = page.fetch(order).with_credentials().await.expect("the policy lets it");
        assert_eq!((read.status(), read.response_type()), (200, ResponseType::Cors));
        assert_eq!(read.headers()["x-total"], "7");
        assert!(!read.headers().contains_key("x-internal"), "nobody exposes it");
        assert_eq!(read.text().await.expect("a body"), "saved it");
    }
    // The answer to the preflight is kept for ten minutes.
    assert_eq!(api.asked(), ["OPTIONS /users/7", "PUT /users/7", "PUT /users/7"]);
    for (name, value) in [
        ("origin", APP),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "cors"),
        ("accept-language", "en-US,en;q=0.9"),
    ] {
        assert_eq!(api.last(name), value, "{name}");
    }
}

#[tokio::test]
async fn cookies_are_kept_listed_and_loaded() {
    let api = api().await;
    let today = browser(&Profile::CHROMIUM);
    let own = today.page(&api.at).expect("a URL");
    let read = own.fetch(&*api.url("/sign-in")).await.expect("it is the page's own origin");
    assert!(!read.headers().contains_key("set-cookie"), "script never sees it");
    own.fetch(&*api.url("/list")).await.expect("the same");
    assert_eq!(api.last("cookie"), "session=7");
    assert_eq!(api.last("referer"), format!("{}/", api.at));
    let saved: Vec<Cookie> = today.with(|agent| agent.cookies.iter().cloned().collect());
    assert_eq!((saved.len(), &*saved[0].name, &*saved[0].value), (1, "session", "7"));

    // Another browser of the same user; and a page of another site, to which `Lax` sends nothing.
    let tomorrow = browser(&Profile::CHROMIUM);
    assert!(tomorrow.with(|agent| agent.cookies.load(saved)).is_empty());
    tomorrow.page(&api.at).expect("a URL").fetch(&*api.url("/list")).await.expect("its own");
    assert_eq!(api.last("cookie"), "session=7");
    let other = tomorrow.page(APP).expect("a URL");
    let read = other.fetch(&*api.url("/sign-in")).with_credentials().await;
    assert!(read.is_ok() && api.last("cookie").is_empty(), "{read:?}");
}

#[tokio::test]
async fn what_is_fresh_is_read_from_the_cache() {
    let (api, page) = (api().await, page());
    for _ in 0..3 {
        let read = page.fetch(&*api.url("/list")).await.expect("the policy lets it");
        assert_eq!(read.text().await.expect("a body"), "a list");
    }
    assert_eq!(api.asked(), ["GET /list"]);
}

#[tokio::test]
async fn a_redirect_takes_the_body_along() {
    let (api, page) = (api().await, page());
    let order = reqwest::Client::new().post(api.url("/moved")).body("a body");
    let read = page.fetch(order).await.expect("the policy lets it");
    assert!(read.redirected() && read.url().expect("it is shared").path() == "/echo");
    assert_eq!(read.text().await.expect("a body"), "a body");
}

#[tokio::test]
async fn without_cors_nothing_is_seen() {
    let (api, page) = (api().await, page());
    let read = page.fetch(&*api.url("/list")).mode(RequestMode::NoCors).await.expect("a beacon");
    assert_eq!((read.status(), read.response_type()), (0, ResponseType::Opaque));
    assert!(read.headers().is_empty() && read.bytes().await.expect("nothing").is_empty());
}

/// Nobody waits for the end of a body that is not kept.
#[tokio::test]
async fn a_body_streams() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let (read_one, go_on) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let _ = stream.read(&mut [0; 4096]).await;
        let head = "HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\n\
                    transfer-encoding: chunked\r\n\r\n3\r\none\r\n";
        stream.write_all(head.as_bytes()).await.expect("somebody reads");
        go_on.await.expect("one was read");
        stream.write_all(b"3\r\ntwo\r\n0\r\n\r\n").await.expect("somebody reads");
    });
    let mut read = page().fetch(&*url).await.expect("everybody may read");
    assert_eq!(read.chunk().await.expect("a piece").as_deref(), Some(&b"one"[..]));
    read_one.send(()).expect("it waits");
    assert_eq!(read.text().await.expect("the rest"), "two");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_ask_at_the_same_time() {
    let (api, page) = (api().await, page());
    let ask = |number: usize| {
        let (page, url) = (page.clone(), api.url("/users/7"));
        tokio::spawn(async move {
            let read = page.fetch(asks_to_put(&url).body(number.to_string())).await;
            read.expect("the policy lets it").text().await.expect("a body")
        })
    };
    let asked: Vec<_> = (0..8).map(ask).collect();
    for (number, asked) in asked.into_iter().enumerate() {
        assert_eq!(asked.await.expect("nobody panicked"), format!("saved {number}"));
    }
}

#[tokio::test]
async fn a_url_begins_where_the_page_is() {
    let api = api().await;
    let page = browser(&Profile::WEBKIT).page(&api.url("/shop/cart")).expect("a URL");
    for url in ["orders?open", "/orders", "../x", ""] {
        page.fetch(url).await.expect("its own origin");
    }
    assert_eq!(api.asked(), ["GET /shop/orders?open", "GET /orders", "GET /x", "GET /shop/cart"]);
}
