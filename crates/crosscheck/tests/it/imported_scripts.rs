//! Scripts that a worker asks for by `importScripts()`, of a type that is none of JavaScript: what consoles say. Recorded on
//! 2026-11-30 in Chromium 156 and Firefox ESR 153.

use crosscheck::agent::Profile;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Player;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::Origin;

const TYPES: [&str; 6] =
    ["text/html", "application/json", "text/plain", "image/png", "text/csv", ""];

/// What the console says of an imported script, if anything.
fn told(
    profile: &'static Profile,
    origin: &str,
    content_type: &str,
    is_nosniff: bool,
) -> Vec<String> {
    let with = |is_there, name: &str, value: &str| {
        Some((name.to_owned().into(), value.to_owned())).filter(|_| is_there)
    };
    let headers = [
        with(true, "Access-Control-Allow-Origin", "*"),
        with(!content_type.is_empty(), "Content-Type", content_type),
        with(is_nosniff, "X-Content-Type-Options", "nosniff"),
    ];
    let mut route = Route::new(origin, "/jobs.js", 200);
    route.headers = headers.into_iter().flatten().collect();
    route.body = "@script".into();
    let url = &format!("{origin}/jobs.js");
    let step = Step {
        context: Context::parse("worker").expect("a place"),
        ..Step::new(Api::ImportScripts, url)
    };
    let scenario = Scenario {
        page: Origin::parse("https://app.example.com").expect("an origin"),
        steps: vec![step],
        server: vec![route],
        ..Scenario::default()
    };
    let record = Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server));
    assert_eq!(record.steps, [StepRecord::Error { name: "NetworkError".into() }], "{url}");
    record.console
}

#[test]
fn consoles_name_the_type_of_an_imported_script() {
    for origin in
        ["https://app.example.com", "https://api.example.com", "https://other.example.net"]
    {
        let is_at_home = origin == "https://app.example.com";
        for (content_type, is_nosniff) in TYPES.iter().flat_map(|of| [(*of, false), (*of, true)]) {
            let row = format!("{origin}, `{content_type}`, nosniff: {is_nosniff}");
            let console = |profile| told(profile, origin, content_type, is_nosniff);
            let url = format!("{origin}/jobs.js");

            // What can be no script is told of as any other; there is no second line about CORS.
            let firefox = match content_type {
                "image/png" | "text/csv" => format!(
                    "Script from “{url}” was blocked because of a disallowed MIME type \
                     (“{content_type}”)."
                ),
                _ => format!(
                    "Loading script from “{url}” with importScripts() was blocked because of a \
                     disallowed MIME type (“{content_type}”)."
                ),
            };
            assert_eq!(console(&Profile::FIREFOX), [firefox], "{row}");

            // It hides opaque answers of such types from whoever asked, and is silent about it.
            let is_text = ["text/html", "application/json", "text/plain"].contains(&content_type);
            let is_hidden = !is_at_home && ((is_text && is_nosniff) || content_type == "text/csv");
            let end = if is_nosniff { ", and strict MIME type checking is enabled." } else { "." };
            let chromium = format!(
                "Refused to execute script from '{url}' because its MIME type \
                 ('{content_type}') is not executable{end}"
            );
            let chromium: Vec<String> = (!is_hidden).then_some(chromium).into_iter().collect();
            assert_eq!(console(&Profile::CHROMIUM), chromium, "{row}");
        }
    }
}
