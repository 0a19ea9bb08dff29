//! Why a request is refused, what missed by least, and whether the change that is named is enough.

use crosscheck::server::Config;
use crosscheck::server::ConfigChange;
use crosscheck::server::Danger;
use crosscheck::server::Explanation;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::configurations;

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn explained(
    config: &Config,
    origin: &str,
    path: &str,
    asked: Option<(&str, &str)>,
) -> Explanation {
    let policy = Policy::new(config).expect("a policy");
    let mut headers = vec![("origin", origin)];
    if let Some((method, names)) = asked {
        headers.push(("access-control-request-method", method));
        headers.push(("access-control-request-headers", names));
    }
    policy.explain(&Head::new(if asked.is_some() { "OPTIONS" } else { "GET" }, path, &headers))
}

#[test]
fn the_nearest_miss_is_named_by_what_it_missed() {
    let config = Config {
        origins: list(&[
            "https://far.example.net",
            "https://app.example.com",
            "https://*.example.org:8443",
            "https://pre-*.example.net",
            "https://api.example.com:8000-8010",
            "http://plain.example:8080",
            "https://a*a.example.edu",
        ]),
        rules: vec![Rule { paths: list(&["/p"]), origins: list(&["*"]), ..Rule::default() }],
        ..Config::default()
    };
    for (origin, nearest) in [
        (
            "https://app.example.com:8443",
            Some("`https://app.example.com` in origins differs only in the port"),
        ),
        (
            "http://app.example.com",
            Some("`https://app.example.com` in origins differs only in the scheme"),
        ),
        (
            "https://www.app.example.com",
            Some("`https://app.example.com` in origins differs only in `www.`"),
        ),
        (
            "https://a.example.org",
            Some("`https://*.example.org:8443` in origins differs only in the port"),
        ),
        (
            "https://example.org",
            Some(
                "`https://*.example.org:8443` in origins covers what is below this domain, not the domain itself",
            ),
        ),
        (
            "https://a.b.example.org:8443",
            Some("`https://*.example.org:8443` in origins covers one label, and this has more"),
        ),
        (
            "http://a.example.org:8443",
            Some("`https://*.example.org:8443` in origins differs only in the scheme"),
        ),
        (
            "https://other.example.net",
            Some("`https://pre-*.example.net` in origins covers other names at this place"),
        ),
        (
            "https://pre-x.a.example.net",
            Some("`https://pre-*.example.net` in origins covers one label, and this has more"),
        ),
        (
            "https://api.example.com",
            Some("`https://api.example.com:8000-8010` in origins differs only in the port"),
        ),
        (
            "https://plain.example:8080",
            Some("`http://plain.example:8080` in origins differs only in the scheme"),
        ),
        (
            "http://far.example.net",
            Some("`https://far.example.net` in origins differs only in the scheme"),
        ),
        // The star stands for a byte at least.
        (
            "https://aa.example.edu",
            Some("`https://a*a.example.edu` in origins covers other names at this place"),
        ),
        // Two differences are no near miss, nor is a name that only ends alike.
        ("https://plain.example:8081", None),
        ("http://far.example.net:8080", None),
        ("https://www.app.example.com:8443", None),
        ("http://www.app.example.com", None),
        ("https://evilexample.org:8443", None),
        ("http://example.org:8443", None),
        ("http://other.example.net", None),
        ("https://x.api.example.com", None),
        ("moz-extension://abc", None),
        (
            "https://App.example.com/",
            Some("`https://app.example.com`, as a browser would spell it, is allowed"),
        ),
        ("https://evil.example", None),
        ("null", None),
    ] {
        assert_eq!(explained(&config, origin, "/", None).nearest.as_deref(), nearest, "{origin}");
    }
    let everybody = explained(&config, "https://evil.example", "/p", None);
    assert_eq!(
        (everybody.verdict, everybody.nearest, everybody.change),
        (Some(Ok(())), None, None)
    );
}

/// What was looked at is told in order, and where it ended.
#[test]
fn each_step_is_told() {
    let config = Config {
        origins: list(&["https://app.example.com", "https://*.example.org"]),
        methods: list(&["PUT"]),
        rules: vec![
            Rule {
                paths: list(&["/p"]),
                origins: list(&["*"]),
                request_headers: list(&["*"]),
                ..Rule::default()
            },
            Rule { paths: list(&["/p/q"]), origins: list(&["null"]), ..Rule::default() },
        ],
        danger: Danger { null_origin: true, ..Danger::default() },
        ..Config::default()
    };
    let (app, org) = ("https://app.example.com", "https://a.example.org");
    for (origin, path, asked, last, change) in [
        (app, "/", None, "origin `https://app.example.com`: listed in origins", None),
        (
            org,
            "/",
            None,
            "origin `https://a.example.org`: covered by `https://*.example.org` in origins",
            None,
        ),
        (org, "/p", None, "origin `https://a.example.org`: everybody is in rules[0].origins", None),
        (
            org,
            "/p//q",
            None,
            "path `/p//q`: servers may read it in two ways that lead to different rules",
            None,
        ),
        (app, "/", Some(("PUT", "")), "method `PUT` and the headers: allowed", None),
        (
            app,
            "/",
            Some(("DELETE", "")),
            "method `DELETE`: not in methods",
            Some(("methods", "DELETE")),
        ),
        (
            app,
            "/",
            Some(("PUT", ", X-A ,x-b")),
            "headers: one is not in request_headers, or there are too many",
            Some(("request_headers", "x-a")),
        ),
        (
            org,
            "/p",
            Some(("GET", "x-a,authorization")),
            "headers: one is not in rules[0].request_headers, or there are too many",
            Some(("rules[0].request_headers", "authorization")),
        ),
    ] {
        let explanation = explained(&config, origin, path, asked);
        // Whoever may read is told last whether that holds with cookies, which no rule inherits.
        let mut steps = explanation.steps.iter().map(String::as_str);
        if explanation.verdict == Some(Ok(())) {
            let said = steps.next_back().expect("a step");
            assert!(said.starts_with("with cookies and the like: refused"), "{said}");
        }
        assert_eq!(steps.next_back(), Some(last));
        let named = explanation.change.as_ref().map(|c| (c.path.as_str(), c.value.as_str()));
        assert_eq!(named, change, "{last}");
    }
    let nowhere = Config { origins: vec![], methods: vec![], ..config };
    let explanation = explained(&nowhere, app, "/x", None);
    assert_eq!(explanation.steps, ["path `/x`: no rule covers it"]);
}

/// A change goes to the list that it names, and to no other.
#[test]
fn a_change_is_made_where_it_says() {
    let rule = Rule { paths: list(&["/p"]), ..Rule::default() };
    let config = Config { rules: vec![rule.clone(), rule], ..Config::default() };
    let made = |path: &str| {
        let mut config = config.clone();
        ConfigChange { path: path.into(), value: "new".into() }.apply(&mut config);
        let all = config.rules.iter().map(|r| [&r.origins, &r.methods, &r.request_headers]);
        let all =
            [[&config.origins, &config.methods, &config.request_headers]].into_iter().chain(all);
        let lengths: Vec<[usize; 3]> = all.map(|lists| lists.map(Vec::len)).collect();
        lengths
    };
    assert_eq!(made("origins"), [[1, 0, 0], [0; 3], [0; 3]]);
    assert_eq!(made("methods"), [[0, 1, 0], [0; 3], [0; 3]]);
    assert_eq!(made("request_headers"), [[0, 0, 1], [0; 3], [0; 3]]);
    assert_eq!(made("rules[1].origins"), [[0; 3], [0; 3], [1, 0, 0]]);
    assert_eq!(made("rules[0].methods"), [[0; 3], [0, 1, 0], [0; 3]]);
    assert_eq!(made("rules[1].request_headers"), [[0; 3], [0; 3], [0, 0, 1]]);
    assert_eq!(made("rules[2].origins"), [[0; 3], [0; 3], [0; 3]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Make the change that is named, and the next one, and the request is allowed; unless the
    /// change is one that no policy may make.
    #[test]
    fn the_change_that_is_named_is_enough(
        mut config in configurations(),
        origin in select(&["https://app.example", "https://new.example:8443", "https://x.y.app.example"][..]),
        path in select(&["/", "/a/b", "/c/x"][..]),
        method in select(&["GET", "PUT", "DELETE"][..]),
        names in select(&["", "x-a", "authorization,x-a,x-z"][..]),
    ) {
        for _ in 0..8 {
            if Policy::new(&config).is_err() {
                return Ok(());
            }
            let explanation = explained(&config, origin, path, Some((method, names)));
            let Some(Err(reason)) = explanation.verdict else {
                prop_assert_eq!(explanation.change, None);
                return Ok(());
            };
            let Some(change) = explanation.change else {
                prop_assert_eq!(reason.name(), "path-not-covered");
                return Ok(());
            };
            change.apply(&mut config);
        }
        prop_assert!(false, "still refused: {:?}", config);
    }
}
