//! What a page could do depends on the year: releases of browsers, and what they answered otherwise.

use crosscheck::agent::Profile;
use crosscheck::agent::profile::LocalNetworkChecks;
use crosscheck::diagnosis::read;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::play;
use serde_json::json;

fn profile(text: &str) -> &'static Profile {
    Profile::of_release(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_browser_without_a_release_is_todays() {
    for (text, today) in [
        ("spec", &Profile::SPEC),
        ("chromium", &Profile::CHROMIUM),
        ("firefox", &Profile::FIREFOX),
        ("webkit", &Profile::WEBKIT),
        // The recorded releases, and later ones, of which nothing else is known.
        ("chromium@156", &Profile::CHROMIUM),
        ("firefox@153.8", &Profile::FIREFOX),
        ("webkit@26.2", &Profile::WEBKIT),
        ("chromium@999", &Profile::CHROMIUM),
    ] {
        assert_eq!(profile(text), today, "{text}");
    }
}

#[test]
fn a_release_before_a_change_answers_as_it_did() {
    // Pages asked for the local network, unasked, until Chromium 142 and Firefox 153.
    let checks = |text| profile(text).local_network_checks();
    assert_eq!(checks("chromium@132"), LocalNetworkChecks::OfInsecurePages);
    assert_eq!(checks("chromium@141"), LocalNetworkChecks::None);
    assert_eq!(checks("chromium@142"), LocalNetworkChecks::OfSecureContexts);
    assert_eq!(checks("firefox@152"), LocalNetworkChecks::None);
    assert_eq!(checks("firefox@153"), LocalNetworkChecks::ByPrompt);

    // `Partitioned` is older in Chromium than in Firefox.
    let partitions = |text| profile(text).knows_partitioned_cookies();
    assert!(partitions("chromium@119"));
    assert!(!partitions("firefox@140"));
    assert!(partitions("firefox@141"));
}

/// What a page over HTTP is told of an API on the user's own machine that names nobody.
fn console(release: &str, page: &str, url: &str) -> Vec<String> {
    let scenario: Scenario = serde_json::from_value(json!({
        "id": "year", "page": page, "steps": [{ "api": "fetch", "url": url }],
        "server": [{ "origin": url.strip_suffix("/a"), "path": "/a", "method": "*", "status": 200 }],
    }))
    .expect("a scenario");
    let mut server = ScriptedServer::new(&scenario.server);
    play(&scenario, profile(release), &mut server).console
}

#[test]
fn consoles_wrote_otherwise() {
    let missing = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let advice = " If an opaque response serves your needs, set the request's mode to 'no-cors' to \
        fetch the resource with CORS disabled.";
    let told = |release| console(release, "https://app.example", "https://api.example/a").concat();
    assert!(told("chromium@133").ends_with(&format!("{missing}{advice}")));
    assert!(told("chromium@137").ends_with(missing));
    // Both are read as the same.
    for release in ["chromium@133", "chromium@137"] {
        let reading = read(&told(release)).remove(0);
        assert_eq!(reading.rules[0].name(), "allow-origin-missing", "{release}");
    }
}

#[test]
fn an_insecure_page_was_kept_from_the_users_machine_then_not_then_again() {
    let told = |release| console(release, "http://app.example", "http://127.0.0.1:3000/a").concat();
    let refused = "more-private address space";
    assert!(
        told("chromium@132").contains(&format!("{refused} `local`")),
        "{}",
        told("chromium@132")
    );
    assert!(!told("chromium@133").contains(refused));
    assert!(told("chromium@142").contains(&format!("{refused} `loopback`")));
}

#[test]
fn every_earlier_answer_differs_from_the_one_after_it() {
    for difference in Profile::DIFFERENCES {
        for evidence in difference.evidence {
            let Some(before) = evidence.before else { continue };
            let of = |release| profile(&format!("{}@{release}", evidence.browser));
            let (old, new) = (difference.answer(of(before - 1)), difference.answer(of(before)));
            let name = difference.name;
            assert_ne!(old, new, "{name}: {} before {before}", evidence.browser);
            assert_eq!(of(before).release(), before, "{name}");
        }
    }
}

#[test]
fn what_is_no_release_is_told() {
    for (text, says) in [
        ("opera", "no such browser"),
        ("opera@1", "no such browser"),
        ("spec@1", "no such browser"),
        ("firefox@esr", "no such release"),
        ("firefox@", "no such release"),
        ("firefox@118", "too old: what is known begins with release 119"),
        ("webkit@16", "too old: what is known begins with release 17"),
    ] {
        let error = Profile::of_release(text).expect_err(text);
        assert!(error.to_string().contains(says), "{text}: {error}");
    }
}
