//! Firefox's network panel, asked by a script with the browser's own rights.

use anyhow::Context;
use serde_json::Value;

use super::export::Export;
use crate::browser::Browser;
use crate::marionette::Marionette;
use crate::process::PATIENCE;
use crate::process::eventually;

/// Opens a page beside a listening network panel, and takes what that holds.
///
/// In: the page's URL; what the last request's URL, and the last text in the console, has in it; a
/// function that returns when the page is done.
pub fn firefox(url: &str, last: &str, done: impl FnOnce()) -> anyhow::Result<Export> {
    firefox_in("en-US", url, last, done)
}

/// The same in the language of a user, whose language pack is installed.
pub fn firefox_in(
    language: &str,
    url: &str,
    last: &str,
    done: impl FnOnce(),
) -> anyhow::Result<Export> {
    let language = format!("\"{language}\"");
    let settings = [("intl.locale.requested", language.as_str())];
    let page =
        Browser::Firefox.open_with_settings("about:blank", &Marionette::flags(), &settings)?;
    let mut firefox = Marionette::connect(page.home(), PATIENCE)?;
    firefox.run(include_str!("firefox-open.js"), &[url])?;
    done();
    let told = eventually(PATIENCE, || match firefox.run(include_str!("firefox.js"), &[last]) {
        Ok(Value::Null) => None,
        told => Some(told),
    });
    Ok(serde_json::from_value(told.context("the panel never had all")??)?)
}
