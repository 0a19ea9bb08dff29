//! What the HTTP cache does to CORS: an answer that was made for one request is given to another.

use crosscheck::agent::Body;
use crosscheck::agent::CacheMode;
use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpCache;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestMode;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::ElementInit;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::wire::Origin;

const PAGE: &str = "https://app.example";
const URL: &str = "https://bucket.example/logo.png";

type Lines = Vec<(&'static str, &'static str)>;

/// A browser in front of one server that is a function of what it is asked.
struct Session {
    browser: UserAgent,
    now_ms: u64,
    /// What reached the server.
    asked: Vec<HttpRequest>,
}

impl Session {
    fn new(profile: &'static Profile) -> Self {
        // The 28th of November 2026.
        Self { browser: UserAgent::new(profile), now_ms: 1_795_824_000_000, asked: Vec::new() }
    }

    /// Whether the page may use what it asked for.
    fn load(
        &mut self,
        asked: &PageRequest,
        mut server: impl FnMut(&HttpRequest) -> (u16, Lines),
    ) -> bool {
        let client = Client::from(&Origin::parse(PAGE).expect("an origin"));
        let request = asked.set_up(&self.browser, &client).expect("a request");
        let reached = &mut self.asked;
        let mut network = |message: &HttpRequest, _: &mut UserAgent| {
            reached.push(message.clone());
            let (status, lines) = server(message);
            let headers = lines.into_iter().collect();
            Some(Response { status, headers, body: "body".into() })
        };
        fetch(request, &mut network, &mut self.browser, self.now_ms).result.is_ok()
    }

    fn requests(&self) -> usize {
        self.asked.len()
    }
}

fn image() -> PageRequest {
    PageRequest::Element { url: URL.into(), init: ElementInit::new(Api::Img) }
}

fn plain_fetch() -> PageRequest {
    PageRequest::fetch(URL, FetchInit::default())
}

fn fetch_with(init: FetchInit) -> PageRequest {
    PageRequest::fetch(URL, init)
}

/// A store that names the origin only to whoever tells one, as Amazon's does.
fn like_s3(vary: &'static str) -> impl Fn(&HttpRequest) -> (u16, Lines) {
    move |message| {
        let mut lines = vec![("Cache-Control", "max-age=3600")];
        if message.headers.contains("Origin") {
            lines.push(("Access-Control-Allow-Origin", "*"));
        }
        if !vary.is_empty() {
            lines.push(("Vary", vary));
        }
        (200, lines)
    }
}

#[test]
fn an_image_poisons_what_script_fetches_later() {
    for (profile, may_read) in
        [(&Profile::CHROMIUM, false), (&Profile::WEBKIT, false), (&Profile::FIREFOX, true)]
    {
        let mut session = Session::new(profile);
        assert!(session.load(&image(), like_s3("")));
        // The answer without `Access-Control-Allow-Origin` is still fresh.
        assert_eq!(session.load(&plain_fetch(), like_s3("")), may_read, "{}", profile.name());
    }
}

#[test]
fn vary_origin_on_every_answer_heals_it() {
    for &profile in Profile::ALL {
        let mut session = Session::new(profile);
        assert!(session.load(&image(), like_s3("Accept-Encoding, origin")));
        assert!(session.load(&plain_fetch(), like_s3("Origin")), "{}", profile.name());
        assert_eq!(session.requests(), 2);
        // Both are asked once.
        assert!(session.load(&plain_fetch(), like_s3("Origin")), "{}", profile.name());
        assert_eq!(session.requests(), 2, "{}", profile.name());
    }
}

#[test]
fn vary_is_not_enough_beside_an_etag() {
    // The server knows what it sent, but not to whom; a 304 without CORS headers leaves those kept.
    let server = |message: &HttpRequest| match message.headers.contains("If-None-Match") {
        true => (304, vec![("ETag", "\"1\"")]),
        false => {
            let mut lines = vec![("ETag", "\"1\""), ("Vary", "Origin")];
            if message.headers.contains("Origin") {
                lines.push(("Access-Control-Allow-Origin", "*"));
            }
            (200, lines)
        }
    };
    let no_cors = FetchInit { mode: Some(RequestMode::NoCors), ..FetchInit::default() };
    for (profile, may_read) in
        [(&Profile::CHROMIUM, false), (&Profile::FIREFOX, false), (&Profile::WEBKIT, true)]
    {
        let mut session = Session::new(profile);
        assert!(session.load(&fetch_with(no_cors.clone()), server));
        assert_eq!(session.load(&plain_fetch(), server), may_read, "{}", profile.name());
    }
}

#[test]
fn what_a_304_says_replaces_what_is_kept_and_its_silence_keeps_it() {
    let first = |_: &HttpRequest| {
        let lines = vec![
            ("Access-Control-Allow-Origin", PAGE),
            ("Cache-Control", "no-cache"),
            ("ETag", "\"1\""),
        ];
        (200, lines)
    };
    for &profile in Profile::ALL {
        for (lines, may_read) in [
            (vec![], true),
            (vec![("Access-Control-Allow-Origin", "*")], true),
            (vec![("Access-Control-Allow-Origin", "https://other.example")], false),
        ] {
            let mut session = Session::new(profile);
            assert!(session.load(&plain_fetch(), first));
            let second = |message: &HttpRequest| {
                assert_eq!(message.headers.get("If-None-Match").as_deref(), Some(&b"\"1\""[..]));
                (304, lines.clone())
            };
            assert_eq!(session.load(&plain_fetch(), second), may_read, "{}", profile.name());
        }
    }
}

#[test]
fn an_answer_is_fresh_for_as_long_as_it_says() {
    let server = |_: &HttpRequest| {
        let lines = vec![
            ("Access-Control-Allow-Origin", "*"),
            ("Cache-Control", "max-age=60"),
            ("Age", "30"),
        ];
        (200, lines)
    };
    for &profile in Profile::ALL {
        let mut session = Session::new(profile);
        for (seconds_later, requests) in [(0, 1), (29, 1), (1, 2), (29, 2), (30, 3)] {
            session.now_ms += seconds_later * 1000;
            assert!(session.load(&plain_fetch(), server));
            assert_eq!(session.requests(), requests, "{} {seconds_later}", profile.name());
        }
    }
}

#[test]
fn a_page_can_pass_the_cache_by_or_insist_on_it() {
    use CacheMode::*;
    for (mode, requests) in [(Default, 1), (ForceCache, 1), (NoCache, 2), (Reload, 2), (NoStore, 2)]
    {
        let mut session = Session::new(&Profile::SPEC);
        assert!(session.load(&plain_fetch(), like_s3("Origin")));
        let init = FetchInit { cache: Some(mode), ..FetchInit::default() };
        assert!(session.load(&fetch_with(init), like_s3("Origin")));
        assert_eq!(session.requests(), requests, "{mode}");
    }
    // What is not kept cannot be had, if nothing may be sent; elsewhere script may not even ask so.
    let init = FetchInit {
        cache: Some(OnlyIfCached),
        mode: Some(RequestMode::SameOrigin),
        ..FetchInit::default()
    };
    let mut session = Session::new(&Profile::SPEC);
    let own = PageRequest::fetch("https://app.example/", init);
    assert!(!session.load(&own, |_| (200, vec![])));
    assert_eq!(session.requests(), 0);
    let init = FetchInit { cache: Some(OnlyIfCached), ..FetchInit::default() };
    let page = Origin::parse(PAGE).expect("an origin");
    assert!(fetch_with(init).set_up(&session.browser, &page).is_err());
}

#[test]
fn a_refused_answer_goes_on_refusing_in_one_browser() {
    // The server was mended after the first answer.
    for (profile, may_read) in
        [(&Profile::CHROMIUM, true), (&Profile::WEBKIT, true), (&Profile::FIREFOX, false)]
    {
        let mut session = Session::new(profile);
        let fresh = ("Cache-Control", "max-age=3600");
        assert!(!session.load(&plain_fetch(), |_| (200, vec![fresh])));
        let mended = |_: &HttpRequest| (200, vec![fresh, ("Access-Control-Allow-Origin", "*")]);
        assert_eq!(session.load(&plain_fetch(), mended), may_read, "{}", profile.name());
    }
}

#[test]
fn firefox_keeps_answers_with_credentials_apart() {
    let credentialed =
        FetchInit { credentials: Some(CredentialsMode::Include), ..FetchInit::default() };
    let server = |_: &HttpRequest| {
        let lines = vec![
            ("Access-Control-Allow-Origin", PAGE),
            ("Access-Control-Allow-Credentials", "true"),
            ("Cache-Control", "max-age=3600"),
        ];
        (200, lines)
    };
    for (profile, requests) in
        [(&Profile::CHROMIUM, 1), (&Profile::WEBKIT, 1), (&Profile::FIREFOX, 2)]
    {
        let mut session = Session::new(profile);
        assert!(session.load(&plain_fetch(), server));
        assert!(session.load(&fetch_with(credentialed.clone()), server));
        assert_eq!(session.requests(), requests, "{}", profile.name());
    }
}

#[test]
fn what_was_changed_is_not_read_from_the_cache() {
    let mut session = Session::new(&Profile::SPEC);
    assert!(session.load(&plain_fetch(), like_s3("Origin")));
    let post = FetchInit { method: Some("POST".into()), ..FetchInit::default() };
    assert!(session.load(&fetch_with(post), like_s3("Origin")));
    assert!(session.load(&plain_fetch(), like_s3("Origin")));
    let methods: Vec<&str> = session.asked.iter().map(|message| &*message.method).collect();
    assert_eq!(methods, ["GET", "POST", "GET"]);
}

#[test]
fn the_cache_is_bounded_and_can_be_looked_into() {
    let mut session = Session::new(&Profile::SPEC);
    let body = Body::from(vec![b'x'; HttpCache::CAPACITY / 20]);
    let client = Client::from(&Origin::parse(PAGE).expect("an origin"));
    for number in 0..40 {
        let url = format!("https://bucket.example/{number}");
        let asked = PageRequest::fetch(&url, FetchInit::default());
        let request = asked.set_up(&session.browser, &client).expect("a request");
        let mut network = |_: &HttpRequest, _: &mut UserAgent| {
            let lines = [("Access-Control-Allow-Origin", "*"), ("Cache-Control", "max-age=60")];
            let headers = lines.into_iter().collect();
            Some(Response { status: 200, headers, body: body.clone() })
        };
        let now_ms = session.now_ms;
        assert!(fetch(request, &mut network, &mut session.browser, now_ms).result.is_ok());
    }
    let kept: Vec<_> = session.browser.http_cache.entries().collect();
    assert!(kept.iter().map(|entry| entry.body_length).sum::<usize>() <= HttpCache::CAPACITY);
    assert!(kept.len() >= 18, "{}", kept.len());
    assert!(kept.iter().any(|entry| entry.url.ends_with("/39")), "the newest stays");
    assert!(kept.iter().all(|entry| !entry.url.ends_with("/0")), "the oldest leaves");
}
