//! The table: a row a case, a browser's words in each cell.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use conformance::failing::CASES;
use conformance::failing::LAST;
use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::chromium_code;

use crate::predicted::Texts;
use crate::predicted::firefox_only::Row;
use crate::predicted::names::code_of;

const HEAD: &str = "\
# Predicted

Made by `conformance/tests/browsers/predicted`. A page at `http://page` asked a server at `http://api` that breaks
one rule at each path. These are the words that Chromium, Firefox and WebKit wrote to their consoles, and
`crosscheck check URL --from http://page/page` predicted each of them, letter by letter, but where it says so.
The codes are those that Chromium told its developer tools, the pages of MDN those to which Firefox's console led.
";

const TAIL: &str = "\
## Not here

No server on this machine can provoke `CORSOriginHeaderNotAdded` (a bug), nor `kInvalidResponse` and
`kInvalidLocalNetworkAccess` (a broken browser and an option of the page's own). `kDisallowedByMode` is the network's name;
`fetch()` refuses by itself before.
";

/// Compares the table with the one in the repository; writes it if `CROSSCHECK_WRITE` is set.
pub(crate) fn write_or_compare(
    written: &[Texts],
    local_network: &[(&'static str, String)],
    firefox_only: &[Row],
    hide: impl Fn(&str) -> String,
) {
    let mut text = HEAD.to_owned();
    let (mut pages, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for case in CASES.iter().filter(|case| case.name != LAST) {
        let (rule, stage) = case.rule();
        pages.extend(rule.mdn());
        codes.extend(code_of(case.name, rule, stage));
        heading(&mut text, case.name, rule, stage);
        for (browser, texts) in ["Chromium", "Firefox", "WebKit"].into_iter().zip(written) {
            row(&mut text, browser, &texts[case.name], &hide);
        }
        if let Some((browser, why)) = case.unpredicted {
            let _ = writeln!(text, "\nNot predicted for {browser}: {why}.");
        }
    }
    for (name, wrote) in local_network {
        let (rule, stage) = (FetchRule::named(name).expect("a rule"), Stage::Response);
        codes.extend(chromium_code(rule, stage));
        heading(&mut text, name, rule, stage);
        row(&mut text, "Chromium", std::slice::from_ref(wrote), &hide);
    }
    for Row { name, wrote, by } in firefox_only {
        let rule = FetchRule::named(name).expect("a rule");
        pages.extend(rule.mdn());
        heading(&mut text, name, rule, Stage::Request);
        row(&mut text, "Firefox", std::slice::from_ref(wrote), &hide);
        let _ =
            writeln!(text, "\nProvoked by {by}. `check` cannot know of it; `explain` names it.");
    }
    let _ = writeln!(text, "\n{} pages of MDN, {} codes of Chromium.\n", pages.len(), codes.len());
    text.push_str(TAIL);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/predicted.md");
    if env::var_os("CROSSCHECK_WRITE").is_some() {
        fs::write(&file, &text).expect("it is written");
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        known == text,
        "docs/predicted.md is not what came of it; CROSSCHECK_WRITE=1 writes:\n{text}"
    );
}

fn heading(text: &mut String, case: &str, rule: FetchRule, stage: Stage) {
    let _ = write!(text, "\n## {case}\n\nWhat is wrong: {}.", rule.what().english);
    if let Some(code) = code_of(case, rule, stage) {
        let _ = write!(text, " Chromium: `{code}`.");
    }
    if let Some(page) = rule.mdn() {
        let name = page.rsplit('/').next().unwrap_or_default();
        let _ = write!(text, " MDN: [{name}]({page}).");
    }
    text.push_str("\n\n");
}

fn row(text: &mut String, browser: &str, lines: &[String], hide: &impl Fn(&str) -> String) {
    if lines.is_empty() {
        let _ = writeln!(text, "- {browser}: nothing");
    }
    for line in lines {
        let _ = writeln!(text, "- {browser}: `` {} ``", hide(line));
    }
}
