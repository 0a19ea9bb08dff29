//! What real browsers give people to paste is given to `crosscheck explain`.
//!
//! A page asks a server that breaks one rule at each path. What Chromium, Firefox and WebKit write to
//! their consoles, and what Chromium's and Firefox's own network panels save as HAR and copy as cURL, `fetch` and PowerShell,
//! goes into the real binary as it is: it must name the rule, and what to change on the server that
//! was asked for. `docs/explained.md` is what came of it; `CROSSCHECK_WRITE=1` writes it.

mod command;
mod console;
mod file;
mod known;
mod report;
mod table;

use std::sync::OnceLock;

use conformance::browser::Browser;
use conformance::failing;
use conformance::failing::CASES;
use conformance::failing::LAST;
use conformance::panel;
use conformance::peer::LANGUAGE_PACKS;
use conformance::peer::require_or_skip;
use conformance::site::Site;
use crosscheck_export::Server;

use crate::explained::report::Needs;
use crate::explained::table::Cell;

#[test]
fn what_browsers_give_out_is_explained() {
    let browsers = [Browser::Chromium, Browser::Firefox, Browser::Webkit];
    let has_packs = LANGUAGE_PACKS.into_iter().all(|(_, pack)| require_or_skip(pack).is_some());
    if !has_packs || !browsers.into_iter().all(Browser::is_there_or_skip) {
        return; // Skipped ones were named; the table is of all.
    }
    static PAGE: OnceLock<String> = OnceLock::new();
    let api = failing::start(&PAGE);
    let site = Site::with_script(&failing::script(&api));
    PAGE.set(site.origin().to_owned()).expect("it is set once");
    let url = format!("{}/page", site.origin());
    let done = || assert_eq!(site.report().as_deref(), Some("done"));
    let last = CASES.last().expect("there are cases").path();
    let chromium = panel::chromium(&url, &last, done).expect("its panel tells");
    let firefox = panel::firefox(&url, &last, done).expect("its panel tells");
    let in_languages = LANGUAGE_PACKS.map(|(language, _)| {
        let told = panel::firefox_in(language, &url, &last, done).expect("its panel tells");
        told.console
    });
    let webkit = console::webkit(&url, &last, done);
    let mut rows = Vec::new();
    for (index, case) in CASES.iter().filter(|case| case.name != LAST).enumerate() {
        let url = format!("{api}{}", case.path());
        let server = Server::ALL[index % Server::ALL.len()];
        let needs = Needs { case, page: site.origin(), server };
        let [german, japanese, chinese] = &in_languages;
        let cells: Vec<Cell> = vec![
            console::explain(&needs, "chromium", &chromium.console),
            console::explain(&needs, "firefox", &firefox.console),
            console::explain(&needs, "webkit", &webkit),
            console::explain(&needs, "firefox", german),
            console::explain(&needs, "firefox", japanese),
            console::explain(&needs, "firefox", chinese),
            file::explain(&needs, "chromium", chromium.files.get(&url)),
            file::explain(&needs, "firefox", firefox.files.get(&url)),
            command::explain(&needs, &url, &chromium.requests),
            command::explain(&needs, &url, &firefox.requests),
            command::explain_calls(&needs, &url, &chromium.requests),
            command::explain_calls(&needs, &url, &firefox.requests),
        ];
        rows.push((needs, cells));
    }
    table::write_or_compare(&rows);
}
