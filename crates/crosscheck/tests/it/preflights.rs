//! Preflights: what makes one, what is granted, and how much of a list is read.

use std::collections::BTreeSet;

use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Rule;

use crate::policy::APP;
use crate::policy::VARY3;
use crate::policy::decided;
use crate::policy::one_origin;

#[test]
fn a_preflight_that_nearly_everybody_passes_varies_still() {
    let everything = Config {
        origins: vec!["*".into()],
        methods: vec!["*".into()],
        request_headers: vec!["*".into(), "authorization".into()],
        ..Config::default()
    };
    let endless = "x-a,".repeat(300);
    let asks = ("access-control-request-method", "PUT");
    for (headers, kind) in [
        (&[("origin", APP), asks][..], "preflight: yes 204"),
        (&[("origin", APP), ("origin", APP), asks], "preflight: SeveralOrigins 403"),
        (
            &[("origin", APP), asks, ("access-control-request-headers", &endless)],
            "preflight: HeaderNotAllowed 204",
        ),
    ] {
        let (told, edits) = decided(&everything, "OPTIONS", headers);
        assert_eq!((told.as_str(), edits[0].as_str()), (kind, VARY3), "{headers:?}");
    }
}

#[test]
fn a_preflight_is_options_with_origin_and_a_requested_method_and_nothing_else() {
    let config = one_origin();
    let asks = ("access-control-request-method", "GET");
    for (method, headers, kind) in [
        ("OPTIONS", &[("origin", APP), asks][..], "preflight: yes 204"),
        ("OPTIONS", &[("origin", APP)], "actual: yes"),
        ("OPTIONS", &[asks], "not CORS"),
        ("GET", &[("origin", APP), asks], "actual: yes"),
        ("options", &[("origin", APP), asks], "actual: yes"),
    ] {
        assert_eq!(decided(&config, method, headers).0, kind, "{method} {headers:?}");
        let policy = Policy::new(&config).expect("a policy");
        let decision = policy.decide(&Head::new(method, "/", headers));
        let at_once = kind.starts_with("preflight").then_some(204);
        assert_eq!(decision.status_at_once(), at_once, "the handler answers the rest");
    }
    // Without an origin nothing was asked for, so nothing else was read.
    assert_eq!(decided(&config, "OPTIONS", &[asks]).1, ["+vary: Origin"]);
}

/// A page that may read is told what it may send, whatever it asked for: so its browser, which compares,
/// can name the method or the header. Any other page is told nothing.
#[test]
fn a_preflight_is_granted_whole_or_refused() {
    let config = Config {
        methods: vec!["put".into()],
        request_headers: vec!["X-PINGOTHER".into(), "content-type".into()],
        max_age: Some(600),
        credentials: true,
        ..one_origin()
    };
    let ask = |origin, method, names| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", method),
            ("access-control-request-headers", names),
        ];
        decided(&config, "OPTIONS", &headers)
    };
    let (kind, edits) = ask(APP, "PUT", "content-type,x-pingother");
    assert_eq!(kind, "preflight: yes 204");
    assert_eq!(
        edits,
        [
            VARY3,
            "access-control-allow-origin: https://app.example",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: PUT",
            "access-control-allow-headers: content-type, x-pingother",
            "access-control-max-age: 600",
        ]
    );
    // Any order, any case, empty items: what a client may send is not what a browser does.
    assert_eq!(ask(APP, "PUT", "X-Pingother, ,Content-Type,").0, "preflight: yes 204");
    // A safelisted method is asked for by upload listeners; it needs no entry.
    assert_eq!(ask(APP, "POST", "").0, "preflight: yes 204");
    assert_eq!(ask(APP, "put", "").0, "preflight: MethodNotAllowed 204");
    assert_eq!(ask(APP, "PUT", "x-other").0, "preflight: HeaderNotAllowed 204");
    assert_eq!(ask("https://evil.example", "PUT", "").0, "preflight: OriginNotAllowed 403");
    assert_eq!(ask("https://evil.example", "PUT", "").1, [VARY3]);
    for (method, names) in [("put", ""), ("DELETE", "content-type"), ("PUT", "x-other")] {
        // All but how long to remember it: nothing is.
        assert_eq!(ask(APP, method, names).1, edits[..5], "{method} {names}");
    }
}

#[test]
fn a_star_covers_every_header_but_authorization() {
    let mut config = Config {
        origins: vec!["*".into()],
        request_headers: vec!["*".into()],
        ..Config::default()
    };
    let asked = |config: &Config, names| {
        let headers = [
            ("origin", APP),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", names),
        ];
        decided(config, "OPTIONS", &headers)
    };
    let ask = |config: &Config, names| asked(config, names).0;
    assert_eq!(ask(&config, "x-anything"), "preflight: yes 204");
    assert_eq!(ask(&config, "authorization"), "preflight: HeaderNotAllowed 204");
    // Not even the star is told then: browsers would let `Authorization` through by it.
    let told = asked(&config, "authorization,x-a").1;
    assert_eq!(told, [VARY3, "access-control-allow-origin: *"]);
    assert_eq!(ask(&config, "x-authorization,authorization-x"), "preflight: yes 204");
    config.request_headers.push("authorization".into());
    assert_eq!(ask(&config, "authorization,x-anything"), "preflight: yes 204");
}

#[test]
fn a_hostile_list_is_cut_short() {
    let config = Config { request_headers: vec!["x-a".into()], ..one_origin() };
    for hostile in [",".repeat(1 << 20), " ".repeat(1 << 20), "x-a,".repeat(1 << 18)] {
        let headers = [
            ("origin", APP),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", hostile.as_str()),
        ];
        assert_eq!(decided(&config, "OPTIONS", &headers).0, "preflight: HeaderNotAllowed 204");
    }
}

/// Answers to preflights can be made once and copied: each decision tells which of them it is.
#[test]
fn answers_to_preflights_are_numbered() {
    let rule = |path: &str, method: &str| Rule {
        paths: vec![path.into()],
        origins: vec![APP.into()],
        methods: vec![method.into()],
        ..Rule::default()
    };
    let rules = vec![rule("/a", "PUT"), rule("/b", "DELETE"), rule("/b/c", "*")];
    let policy = Policy::new(&Config { rules, ..Config::default() }).expect("a policy");
    let number = |method, path, asked, origin| {
        let headers = [("origin", origin), ("access-control-request-method", asked)];
        let decision = policy.decide(&Head::new(method, path, &headers));
        let number = decision.edits().preflight();
        let there = number.map(|number| policy.preflights().nth(number));
        assert!(there.is_none_or(|there| there.as_ref() == Some(decision.edits())), "{path}");
        number
    };
    let evil = "https://evil.example";
    let told = [
        // Permitted: each rule has its own.
        number("OPTIONS", "/a", "PUT", APP),
        number("OPTIONS", "/b", "DELETE", APP),
        number("OPTIONS", "/b/c", "DELETE", APP),
        // What is asked for is not listed: each rule's lists are told.
        number("OPTIONS", "/a", "DELETE", APP),
        number("OPTIONS", "/b", "PUT", APP),
        // Who asks is not listed: nothing is told, by each path.
        number("OPTIONS", "/a", "PUT", evil),
        number("OPTIONS", "/b", "DELETE", evil),
    ];
    let once: BTreeSet<_> = told.iter().flatten().collect();
    assert_eq!(once.len(), told.len(), "each is another one: {told:?}");
    for (method, path, asked) in
        [("GET", "/a", "PUT"), ("OPTIONS", "/x", "PUT"), ("GET", "/x", "PUT")]
    {
        assert_eq!(number(method, path, asked, APP), None, "{method} {path}");
    }
    let edits = policy.preflights().map(|edits| edits.preflight());
    assert!(edits.eq((0..12).map(Some)), "two for each rule of each path, and two for none there");
}

/// How much of a list is read follows from the rule: as many items as it has and sixteen more, over
/// all lines, each as long as its longest and sixteen blanks more.
#[test]
fn a_list_has_some_slack_and_no_more() {
    let config = Config { request_headers: vec!["x-a".into()], ..one_origin() };
    let blanks = |count: usize| format!("x-a{}", " ".repeat(count));
    let lines = |count: usize, line: &str| vec![line.to_owned(); count];
    for (lines, allowed) in [
        (vec!["x-a".into()], true),
        (vec![",".repeat(16) + "x-a"], true),
        (vec![",".repeat(17) + "x-a"], false),
        (vec![blanks(16)], true),
        (vec![blanks(17)], false),
        (vec![blanks(16) + ",x-a"], true),
        (vec![vec![blanks(16); 17].join(",")], true),
        (vec![vec![blanks(16); 18].join(",")], false),
        (lines(17, "x-a"), true),
        (lines(18, "x-a"), false),
        (lines(9, "x-a,X-A"), false),
        (lines(8, "x-a,X-A"), true),
        (lines(1, "x-a,x-b"), false),
    ] {
        let mut headers = vec![("origin", APP), ("access-control-request-method", "GET")];
        headers.extend(lines.iter().map(|l| ("access-control-request-headers", l.as_str())));
        let answer = decided(&config, "OPTIONS", &headers).0;
        assert_eq!(answer == "preflight: yes 204", allowed, "{answer}: {lines:?}");
    }
    // Two that a rule lists are two, however they come.
    let two = Config { request_headers: vec!["x-a".into(), "x-b".into()], ..one_origin() };
    for (count, allowed) in [(9, true), (10, false)] {
        let mut headers = vec![("origin", APP), ("access-control-request-method", "GET")];
        headers.extend(vec![("access-control-request-headers", "x-a,x-b"); count]);
        let answer = decided(&two, "OPTIONS", &headers).0;
        assert_eq!(answer == "preflight: yes 204", allowed, "{answer}: {count}");
    }
    // So are some of those that it lists.
    let three = ["x-a", "x-b", "x-c"].map(String::from).to_vec();
    let three = Config { request_headers: three, ..one_origin() };
    for (line, count, allowed) in
        [("x-a", 19, true), ("x-a", 20, false), ("x-a,x-c", 9, true), ("x-a,x-c", 10, false)]
    {
        let mut headers = vec![("origin", APP), ("access-control-request-method", "GET")];
        headers.extend(vec![("access-control-request-headers", line); count]);
        let answer = decided(&three, "OPTIONS", &headers).0;
        assert_eq!(answer == "preflight: yes 204", allowed, "{answer}: {line} {count}");
    }
}
