//! What a decision, a policy and a fetch cost, as far as a counter can tell.

use std::borrow::Cow;
use std::fmt::Write;
use std::hint::black_box;

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::play;
use crosscheck::server::Config;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use crosscheck::wire::Origin;

const APP: &str = "https://app.example.com";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn deciding_allocates_nothing() {
    let config = Config {
        origins: list(&[
            APP,
            "https://*.example.org",
            "https://**.example.net:*",
            "https://a-*.b.example",
        ]),
        credentials: true,
        methods: list(&["PUT"]),
        request_headers: list(&["x-a", "content-type"]),
        expose_headers: list(&["x-b"]),
        max_age: Some(600),
        expose_timing: true,
        rules: vec![
            Rule { paths: list(&["/public"]), origins: list(&["*"]), ..Rule::default() },
            Rule { paths: list(&["/api/v1"]), origins: list(&[APP]), ..Rule::default() },
        ],
        ..Config::default()
    };
    let policy = Policy::new(&config).expect("a policy");
    let commas = ",".repeat(1 << 20);
    let marks = format!("/api/a{}", "%CC%81".repeat(1_000));
    for path in [
        "/",
        "/public/x",
        "/api/v1/users?x",
        "/api%2fv1/..;/%2e%2e",
        "/caf%C3%A9",
        "/%70ublic",
        "/public.%20/x",
        "/\u{ff50}ublic/%EF%B7%BA",
        &marks,
    ] {
        for origin in [
            None,
            Some(APP),
            Some("https://a.example.org"),
            Some("https://a.b.c.example.net:8443"),
            Some("https://evil.example"),
            Some("https://a/b?c.example.org"),
        ] {
            for asked in ["x-a", "content-type,x-a", "x-evil", &commas] {
                for method in ["GET", "OPTIONS"] {
                    let mut headers = vec![
                        ("access-control-request-method", "PUT"),
                        ("access-control-request-headers", asked),
                    ];
                    headers.extend(origin.map(|origin| ("origin", origin)));
                    let head = Head::new(method, path, &headers);
                    let cost = allocation_counter::measure(|| {
                        let _ = black_box(policy.decide(black_box(&head)));
                    });
                    assert_eq!(cost.count_total, 0, "{method} {path} {origin:?}");
                }
            }
        }
    }
}

/// As many names and paths as this would take readers that compare each with each other far too long.
#[test]
fn a_policy_of_many_names_is_checked_in_one_pass() {
    let many = |start: &str| (0..60_000).map(|n| format!("{start}{n}")).collect::<Vec<_>>();
    let twice = |start: &str| [many(start), many(start)].concat();
    let config = Config {
        methods: twice("M"),
        request_headers: twice("x-"),
        expose_headers: twice("x-"),
        rules: vec![Rule { paths: many("/p"), origins: list(&["*"]), ..Rule::default() }],
        ..Config { origins: list(&[APP]), ..Config::default() }
    };
    let policy = Policy::new(&config).expect("a policy");
    assert_eq!(policy.findings().len(), 3 * 60_000);
    for path in ["/p59999/x", "/P59999", "/q"] {
        assert_eq!(policy.allows_origin(path, APP.as_bytes()), !path.contains('P'), "{path}");
    }
}

/// To hold each rule against all before it would take billions of questions.
#[test]
fn a_hundred_thousand_rules_of_one_path_are_checked() {
    let rule = |origins: &[String]| Rule {
        paths: list(&["/a"]),
        origins: origins.to_vec(),
        ..Rule::default()
    };
    let exact = |n: usize| format!("https://a{n}.corp.example");
    let wildcard = |n: usize| format!("https://*-x{n}.corp.example");
    let rules = (0..100_000).map(|n| match n % 3 {
        0 => rule(&[exact(n)]),
        1 => rule(&[wildcard(n)]),
        _ => rule(&[exact(n), wildcard(n)]),
    });
    let mut config = Config { rules: rules.collect(), ..Config::default() };
    let policy = Policy::new(&config).expect("a policy");
    assert!(policy.allows_origin("/a", b"https://y-x99998.corp.example"));
    config.rules.push(rule(&[exact(6), exact(99_998)]));
    let errors = Policy::new(&config).expect_err("the last rule is never asked");
    let [finding] = errors.findings() else { panic!("{errors}") };
    assert!(finding.reason.starts_with("`rules[6]` and `rules[99998]` together answer every"));
}

fn many(count: usize) -> Config {
    let mut origins = Vec::with_capacity(count);
    for number in 0..count {
        let mut origin = String::new();
        write!(origin, "https://customer-{number}.app.example.com").expect("text grows");
        origins.push(origin);
    }
    Config { origins, ..Config::default() }
}

#[test]
fn ten_thousand_origins_take_little_more_room_than_their_text() {
    let config = many(10_000);
    let text: usize = config.origins.iter().map(String::len).sum();
    let mut kept = None;
    let cost = allocation_counter::measure(|| kept = Some(Policy::new(&config)));
    let bytes = usize::try_from(cost.bytes_current).expect("it holds something");
    assert!(bytes < 3 * text, "{bytes} bytes for {text} bytes of text");
}

/// Two requests that need a preflight, between a page that sets `count` headers and a server that lists
/// as many names wherever a list may stand, and sends as many lines.
fn crowded(count: usize) -> Scenario {
    let origin = "https://api.example";
    let names: Vec<String> = (0..count).map(|n| format!("x-{n}")).collect();
    let line = |name: &str, value: &str| (Cow::Owned(name.to_owned()), value.to_owned());
    let list = names.join(",") + ",x-same";
    let mut headers = vec![
        line("Access-Control-Allow-Origin", "*"),
        line("Access-Control-Allow-Headers", &list),
        line("Access-Control-Allow-Methods", &list),
        line("Access-Control-Expose-Headers", &list),
        line("Timing-Allow-Origin", &list),
        line("Content-Type", &";a=b".repeat(count)),
    ];
    for name in &names {
        headers.push(line(name, "1"));
        headers.push(line("X-Same", "1"));
        headers.push(line("Set-Cookie", &format!("{name}=1; Path=/elsewhere")));
        headers.push(line("Access-Control-Expose-Headers", name));
    }
    let answer = Route { headers, ..Route::new(origin, "/r", 200) };
    let step = Step {
        url: format!("{origin}/r"),
        headers: names.iter().flat_map(|name| [line(name, ""), line("X-Same", "1")]).collect(),
        ..Step::default()
    };
    let xhr = Step { api: Api::Xhr, ..step.clone() };
    Scenario {
        page: Origin::parse("https://app.example").expect("an origin"),
        steps: vec![step, xhr],
        server: vec![answer],
        ..Scenario::default()
    }
}

#[test]
fn a_crowd_of_names_costs_what_reading_it_costs() {
    // As many names as this would take a quadratic reader far too long for anybody's patience.
    let scenario = crowded(12_000);
    for &profile in Profile::ALL {
        let record = play(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
        for step in &record.steps {
            assert!(matches!(step, StepRecord::Response { .. }), "{}: {step:?}", profile.name());
        }
    }
}

#[test]
fn twice_the_names_allocate_twice_the_room() {
    let room = |profile, count| {
        let scenario = crowded(count);
        let cost = allocation_counter::measure(|| {
            black_box(play(&scenario, profile, &mut ScriptedServer::new(&scenario.server)));
        });
        (cost.count_total, cost.bytes_total)
    };
    for &profile in Profile::ALL {
        let (once, twice) = (room(profile, 2000), room(profile, 4000));
        let shown = format!("{}: {once:?}, then {twice:?}", profile.name());
        // A little more than twice, for names grow with their numbers and tables by doubling.
        assert!(twice.0 * 10 < once.0 * 23 && twice.1 * 10 < once.1 * 23, "{shown}");
    }
}

/// What is kept of answers lies packed: ten thousand small ones take less than six megabytes, their keys and
/// the order in which they were used among it.
#[test]
fn kept_answers_lie_close_together() {
    let mut browser = UserAgent::new(&Profile::CHROMIUM);
    let page = Origin::parse(APP).expect("an origin");
    let mut network = |_: &HttpRequest, _: &mut UserAgent| {
        let lines = [
            ("Access-Control-Allow-Origin", "*"),
            ("Cache-Control", "max-age=600"),
            ("Content-Type", "text/plain"),
        ];
        let headers = lines.into_iter().collect();
        Some(Response { status: 200, headers, body: vec![b'x'; 64].into() })
    };
    let cost = allocation_counter::measure(|| {
        for number in 0..10_000 {
            let url = format!("https://api.example/items/{number}");
            let asked = PageRequest::fetch(&url, FetchInit::default());
            let request = asked.set_up(&browser, &page).expect("a request");
            fetch(request, &mut network, &mut browser, 1000);
        }
    });
    assert_eq!(browser.http_cache.entries().count(), 10_000);
    assert!(cost.bytes_current < 6_000_000, "{} bytes", cost.bytes_current);
}
