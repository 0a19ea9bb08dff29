//! Cookies of other sites than the page's: who has them, and what each browser tells about it.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::ThirdPartyCookies;
use crosscheck::wire::Origin;

const SHOP: &str = "https://www.shop.example";

/// One public suffix is enough here.
fn registrable_domain(host: &str) -> Option<&str> {
    let name = host.strip_suffix(".example")?;
    Some(&host[name.rfind('.').map_or(0, |dot| dot + 1)..])
}

/// What a browser does on the shop's page.
fn played(profile: &'static Profile, steps: &[Step], server: &[Route], blocks: bool) -> Record {
    let mut scenario = Scenario {
        page: Origin::parse(SHOP).expect("an origin"),
        steps: steps.to_vec(),
        server: server.to_vec(),
        ..Scenario::default()
    };
    scenario.settings.third_party_cookies = blocks.then_some(ThirdPartyCookies::Block);
    let mut player = Player::new(profile);
    player.registrable_domain = registrable_domain;
    player.play(&scenario, &mut ScriptedServer::new(server))
}

/// A credentialed fetch from some place.
fn fetch(context: &str, url: &str) -> Step {
    let context = Context::parse(context).expect("a place");
    let credentials = Some(CredentialsMode::Include);
    Step { context, credentials, ..Step::new(Api::Fetch, url) }
}

/// What script does with `document.cookie` in some place.
fn cookie(context: &str, set: Option<&str>) -> Step {
    let context = Context::parse(context).expect("a place");
    Step { context, set: set.map(Into::into), ..Step::new(Api::Cookie, "") }
}

/// A server that lets the shop's page read, and says more besides.
fn route(url: &str, headers: &[(&str, &str)]) -> Route {
    let path = url.find("/s/").expect("a path");
    let mut route = Route::new(&url[..path], &url[path..], 200);
    let cors =
        [("Access-Control-Allow-Origin", SHOP), ("Access-Control-Allow-Credentials", "true")];
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned().into(), (*value).to_owned());
    route.headers = cors.iter().chain(headers).map(owned).collect();
    route
}

/// The cookies that went to each URL, in order of the requests.
fn sent(record: &Record) -> Vec<&str> {
    let wire = record.wire.iter();
    wire.map(|sent| sent.headers.get("cookie").map_or("", |cookie| &**cookie)).collect()
}

#[test]
fn a_session_of_the_chats_own_tab_is_for_some_pages_only() {
    // The user signs in at the chat, then visits a shop that asks the chat who they are.
    let (sign_in, me) = ("https://chat.example/s/in", "https://chat.example/s/me");
    let steps = [fetch("window:https://chat.example", sign_in), fetch("top", me)];
    let server = [
        route(sign_in, &[("Set-Cookie", "session=1; Path=/; Secure; SameSite=None")]),
        route(me, &[]),
    ];
    for (profile, blocks, goes) in [
        (&Profile::CHROMIUM, false, "session=1"),
        (&Profile::CHROMIUM, true, ""),
        (&Profile::FIREFOX, false, ""),
        (&Profile::WEBKIT, false, "session=1"),
        (&Profile::WEBKIT, true, "session=1"),
    ] {
        let record = played(profile, &steps, &server, blocks);
        assert_eq!(sent(&record), ["", goes], "{}, blocked: {blocks}", profile.name());
    }
}

#[test]
fn a_partitioned_cookie_stays_with_the_page_that_it_was_set_on() {
    let (set, get) = ("https://chat.example/s/set", "https://chat.example/s/get");
    let steps = [
        fetch("top", set),
        fetch("top", get),
        fetch("frame:https://chat.example", get),
        fetch("window:https://bank.example", get),
        fetch("window:https://chat.example", get),
    ];
    let lines = [
        ("Set-Cookie", "apart=1; Path=/; Secure; SameSite=None; Partitioned"),
        ("Set-Cookie", "shared=1; Path=/; Secure; SameSite=None"),
        ("Set-Cookie", "careless=1; Path=/; Partitioned"),
    ];
    let server = [route(set, &lines), route(get, &[])];
    let (both, apart, shared) = ("apart=1; shared=1", "apart=1", "shared=1");
    for (profile, blocks, expected) in [
        (&Profile::CHROMIUM, false, ["", both, both, shared, shared]),
        (&Profile::CHROMIUM, true, ["", apart, apart, "", ""]),
        (&Profile::FIREFOX, false, ["", both, both, "", ""]),
        (&Profile::FIREFOX, true, [""; 5]),
        (&Profile::WEBKIT, false, [""; 5]),
    ] {
        let record = played(profile, &steps, &server, blocks);
        assert_eq!(sent(&record), expected, "{}, blocked: {blocks}", profile.name());
    }
}

#[test]
fn a_credentialless_frame_begins_with_nothing() {
    let (set, get) = ("https://chat.example/s/set", "https://chat.example/s/get");
    let frame = "credentialless:https://chat.example";
    let steps = [fetch("top", set), fetch(frame, get), fetch(frame, set), fetch(frame, get)];
    let server = [
        route(set, &[("Set-Cookie", "seen=1; Path=/; Secure; SameSite=None; Partitioned")]),
        route(get, &[]),
    ];
    let record = played(&Profile::CHROMIUM, &steps, &server, false);
    assert_eq!(sent(&record), ["", "", "", "seen=1"]);
    let record = played(&Profile::FIREFOX, &steps, &server, false);
    assert_eq!(sent(&record), ["", "seen=1", "seen=1", "seen=1"], "it knows no such frames");
}

#[test]
fn a_sign_in_elsewhere_costs_firefox_and_webkit_the_strict_session() {
    // The shop's API sends the caller to a sign-in on another site, which sends it back.
    let api = |path: &str| format!("https://api.shop.example/s/{path}");
    let to = |url: &str, location: &str| {
        let mut route = route(url, &[("Location", location)]);
        route.status = 302;
        route
    };
    let sign_in = "https://chat.example/s/sign-in";
    let mut back = to(sign_in, &api("back"));
    back.headers[0].1 = "null".into();
    let mut home = route(&api("back"), &[("Set-Cookie", "new=1; Path=/; SameSite=Strict")]);
    home.headers[0].1 = "null".into();
    let steps =
        [fetch("top", &api("start")), fetch("top", &api("me")), fetch("top", &api("start"))];
    let server = [
        route(&api("start"), &[("Set-Cookie", "old=1; Path=/; SameSite=Strict")]),
        to(&api("me"), sign_in),
        back,
        home,
    ];
    for (profile, on_the_way_back, told) in [
        (&Profile::CHROMIUM, "old=1", 0),
        (&Profile::FIREFOX, "", 1),
        // Only the very host of the page gets it back, and this is the API's.
        (&Profile::WEBKIT, "", 0),
    ] {
        let record = played(profile, &steps, &server, false);
        let expected = ["", "old=1", "", on_the_way_back, "old=1; new=1"];
        assert_eq!(sent(&record), expected, "{}", profile.name());
        let omitted = record.console.iter().filter(|text| text.contains("cross-site redirect"));
        assert_eq!(omitted.count(), told, "{}", profile.name());
    }
}

#[test]
fn script_sets_no_cookie_that_promises_to_come_by_http() {
    let steps = [
        cookie("top", Some("__Http-token=1; Secure")),
        cookie("top", Some("theme=dark")),
        cookie("sandbox", None),
        cookie("worker", None),
    ];
    for (profile, kept) in [
        (&Profile::CHROMIUM, "theme=dark"),
        (&Profile::FIREFOX, "theme=dark"),
        (&Profile::WEBKIT, "__Http-token=1; theme=dark"),
    ] {
        let record = played(profile, &steps, &[], false);
        let [_, top, sandbox, worker] = &record.steps[..] else { panic!("four steps") };
        assert_eq!(*top, StepRecord::Cookie { value: kept.into() }, "{}", profile.name());
        assert_eq!(*sandbox, StepRecord::Error { name: "SecurityError".into() });
        assert_eq!(*worker, StepRecord::Unsupported);
    }
}

/// Credentials were for the own origin only. WebKit does not look again where nobody reads the answer.
#[test]
fn webkit_takes_credentials_along_where_a_request_without_cors_is_led_away() {
    let (sign_in, away) = ("https://chat.example/s/in", "https://chat.example/s/me");
    let home = "https://www.shop.example/s/go";
    let mut leave = route(home, &[("Location", away)]);
    leave.status = 302;
    let server = [
        route(sign_in, &[("Set-Cookie", "session=1; Path=/; Secure; SameSite=None")]),
        leave,
        route(away, &[]),
    ];
    let mode = Some(RequestMode::NoCors);
    let steps = [
        fetch("window:https://chat.example", sign_in),
        Step { mode, ..Step::new(Api::Fetch, home) },
    ];
    for (profile, goes) in [(&Profile::CHROMIUM, ""), (&Profile::WEBKIT, "session=1")] {
        assert_eq!(sent(&played(profile, &steps, &server, false)), ["", "", goes]);
    }
}

/// The same host, with TLS and without: to Firefox' cookies that is one site.
#[test]
fn a_secure_frame_of_the_page_s_own_host_is_no_third_party_in_firefox() {
    let url = "https://localhost:8443/s/me";
    let scenario = Scenario {
        page: Origin::parse("http://localhost:5173").expect("an origin"),
        steps: vec![fetch("frame:https://localhost:8443", url)],
        server: vec![route(url, &[])],
        ..Scenario::default()
    };
    let tells = |profile| {
        let record =
            Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server));
        record.wire[0].headers.get("sec-fetch-storage-access").cloned()
    };
    assert_eq!(tells(&Profile::FIREFOX), None);
    assert_eq!(tells(&Profile::CHROMIUM).as_deref(), Some("active"));
}

#[test]
fn firefox_says_what_became_of_each_cookie() {
    let url = "https://chat.example/s/set";
    for (line, says) in [
        ("c=1; Secure; SameSite=None", "will soon be rejected because it is foreign"),
        ("c=1; SameSite=None", "missing the “secure” attribute"),
        ("c=1; Partitioned", "has the “Partitioned” attribute but"),
        ("c=1; SameSite=Lax", "in a cross-site context"),
        ("c=1; Domain=example", "for invalid domain"),
        ("__Host-c=1", "for invalid prefix"),
        ("c=1; SameSite=sometimes", "Invalid “SameSite“ value for cookie “c”"),
    ] {
        let server = [route(url, &[("Set-Cookie", line)])];
        let record = played(&Profile::FIREFOX, &[fetch("top", url)], &server, false);
        let [text, ..] = &record.console[..] else { panic!("{line}: nothing is told") };
        assert!(text.contains(says), "{line}: {text}");
        assert!(
            played(&Profile::CHROMIUM, &[fetch("top", url)], &server, false).console.is_empty()
        );
    }
    let server = [route(url, &[("Set-Cookie", "c=1")])];
    let record = played(&Profile::FIREFOX, &[fetch("top", url)], &server, true);
    let expected = [
        "Cookie “” has been rejected as third-party.",
        "Cookie “c=1” has been rejected as third-party.",
    ];
    assert_eq!(record.console[..2], expected);
    assert_eq!(record.console.len(), 3, "and once more that access was blocked");
}
