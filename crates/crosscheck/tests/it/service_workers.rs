//! Pages behind a service worker that answers by `fetch(event.request)`, isolated documents, and workers that
//! are modules: what passes through, and what does not.

use crosscheck::agent::CacheMode;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::Origin;

fn played(profile: &'static Profile, page_headers: &[(&str, &str)], steps: Vec<Step>) -> Record {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned().into(), (*value).to_owned());
    let scenario = Scenario {
        page: Origin::parse("https://app.example").expect("an origin"),
        page_headers: page_headers.iter().map(owned).collect(),
        steps,
        ..Scenario::default()
    };
    Player::new(profile).play(&scenario, &mut ScriptedServer::new(&[]))
}

fn within(context: &str, api: Api, url: &str) -> Step {
    Step { context: Context::parse(context).expect("a place"), ..Step::new(api, url) }
}

#[test]
fn a_service_worker_asks_in_the_page_s_place() {
    // The server no longer hears that it is an image that is wanted.
    for &profile in Profile::ALL {
        let steps = vec![
            within("top", Api::Img, "https://cdn.example/a"),
            within("service-worker-controlled", Api::Img, "https://cdn.example/a"),
        ];
        let record = played(profile, &[], steps);
        let told: Vec<_> =
            record.wire.iter().map(|sent| &*sent.headers["sec-fetch-dest"]).collect();
        assert_eq!(told, ["image", "empty"], "{}", profile.name());
    }
}

#[test]
fn the_console_speaks_of_the_service_worker_s_fetch() {
    // The page loads a script by CORS from a server that shares nothing. Whoever looks into the console
    // finds a `fetch()` that the page never made.
    let script = || {
        let script = within("service-worker-controlled", Api::Script, "https://cdn.example/lib.js");
        vec![Step { crossorigin: Some("anonymous".into()), ..script }]
    };
    let chromium = played(&Profile::CHROMIUM, &[], script());
    assert!(chromium.console[0].starts_with("Access to fetch at 'https://cdn.example/lib.js'"));
    assert_eq!(
        chromium.console[1..],
        [
            "The FetchEvent for \"https://cdn.example/lib.js\" resulted in a network error response: the \
             promise was rejected.",
            "Uncaught (in promise) TypeError: Failed to fetch",
        ]
    );
    let firefox = played(&Profile::FIREFOX, &[], script()).console;
    assert_eq!(firefox[1], "NetworkError: FetchEvent.respondWith() Promise rejected");
    let webkit = played(&Profile::WEBKIT, &[], script()).console.join(" | ");
    assert!(webkit.ends_with("JS ERROR Cannot load https://cdn.example/lib.js."), "{webkit}");
}

#[test]
fn an_isolated_document_embeds_only_what_was_meant_for_others() {
    // Chromium knows the header; to the others it is a word like any.
    let steps = || {
        let mode = Some(RequestMode::NoCors);
        vec![Step { mode, ..Step::new(Api::Fetch, "https://cdn.example/a") }]
    };
    for (value, chromium_loads) in
        [("isolate-and-require-corp", false), ("isolate-and-credentialless", true), ("none", true)]
    {
        let headers = [("Document-Isolation-Policy", value)];
        let loads = |profile| {
            let record = played(profile, &headers, steps());
            matches!(record.steps[0], StepRecord::Response { .. })
        };
        assert_eq!(loads(&Profile::CHROMIUM), chromium_loads, "{value}");
        assert!(loads(&Profile::FIREFOX) && loads(&Profile::WEBKIT), "{value}");
    }
    // Without credentials, what was kept for those who have some is not good enough.
    let headers = [("Document-Isolation-Policy", "isolate-and-credentialless")];
    let record = played(&Profile::CHROMIUM, &headers, steps());
    assert_eq!(record.wire[0].headers["cache-control"], "no-cache");
}

#[test]
fn a_worker_that_is_a_module_imports_and_loads_no_scripts() {
    for &profile in Profile::ALL {
        let step = |context| within(context, Api::ImportScripts, "https://app.example/a.js");
        let record = played(profile, &[], vec![step("worker"), step("module-worker")]);
        assert_eq!(record.wire.len(), 1, "{}: the second asks nobody", profile.name());
        assert_eq!(record.steps[1], StepRecord::Error { name: "TypeError".into() });
    }
}

#[test]
fn a_sandbox_without_allow_forms_sends_none() {
    let form = || vec![within("sandbox", Api::Form, "https://app.example/save")];
    let text = "Blocked form submission to 'https://app.example/save' because the form's frame is \
                sandboxed and the 'allow-forms' permission is not set.";
    for (profile, console) in [
        (&Profile::CHROMIUM, vec![text.to_owned()]),
        (&Profile::FIREFOX, Vec::new()),
        (&Profile::WEBKIT, vec![format!("SECURITY ERROR {text}")]),
    ] {
        let record = played(profile, &[], form());
        assert!(record.wire.is_empty(), "{}", profile.name());
        let mut told = Player::new(profile);
        told.holds_console_lines = false;
        let scenario = Scenario {
            page: Origin::parse("https://app.example").expect("an origin"),
            steps: form(),
            ..Scenario::default()
        };
        let record = told.play(&scenario, &mut ScriptedServer::new(&[]));
        assert_eq!(record.console, console, "{}", profile.name());
    }
}

#[test]
fn what_a_service_worker_was_refused_is_not_kept_as_what_xhr_was() {
    // It is the worker's `fetch()` that the server's answer is refused to.
    let mut route = Route::new("https://api.example", "/me", 200);
    route.headers = vec![("ETag".into(), "\"v1\"".to_owned())];
    let asks_by_what_is_kept = |context: &str| {
        let again = Step { cache: Some(CacheMode::NoCache), ..Step::new(Api::Fetch, ME) };
        let scenario = Scenario {
            page: Origin::parse("https://app.example").expect("an origin"),
            steps: vec![within(context, Api::Xhr, ME), again],
            server: vec![route.clone()],
            ..Scenario::default()
        };
        let mut server = ScriptedServer::new(&scenario.server);
        let record = Player::new(&Profile::CHROMIUM).play(&scenario, &mut server);
        record.wire[1].headers.contains_key("if-none-match")
    };
    assert!(asks_by_what_is_kept("top"));
    assert!(!asks_by_what_is_kept("service-worker-controlled"));
}

const ME: &str = "https://api.example/me";
