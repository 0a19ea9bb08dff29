//! Firefox in the languages of its users.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::read;

use super::first_rules;
use super::told;

/// Firefox speaks the user's language; what is right is the rule of the English text of the same key.
#[test]
fn firefox_is_understood_in_german_and_chinese() {
    for (file, expected) in [
        (
            include_str!("../data/console.firefox-de.txt"),
            [
                "allow-origin-missing",
                "allow-origin-missing",
                "network-failure",
                "wildcard-with-credentials",
            ],
        ),
        (
            include_str!("../data/console.firefox-zh-cn.txt"),
            [
                "allow-origin-missing",
                "allow-origin-missing",
                "network-failure",
                "wildcard-with-credentials",
            ],
        ),
    ] {
        for (line, rule) in file.lines().zip(expected) {
            let report = told(line);
            assert_eq!(first_rules(&report), [rule], "{line}");
            assert!(
                report["findings"][0]["evidence"]["url"]
                    .as_str()
                    .is_some_and(|u| u.starts_with("http://localhost:18902/"))
            );
        }
    }
    let files = [
        include_str!("../data/every-text.firefox-de.txt"),
        include_str!("../data/every-text.firefox-zh-cn.txt"),
    ];
    for line in files.into_iter().flat_map(str::lines) {
        let (key, text) = line.split_once('\t').expect("a key and a text");
        // A URL of http is not what is not http: a redirect led there.
        if key == "CORSRequestNotHttp" {
            assert_eq!(first_rules(&told(text)), ["location-scheme"], "{line}");
            continue;
        }
        let rule = match key {
            // The value is no origin.
            "CORSAllowOriginNotMatchingOrigin" => "allow-origin-invalid",
            key => FetchRule::called(key).map_or("authorization-by-wildcard", FetchRule::name),
        };
        assert_eq!(first_rules(&told(text)), [rule], "{line}");
    }
}

#[test]
fn a_language_that_nobody_knows_is_never_guessed_to_lack_a_header() {
    for (text, rule) in [
        (
            "Bloketita: https://api.example.com/x. (Kialo: CORS io 'Access-Control-Allow-Methods').",
            "method-not-allowed",
        ),
        (
            "Bloketita: https://api.example.com/x. (Kialo: CORS 'Access-Control-Allow-Origin' ne egalas 'https://b.example').",
            "allow-origin-mismatch",
        ),
        ("Bloketita: https://api.example.com/x. (Kialo: CORS malsukcesis).", "network-failure"),
    ] {
        let [reading] = &read(text)[..] else { panic!("{text}") };
        assert_eq!(reading.refusal.rule.name(), rule, "{text}");
        assert!(!reading.rules.contains(&FetchRule::AllowOriginMissing), "{text}");
    }
    let one_or_other =
        "Bloketita: https://api.example.com/x. (Kialo: CORS 'Access-Control-Allow-Origin').";
    let [reading] = &read(one_or_other)[..] else { panic!() };
    assert!(reading.is_vague && reading.rules.contains(&FetchRule::AllowOriginMultiple));
}

/// Both are gone, and their words are still in tickets.
#[test]
fn internet_explorer_is_not_taken_for_firefox() {
    let seen: [(&str, &[&str]); 4] = [
        (
            "SEC7118: XMLHttpRequest for https://api.example.com/x required Cross Origin Resource Sharing \
             (CORS).\nSEC7120: Origin https://app.example.com not found in Access-Control-Allow-Origin header.",
            &["allow-origin-missing", "allow-origin-mismatch"],
        ),
        (
            "SEC7123: Request header x-token was not present in the Access-Control-Allow-Headers list.\n\
             SCRIPT7002: XMLHttpRequest: Network Error 0x80070005, Access is denied.",
            &["headers-not-allowed"],
        ),
        (
            "SEC7124: Request method PUT was not present in the Access-Control-Allow-Methods list.",
            &["method-not-allowed"],
        ),
        (
            "SEC7128: Multiple Access-Control-Allow-Origin headers are not allowed for CORS response.",
            &["allow-origin-multiple"],
        ),
    ];
    for (text, expected) in seen {
        let report = told(text);
        assert_eq!(super::rules(&report), expected, "{text}\n{report:#}");
        assert!(!report.to_string().contains("firefox"), "{text}\n{report:#}");
    }
}
