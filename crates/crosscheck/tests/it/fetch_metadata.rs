//! `Sec-Fetch-*`: how a server can tell its own page's requests from everybody else's, CORS or not.

use crosscheck::agent::Profile;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::WireRequest;
use crosscheck::wire::Origin;

const SHOP: &str = "https://www.shop.example";

/// One public suffix is enough here.
fn registrable_domain(host: &str) -> Option<&str> {
    let name = host.strip_suffix(".example")?;
    Some(&host[name.rfind('.').map_or(0, |dot| dot + 1)..])
}

fn played(profile: &'static Profile, steps: &[Step], server: Vec<Route>) -> Record {
    let scenario = Scenario {
        page: Origin::parse(SHOP).expect("an origin"),
        steps: steps.to_vec(),
        server,
        ..Scenario::default()
    };
    let mut player = Player::new(profile);
    player.registrable_domain = registrable_domain;
    player.play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

/// A route that lets everybody read, and may lead on.
fn route(origin: &str, path: &str, location: Option<&str>) -> Route {
    let status = if location.is_some() { 302 } else { 200 };
    let mut route = Route::new(origin, path, status);
    route.headers = vec![
        ("Access-Control-Allow-Origin".into(), "*".into()),
        ("Access-Control-Allow-Methods".into(), "PUT".into()),
    ];
    route.headers.extend(location.map(|to| ("Location".into(), to.into())));
    route
}

/// What a request tells: for what, by which rules, from where.
fn told(request: &WireRequest) -> String {
    let of = |name: &str| request.headers.get(name).map_or("-", |value| &**value);
    [of("sec-fetch-dest"), of("sec-fetch-mode"), of("sec-fetch-site")].join(" ")
}

fn all_told(record: &Record) -> Vec<String> {
    record.wire.iter().map(told).collect()
}

#[test]
fn a_server_hears_who_asks_and_for_what_without_any_cors() {
    // An attacker's page can send a form or show an image as the shop's own page can: without CORS nothing
    // stops it. But it cannot make the browser say that it is the shop's.
    let steps = [
        Step::new(Api::Fetch, "https://www.shop.example/orders"),
        Step::new(Api::Img, "https://img.shop.example/logo"),
        Step::new(Api::Form, "https://bank.example/transfer"),
        Step::new(Api::Script, "https://cdn.example/lib.js"),
    ];
    let expected = [
        "empty cors same-origin",
        "image no-cors same-site",
        "iframe navigate cross-site",
        "script no-cors cross-site",
    ];
    for &profile in Profile::ALL {
        assert_eq!(all_told(&played(profile, &steps, Vec::new())), expected, "{}", profile.name());
    }
}

#[test]
fn nothing_is_told_where_others_can_listen() {
    let steps = [Step::new(Api::Fetch, "http://localhost:3000/")];
    let mut plain = Scenario {
        page: Origin::parse("http://www.shop.example").expect("an origin"),
        steps: vec![Step::new(Api::Fetch, "http://api.shop.example/")],
        ..Scenario::default()
    };
    for &profile in Profile::ALL {
        let play = |scenario: &Scenario| {
            Player::new(profile).play(scenario, &mut ScriptedServer::new(&[]))
        };
        assert_eq!(all_told(&play(&plain)), ["- - -"], "{}", profile.name());
    }
    // This machine is trusted without TLS.
    plain.steps = steps.to_vec();
    let record = Player::new(&Profile::SPEC).play(&plain, &mut ScriptedServer::new(&[]));
    assert_eq!(all_told(&record), ["empty cors cross-site"]);
}

#[test]
fn a_detour_by_another_site_stays_known() {
    // Home by way of a sign-in elsewhere: the last server is the page's own, and still hears that somebody
    // else had a hand in it.
    let steps = [Step::new(Api::Img, "https://www.shop.example/me")];
    let server = || {
        vec![
            route(SHOP, "/me", Some("https://login.example/in")),
            route("https://login.example", "/in", Some("https://www.shop.example/back")),
            route(SHOP, "/back", None),
        ]
    };
    for &profile in Profile::ALL {
        let told = all_told(&played(profile, &steps, server()));
        let expected =
            ["image no-cors same-origin", "image no-cors cross-site", "image no-cors cross-site"];
        assert_eq!(told, expected, "{}", profile.name());
    }
    // By CORS, WebKit loses it all on the way from one origin to the next.
    let steps = [Step::new(Api::Fetch, "https://www.shop.example/me")];
    let webkit = all_told(&played(&Profile::WEBKIT, &steps, server()));
    assert_eq!(webkit[0], "empty cors same-origin");
    assert_eq!(webkit[1], "- - -");
}

#[test]
fn a_preflight_speaks_for_itself() {
    // It carries no cookies and no key, and it is always by CORS.
    let put =
        Step { method: Some("PUT".into()), ..Step::new(Api::Fetch, "https://api.shop.example/x") };
    let server = || vec![route("https://api.shop.example", "/x", None)];
    for &profile in Profile::ALL {
        let told = all_told(&played(profile, std::slice::from_ref(&put), server()));
        assert_eq!(told, ["empty cors same-site", "empty cors same-site"], "{}", profile.name());
    }
}

#[test]
fn a_handshake_is_told_in_three_ways() {
    let steps = [Step::new(Api::WebSocket, "wss://chat.example/")];
    for (profile, expected) in [
        (&Profile::SPEC, "empty websocket cross-site"),
        (&Profile::CHROMIUM, "- - -"),
        (&Profile::FIREFOX, "empty websocket cross-site"),
        (&Profile::WEBKIT, "websocket websocket cross-site"),
    ] {
        assert_eq!(
            all_told(&played(profile, &steps, Vec::new())),
            [expected],
            "{}",
            profile.name()
        );
    }
}

#[test]
fn a_sandboxed_frame_is_nobody_s_own_site() {
    // Its origin is opaque, so even the server that it came from is another site's.
    let context = Context::parse("sandbox").expect("a place");
    let steps = [Step { context, ..Step::new(Api::Fetch, "https://www.shop.example/x") }];
    for &profile in Profile::ALL {
        let told = all_told(&played(profile, &steps, Vec::new()));
        assert_eq!(told, ["empty cors cross-site"], "{}", profile.name());
    }
}

#[test]
fn a_document_s_host_hears_that_tls_is_wanted() {
    let steps = [
        Step::new(Api::Iframe, "https://bank.example/"),
        Step::new(Api::Img, "https://bank.example/"),
    ];
    for (profile, is_told) in
        [(&Profile::CHROMIUM, true), (&Profile::FIREFOX, true), (&Profile::WEBKIT, false)]
    {
        let record = played(profile, &steps, Vec::new());
        let wanted =
            |request: &WireRequest| request.headers.contains_key("upgrade-insecure-requests");
        assert_eq!(wanted(&record.wire[0]), is_told, "{}: over TLS already", profile.name());
        assert!(!wanted(&record.wire[1]), "{}: only documents", profile.name());
    }
}
