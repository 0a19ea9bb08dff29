//! What each way of writing origins covers, and what is said about it.

use crosscheck::catalog::FindingKind as Kind;
use crosscheck::catalog::Severity;
use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Policy;

use crate::policy::decided_on;

fn listing(origins: &[&str]) -> Config {
    Config { origins: origins.iter().map(|o| (*o).into()).collect(), ..Config::default() }
}

fn found(config: &Config) -> Vec<(Severity, Kind, String)> {
    let policy = Policy::new(config);
    let findings = match &policy {
        Ok(policy) => policy.findings(),
        Err(errors) => errors.findings(),
    };
    findings.iter().map(|f| (f.severity, f.kind, f.path.clone())).collect()
}

#[test]
fn each_spelling_covers_what_it_says_and_nothing_else() {
    for (pattern, inside, outside) in [
        (
            "https://*.example.com",
            &["https://a.example.com", "https://a-b_c.example.com"][..],
            &[
                "https://example.com",
                "https://a.b.example.com",
                "https://.example.com",
                "https://a.example.com:8443",
                "http://a.example.com",
                "https://aexample.com",
                "https://a.example.com.evil.org",
                "https://a.example.comm",
                "https://A.example.com",
                "https://a/b?c.example.com",
                "https://a.example.com/",
                "https://a@b.example.com",
                "https://a.example.com:443",
                "https://*.example.com",
            ][..],
        ),
        (
            "moz-extension://*",
            &["moz-extension://0f1a2b3c-4d5e", "moz-extension://a.b"],
            &[
                "moz-extension://",
                "moz-extension://a/b",
                "moz-extension://A",
                "moz-extension://a:1",
                "chrome-extension://a",
                "https://moz-extension",
                "null",
            ],
        ),
        (
            "https://**.example.com",
            &["https://a.example.com", "https://a.b.c.example.com"],
            &[
                "https://example.com",
                "https://a..example.com",
                "https://badexample.com",
                "https://a.example.com.evil.org",
                "http://a.example.com",
            ],
        ),
        (
            "https://preview-*.example.com",
            &["https://preview-1.example.com", "https://preview-a-b.example.com"],
            &[
                "https://preview-.example.com",
                "https://preview.example.com",
                "https://xpreview-1.example.com",
                "https://preview-1.x.example.com",
            ],
        ),
        (
            "https://ab*ba.example.com",
            &["https://abxba.example.com", "https://ababba.example.com"],
            &["https://aba.example.com", "https://abba.example.com"],
        ),
        (
            "https://*.example.com:8443",
            &["https://a.example.com:8443"],
            &["https://a.example.com", "https://a.example.com:8444"],
        ),
        (
            "http://app.example.com:*",
            &["http://app.example.com", "http://app.example.com:1", "http://app.example.com:443"],
            &["http://app.example.com:80", "http://app.example.com:0", "http://x.example.com:1"],
        ),
        (
            "https://app.example.com:400-8999",
            &[
                "https://app.example.com",
                "https://app.example.com:400",
                "https://app.example.com:8999",
            ],
            &["https://app.example.com:399", "https://app.example.com:9000"],
        ),
        (
            "https://**.example.com:*",
            &["https://a.b.example.com:1", "https://a.example.com"],
            &["https://example.com:1"],
        ),
        (
            "loopback",
            &[
                "http://localhost",
                "http://localhost:3000",
                "https://127.0.0.1:8443",
                "http://[::1]:9090",
            ],
            &["http://127.0.0.2", "http://a.localhost", "http://localhost.evil.org", "null"],
        ),
        ("capacitor://localhost", &["capacitor://localhost"], &["http://localhost"]),
        ("tauri://localhost:*", &["tauri://localhost", "tauri://localhost:1"], &["tauri://x"]),
        ("http://[::1]:*", &["http://[::1]", "http://[::1]:5"], &["http://[::2]:5", "http://[::1"]),
        (
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            &["chrome-extension://abcdefghijklmnopabcdefghijklmnop"],
            &["chrome-extension://bbcdefghijklmnopabcdefghijklmnop"],
        ),
        (
            "moz-extension://0f6e7a10-9d3c-4f9e-8a83-0a8d1f0a7c55",
            &["moz-extension://0f6e7a10-9d3c-4f9e-8a83-0a8d1f0a7c55"],
            &["moz-extension://0f6e7a10"],
        ),
    ] {
        let danger = Danger { whole_schemes: pattern.ends_with("://*"), ..Danger::default() };
        let policy = Policy::new(&Config { danger, ..listing(&[pattern]) }).expect(pattern);
        for origin in inside {
            assert!(policy.allows_origin("/", origin.as_bytes()), "{pattern} covers {origin}");
        }
        for origin in outside {
            assert!(!policy.allows_origin("/", origin.as_bytes()), "{pattern} leaves {origin} out");
        }
    }
}

#[test]
fn what_could_never_match_is_an_error_that_knows_better() {
    for (origin, kind, suggestion) in [
        ("https://*", Kind::InvalidPattern, None),
        ("h*", Kind::InvalidPattern, None),
        ("*://app.example.com", Kind::InvalidPattern, None),
        ("https://*.*.example.com", Kind::InvalidPattern, Some("https://**.example.com")),
        ("https://a.*.example.com", Kind::InvalidPattern, None),
        ("https://a*b*c.example.com", Kind::InvalidPattern, None),
        ("https://a**.example.com", Kind::InvalidPattern, None),
        ("https://*.1.2.3.4", Kind::InvalidPattern, None),
        ("https://*.[::1]", Kind::InvalidPattern, None),
        ("https://*.example.com/", Kind::InvalidPattern, Some("https://*.example.com")),
        ("https://example.com/*", Kind::InvalidPattern, Some("https://example.com")),
        ("https://*.Example.com", Kind::InvalidPattern, Some("https://*.example.com")),
        (
            "https://**.b\u{fc}cher.example",
            Kind::InvalidPattern,
            Some("https://**.xn--bcher-kva.example"),
        ),
        ("https://*.example.com:443", Kind::InvalidPattern, Some("https://*.example.com")),
        ("https://APP.example.com:*", Kind::InvalidPattern, Some("https://app.example.com:*")),
        ("https://app.example.com:9-8", Kind::InvalidPattern, None),
        ("https://app.example.com:1-70000", Kind::InvalidPattern, None),
        ("https://app.example.com:80:*", Kind::InvalidPattern, None),
        ("https://*.:*", Kind::InvalidPattern, None),
        ("wss://app.example.com", Kind::InvalidOrigin, Some("https://app.example.com")),
        ("ws://app.example.com", Kind::InvalidOrigin, Some("http://app.example.com")),
        ("file:///tmp", Kind::InvalidOrigin, None),
        ("https://a..example.com", Kind::InvalidOrigin, None),
        ("https://a,b.example.com", Kind::InvalidOrigin, None),
        ("https://xn--a.example.com", Kind::InvalidOrigin, None),
        ("https://app.example.com:0", Kind::InvalidOrigin, None),
        ("http://[::ffff:1.2.3.4]", Kind::InvalidOrigin, Some("http://[::ffff:102:304]")),
        ("Loopback", Kind::InvalidPattern, Some("loopback")),
        // What is wrong before the path is wrong without it, too.
        ("https://*.a b.example/x", Kind::InvalidPattern, None),
        ("app://a~b.example", Kind::InvalidOrigin, None),
        (&format!("app://{}", "a".repeat(254)), Kind::InvalidOrigin, None),
        (&format!("https://{}*.example", "a".repeat(63)), Kind::InvalidPattern, None),
    ] {
        let errors = Policy::new(&listing(&[origin])).expect_err(origin);
        let all: Vec<_> = errors.iter().collect();
        assert_eq!(all.len(), 1, "{origin}: {errors}");
        assert_eq!(
            (all[0].kind, all[0].suggestion.as_deref()),
            (kind, suggestion),
            "{origin}: {errors}"
        );
    }
}

#[test]
fn a_wildcard_where_anybody_can_have_a_name_is_a_danger() {
    for (origin, severity, kind) in [
        ("https://*.com", Severity::Error, Kind::PublicSuffix),
        ("https://**.co.uk", Severity::Error, Kind::PublicSuffix),
        ("https://*.github.io", Severity::Error, Kind::PublicSuffix),
        ("https://**.netlify.app:*", Severity::Error, Kind::PublicSuffix),
        ("https://*example.com", Severity::Error, Kind::PublicSuffix),
        ("https://*.corp", Severity::Error, Kind::PublicSuffix),
        ("https://*--proj.netlify.app", Severity::Warning, Kind::SharedSuffix),
    ] {
        let mut config = listing(&[origin]);
        assert_eq!(found(&config), [(severity, kind, "origins[0]".into())], "{origin}");
        config.danger.public_suffixes = true;
        assert!(Policy::new(&config).is_ok(), "{origin}");
    }
    for origin in ["https://*.proj.netlify.app", "https://*.example.co.uk", "http://*.localhost:*"]
    {
        assert_eq!(found(&listing(&[origin])), [], "{origin}");
    }
}

#[test]
fn dangers_are_taken_by_name_and_noted() {
    let config = Config {
        credentials: true,
        danger: Danger {
            null_origin: true,
            insecure_origins: true,
            public_suffixes: true,
            whole_schemes: true,
            file_origin: true,
            address_ranges: true,
            everybody_with_credentials: false,
        },
        ..listing(&[
            "null",
            "http://app.example.com",
            "https://*.github.io",
            "moz-extension://*",
            "file://",
            "https://10.0.0.0/8",
        ])
    };
    let refused = Config { danger: Danger::default(), ..config.clone() };
    let kinds = [
        Kind::NullOrigin,
        Kind::InsecureOrigin,
        Kind::PublicSuffix,
        Kind::WholeScheme,
        Kind::FileOrigin,
        Kind::AddressRange,
    ];
    let expected = |severity| -> Vec<_> {
        let found = kinds.iter().enumerate();
        found.map(|(index, kind)| (severity, *kind, format!("origins[{index}]"))).collect()
    };
    assert_eq!(found(&refused), expected(Severity::Error));
    assert_eq!(found(&config), expected(Severity::Note));
    let policy = Policy::new(&config).expect("a policy");
    for origin in
        ["null", "http://app.example.com", "moz-extension://0f-a1", "file://", "https://10.1.2.3"]
    {
        assert!(policy.allows_origin("/", origin.as_bytes()), "{origin}");
    }

    let unused = Config { danger: config.danger, ..listing(&["https://app.example.com"]) };
    let names = [
        "null_origin",
        "insecure_origins",
        "public_suffixes",
        "whole_schemes",
        "file_origin",
        "address_ranges",
    ];
    let unused_each =
        names.map(|name| (Severity::Warning, Kind::UnusedDanger, format!("danger.{name}")));
    assert_eq!(found(&unused), unused_each);
}

/// An intake of analytics that is asked with cookies from everywhere: each page is told its own name,
/// as browsers refuse the star, and a cache is told that it is so.
#[test]
fn everybody_reads_with_credentials_by_name_alone() {
    let config = Config { credentials: true, ..listing(&["*"]) };
    let errors = Policy::new(&config).expect_err("nobody means it");
    let kinds: Vec<_> = errors.iter().map(|error| error.kind).collect();
    assert_eq!(kinds, [Kind::WildcardWithCredentials]);

    let danger = Danger { everybody_with_credentials: true, ..Danger::default() };
    let config = Config { danger, ..config };
    let noted = (Severity::Note, Kind::WildcardWithCredentials, "origins[0]".to_owned());
    assert_eq!(found(&config), [noted]);
    let told = |headers: &[(&'static str, &str)]| decided_on(&config, "GET", "/", headers);
    for page in ["https://anybody.example", "null"] {
        let expected = [
            "+vary: Origin".to_owned(),
            format!("access-control-allow-origin: {page}"),
            "access-control-allow-credentials: true".to_owned(),
        ];
        assert_eq!(told(&[("origin", page)]), ("actual: yes".into(), expected.to_vec()));
    }
    assert_eq!(told(&[]), ("not CORS".into(), vec!["+vary: Origin".to_owned()]));

    // What else is a star in words is a name to browsers, and stays an error.
    let config = Config { methods: vec!["*".into()], ..config };
    assert!(Policy::new(&config).is_err());
}

#[test]
fn ranges_of_addresses_are_read_in_one_spelling() {
    let allowing = |entry: &str| {
        let danger = Danger { address_ranges: true, ..Danger::default() };
        Policy::new(&Config { danger, ..listing(&[entry]) })
    };
    let lan = allowing("http://192.168.0.0/16:*").expect("a policy");
    for (origin, allowed) in [
        ("http://192.168.0.1", true),
        ("http://192.168.255.255:8123", true),
        ("https://192.168.0.1", false),
        ("http://192.169.0.0", false),
        ("http://192.168.0.1:80", false),
        ("http://192.168.0.01", false),
        ("http://192.168.1", false),
        ("http://3232235521", false),
        ("http://192.168.0.1.example", false),
        ("http://[::ffff:c0a8:1]", false),
    ] {
        assert_eq!(lan.allows_origin("/", origin.as_bytes()), allowed, "{origin}");
    }
    let danger = Danger { address_ranges: true, whole_schemes: true, ..Danger::default() };
    let both = Config { danger, ..listing(&["app://*", "http://10.0.0.0/8"]) };
    let both = Policy::new(&both).expect("a policy");
    assert!(both.allows_origin("/", b"http://10.0.0.1") && both.allows_origin("/", b"app://x"));
    let ports = allowing("https://10.0.0.0/8:8000-8999").expect("a policy");
    assert!(ports.allows_origin("/", b"https://10.9.8.7:8443"));
    assert!(!ports.allows_origin("/", b"https://10.9.8.7"));
    for (entry, meant) in [
        ("http://192.168.1.1/16:*", Some("http://192.168.0.0/16:*")),
        ("http://192.168.1.1/32:3000", Some("http://192.168.1.1:3000")),
        ("http://0.0.0.0/0", Some("http://0.0.0.0")),
        ("app://192.168.0.0/16", None),
        ("http://192.168.0.0/16:0", None),
        ("192.168.0.0/16", None),
        ("http://[fe80::]/10", None),
    ] {
        let errors = allowing(entry).expect_err(entry);
        let told = errors.iter().next().expect("an error");
        assert_eq!(told.suggestion.as_deref(), meant, "{entry}: {told}");
    }
}
