//! The patches for frameworks, run: a real page is refused before and reads after.
//!
//! Real Firefox is refused by an application on each framework; what its own network panel copies as
//! cURL is all that `explain` is given; the patch goes where it says, and the same requests are made
//! again by real Chromium and real Firefox, and by a page that nobody allowed.

use std::fmt::Write as _;

use conformance::browser::Browser;
use conformance::explain::explain;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::panel;
use conformance::site::Site;
use serde_json::Value;
use serde_json::json;

use crate::live::varies;

/// What a page asks: the options of `fetch()`, and a header that it wants to read.
struct Case {
    name: &'static str,
    init: fn() -> Value,
    reads: Option<&'static str>,
}

const CASES: [Case; 3] = [
    Case { name: "GET", init: || json!({}), reads: None },
    Case {
        name: "DELETE, a header, credentials",
        init: || json!({"method": "DELETE", "headers": {"x-token": "1"}, "credentials": "include"}),
        reads: None,
    },
    Case { name: "reads x-total", init: || json!({}), reads: Some("x-total") },
];

/// What fails with the patch of the first case: a page is to read that, too.
const ERRORS: [(&str, &str, u16); 2] =
    [("the handler fails", "/fails", 500), ("nothing is there", "/nowhere", 404)];

/// These say `Vary` to requests with an `Origin` only, which a note of their patches tells.
const VARY_WITH_ORIGIN_ONLY: [Kind; 2] = [Kind::Fastapi, Kind::Spring];

#[test]
fn the_patch_for_each_framework_lets_the_page_read() {
    let browsers = [Browser::Chromium, Browser::Firefox];
    if !browsers.into_iter().all(Browser::is_there_or_skip) {
        return;
    }
    let start = |kind| Some((kind, App::start_or_skip(kind, &[])?));
    let mut apps: Vec<_> = Kind::ALL.into_iter().filter_map(start).collect();
    let urls: Vec<String> = apps.iter_mut().map(|(_, app)| listening(app)).collect();
    let page = Site::with_script(SCRIPT);
    // Before: each refused. Each asks its own URL, by which the panel's commands are told apart.
    let mut asks: Vec<Value> = urls.iter().flat_map(|url| errors(url)).collect();
    asks.extend(urls.iter().flat_map(|url| (0..CASES.len()).map(move |at| ask(url, at))));
    let last = format!("{}/orders?{}", urls.last().expect("some are there"), CASES.len() - 1);
    let done = || {
        let told = page.report().expect("the page reports");
        assert!(told.split("%20").all(|seen| seen == "refused"), "{told}");
    };
    let export = panel::firefox(&page.url_to_ask(&asks), &last, done).expect("its panel tells");
    // Patched, one application a case.
    let mut patched = Vec::new();
    for ((kind, _), url) in apps.iter().zip(&urls) {
        for (at, case) in CASES.iter().enumerate() {
            let url = format!("{url}/orders?{at}");
            let mut of_case = export.requests.iter().filter(|r| r.url == url);
            let request = of_case.find(|r| r.method != "OPTIONS").expect("it was copied");
            let patch = match case.reads {
                None => patch(*kind, &[], &request.bash),
                // No browser says that a header was hidden.
                Some(name) => patch(
                    *kind,
                    &["header-not-exposed", "--header", name, "--origin", page.origin()],
                    "",
                ),
            };
            let app = App::start_or_skip(*kind, &patch).expect("it is installed");
            patched.push((*kind, at, app));
        }
    }
    drop(apps);
    let (mut told, mut asks) = (Vec::new(), Vec::new());
    for (kind, at, app) in &mut patched {
        let url = listening(app);
        told.push((kind.name(), CASES[*at].name));
        asks.push(ask(&url, *at));
        if *at == 0 {
            let orders = format!("{url}/orders");
            assert!(varies(&orders, Some(page.origin())), "{kind:?}");
            // No cache hands a page what it kept of an image.
            assert_eq!(varies(&orders, None), !VARY_WITH_ORIGIN_ONLY.contains(kind), "{kind:?}");
            told.extend(ERRORS.map(|(name, ..)| (kind.name(), name)));
            asks.extend(errors(&url));
        }
    }
    let seen = browsers.map(|browser| run_in(browser, &page, &asks));
    let stranger = run_in(Browser::Chromium, &Site::with_script(SCRIPT), &asks);
    let mut table = String::from(
        "server    what                           before   chromium firefox  others\n",
    );
    for (index, (name, case)) in told.into_iter().enumerate() {
        let (by_chromium, by_firefox) = (&seen[0][index], &seen[1][index]);
        let _ = writeln!(
            table,
            "{name:<9} {case:<30} refused  {by_chromium:<8} {by_firefox:<8} {}",
            stranger[index]
        );
    }
    eprintln!("{table}");
    assert!(seen.iter().flatten().all(|seen| seen == "read"), "{table}");
    assert!(stranger.iter().all(|seen| seen == "refused"), "{table}");
}

fn listening(app: &mut App) -> String {
    app.url().expect("it listens")
}

fn ask(url: &str, at: usize) -> Value {
    let case = &CASES[at];
    let init = (case.init)();
    json!({ "url": format!("{url}/orders?{at}"), "init": init, "reads": case.reads, "status": 200 })
}

fn errors(url: &str) -> [Value; 2] {
    ERRORS.map(|(_, path, status)| json!({ "url": format!("{url}{path}"), "status": status }))
}

const SCRIPT: &str = "
const asks = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const seen = [];
for (const { url, init, reads, status } of asks) {
    try {
        const answer = await fetch(url, init);
        await answer.text();
        seen.push(answer.status !== status || (reads && !answer.headers.has(reads)) ? 'refused' : 'read');
    } catch {
        seen.push('refused');
    }
}
report(seen.join(' '));
";

/// What the page saw of each request.
fn run_in(browser: Browser, page: &Site, asks: &[Value]) -> Vec<String> {
    let _open = browser.open(&page.url_to_ask(asks)).expect("the browser starts");
    let told = page.report().expect("the page reports");
    told.split("%20").map(str::to_owned).collect()
}

/// The patch's parts.
fn patch(kind: Kind, arguments: &[&str], input: &str) -> Vec<String> {
    let arguments = [&["--server", kind.name()], arguments].concat();
    explain(&arguments, input).patch()
}
