//! A page that came over TLS, and a URL that does not: some of it is upgraded, the rest refused, and
//! browsers draw the line in different places. `Strict-Transport-Security` is a host's own word for it.

use crosscheck::agent::Profile;
use crosscheck::agent::ResponseType;
use crosscheck::agent::api::Api;
use crosscheck::diagnosis::read;
use crosscheck::scenario::PermissionState;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use crosscheck::wire::Origin;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];

#[test]
fn what_script_reads_is_refused_and_what_is_shown_is_upgraded() {
    let page = "https://app.example";
    for profile in BROWSERS {
        let fetched = played(profile, page, Api::Fetch, "http://api.example/x");
        assert!(fetched.wire.is_empty(), "{}: nothing is sent", profile.name());
        assert!(is_error(&fetched.steps[0]));
        let image = played(profile, page, Api::Img, "http://api.example/x");
        assert_eq!(sent(&image), ["GET https://api.example/x"], "{}", profile.name());
    }
}

#[test]
fn each_console_says_that_it_was_mixed_content_and_is_understood() {
    let url = "http://api.example/x";
    for profile in BROWSERS {
        let record = played(profile, "https://app.example", Api::Fetch, url);
        let readings = read(&record.console.join("\n"));
        let [reading] = &readings[..] else { panic!("{}: {readings:?}", profile.name()) };
        assert_eq!(reading.refusal.rule.name(), "mixed-content", "{}", profile.name());
        assert_eq!(reading.refusal.url.as_deref(), Some(url), "{}", profile.name());
        assert_eq!(reading.browser, Some(profile.name()));
    }
}

#[test]
fn an_address_is_upgraded_by_firefox_alone() {
    let image = |profile| {
        let record = played(profile, "https://app.example", Api::Img, "http://203.0.113.9/x");
        sent(&record)
    };
    assert_eq!(image(&Profile::FIREFOX), ["GET https://203.0.113.9/x"]);
    assert!(image(&Profile::CHROMIUM).is_empty());
    assert!(image(&Profile::WEBKIT).is_empty());
}

#[test]
fn nobody_listens_on_the_way_to_the_own_machine_but_webkit_refuses_it_all_the_same() {
    let fetched = |profile| {
        let record = played(profile, "https://app.example", Api::Fetch, "http://localhost:3000/x");
        sent(&record)
    };
    assert_eq!(fetched(&Profile::CHROMIUM), ["GET http://localhost:3000/x"]);
    assert_eq!(fetched(&Profile::FIREFOX), ["GET http://localhost:3000/x"]);
    assert!(fetched(&Profile::WEBKIT).is_empty());
}

#[test]
fn chromium_lets_a_device_be_asked_by_its_address() {
    let fetched =
        |profile| sent(&played(profile, "https://app.example", Api::Fetch, "http://192.168.1.5/x"));
    assert_eq!(fetched(&Profile::CHROMIUM), ["GET http://192.168.1.5/x"]);
    assert!(fetched(&Profile::FIREFOX).is_empty());
    assert!(fetched(&Profile::WEBKIT).is_empty());
}

#[test]
fn a_page_can_have_all_of_it_upgraded() {
    for profile in BROWSERS {
        let mut scenario = scenario("https://app.example", Api::Fetch, "http://api.example/x");
        let policy = ("Content-Security-Policy".into(), "upgrade-insecure-requests".into());
        scenario.page_headers = vec![policy];
        let record = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
        assert_eq!(sent(&record), ["GET https://api.example/x"], "{}", profile.name());
        let StepRecord::Response { response_type, .. } = &record.steps[0] else {
            panic!("{}: {:?}", profile.name(), record.steps[0])
        };
        assert_eq!(response_type, ResponseType::Cors.name());
    }
}

/// The host said that it is reached over TLS only. Chromium takes that for a redirect, which hides who asks
/// and may not be in place of a preflight's answer; Firefox hides nothing; WebKit does not listen.
#[test]
fn a_host_that_wants_tls_is_another_origin_in_chromium() {
    let story = |profile, method: &str| {
        let mut scenario =
            scenario("http://www.shop.example", Api::Fetch, "https://api.shop.example/set");
        scenario.steps.push(Step {
            method: Some(method.into()),
            ..Step::new(Api::Fetch, "http://api.shop.example/x")
        });
        let mut player = Player::new(profile);
        player.registrable_domain =
            |host| host.ends_with(".shop.example").then_some("shop.example");
        let record = player.play(&scenario, &mut ScriptedServer::new(&scenario.server));
        let rest = record.wire[1..].iter();
        let names =
            |w: &WireRequest| format!("{} {} as {}", w.method, w.origin, w.headers["origin"]);
        rest.map(names).collect::<Vec<_>>()
    };
    assert_eq!(story(&Profile::CHROMIUM, "GET"), ["GET https://api.shop.example as null"]);
    assert!(story(&Profile::CHROMIUM, "PUT").is_empty());
    let named = |method: &str, scheme: &str| {
        format!("{method} {scheme}://api.shop.example as http://www.shop.example")
    };
    assert_eq!(story(&Profile::FIREFOX, "GET"), [named("GET", "https")]);
    assert_eq!(story(&Profile::FIREFOX, "PUT"), [named("OPTIONS", "https"), named("PUT", "https")]);
    assert_eq!(story(&Profile::WEBKIT, "GET"), [named("GET", "http")]);
}

/// A redirect to an insecure URL crosses origins, though the image never goes there.
#[test]
fn an_upgraded_redirect_hides_who_asks_but_in_chromium() {
    for (profile, origin) in BROWSERS.into_iter().zip(["https://app.example", "null", "null"]) {
        let mut scenario = scenario("https://app.example", Api::Img, "https://api.example/via");
        scenario.steps[0].crossorigin = Some(String::new());
        let mut via = Route::new("https://api.example", "/via", 302);
        via.headers = vec![
            ("Access-Control-Allow-Origin".into(), "*".into()),
            ("Location".into(), "http://api.example/x".into()),
        ];
        scenario.server.insert(0, via);
        let record = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
        let last = record.wire.last().expect("a request");
        assert_eq!((&*last.origin, &*last.path), ("https://api.example", "/x"));
        assert_eq!(last.headers["origin"], origin, "{}", profile.name());
    }
}

/// Captions are shown, so that Firefox lets them pass; who looks at them by CORS may do so.
#[test]
fn captions_are_loaded_as_they_are_by_firefox_alone() {
    let track = |profile, policy: &str| {
        let mut scenario = scenario("https://app.example", Api::Track, "http://api.example/x");
        scenario.steps[0].crossorigin = Some(String::new());
        scenario.page_headers = vec![("Content-Security-Policy".into(), policy.into())];
        sent(&play(&scenario, profile, &mut ScriptedServer::new(&scenario.server)))
    };
    assert_eq!(track(&Profile::FIREFOX, "default-src *"), ["GET http://api.example/x"]);
    assert!(track(&Profile::CHROMIUM, "default-src *").is_empty());
    assert!(track(&Profile::WEBKIT, "default-src *").is_empty());
    // Unless the page itself wants none of it.
    assert!(track(&Profile::FIREFOX, "block-all-mixed-content").is_empty());
}

fn is_error(step: &StepRecord) -> bool {
    matches!(step, StepRecord::Error { .. })
}

fn sent(record: &Record) -> Vec<String> {
    let sent = record.wire.iter();
    sent.map(|w| format!("{} {}{}", w.method, w.origin, w.path)).collect()
}

fn played(profile: &'static Profile, page: &str, api: Api, url: &str) -> Record {
    let scenario = scenario(page, api, url);
    play(&scenario, profile, &mut ScriptedServer::new(&scenario.server))
}

/// A page, one step, and servers that share everything and want TLS.
fn scenario(page: &str, api: Api, url: &str) -> Scenario {
    let hosts = ["api.example", "api.shop.example", "203.0.113.9", "localhost:3000", "192.168.1.5"];
    let origins =
        hosts.iter().flat_map(|host| [format!("http://{host}"), format!("https://{host}")]);
    let route = |origin: &str, path: &str| {
        let lines = [
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Methods", "PUT"),
            ("Strict-Transport-Security", "max-age=600"),
            ("Content-Type", "image/png"),
        ];
        let headers = lines.map(|(name, value)| (name.into(), value.into())).into();
        Route { headers, body: "@png".into(), ..Route::new(origin, path, 200) }
    };
    let server =
        origins.flat_map(|origin| [route(&origin, "/x"), route(&origin, "/set")]).collect();
    let mut scenario = Scenario {
        page: Origin::parse(page).expect("an origin"),
        steps: vec![Step::new(api, url)],
        server,
        ..Scenario::default()
    };
    let granted = Some(PermissionState::Granted);
    scenario.permissions.local_network = granted;
    scenario.permissions.loopback_network = granted;
    scenario
}
