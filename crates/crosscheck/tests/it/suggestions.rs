//! What is suggested is right itself, whatever was wrong.

use crosscheck::catalog::FindingKind as Kind;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Finding;
use crosscheck::server::Policy;
use crosscheck::server::Rule;
use proptest::prelude::*;
use proptest::sample::select;

fn found(config: &Config) -> Vec<Finding> {
    match Policy::new(config) {
        Ok(policy) => policy.findings().to_vec(),
        Err(errors) => errors.findings().to_vec(),
    }
}

fn first_said(config: &Config) -> (Kind, Option<String>) {
    let findings = found(config);
    let first = findings.first().unwrap_or_else(|| panic!("{config:?}"));
    (first.kind, first.suggestion.clone())
}

/// What people write who come from elsewhere, and what they are told to write.
#[test]
fn what_was_meant_is_suggested() {
    for (origin, kind, meant) in [
        // A suffix, as cookies, Django and `ends_with` have it.
        (".example.com", Kind::InvalidPattern, Some("https://**.example.com")),
        ("http://.example.com:8080", Kind::InvalidPattern, Some("http://**.example.com:8080")),
        ("https://*example.com", Kind::PublicSuffix, Some("https://*.example.com")),
        ("https://*example.com:*", Kind::PublicSuffix, Some("https://*.example.com:*")),
        ("https://*--proj.com", Kind::PublicSuffix, None),
        // Without a scheme.
        ("*.example.com", Kind::InvalidPattern, Some("https://*.example.com")),
        ("*.*.example.com", Kind::InvalidPattern, Some("https://**.example.com")),
        ("localhost:*", Kind::InvalidPattern, Some("http://localhost:*")),
        ("127.0.0.1:3000-3999", Kind::InvalidOrigin, None),
        ("192.168.0.7", Kind::InvalidOrigin, Some("http://192.168.0.7")),
        // Words.
        ("Loopback", Kind::InvalidPattern, Some("loopback")),
        ("NULL", Kind::InvalidPattern, Some("null")),
        // What is suggested first is wrong, too.
        ("wss://me@*.example.com/", Kind::InvalidPattern, Some("https://*.example.com")),
        ("a+b.example:443", Kind::InvalidOrigin, None),
        ("https://me@app.example:0", Kind::InvalidOrigin, None),
        ("http://app.example:443", Kind::InsecureOrigin, Some("https://app.example")),
    ] {
        let told = first_said(&Config::new().origins([origin]));
        assert_eq!((told.0, told.1.as_deref()), (kind, meant), "{origin}");
    }
}

#[test]
fn names_that_stand_in_one_text_or_in_a_line_are_told_apart() {
    let config = Config::new().origins(["https://app.example"]);
    for (config, kind, reason, meant) in [
        (config.clone().methods(["PUT, DELETE"]), Kind::InvalidMethod, "several names", None),
        (config.clone().methods(["PUT "]), Kind::InvalidMethod, "one word", Some("PUT")),
        (
            config.clone().request_headers(["content-type;x-a"]),
            Kind::InvalidHeaderName,
            "several names",
            None,
        ),
        (
            config.clone().expose_headers(["X-Total: "]),
            Kind::InvalidHeaderName,
            "one word",
            Some("X-Total"),
        ),
        (config.clone().expose_headers(["x-total: 5"]), Kind::InvalidHeaderName, "one word", None),
        (config.expose_headers([""]), Kind::InvalidHeaderName, "one word", None),
    ] {
        let findings = found(&config);
        assert!(findings[0].reason.contains(reason), "{}", findings[0]);
        assert_eq!((findings[0].kind, findings[0].suggestion.as_deref()), (kind, meant));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn an_origin_that_is_suggested_is_accepted(
        scheme in select(&["https://", "http://", "HTTPS://", "ws://", "htps://", "https:", "//", "", "app://", "file://", "data:"][..]),
        user in select(&["", "", "", "u:p@", "@"][..]),
        host in select(&[
            "app.example.com", "App.Example.com", "app.example.com.", "a..b", ".example.com", "*.example.com",
            "**.example.com", "*.Example.com.", "*.*.example.com", "*example.com", "a*.b.example.com", "*", "***",
            "xn--.example.com", "b\u{fc}cher.example", "*.b\u{fc}cher.example", "192.168.0.1", "192.168.1", "0x7f.1",
            "*.1.2.3", "192.168.1.1/16", "192.168.0.*", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:1.2.3.4]", "[fe80::]/10",
            "localhost", "LOCALHOST.", "a_b.example", "a%62.example", "a b", "a,b", "a'b", "${ORIGIN}", "^a\\.b$",
            "(a|b).example.com", ".*\\.example\\.com", "null", "loopback", "",
        ][..]),
        port in select(&["", "", ":443", ":80", ":8080", ":0", ":00080", ":65536", ":", ":*", ":9-8", ":80:80", ":-1"][..]),
        rest in select(&["", "", "/", "//", "/a", "?a", "#", "/*", " ", ",https://b.example", "\\", ";"][..]),
    ) {
        let text = format!("{scheme}{user}{host}{port}{rest}");
        let danger = Danger {
            null_origin: true,
            insecure_origins: true,
            public_suffixes: true,
            whole_schemes: true,
            file_origin: true,
            address_ranges: true,
            everybody_with_credentials: true,
        };
        let listing = |text: &str| Config::new().origins([text]).danger(danger);
        for finding in found(&listing(&text)) {
            let Some(suggestion) = finding.suggestion else { continue };
            let accepted = Policy::new(&listing(&suggestion));
            prop_assert!(accepted.is_ok(), "{:?}: {:?}: {:?}", text, suggestion, accepted);
        }
    }

    #[test]
    fn a_path_that_is_suggested_is_accepted(
        start in select(&["/", "", "//", "^/", "https://api.example/", "https://api.example", "/api/", "./"][..]),
        middle in select(&["", "users", "{id}", ":id", "<id>", "*", "a b", "a;b", "%2e%2e", "%61", "\u{e9}", "[0-9]+", "(a|b)", ".", "a."][..]),
        end in select(&["", "/", "//", "/*", "/**", "?x", "#x", "$", ".*", "/{id}", "/x/", "/{id}/x", "/*/"][..]),
    ) {
        let text = format!("{start}{middle}{end}");
        let covering = |path: &str| Config::new().rule(Rule::new().paths([path]).origins(["https://app.example"]));
        for finding in found(&covering(&text)) {
            let Some(suggestion) = finding.suggestion else { continue };
            let accepted = Policy::new(&covering(&suggestion));
            prop_assert!(accepted.is_ok(), "{:?}: {:?}: {:?}", text, suggestion, accepted);
        }
    }
}
