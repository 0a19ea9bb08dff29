//! `stale-while-revalidate`: an old answer now, and the new one for whoever asks next.

use crosscheck::agent::Profile;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::Origin;

/// A page that asks for the same three times, with a pause each time; each answer is another one, and the
/// CORS headers of the second may be missing.
fn thrice(profile: &'static Profile, cache_control: &str, second_is_shared: bool) -> Record {
    let step = Step { wait_ms: 1_500, ..Step::new(Api::Fetch, "https://api.example/news") };
    let answer = |body: &str, is_shared: bool| {
        let mut route = Route::new("https://api.example", "/news", 200);
        route.headers = vec![("Cache-Control".into(), cache_control.into())];
        if is_shared {
            route.headers.push(("Access-Control-Allow-Origin".into(), "*".into()));
        }
        route.body = body.into();
        route.times = Some(1);
        route
    };
    let scenario = Scenario {
        page: Origin::parse("https://app.example").expect("an origin"),
        steps: vec![step; 3],
        server: vec![
            answer("one", true),
            answer("two", second_is_shared),
            answer("three", true),
            answer("four", true),
        ],
        ..Scenario::default()
    };
    Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

/// What script read, step by step.
fn read(record: &Record) -> Vec<&str> {
    let body = |step: &StepRecord| matches!(step, StepRecord::Response { .. });
    let steps = record.steps.iter();
    steps
        .map(|step| match step {
            StepRecord::Response { body, .. } => &**body,
            other => {
                assert!(!body(other));
                "-"
            }
        })
        .collect()
}

#[test]
fn the_page_is_a_step_behind_the_server() {
    // The first answer is old at once, but may be used for ten minutes while a new one is fetched.
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
        let record = thrice(profile, "max-age=0, stale-while-revalidate=600", true);
        assert_eq!(read(&record), ["one", "one", "two"], "{}", profile.name());
        assert_eq!(record.wire.len(), 3, "{}: each is asked for, and nobody waits", profile.name());
    }
    // Who does not know of it asks and waits.
    let record = thrice(&Profile::SPEC, "max-age=0, stale-while-revalidate=600", true);
    assert_eq!(read(&record), ["one", "two", "three"]);
}

#[test]
fn not_longer_than_the_server_says_and_not_against_its_word() {
    for profile in [&Profile::CHROMIUM, &Profile::WEBKIT] {
        let record = thrice(profile, "max-age=0, stale-while-revalidate=1", true);
        assert_eq!(read(&record), ["one", "two", "three"], "{}: too late", profile.name());
    }
    // Firefox counts whole seconds.
    let record = thrice(&Profile::FIREFOX, "max-age=0, stale-while-revalidate=1", true);
    assert_eq!(read(&record), ["one", "one", "two"]);
    for (profile, expected) in [
        (&Profile::CHROMIUM, ["one", "two", "three"]),
        (&Profile::FIREFOX, ["one", "two", "three"]),
        (&Profile::WEBKIT, ["one", "one", "two"]),
    ] {
        let record =
            thrice(profile, "max-age=0, must-revalidate, stale-while-revalidate=600", true);
        assert_eq!(read(&record), expected, "{}: must be revalidated", profile.name());
    }
}

#[test]
fn an_answer_without_cors_headers_comes_in_by_the_back_door() {
    // For a moment the server forgets its CORS headers, just when it is asked in the background. Nobody sees
    // it happen; in two browsers the page fails one visit later, with a server that is mended long since.
    for (profile, expected) in [
        (&Profile::CHROMIUM, ["one", "one", "three"]),
        (&Profile::FIREFOX, ["one", "one", "-"]),
        (&Profile::WEBKIT, ["one", "one", "-"]),
    ] {
        let record = thrice(profile, "max-age=0, stale-while-revalidate=600", false);
        assert_eq!(read(&record), expected, "{}", profile.name());
    }
}
