//! What real browsers write to their consoles, and `crosscheck check` predicting it.
//!
//! A page runs every case in each browser; the binary checks the same URLs; the texts must be the
//! same, letter by letter. `docs/predicted.md` is what came of it. `CROSSCHECK_WRITE=1` writes it.

mod firefox_only;
mod local_network;
mod names;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use conformance::binary;
use conformance::browser::Browser;
use conformance::chromium_network::ChromiumNetwork;
use conformance::chromium_tab::ChromiumTab;
use conformance::failing;
use conformance::failing::CASES;
use conformance::failing::Case;
use conformance::failing::LAST;
use conformance::firefox_console::FirefoxConsole;
use conformance::process::PATIENCE;
use conformance::process::eventually;
use conformance::process::free_port;
use conformance::recorder::console_texts;
use conformance::site::Site;
use serde_json::Value;

/// Texts by case, and within by line.
type Texts = BTreeMap<&'static str, Vec<String>>;

const BROWSERS: [(Browser, &str); 3] =
    [(Browser::Chromium, "chromium"), (Browser::Firefox, "firefox"), (Browser::Webkit, "webkit")];

#[test]
fn check_predicts_what_each_browser_writes() {
    static PAGE: OnceLock<String> = OnceLock::new();
    let api = failing::start(&PAGE);
    let site = Site::with_script(&failing::script(&api));
    PAGE.set(site.origin().to_owned()).expect("it is set once");
    let mut written: Vec<Texts> = Vec::new();
    let mut wrong = Vec::new();
    for (browser, name) in BROWSERS {
        if !browser.is_there_or_skip() {
            continue;
        }
        let texts = texts_of(browser, &site);
        for case in CASES {
            let wrote = &texts[case.name];
            let predicted = predicted(&case, &api, site.origin(), name);
            // What is listed as not predicted must go on so until it is taken out.
            if (*wrote == predicted) == case.is_unpredicted_for(name) {
                wrong.push(format!("{name}, {}:\n  {wrote:#?}\n  {predicted:#?}", case.name));
            }
        }
        written.push(texts);
    }
    assert!(wrong.is_empty(), "not as predicted:\n{}", wrong.join("\n"));
    if written.len() < BROWSERS.len() {
        return; // Skipped ones were named; the table is of all.
    }
    let hide = |text: &str| text.replace(&api, "http://api").replace(site.origin(), "http://page");
    table::write_or_compare(&written, &local_network::rows(), &firefox_only::rows(), hide);
}

fn texts_of(browser: Browser, site: &Site) -> Texts {
    let last = last_path();
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let log_file = File::create(&log).expect("a file");
    let url = format!("{}/page", site.origin());
    let texts: Vec<String> = if browser == Browser::Chromium {
        let port = free_port().expect("a port");
        let flags = ChromiumTab::flags(port);
        let _page = browser.open_with_flags("about:blank", log_file, &flags).expect("it starts");
        let mut network = ChromiumNetwork::open(port, &url, PATIENCE).expect("it lets us in");
        assert_eq!(site.report().as_deref(), Some("done"));
        let codes = network.codes_until(&last, PATIENCE).expect("it tells");
        names::chromium_calls_them_so(&codes);
        texts_in(browser, &log, &last)
    } else if browser == Browser::Firefox {
        let port = free_port().expect("a port");
        let flags = FirefoxConsole::flags(port);
        let _page = browser.open_with_flags("about:blank", log_file, &flags).expect("it starts");
        let mut console = FirefoxConsole::open(port, &url, PATIENCE).expect("it lets us in");
        assert_eq!(site.report().as_deref(), Some("done"));
        let messages = console.messages_until(&last, PATIENCE).expect("it tells");
        names::firefox_calls_them_so(&messages);
        messages.into_iter().map(|message| message.text).collect()
    } else {
        let _page = browser.open_with_log(&url, log_file).expect("it starts");
        assert_eq!(site.report().as_deref(), Some("done"));
        texts_in(browser, &log, &last)
    };
    let of_case = |case: &Case| {
        let path = case.path();
        let texts = texts.iter().filter(|text| text.contains(&path));
        let lines = texts.flat_map(|text| text.split(" | ")).map(without_level);
        lines.filter(|line| is_told_by_the_fetch(line)).map(ToOwned::to_owned).collect()
    };
    CASES.iter().map(|case| (case.name, of_case(case))).collect()
}

/// The path of the case whose text comes last.
fn last_path() -> String {
    CASES.iter().find(|case| case.name == LAST).expect("it is a case").path()
}

/// The texts in a browser's log, once the last has come.
fn texts_in(browser: Browser, log: &Path, last: &str) -> Vec<String> {
    let texts = eventually(PATIENCE, || {
        let texts = console_texts(browser, &fs::read_to_string(log).unwrap_or_default());
        texts.iter().any(|text| text.contains(last)).then_some(texts)
    });
    texts.expect("the last text comes")
}

/// What the binary says that a browser will write.
fn predicted(case: &Case, api: &str, page: &str, browser: &str) -> Vec<String> {
    let url = format!("{api}{}", case.path());
    let asks = case.asks;
    let page = format!("{page}/page");
    let mut arguments = vec![url.as_str(), "--from", &page, "--browser", browser];
    arguments.extend(["-X", asks.method, "--mode", asks.mode, "--redirect", asks.redirect]);
    let headers: Vec<String> = asks.headers.iter().map(|(n, v)| format!("{n}: {v}")).collect();
    arguments.extend(headers.iter().flat_map(|header| ["-H", header.as_str()]));
    if asks.credentials {
        arguments.push("--credentials");
    }
    check(&arguments)
}

/// The console of the one browser that the arguments name.
fn check(arguments: &[&str]) -> Vec<String> {
    let output = Command::new(binary::crosscheck())
        .arg("check")
        .args(arguments)
        .args(["--output", "json"])
        .output()
        .expect("the binary runs");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {arguments:?}: {}", String::from_utf8_lossy(&output.stderr))
    });
    let console = document["browsers"][0]["console"].as_array().expect("a console");
    console.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

/// A line without WebKit's source and level, which its inspector shows as a sign.
fn without_level(line: &str) -> &str {
    let rest = line
        .split_once(" ERROR ")
        .filter(|(source, _)| ["JS", "NETWORK", "RENDERING", "SECURITY"].contains(source));
    rest.map_or(line, |(_, rest)| rest)
}

/// Browsers also write that a resource failed to load, whoever wanted it and why ever.
fn is_told_by_the_fetch(line: &str) -> bool {
    !line.starts_with("Failed to load resource")
}
