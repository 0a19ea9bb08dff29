//! The engine under a client of its own: it is the browser it names from the start, holds bodies once, keeps what is to
//! be kept, and speaks the types that clients have.

use crosscheck::agent::Body;
use crosscheck::agent::Client;
use crosscheck::agent::Cookie;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::SameSite;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::BodyInit;
use crosscheck::agent::api::BodyKind;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::agent::start;
use crosscheck::wire::HeaderList;
use url::Url;

const API: &str = "https://api.shop.example/cart";

/// Lets a page fetch the API, over a server; the messages that were sent.
fn ask(
    browser: &mut UserAgent,
    page: &str,
    init: FetchInit,
    mut answer: impl FnMut(&HttpRequest) -> Response,
) -> (Outcome, Vec<HttpRequest>) {
    let page = Client::page(page).expect("a URL");
    let asked = PageRequest::fetch(API, init);
    let request = asked.set_up(browser, &page).expect("a request");
    let mut sent = Vec::new();
    let mut network = |message: &HttpRequest, _: &mut UserAgent| {
        sent.push(message.clone());
        Some(answer(message))
    };
    (fetch(request, &mut network, browser, 1), sent)
}

fn with_credentials() -> FetchInit {
    FetchInit { credentials: Some(CredentialsMode::Include), ..FetchInit::default() }
}

/// What lets the shop's page read, with credentials.
fn shared(body: impl Into<Body>) -> Response {
    let lines = [
        ("Access-Control-Allow-Origin", "https://www.shop.example"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Cache-Control", "max-age=60"),
    ];
    Response { status: 200, headers: lines.into_iter().collect(), body: body.into() }
}

/// Nobody had to hand in a list: `www` and `api` are one site, and another shop's page is of another.
#[test]
fn a_lax_cookie_goes_to_its_site_from_the_start() {
    let mut browser = UserAgent::new(&Profile::CHROMIUM);
    let api = Url::parse(API).expect("a URL");
    browser.remember_visit(&api, b"session=7; SameSite=Lax; Path=/", 0);
    for (page, goes) in [("https://www.shop.example/", true), ("https://other.example/", false)] {
        let (_, sent) = ask(&mut browser, page, with_credentials(), |_| shared(""));
        assert_eq!(sent[0].headers.contains("Cookie"), goes, "{page}");
    }
}

#[test]
fn a_page_tells_its_url_as_its_policy_lets_it() {
    let mut browser = UserAgent::new(&Profile::CHROMIUM);
    let page = "https://www.shop.example/inbox?unread#top";
    let (_, sent) = ask(&mut browser, page, FetchInit::default(), |_| shared(""));
    let told = |name: &str| String::from_utf8(sent[0].headers.get(name).expect(name).into_owned());
    assert_eq!(told("Referer").as_deref(), Ok("https://www.shop.example/"));
    assert_eq!(told("Origin").as_deref(), Ok("https://www.shop.example"));
    assert_eq!(told("Sec-Fetch-Site").as_deref(), Ok("same-site"));
    assert_eq!(told("Sec-Fetch-Mode").as_deref(), Ok("cors"));
    assert_eq!(told("Sec-Fetch-Dest").as_deref(), Ok("empty"));
}

#[test]
fn what_names_no_page_says_what_would() {
    for (given, instead) in [
        ("shop.example", "https://shop.example/"),
        ("shop.example:8443/cart", "https://shop.example:8443/cart"),
        ("localhost:3000", "https://localhost:3000/"),
        ("/cart", "https://app.example/"),
        ("", "https://app.example/"),
    ] {
        let error = Client::page(given).expect_err("no URL");
        assert!(error.to_string().contains(instead), "{given}: {error}");
    }
    assert!(Client::page("null").expect("a sandbox").origin.is_opaque());
}

/// What script may read is what came: the same bytes, not a copy.
#[test]
fn a_body_is_held_once() {
    let mut browser = UserAgent::new(&Profile::SPEC);
    let came = Body::from(vec![0, 159, 146, 150]);
    let page = "https://www.shop.example/";
    let (outcome, _) = ask(&mut browser, page, FetchInit::default(), |_| shared(came.clone()));
    let seen = outcome.result.expect("it may read");
    assert_eq!(seen.body, came);
    assert!([&seen.body, &seen.internal.body].iter().all(|body| body.as_ptr() == came.as_ptr()));
}

/// A body goes to whatever sends it, on each hop that has one.
#[test]
fn a_body_goes_along_with_the_redirect_that_keeps_it() {
    for (status, second) in [(307, "hello"), (303, "")] {
        let mut browser = UserAgent::new(&Profile::FIREFOX);
        let body = Some(BodyInit::new(BodyKind::Text, "hello"));
        let init = FetchInit { method: Some("POST".into()), body, ..FetchInit::default() };
        let page = "https://www.shop.example/";
        let mut hops = 0;
        let (_, sent) = ask(&mut browser, page, init, |_| {
            hops += 1;
            let mut answer = shared("");
            if hops == 1 {
                answer.status = status;
                answer.headers.append("Location", "/elsewhere");
            }
            answer
        });
        let bodies: Vec<&[u8]> = sent.iter().map(|message| &*message.body).collect();
        assert_eq!(bodies, [b"hello", second.as_bytes()], "{status}");
    }
}

/// A stream never enters the engine, which judges by the head; what it could not keep, it does not.
#[test]
fn a_stream_is_judged_by_its_head_and_not_kept() {
    let mut browser = UserAgent::new(&Profile::CHROMIUM);
    let page = "https://www.shop.example/";
    let stream = |_: &HttpRequest| shared(Body::elsewhere(None));
    let (outcome, _) = ask(&mut browser, page, with_credentials(), stream);
    assert!(outcome.result.expect("it may read").body.is_elsewhere());
    assert!(browser.http_cache.is_empty());
    let (_, sent) = ask(&mut browser, page, with_credentials(), |_| shared("all of it"));
    assert_eq!((sent.len(), browser.http_cache.entries().count()), (1, 1));
    let (outcome, sent) = ask(&mut browser, page, with_credentials(), |_| unreachable!("kept"));
    assert_eq!((&*outcome.result.expect("kept").body, sent.len()), (&b"all of it"[..], 0));
}

/// Before a body is read, whoever carries it asks whether anybody needs it.
#[test]
fn a_body_is_needed_where_it_is_kept() {
    let page = Client::page("https://www.shop.example/").expect("a URL");
    for (method, line, needed) in [
        ("GET", ("Cache-Control", "max-age=60"), true),
        ("GET", ("Cache-Control", "no-store"), false),
        ("POST", ("Cache-Control", "max-age=60"), false),
    ] {
        let mut browser = UserAgent::new(&Profile::CHROMIUM);
        let init = FetchInit { method: Some(method.into()), ..FetchInit::default() };
        let asked = PageRequest::fetch(API, init).set_up(&browser, &page).expect("a request");
        let Next::Send(_, wait) = start(asked, &mut browser, 0) else { panic!("it asks") };
        let headers: HeaderList = [line].into_iter().collect();
        let head = Response { status: 200, headers, body: Body::elsewhere(None) };
        assert_eq!(wait.needs_body(&head), needed, "{method} {line:?}");
    }
}

#[test]
fn cookies_are_saved_as_plain_records() {
    let mut browser = UserAgent::new(&Profile::CHROMIUM);
    let api = Url::parse(API).expect("a URL");
    let lines =
        ["a=1; Domain=shop.example; Max-Age=60", "b=2; SameSite=None; Secure; HttpOnly; Path=/"];
    for line in lines {
        browser.remember_visit(&api, line.as_bytes(), 1_000);
    }
    let saved = serde_json::to_string(&browser.cookies.iter().collect::<Vec<_>>());
    let saved = saved.expect("plain records");
    let read: Vec<Cookie> = serde_json::from_str(&saved).expect("what was written");
    let told: Vec<_> = read
        .iter()
        .map(|c| (&*c.name, &*c.host, c.host_only, c.http_only, c.same_site, c.expires_ms))
        .collect();
    assert_eq!(
        told,
        [
            ("a", "shop.example", false, false, SameSite::Default, Some(61_000)),
            ("b", "api.shop.example", true, true, SameSite::None, None),
        ]
    );
    let mut tomorrow = UserAgent::new(&Profile::CHROMIUM);
    assert_eq!(tomorrow.cookies.load(read), []);
    let (_, sent) =
        ask(&mut tomorrow, "https://api.shop.example/", with_credentials(), |_| shared(""));
    assert_eq!(sent[0].headers.get("Cookie").as_deref(), Some(&b"a=1; b=2"[..]));
}

#[test]
fn heads_are_those_of_the_crate_http() {
    let mut browser = UserAgent::new(&Profile::CHROMIUM);
    let page = "https://www.shop.example/";
    let (outcome, sent) = ask(&mut browser, page, with_credentials(), |message| {
        let request = http::Request::try_from(message).expect("a request");
        assert_eq!(request.uri(), API);
        let mut answer = http::Response::new("hello");
        *answer.headers_mut() = http::HeaderMap::try_from(&shared("").headers).expect("headers");
        answer.into()
    });
    assert_eq!(sent.len(), 1);
    let seen = http::Response::try_from(&outcome.result.expect("it may read")).expect("a status");
    assert_eq!((seen.status().as_u16(), &**seen.body()), (200, &b"hello"[..]));
    assert_eq!(seen.headers().len(), 1, "of the answer only Cache-Control is shared");
    // Browsers let bytes pass that are none to `http`.
    let odd: HeaderList = [("X-Odd", &b"\x01"[..])].into_iter().collect();
    assert!(http::HeaderMap::try_from(&odd).is_err());
}
