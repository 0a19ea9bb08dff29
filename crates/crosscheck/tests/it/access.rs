//! The words for what a page may do: how they are read, and what a policy allows by each.

use crosscheck::server::Access;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Policy;

const APP: &str = "https://app.example";

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn each_word_is_read_and_written_alike() {
    for (text, access) in [
        ("read", Access::Read),
        ("read with credentials", Access::ReadWithCredentials),
        ("send PUT", Access::Method("PUT".into())),
        ("send any method", Access::AnyMethod),
        ("set x-token", Access::Header("x-token".into())),
        ("set any header", Access::AnyHeader),
        ("read header x-total", Access::ExposedHeader("x-total".into())),
        ("read any header", Access::AnyExposedHeader),
        ("measure time", Access::Timing),
    ] {
        assert_eq!(text.parse(), Ok(access.clone()));
        assert_eq!(access.to_string(), text);
    }
}

#[test]
fn what_no_script_can_do_is_no_word() {
    for (text, reason) in [
        ("send TRACE", "no script can send this method"),
        ("set Cookie", "no script can set this header"),
        ("read header set-cookie", "no script can read this header"),
    ] {
        assert_eq!(text.parse::<Access>().expect_err(text).to_string(), reason);
    }
    for text in ["", "write", "send", "send a b", "set ", "read header", "Read"] {
        let error = text.parse::<Access>().expect_err(text).to_string();
        assert!(error.starts_with("this is nothing that a page may do; write `read`"), "{error}");
    }
}

/// What `APP` may do for certain, and what it may never do: each word is one of both, or neither
/// where a policy allows a part of it.
#[test]
fn any_stands_for_all_where_it_is_allowed_and_for_each_where_it_is_forbidden() {
    let nothing = Config { origins: list(&[APP]), ..Config::default() };
    let some = Config {
        methods: list(&["PUT"]),
        request_headers: list(&["x-a"]),
        expose_headers: list(&["x-b"]),
        ..nothing.clone()
    };
    let stars = Config {
        methods: list(&["*"]),
        request_headers: list(&["*"]),
        expose_headers: list(&["*"]),
        ..nothing.clone()
    };
    let named = Config { request_headers: list(&["authorization", "x-a"]), ..stars.clone() };
    let all = Config { request_headers: list(&["*", "Authorization"]), ..stars.clone() };
    for (config, word, may, never) in [
        (&nothing, "send any method", false, true),
        (&nothing, "set any header", false, true),
        (&nothing, "read any header", false, true),
        (&some, "send any method", false, false),
        (&some, "set any header", false, false),
        (&some, "read any header", false, false),
        (&some, "send DELETE", false, true),
        (&some, "set x-b", false, true),
        (&some, "read header x-a", false, true),
        (&some, "read header x-b", true, false),
        (&stars, "send any method", true, false),
        (&stars, "set any header", false, false),
        (&stars, "read any header", true, false),
        (&stars, "set authorization", false, true),
        (&stars, "set x-a", true, false),
        (&stars, "read header x-a", true, false),
        (&named, "set any header", false, false),
        (&all, "set any header", true, false),
        (&all, "set authorization", true, false),
    ] {
        let policy = Policy::new(config).expect("a policy");
        let about = Assertion::new().origins([APP]);
        let holds = |assertion: Assertion| policy.prove(&assertion).expect("decided").is_empty();
        let words = list(&[word]);
        assert_eq!(
            (holds(about.clone().may(words.clone())), word),
            (may, word),
            "may, with {config:?}"
        );
        assert_eq!((holds(about.never(words)), word), (never, word), "never, with {config:?}");
    }
}

#[test]
fn an_origin_that_is_listed_and_covered_is_called_by_its_name() {
    let origins = list(&["https://a.corp.example", "https://*.corp.example"]);
    let policy = Policy::new(&Config { origins, ..Config::default() }).expect("a policy");
    let never = Assertion::new().never(["read"]);
    let shown = policy.prove(&never).expect("decided");
    let entry = |origin: &str| {
        let sentence = never.clone().origins([origin]);
        policy.prove(&sentence).expect("decided")[0].answered_by.clone().expect("a rule").0
    };
    assert_eq!(shown.len(), 1);
    assert_eq!(entry("https://a.corp.example"), "https://a.corp.example");
    assert_eq!(entry("https://b.corp.example"), "https://*.corp.example");
}

#[test]
fn an_assertion_is_a_sentence_and_checked_without_a_policy() {
    for (assertion, sentence) in [
        (Assertion::new().never(["read"]), "every origin never read"),
        (
            Assertion::new()
                .outside(["https://**.a.example", "https://b.example"])
                .never(["read with credentials", "send PUT"]),
            "all outside `https://**.a.example`, `https://b.example` never read with credentials, \
             send PUT",
        ),
        (
            Assertion::new().origins([APP]).paths(["/a", "/b"]).may(["read"]).never(["send PUT"]),
            "`https://app.example` on `/a`, `/b` may read, and never send PUT",
        ),
    ] {
        assert_eq!(assertion.to_string(), sentence);
        assert_eq!(assertion.check(), Ok(()));
        let wrong = assertion.paths(["a"]);
        assert_eq!(wrong.check().expect_err("no path").findings()[0].path, "paths[0]");
    }
}
