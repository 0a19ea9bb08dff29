//! Why a request is refused, what missed by least, and whether the change that is named is enough.

use crosscheck::server::Config;
use crosscheck::server::Explanation;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use proptest::prelude::*;
use proptest::sample::select;

use crate::laws::configurations;
use crate::policy::Head;

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
    policy.explain(&Head(if asked.is_some() { "OPTIONS" } else { "GET" }, path, &headers))
}

#[test]
fn the_nearest_miss_is_named_by_what_it_missed() {
    let config = Config {
        origins: list(&[
            "https://far.example.net",
            "https://app.example.com",
            "https://*.example.org:8443",
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
