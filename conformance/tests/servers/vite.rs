//! The patch for Vite, run: nobody asks across origins any more.
//!
//! A page that Vite serves asks an API that says nothing about CORS, and is refused by real Chromium and
//! real Firefox. With what `explain` makes of Chromium's console in its configuration, Vite asks in the
//! page's place: the page reads all that the API answers, its errors, too.

use conformance::browser::Browser;
use conformance::explain::explain;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::site::Site;
use serde_json::Value;
use serde_json::json;

/// Paths, options of `fetch()`, and the status of the API's answer.
fn asks(api: &str) -> Vec<Value> {
    let with_all =
        json!({"method": "DELETE", "headers": {"x-token": "1"}, "credentials": "include"});
    [
        ("/orders", json!({}), 200),
        ("/orders", with_all, 200),
        ("/fails", json!({}), 500),
        ("/nowhere", json!({}), 404),
    ]
    .into_iter()
    .map(|(path, init, status)| json!({"url": format!("{api}{path}"), "init": init, "status": status}))
    .collect()
}

#[test]
fn vite_asks_in_the_place_of_its_page() {
    if ![Browser::Chromium, Browser::Firefox].into_iter().all(Browser::is_there_or_skip) {
        return;
    }
    let Some(mut api) = App::start_or_skip(Kind::Hono, &[]) else { return };
    let Some(mut before) = App::start_or_skip(Kind::Vite, &[]) else { return };
    let api = api.url().expect("it listens");
    let hears = Site::with_script("");
    let (refused, console) = run_in(Browser::Chromium, &mut before, &hears, &asks(&api));
    assert_eq!(refused, ["refused"; 4], "{console}");
    assert_eq!(run_in(Browser::Firefox, &mut before, &hears, &asks(&api)).0, ["refused"; 4]);
    let line = console.lines().find(|line| line.contains(&format!("'{api}/orders'")));
    let patch = explain(&["--server", "vite"], line.expect("the console says why")).patch();
    let mut patched = App::start_or_skip(Kind::Vite, &patch).expect("it is installed");
    for browser in [Browser::Chromium, Browser::Firefox] {
        let (read, console) = run_in(browser, &mut patched, &hears, &asks("/api"));
        assert_eq!(read, ["read"; 4], "{browser:?}: {console}");
        // The API is what it was, for who asks it across origins.
        assert_eq!(run_in(browser, &mut patched, &hears, &asks(&api)).0, ["refused"; 4]);
    }
}

/// What the page that Vite serves saw of each request, and the browser's console.
fn run_in(browser: Browser, vite: &mut App, hears: &Site, asks: &[Value]) -> (Vec<String>, String) {
    let log = tempfile::NamedTempFile::new().expect("a temporary file");
    let file = log.reopen().expect("it is there");
    let whole = json!({"asks": asks, "report": hears.origin()});
    let at = vite.url().expect("it listens");
    let url = hears.url_to_ask(&[whole]).replacen(hears.origin(), &at, 1);
    let open = browser.open_with_log(&url, file).expect("the browser starts");
    let told = hears.report().expect("the page reports");
    drop(open);
    let seen = told.split("%2C").map(str::to_owned).collect();
    (seen, std::fs::read_to_string(log.path()).expect("the log is text"))
}
