//! Chromium's network panel: its developer tools are a page, which may be asked like any other.

use std::fs;
use std::fs::File;
use std::io;

use anyhow::Context;
use serde_json::Value;
use serde_json::json;

use super::export::Export;
use crate::browser::Browser;
use crate::chromium_tab::ChromiumTab;
use crate::process::PATIENCE;
use crate::process::eventually;
use crate::process::free_port;
use crate::recorder::console_texts;

/// Opens a page beside a listening network panel, and takes what that holds.
///
/// In: the page's URL; what the last request's URL, and the last text in the console, has in it; a
/// function that returns when the page is done.
pub fn chromium(url: &str, last: &str, done: impl FnOnce()) -> anyhow::Result<Export> {
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("log");
    let port = free_port()?;
    let flags = ChromiumTab::flags(port);
    let browser = Browser::Chromium;
    let _page = browser.open_with_flags("about:blank", File::create(&log)?, &flags)?;
    let mut page = ChromiumTab::first(port, PATIENCE)?;
    let tools = "devtools://devtools/bundled/devtools_app.html?panel=network&ws=";
    let socket = page.url().trim_start_matches("ws://");
    let mut tools = ChromiumTab::open(port, &format!("{tools}{socket}"), PATIENCE)?;
    // Attached, it still may hear nothing: it listens when it has heard something.
    eventually(PATIENCE, || {
        page.evaluate("fetch('data:,').then(() => 0)").ok()?;
        tools.evaluate(HAS_HEARD).ok().filter(|heard| *heard == json!(true))
    })
    .context("the network panel does not listen")?;
    page.ask("Page.navigate", json!({ "url": url }))?;
    done();
    let export =
        format!("({})({})", include_str!("chromium.js").trim_end_matches([';', '\n']), json!(last));
    let told = eventually(PATIENCE, || match tools.evaluate(&export) {
        Ok(Value::Null) => None,
        told => Some(told),
    });
    let mut told: Export = serde_json::from_value(told.context("the panel never had all")??)?;
    let texts = eventually(PATIENCE, || {
        let texts = console_texts(browser, &fs::read_to_string(&log).ok()?);
        texts.iter().any(|text| text.contains(last)).then_some(texts)
    });
    told.console = texts.ok_or_else(|| io::Error::other("the last text never came"))?;
    Ok(told)
}

/// Whether the panel has heard of a request.
const HAS_HEARD: &str = "import('./models/logs/logs.js').then((logs) =>
    logs.NetworkLog.NetworkLog.instance().requests().some((request) => request.finished))";
