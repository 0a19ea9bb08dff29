//! What a browser writes to its console can be read back: the same rule, the same evidence.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crosscheck::agent::Cause;
use crosscheck::agent::Failure;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::profile::LocalNetworkChecks;
use crosscheck::diagnosis::Reading;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::broken_rule;
use crosscheck::diagnosis::console_texts;
use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::read;
use crosscheck::scenario::Event;
use crosscheck::scenario::Player;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use proptest::prelude::*;

use crate::any_failure::outcomes;
use crate::any_failure::pieces;
use crate::recorded::recorded_lines;

#[test]
fn every_recorded_failure_is_read_back_from_what_the_engine_writes() {
    let mut read_back = BTreeMap::new();
    let lines = recorded_lines();
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
        for (line, _) in &lines {
            let scenario: Scenario = serde_json::from_value(line.clone()).expect("a scenario");
            let mut player = Player::new(profile);
            let mut server = ScriptedServer::new(&scenario.server);
            player.play_traced(&scenario, &mut server, &mut |event| {
                if let Event::End { outcome: Ok(outcome), .. } = event
                    && let Err(failure) = &outcome.result
                    && let Some(rule) = reads_back(outcome, failure, profile)
                {
                    *read_back.entry(profile.name()).or_insert(0) += 1;
                    read_back.entry(rule).and_modify(|n| *n += 1).or_insert(1);
                }
            });
        }
    }
    let count = |name: &str| read_back.get(name).copied().unwrap_or(0);
    assert!(count("chromium") > 4_000, "{read_back:?}");
    assert!(count("firefox") > 4_000, "{read_back:?}");
    assert!(count("webkit") > 4_000, "{read_back:?}");
    assert!(read_back.len() > 18, "rules met: {read_back:?}");
}

#[test]
fn every_recorded_text_about_cors_is_read() {
    let mut unread = BTreeSet::new();
    let mut count = 0;
    for (line, _) in recorded_lines() {
        for browser in ["chromium", "firefox", "webkit"] {
            for text in line["seen"][browser]["console"].as_array().into_iter().flatten() {
                let text = text.as_str().expect("a text");
                let words = ["CORS", "Cross-Origin", "Access-Control", "access control"];
                if !words.iter().any(|word| text.contains(word)) {
                    continue;
                }
                count += 1;
                let readings = read(text);
                if readings.is_empty()
                    || readings.iter().any(|found| found.browser.is_some_and(|b| b != browser))
                {
                    unread.insert(text.to_owned());
                }
            }
        }
    }
    assert!(count > 10_000, "{count}");
    assert_eq!(unread, BTreeSet::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_failure_is_read_back(outcome in outcomes(), decoration in 0..DECORATIONS.len()) {
        let failure = outcome.result.as_ref().expect_err("a failure");
        for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
            reads_back(&outcome, failure, profile);
            let plain = console_texts(&outcome, profile).join("\n");
            let decorated = DECORATIONS[decoration](&plain);
            // What script is told beside it tells nothing more.
            let mut told = read(&decorated);
            told.retain(|reading| !reading.is_vague);
            let mut plainly = read(&plain);
            plainly.retain(|reading| !reading.is_vague);
            prop_assert_eq!(told, plainly, "{}", decorated);
        }
    }

    #[test]
    fn any_text_is_read_without_harm(text in ".{0,400}") {
        let _ = (read(&text), guess(&text));
    }

    #[test]
    fn any_mix_of_pieces_is_read_without_harm(pieces in prop::collection::vec(pieces(), 0..40)) {
        let text = pieces.concat();
        prop_assert!(read(&text).len() <= text.len());
    }
}

#[test]
fn a_long_text_is_read_in_part_and_soon() {
    for piece in ["Access to ", "The 'Access-Control-Allow-Origin' header has a value '", "at 'x' "]
    {
        assert_eq!(read(&piece.repeat(1_000_000 / piece.len())), []);
    }
    // A letter of several bytes lies on the border.
    let text = "é".repeat(40_000);
    assert_eq!(read(&text), []);
}

#[test]
fn what_older_browsers_wrote_is_read_too() {
    let at = "https://api.example/a";
    let page = "https://app.example";
    for (text, rule, value) in [
        (
            "XMLHttpRequest cannot load https://api.example/a. No 'Access-Control-Allow-Origin' header \
             is present on the requested resource. Origin 'https://app.example' is therefore not \
             allowed access.",
            "allow-origin-missing",
            None,
        ),
        (
            "Failed to load https://api.example/a: Response to preflight request doesn't pass access \
             control check: The 'Access-Control-Allow-Origin' header has a value 'https://b.example' \
             that is not equal to the supplied origin. Origin 'https://app.example' is therefore not \
             allowed access. Have the server send the header with a valid value, or, if an opaque \
             response serves your needs, set the request's mode to 'no-cors' to fetch the resource \
             with CORS disabled.",
            "allow-origin-mismatch",
            Some("https://b.example"),
        ),
        (
            "Fetch API cannot load https://api.example/a. Response for preflight has invalid HTTP \
             status code 405. Origin 'https://app.example' is therefore not allowed access.",
            "preflight-status",
            None,
        ),
        (
            "XMLHttpRequest cannot load https://api.example/a. A wildcard '*' cannot be used in the \
             'Access-Control-Allow-Origin' header when the credentials flag is true. Origin \
             'https://app.example' is therefore not allowed access.",
            "wildcard-with-credentials",
            None,
        ),
        (
            "XMLHttpRequest cannot load https://api.example/a. Credentials flag is 'true', but the \
             'Access-Control-Allow-Credentials' header is ''. It must be 'true' to allow credentials. \
             Origin 'https://app.example' is therefore not allowed access.",
            "allow-credentials",
            Some(""),
        ),
        (
            "Access to fetch at 'https://api.example/a' from origin 'https://app.example' has been \
             blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the \
             requested resource. If an opaque response serves your needs, set the request's mode to \
             'no-cors' to fetch the resource with CORS disabled.",
            "allow-origin-missing",
            None,
        ),
    ] {
        let [reading] = &read(text)[..] else { panic!("one reading: {text}") };
        assert_eq!(reading.browser, Some("chromium"));
        let case = &reading.refusal;
        assert_eq!(case.rule.name(), rule, "{text}");
        assert_eq!((case.url.as_deref(), case.origin.as_deref()), (Some(at), Some(page)), "{text}");
        assert_eq!(case.value.as_deref(), value, "{text}");
    }
}

#[test]
fn a_console_full_of_lines_is_read_one_by_one() {
    let pasted = "\
        [Log] hello (app.js, line 3)\n\
        [Error] Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: \
        200\n\
        [Error] Fetch API cannot load https://api.example/a due to access control checks.\n\
        [Error] Failed to load resource: Origin https://app.example is not allowed by \
        Access-Control-Allow-Origin. Status code: 200 (a, line 0)\n\
        [Error] Unhandled Promise Rejection: TypeError: Load failed\n\
        [Error] Preflight response is not successful. Status code: 401\n\
        [Error] XMLHttpRequest cannot load https://api.example/b due to access control checks.\n\
        12:00:01.123 Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel \
        verbietet das Lesen der externen Ressource auf https://api.example/c. (Reason: CORS header \
        ‘Access-Control-Allow-Origin’ missing). Status code: 502.\n\
        Refused to get unsafe header \"X-Total\"\n";
    let told: Vec<_> = read(pasted)
        .into_iter()
        .map(|Reading { browser, refusal: case, .. }| {
            let Refusal { rule, url, status, header_names, .. } = case;
            format!("{browser:?} {} {url:?} {status:?} {header_names:?}", rule.name())
        })
        .collect();
    assert_eq!(
        told,
        [
            "Some(\"webkit\") allow-origin-missing Some(\"https://api.example/a\") Some(200) []",
            "Some(\"webkit\") preflight-status Some(\"https://api.example/b\") Some(401) []",
            "Some(\"firefox\") allow-origin-missing Some(\"https://api.example/c\") Some(502) []",
            "None header-not-exposed None None [\"X-Total\"]",
        ]
    );
}

#[test]
fn a_text_in_the_hole_of_another_is_read_with_it() {
    let method = "corsError:'MethodDisallowedByPreflightResponse'";
    let text = format!(
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
    );
    let readings = read(&text);
    assert_eq!(readings[0].refusal.method.as_deref(), Some(method));
    assert!(readings.iter().all(|reading| reading.refusal.rule.name() == "method-not-allowed"));
}

#[test]
fn what_cannot_be_read_may_still_name_a_header() {
    let german = "Quellübergreifende (Cross-Origin) Anfrage blockiert: … (Grund: CORS-Kopfzeile \
                  'Access-Control-Allow-Methods' nennt die Methode nicht).";
    assert_eq!(read(german), []);
    assert_eq!(guess(german).map(|rule| rule.name()), Some("method-not-allowed"));
    assert_eq!(guess("TypeError: Failed to fetch"), None);
}

/// Reads what a profile writes about a failure; the rule's name, if it writes anything about it.
fn reads_back(outcome: &Outcome, failure: &Failure, profile: &Profile) -> Option<&'static str> {
    let rule = broken_rule(failure);
    if rule.name().starts_with("local-network")
        && profile.local_network_checks() == LocalNetworkChecks::None
    {
        return None;
    }
    let texts = console_texts(outcome, profile);
    let only_other = |text: &String| {
        ["Refused to set unsafe header", "forbidden header was denied", "Warning:"]
            .iter()
            .any(|other| text.contains(other))
    };
    if texts.iter().all(only_other) {
        return None;
    }
    let shown = format!("{}: {failure:?}\n{}", profile.name(), texts.join("\n"));
    let is_other = |name| {
        ["forbidden-header", "authorization-by-wildcard", "preload-unused", "cookie-left-out"]
            .contains(&name)
    };
    let readings: Vec<_> = read(&texts.join("\n"))
        .into_iter()
        .filter(|reading| !is_other(reading.refusal.rule.name()))
        .collect();
    let [Reading { browser, rules, refusal: case, releases, .. }] = &readings[..] else {
        panic!("{} readings of {shown}", readings.len());
    };
    assert!(releases.contain(profile.release()), "{releases:?} of {shown}");
    let is_shared = |text: &String| text.starts_with("Not allowed to load local resource: ");
    let whose = (!texts.iter().all(is_shared)).then_some(profile.name());
    assert_eq!(*browser, whose, "{shown}");
    let names: Vec<_> = rules.iter().map(|rule| rule.name()).collect();
    assert!(names.contains(&rule.name()) || is_untold(profile, failure), "{names:?} of {shown}");
    let may_be_several = match profile.name() {
        // It does not tell a list in one line from several lines.
        "chromium" if case.rule.chromium() == Some("kMultipleAllowOriginValues") => 2,
        "chromium" if case.rule.name() == "location-credentials" => 2,
        // It says the same of a style sheet without `nosniff`.
        "chromium" if case.rule.name() == "wrong-type" => 2,
        // Neither tells whether a page asked for a URL without HTTP or a redirect led there.
        "chromium" | "firefox"
            if ["disallowed-by-mode", "worker-origin", "scheme-not-http", "location-scheme"]
                .contains(&case.rule.name()) =>
        {
            4
        }
        "chromium" => 1,
        "firefox"
            if rule.firefox() == Some("CORSDidNotSucceed2")
                || case.rule.firefox() == Some("CORSDidNotSucceed2") =>
        {
            6
        }
        "firefox" if case.rule.name().starts_with("allow-origin-") => 2,
        "firefox" => 1,
        _ => 8,
    };
    assert!(rules.len() <= may_be_several, "{names:?} of {shown}");
    evidence_is_the_same(case, failure, profile, &shown);
    Some(rule.name())
}

/// Whether a browser tells something else than the rule: Firefox, of a redirect that leads to what
/// is no URL of HTTP, only that it did.
fn is_untold(profile: &Profile, failure: &Failure) -> bool {
    let leads_to_http =
        failure.location.as_ref().is_some_and(|url| matches!(url.scheme(), "http" | "https"));
    profile.name() == "firefox" && failure.location_value.is_some() && !leads_to_http
}

/// What a reading tells is what the failure says; and it tells what the text holds.
fn evidence_is_the_same(read: &Refusal, failure: &Failure, profile: &Profile, shown: &str) {
    let known = Refusal::of(failure);
    let in_text =
        |value: &str| shown.split('\n').skip(1).any(|line| line.contains(&format!("{value} ")));
    // Firefox does not tell the method.
    match &read.method {
        None if profile.name() == "firefox" => {}
        method => assert_eq!(method, &known.method, "{shown}"),
    }
    let urls = failure.url_list.iter().chain(failure.location.as_ref());
    let urls: Vec<_> = urls.flat_map(|url| [url.to_string(), without_credentials(url)]).collect();
    match &read.url {
        Some(url) => assert!(urls.contains(url), "{url} in {shown}"),
        None => assert!(!in_text(failure.url().as_str()), "the URL is told: {shown}"),
    }
    if let Some(name) = read.header_names.first() {
        let asked: Vec<_> = known.header_names.iter().map(|n| n.to_ascii_lowercase()).collect();
        assert!(asked.contains(&name.to_ascii_lowercase()), "{name} in {shown}");
    }
    if let Some(origin) = &read.origin {
        let sent = &failure.sent_origin;
        assert!(origin == failure.origin.serialize() || origin == sent, "{origin} in {shown}");
    }
    if let Some(status) = read.status {
        assert_eq!(status, failure.status, "{shown}");
    }
    if let Some(stage) = read.stage {
        assert_eq!(stage, failure.stage, "{shown}");
    }
    match &failure.cause {
        Cause::AllowOriginMismatch { .. } if let Some(value) = &read.value => {
            let known = known.value.expect("a mismatch has a value");
            assert_eq!(unescaped(value), known, "{shown}");
        }
        _ => {}
    }
}

fn without_credentials(url: &url::Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// Chromium's `\u00E9` as the letter.
fn unescaped(value: &str) -> String {
    let mut parts = value.split("\\u");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code.and_then(char::from_u32) {
            Some(letter) => {
                text.push(letter);
                text.push_str(&part[4..]);
            }
            None => text.push_str(&format!("\\u{part}")),
        }
    }
    text
}

/// What copying and pasting does to a text.
const DECORATIONS: [fn(&str) -> String; 8] = [
    |text| format!("index.html:1 {text}"),
    |text| format!("{text}\nUncaught (in promise) TypeError: Failed to fetch\n    at app.js:3:1"),
    |text| text.replace(['‘', '’'], "'"),
    |text| text.replace(['“', '”'], "\""),
    |text| format!("12:01:02.345 {}", text.replace(" has been blocked", "\n    has been blocked")),
    |text| text.replace(" resource at ", " resource\r\n at "),
    |text| text.replace("'Access-Control-Allow-Origin'", "‘Access-Control-Allow-Origin’"),
    |text| text.lines().map(|line| format!("[Error] {line} (app.js, line 12)\n")).collect(),
];
