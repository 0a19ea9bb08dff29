//! What a page could do depends on the year: releases of browsers, and what they answered otherwise.

use crosscheck::agent::Profile;
use crosscheck::agent::profile::LocalNetworkChecks;

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
    let checks = |text| profile(text).local_network_checks;
    assert_eq!(checks("chromium@141"), LocalNetworkChecks::OfInsecurePages);
    assert_eq!(checks("chromium@142"), LocalNetworkChecks::OfSecureContexts);
    assert_eq!(checks("firefox@152"), LocalNetworkChecks::None);
    assert_eq!(checks("firefox@153"), LocalNetworkChecks::ByPrompt);

    // `Partitioned` is older in Chromium than in Firefox.
    let partitions = |text| profile(text).knows_partitioned_cookies;
    assert!(partitions("chromium@119"));
    assert!(!partitions("firefox@140"));
    assert!(partitions("firefox@141"));

    // What changed twice has a release between.
    let names = ["chromium@119", "chromium@134", "chromium@139"].map(profile);
    let releases = names.map(|profile| profile.release);
    assert_eq!(releases, [119, 133, 135]);
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
            assert_eq!(of(before).release, before, "{name}: a change begins a kind of releases");
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
