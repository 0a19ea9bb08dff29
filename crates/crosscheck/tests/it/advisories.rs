//! Every published hole in a CORS library that we know of, as a test that it is not here.
//!
//! Each test names the advisory and what its invariant is; where the hole was in something that we
//! do not have (regular expressions, log lines), the closest thing of ours is held to it.

use crosscheck::catalog::FindingKind;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::Rule;

use crate::policy::decided_on;

fn listing(origins: &[&str]) -> Config {
    Config { origins: list(origins), ..Config::default() }
}

fn with_credentials(origins: &[&str]) -> Config {
    Config { credentials: true, ..listing(origins) }
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn allows(config: &Config, origin: &str) -> bool {
    Policy::new(config).expect("a policy").allows_origin("/", origin.as_bytes())
}

fn errors(config: &Config) -> Vec<FindingKind> {
    Policy::new(config).expect_err("an error").iter().map(|error| error.kind).collect()
}

fn preflight(config: &Config, asked: &str) -> (String, Vec<String>) {
    let headers = [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", asked),
    ];
    decided_on(config, "OPTIONS", "/", &headers)
}

/// No. 1, jub0bs/cors GHSA-vhxv-fg4m-p2w8, fcors GHSA-v84h-653v-4pq9: two origins made a third.
#[test]
fn a01_two_listed_origins_make_no_third() {
    for (origins, third) in [
        (["https://foo.com", "https://bar.com"], "https://barfoo.com"),
        (["https://**.foo.com", "https://**.bar.com"], "https://a.barfoo.com"),
        (["https://a-*.foo.com", "https://*-b.foo.com"], "https://x.foo.com"),
        (["https://a-*.foo.com", "https://*-b.bar.com"], "https://a-x.bar.com"),
        (["https://foo.com", "http://bar.com:*"], "http://foo.com:1"),
        (["https://foo.com:8443", "https://bar.com"], "https://bar.com:8443"),
    ] {
        for origins in [origins, [origins[1], origins[0]]] {
            assert!(!allows(&listing(&origins), third), "{origins:?} {third}");
        }
    }
}

/// No. 2, rs/cors GO-2024-2883 and no. 5 go-chi/cors#36: a megabyte of commas kept a server busy.
#[test]
fn a02_a05_a_hostile_list_of_headers_costs_nothing() {
    let config = Config {
        methods: list(&["PUT"]),
        request_headers: list(&["x-a", "x-b"]),
        ..listing(&["https://app.example.com"])
    };
    // All of these but the last hold listed names only, and would be permitted if they were read to their
    // end. What stands far behind is not looked at.
    let hostile = [
        format!("{}x-a", ",".repeat(1 << 20)),
        format!("{}x-a", "x-a,".repeat(1 << 18)),
        format!("{}x-a", " ".repeat(1 << 20)),
        format!("{}x-a", "\t,".repeat(1 << 19)),
        "x".repeat(1 << 20),
    ];
    for asked in &hostile {
        assert_eq!(preflight(&config, asked).0, "preflight: HeaderNotAllowed 204");
    }
    let lines = vec![("access-control-request-headers", ""); 100_000];
    let mut headers =
        vec![("origin", "https://app.example.com"), ("access-control-request-method", "PUT")];
    headers.extend(lines);
    let decided = decided_on(&config, "OPTIONS", "/", &headers);
    assert_eq!(decided.0, "preflight: HeaderNotAllowed 204");
}

/// No. 3, rs/cors CVE-2018-20744, no. 7 fiber CVE-2024-25124, no. 9 hono CVE-2026-54290, no. 13 rack-cors#126,
/// No. 14, Tomcat CVE-2018-8014, no. 15 CVE-2026-44184 and CVE-2025-34291: a star with credentials became
/// an echo of whoever asks.
#[test]
fn a03_a07_a09_a13_a14_a15_any_origin_never_comes_with_credentials() {
    assert_eq!(errors(&with_credentials(&["*"])), [FindingKind::WildcardWithCredentials]);
    let rule = Rule { credentials: true, origins: list(&["*"]), ..Rule::default() };
    let config = Config { rules: vec![rule], ..Config::default() };
    assert_eq!(errors(&config), [FindingKind::WildcardWithCredentials]);
    // Nor is a star ever an echo, or the default anything but nobody.
    let decided = decided_on(&listing(&["*"]), "GET", "/", &[("origin", "https://evil.example")]);
    assert_eq!(decided.1, ["access-control-allow-origin: *"]);
    for nobody in [Config::default(), with_credentials(&[])] {
        let decided = decided_on(&nobody, "GET", "/", &[("origin", "https://evil.example")]);
        assert_eq!(decided.1, ["+vary: Origin"]);
    }
}

/// No. 4, rs/cors#197, no. 5 go-chi/cors#17: `h*` and `https://*` with credentials let everybody in.
#[test]
fn a04_a05_a_wildcard_needs_a_domain_of_ones_own() {
    for origin in ["h*", "https://*", "http*://app.example.com", "https*", "*://*", "https://*:*"] {
        assert_eq!(errors(&with_credentials(&[origin])), [FindingKind::InvalidPattern], "{origin}");
        assert_eq!(errors(&listing(&[origin])), [FindingKind::InvalidPattern], "{origin}");
    }
    for origin in ["https://*.com", "https://**.co.uk", "https://*.github.io", "https://*a.com"] {
        assert_eq!(errors(&with_credentials(&[origin])), [FindingKind::PublicSuffix], "{origin}");
    }
}

/// No. 6, gin-contrib/cors CVE-2019-25211: `https://example.com/*` matched `https://example.community`.
#[test]
fn a06_a_pattern_is_no_prefix() {
    for origin in ["https://example.com/*", "https://example.com*", "https://example.*"] {
        assert!(Policy::new(&listing(&[origin])).is_err(), "{origin}");
    }
    let config =
        listing(&["https://example.com", "https://*.example.com", "https://example.com:*"]);
    for outside in [
        "https://example.community",
        "https://a.example.community",
        "https://example.com.evil.org",
        "https://example.com@evil.org",
        "https://example.com:1@evil.org",
        "https://example.com:evil.org",
    ] {
        assert!(!allows(&config, outside), "{outside}");
    }
}

/// No. 7, gofiber/fiber#2915: subdomains were matched by how the text ends.
#[test]
fn a07_a_subdomain_ends_at_a_dot() {
    for pattern in ["https://*.example.com", "https://**.example.com"] {
        for outside in [
            "https://evilexample.com",
            "https://x.evilexample.com",
            "https://example.com",
            "https://.example.com",
        ] {
            assert!(!allows(&listing(&[pattern]), outside), "{pattern} {outside}");
        }
        // Whatever stands in front is a name as browsers spell it, however well it ends.
        let (label, host) = ("x".repeat(64), "x.".repeat(121) + "x");
        for front in [
            "A", "a b", "a/", "a?b", "a#b", "me@a", "a:1", "a,b", "*", "%61", "\u{e9}", "[::1]",
            "\0", "a.", ".a", "a..a", &label, &host,
        ] {
            let outside = format!("https://{front}.example.com");
            assert!(!allows(&listing(&[pattern]), &outside), "{pattern} {outside}");
        }
        for behind in [":0", ":443", ":08443", ":65536", ":", ":8443:1", ":8443"] {
            let outside = format!("https://a.example.com{behind}");
            assert!(!allows(&listing(&[pattern]), &outside), "{pattern} {outside}");
        }
        assert!(allows(&listing(&[pattern]), &format!("https://{}.example.com", &label[1..])));
        assert!(allows(&listing(&[&format!("{pattern}:*")]), "https://a.example.com:8443"));
    }
}

/// No. 8, hono GHSA-q7jf-gf43-6x6p: the request's own `Vary` became the response's.
#[test]
fn a08_no_header_of_a_request_but_its_checked_origin_is_answered() {
    let config = Config {
        request_headers: list(&["x-a"]),
        methods: list(&["PUT"]),
        ..listing(&["https://app.example.com"])
    };
    let headers = [
        ("vary", "evil"),
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "X-A"),
        ("access-control-allow-origin", "evil"),
    ];
    for method in ["GET", "OPTIONS"] {
        let (_, edits) = decided_on(&config, method, "/", &headers);
        assert!(
            edits.iter().all(|edit| !edit.contains("evil") && !edit.contains("X-A")),
            "{edits:?}"
        );
    }
}

/// No. 10, flask-cors CVE-2024-6221: a header that opens private networks was sent by default.
#[test]
fn a10_private_networks_are_opened_by_nothing() {
    let headers = [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "GET"),
        ("access-control-request-private-network", "true"),
    ];
    for config in [listing(&["*"]), with_credentials(&["https://app.example.com"])] {
        let (_, edits) = decided_on(&config, "OPTIONS", "/", &headers);
        assert!(edits.iter().all(|edit| !edit.contains("network")), "{edits:?}");
    }
}

/// No. 10, flask-cors CVE-2024-1681: a path with line breaks forged lines of a log.
#[test]
fn a10_what_is_said_about_a_value_stays_on_one_line() {
    for value in ["https://a\r\nX: 1", "https://a\nb.example.com", "\u{1b}[31m", "a\0b"] {
        let config = Config {
            methods: list(&[value]),
            request_headers: list(&[value]),
            rules: vec![Rule { paths: list(&[value]), ..Rule::default() }],
            ..listing(&[value])
        };
        let said = Policy::new(&config).expect_err("errors");
        for finding in said.iter() {
            let line = finding.to_string();
            assert!(!line.contains(char::is_control), "{line:?}");
        }
    }
}

/// No. 10, flask-cors CVE-2024-6866 (case), CVE-2024-6844 (`+`), CVE-2024-6839 (longest is not the most
/// specific), 3.0.9 and no. 13 rack-cors 1.0.4 (`..`): a path got another path's rules.
#[test]
fn a10_a13_a_path_has_its_own_rules_or_none() {
    let rule = |path: &str, origin: &str| Rule {
        paths: list(&[path]),
        origins: list(&[origin]),
        ..Rule::default()
    };
    let (open, closed) = ("https://open.example.com", "https://closed.example.com");
    for rules in [[("/", open), ("/admin", closed)], [("/admin", closed), ("/", open)]] {
        let rules = rules.map(|(path, origin)| rule(path, origin)).to_vec();
        let policy = Policy::new(&Config { rules, ..Config::default() }).expect("a policy");
        for path in [
            "/admin",
            "/admin/",
            "/admin/x",
            "/ADMIN",
            "/Admin/x",
            "/%61dmin",
            "/x/../admin",
            "/x/%2e%2e/admin",
            "/x%2f..%2fadmin",
            "//admin",
            "/x/..;/admin",
            "/admin;x",
            "/admin%2fx",
            "/%2561dmin",
            "/x\\..\\admin",
        ] {
            assert!(!policy.allows_origin(path, open.as_bytes()), "{path}");
        }
        for path in ["/ad+min", "/a/dmin", "/administration/of/a/much/longer/path", "/admi%6e%6e"] {
            assert!(policy.allows_origin(path, open.as_bytes()), "{path}");
            assert!(!policy.allows_origin(path, closed.as_bytes()), "{path}");
        }
    }
}

/// No. 11, sanic-cors CVE-2026-37737, no. 12 starlette#801, no. 13 rack-cors#86: patterns without an end.
#[test]
fn a11_a12_a13_a_pattern_covers_the_whole_origin() {
    for pattern in [
        "https://trusted.com",
        "https://*.trusted.com",
        "https://a-*.trusted.com",
        "https://trusted.com:*",
        "https://**.trusted.com:1-9",
    ] {
        let inside = pattern.replace("**", "x").replace('*', "1").replace("1-9", "1");
        assert!(allows(&listing(&[pattern]), &inside), "{pattern} {inside}");
        for (before, after) in [
            ("", ".attacker.io"),
            ("", "/"),
            ("", "\n"),
            ("", "\0"),
            ("", ","),
            (" ", ""),
            ("", " "),
            ("", "."),
            ("x", ""),
            ("https://evil.example,", ""),
            ("", ", https://evil.example"),
            ("", "\u{e9}"),
            ("", "#"),
            ("", "?"),
            ("", "@evil.example"),
        ] {
            let outside = format!("{before}{inside}{after}");
            assert!(!allows(&listing(&[pattern]), &outside), "{pattern} {outside:?}");
        }
        // A dot is a dot.
        assert!(!allows(&listing(&[pattern]), &inside.replace("trusted.com", "trustedxcom")));
    }
}
