//! Origins are spelled in one way only: the way a browser sends them.

use crosscheck::wire::Origin;
use proptest::prelude::*;
use proptest::sample::select;
use url::Url;

#[test]
fn a_browsers_spelling_is_accepted_as_it_is() {
    for text in [
        "https://app.example",
        "http://localhost:3000",
        "http://127.0.0.1:8080",
        "http://[::1]:9090",
        "https://xn--bcher-kva.example",
        "capacitor://localhost",
        "chrome-extension://abcdefghijklmnop",
    ] {
        assert_eq!(Origin::parse(text).map(|o| o.serialize().to_owned()).as_deref(), Ok(text));
    }
    assert!(Origin::parse("null").unwrap().is_opaque());
}

#[test]
fn every_other_spelling_is_refused_with_the_one_that_works() {
    for (text, suggestion) in [
        ("https://app.example/", Some("https://app.example")),
        ("https://app.example/path", Some("https://app.example")),
        ("https://app.example:443", Some("https://app.example")),
        ("http://app.example:80", Some("http://app.example")),
        ("https://App.Example", Some("https://app.example")),
        ("HTTPS://app.example", Some("https://app.example")),
        ("https://bücher.example", Some("https://xn--bcher-kva.example")),
        ("https://me@app.example", Some("https://app.example")),
        ("http://[0:0:0:0:0:0:0:1]", Some("http://[::1]")),
        ("http://0x7f.1", Some("http://127.0.0.1")),
        ("app.example", Some("https://app.example")),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("https://*.app.example", None),
        ("https://%2A.app.example", None),
        ("https://XN--a.example/", None),
        ("", None),
        ("https://", None),
        ("Null", Some("https://null")),
        // `localhost` is no scheme, though it stands where one could.
        ("localhost:3000", Some("http://localhost:3000")),
        ("127.0.0.1:8080", Some("http://127.0.0.1:8080")),
        ("app.example:8443", Some("https://app.example:8443")),
        ("app.example:443", Some("https://app.example")),
        ("mailto:x", None),
    ] {
        let error = Origin::parse(text).expect_err(text);
        assert_eq!(error.suggestion(), suggestion, "{text:?}: {error}");
    }
}

#[test]
fn the_reason_says_what_a_browser_would_not_send() {
    for (text, reason) in [
        ("https://app.example/x", "an origin has no path, not even a trailing slash"),
        ("https://app.example:443", "a browser leaves the default port out"),
        ("https://me@app.example", "an origin has no user name or password"),
        ("https://:secret@app.example", "an origin has no user name or password"),
        ("https://App.example", "no browser spells an origin so"),
        ("https://*.example", "no browser sends a `*` in an origin"),
        ("data:text/html,x", "`data:` documents have an opaque origin, sent as `null`"),
        ("localhost:3000", "not an origin (its scheme is missing)"),
        ("app.example", "not an origin (its scheme is missing)"),
        ("https:///x", "not an origin (its host is missing)"),
        ("https://app.example:99999", "not an origin (its port is above 65535)"),
        ("https://a b", "not an origin (its host has a letter that no host has)"),
    ] {
        assert_eq!(Origin::parse(text).expect_err(text).to_string(), reason);
    }
}

#[test]
fn a_file_is_told_that_every_other_file_would_be_let_in_with_it() {
    for text in ["file://", "file:///x"] {
        let reason = Origin::parse(text).expect_err(text).to_string();
        assert!(reason.contains("every file on the device has this origin"), "{reason}");
    }
}

#[test]
fn a_url_has_the_origin_of_its_host_if_it_has_one() {
    for (url, origin) in [
        ("https://me@App.example:443/x?y#z", "https://app.example"),
        ("http://app.example:8080", "http://app.example:8080"),
        ("app://here:1/x", "app://here:1"),
        ("app:///x", "null"),
        ("app:x", "null"),
        ("file:///etc/passwd", "null"),
        ("file://host/etc/passwd", "null"),
        ("data:text/html,x", "null"),
    ] {
        assert_eq!(Origin::of(&Url::parse(url).expect(url)).to_string(), origin, "{url}");
    }
}

#[test]
fn same_origin_is_scheme_host_and_port() {
    let origin = |text| Origin::parse(text).unwrap();
    let app = origin("https://app.example");
    for (other, same) in [
        ("https://app.example", true),
        ("http://app.example", false),
        ("https://app.example:8443", false),
        ("https://www.app.example", false),
        ("null", false),
    ] {
        assert_eq!(app.is_same_origin(&origin(other)), same, "{other}");
    }
    assert!(!Origin::OPAQUE.is_same_origin(&Origin::OPAQUE), "nobody is at home at `null`");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// The server's side reads origins without a reader of URLs, and comes to what one would.
    #[test]
    fn an_origin_is_what_a_url_has(
        scheme in select(&["https", "http", "HTTP", "ws", "ftp", "app", "chrome-extension", "file", "1a", ""][..]),
        slashes in select(&["://", ":", "", ":///", ":/"][..]),
        user in select(&["", "", "", "me@", "a:b@", "@"][..]),
        host in prop_oneof![
            "[a-zA-Z0-9._%-]{0,8}",
            "[a-z]{1,3}\\.[a-z]{1,3}",
            "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.?",
            "\\[[0-9a-f:.]{0,20}\\]",
            "[ -~]{0,6}",
            select(&["[::1]", "[0:0:0:0:0:0:0:1]", "[1::2:0:0:3]", "[::ffff:1.2.3.4]", "xn--bcher-kva", "0x7f.1", "1.2.3"][..])
                .prop_map(String::from),
        ],
        port in select(&["", "", ":", ":80", ":443", ":8080", ":08080", ":65536", ":x", ":0"][..]),
        rest in select(&["", "", "/", "?x", "#x", "/x:1", "\\"][..]),
    ) {
        let text = format!("{scheme}{slashes}{user}{host}{port}{rest}");
        let of_url = Url::parse(&text).ok().map(|url| Origin::of(&url));
        let is_spelled_so = of_url.as_ref().is_some_and(|origin| origin.serialize() == text);
        // A star is read as a pattern wherever it stands.
        prop_assume!(!text.contains('*'));
        match Origin::parse(&text) {
            Ok(origin) => prop_assert_eq!(Some(origin), of_url, "{}", text),
            Err(error) => {
                prop_assert!(!is_spelled_so, "{}: {}", text, error);
                let suggestion = error.suggestion().map(Origin::parse);
                prop_assert!(suggestion.is_none_or(|origin| origin.is_ok()), "{}: {}", text, error);
            }
        }
    }
}
