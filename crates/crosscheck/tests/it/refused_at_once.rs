//! What a browser refuses before it asks anything else: by the request's mode, its URL, its body.

use crosscheck::agent::Profile;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Context;
use crosscheck::scenario::PermissionState;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::play;
use crosscheck::wire::Origin;

const PAGE: &str = "https://app.example";
const API: &str = "https://api.example";
const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];

/// One step of a page, against servers that share everything with everybody.
fn played(step: Step, profile: &'static Profile, routes: Vec<Route>) -> Record {
    let page = Origin::parse(PAGE).expect("an origin");
    let scenario = Scenario { page, steps: vec![step], server: routes, ..Scenario::default() };
    play(&scenario, profile, &mut ScriptedServer::new(&scenario.server))
}

fn shared(origin: &str, path: &str, content_type: &'static str, body: &str) -> Route {
    let line = |name: &'static str, value: &str| (name.into(), value.into());
    let headers = vec![
        line("Access-Control-Allow-Origin", "*"),
        line("Access-Control-Allow-Methods", "PUT"),
        line("Content-Type", content_type),
    ];
    Route { headers, body: body.into(), ..Route::new(origin, path, 200) }
}

fn methods(record: &Record) -> Vec<&str> {
    record.wire.iter().map(|request| request.method.as_str()).collect()
}

/// A link with a password in it signs whoever follows it in elsewhere. Chromium takes none from a page's markup; what
/// CORS asks for may have one, until a redirect leads there.
#[test]
fn a_password_in_a_url_is_taken_from_no_markup_in_chromium() {
    let file = || vec![shared(API, "/logo", "image/png", "@png")];
    let url = "https://user:secret@api.example/logo";
    for profile in BROWSERS {
        let is_chromium = profile.name() == "chromium";
        let plain = played(Step::new(Api::Img, url), profile, file());
        assert_eq!(methods(&plain).is_empty(), is_chromium, "{}", profile.name());
        let crossorigin = Some("anonymous".into());
        let by_cors = played(Step { crossorigin, ..Step::new(Api::Img, url) }, profile, file());
        assert_eq!(methods(&by_cors), ["GET"], "{}", profile.name());
        // `fetch()` throws in all of them.
        assert!(methods(&played(Step::new(Api::Fetch, url), profile, file())).is_empty());
        // What a frame would show is told of.
        let framed = played(Step::new(Api::Iframe, url), profile, file());
        let is_told = framed.console.iter().any(|line| line.contains("embedded credentials"));
        assert_eq!(is_told, is_chromium, "{:?}", framed.console);
    }
}

/// A page that is gone must not keep the line busy: what outlives it sends 64 KiB at most.
#[test]
fn what_outlives_its_page_is_short() {
    let routes = || vec![shared(API, "/log", "text/plain", "")];
    let url = "https://api.example/log";
    for profile in BROWSERS {
        for (length, is_sent) in [(65_536, true), (65_537, false)] {
            let body = Some(Body::new(BodyKind::Text, &"x".repeat(length)));
            let method = Some("POST".to_owned());
            let kept = Step {
                method: method.clone(),
                body: body.clone(),
                keepalive: true,
                ..Step::new(Api::Fetch, url)
            };
            assert_eq!(methods(&played(kept, profile, routes())).is_empty(), !is_sent);
            let usual = Step { method, body: body.clone(), ..Step::new(Api::Fetch, url) };
            assert_eq!(methods(&played(usual, profile, routes())), ["POST"]);
            // Of a beacon's length Firefox asks nothing.
            let beacon = played(Step { body, ..Step::new(Api::Beacon, url) }, profile, routes());
            assert_eq!(methods(&beacon).is_empty(), !is_sent && profile.name() != "firefox");
        }
    }
}

/// Only Chromium streams what it sends, over HTTP/2, which no scenario's server speaks: the preflight is all that comes.
#[test]
fn a_stream_goes_over_no_connection_of_http_1() {
    let stream = |mode| Step {
        method: Some("PUT".into()),
        body: Some(Body::new(BodyKind::Stream, "long")),
        mode,
        ..Step::new(Api::Fetch, "https://api.example/file")
    };
    let routes = || vec![shared(API, "/file", "text/plain", "")];
    let sent = |profile, mode| {
        let record = played(stream(mode), profile, routes());
        let name = match record.steps.first() {
            Some(StepRecord::Error { name }) => name.clone(),
            _ => String::new(),
        };
        (methods(&record).join(" "), name)
    };
    let same_origin = Some(RequestMode::SameOrigin);
    let seen = |methods: &str, name: &str| (methods.to_owned(), name.to_owned());
    assert_eq!(sent(&Profile::CHROMIUM, None), seen("OPTIONS", "TypeError"));
    assert_eq!(sent(&Profile::CHROMIUM, same_origin), seen("OPTIONS", "TypeError"));
    // To Firefox it is an object like any other, and its name is text.
    assert_eq!(sent(&Profile::FIREFOX, None), seen("OPTIONS PUT", ""));
    assert_eq!(sent(&Profile::FIREFOX, same_origin), seen("", "TypeError"));
    assert_eq!(sent(&Profile::WEBKIT, None), seen("", "NotSupportedError"));
}

/// A stream of events is UTF-8. One that says otherwise is read as UTF-8 all the same, but by Chromium.
#[test]
fn an_event_source_reads_utf_8() {
    for (charset, is_refused) in [
        ("text/event-stream; charset=\"UTF-8\"", false),
        ("text/event-stream;charset=utf8", true),
        ("text/event-stream;charset=latin1", true),
    ] {
        for profile in BROWSERS {
            let routes = vec![shared(API, "/events", charset, "@events")];
            let step = Step::new(Api::EventSource, "https://api.example/events");
            let record = played(step, profile, routes);
            let failed = matches!(record.steps.first(), Some(StepRecord::Error { .. }));
            assert_eq!(failed, is_refused && profile.name() == "chromium", "{charset}");
            let is_told = record.console.iter().any(|line| line.contains("charset"));
            assert_eq!(is_told, is_refused && profile.name() != "firefox", "{charset}");
        }
    }
}

/// A mode that cannot be is told of before the page's lack of TLS is.
#[test]
fn the_mode_is_judged_before_mixed_content() {
    let step = Step {
        mode: Some(RequestMode::NoCors),
        redirect: Some(RedirectMode::Manual),
        ..Step::new(Api::Fetch, "http://api.example/")
    };
    for profile in BROWSERS {
        let record = played(step.clone(), profile, Vec::new());
        let is_mixed = |line: &String| line.to_lowercase().contains("insecure");
        assert!(!record.console.iter().any(is_mixed), "{:?}", record.console);
    }
}

/// What the user let one page do, a window of another origin that it opens may not.
#[test]
fn a_permission_is_the_pages_own() {
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX] {
        for (origin, is_let) in [(PAGE, true), ("https://other.example", false)] {
            let opened = Origin::parse(origin).expect("an origin");
            let step = Step {
                context: Context::Window(opened),
                ..Step::new(Api::Fetch, "https://nas.example/")
            };
            let mut scenario = Scenario {
                page: Origin::parse(PAGE).expect("an origin"),
                hosts: [("nas.example".into(), "192.168.1.60".parse().expect("an address"))].into(),
                steps: vec![step],
                server: vec![shared("https://nas.example", "/", "text/plain", "")],
                ..Scenario::default()
            };
            scenario.permissions.local_network = Some(PermissionState::Granted);
            let record = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
            assert_eq!(methods(&record).is_empty(), !is_let, "{origin} in {}", profile.name());
        }
    }
}
