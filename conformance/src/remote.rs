//! A page in each of the three browsers, asked from outside.

use std::fs::File;
use std::time::Duration;

use anyhow::Context;
use serde_json::Value;
use serde_json::json;

use crate::browser::Browser;
use crate::browser::Page;
use crate::chromium_tab::ChromiumTab;
use crate::marionette::Marionette;
use crate::process::eventually;
use crate::process::free_port;
use crate::webkit_inspector::Inspector;

/// An open page. Closes with its browser when dropped.
#[derive(Debug)]
pub struct Remote {
    tool: Tool,
    _page: Page,
}

#[derive(Debug)]
enum Tool {
    Chromium(ChromiumTab),
    Firefox(Marionette),
    Webkit(Inspector),
}

impl Remote {
    /// Opens a page with an empty profile, in a browser that lets tools in and windows be opened.
    pub fn open(browser: Browser, url: &str) -> anyhow::Result<Self> {
        Self::open_with(browser, url, false)
    }

    /// The same in a browser that takes every certificate for good, from the second page on.
    pub fn open_trusting_all(browser: Browser, url: &str) -> anyhow::Result<Self> {
        Self::open_with(browser, url, true)
    }

    fn open_with(browser: Browser, url: &str, trusts_all: bool) -> anyhow::Result<Self> {
        let nowhere = File::options().write(true).open("/dev/null")?;
        let (tool, page) = match browser {
            Browser::Chromium => {
                let port = free_port()?;
                let mut flags = ChromiumTab::flags(port).to_vec();
                flags.push("--disable-popup-blocking".into());
                flags.extend(trusts_all.then(|| "--ignore-certificate-errors".into()));
                let page = browser.open_with_flags(url, nowhere, &flags)?;
                (Tool::Chromium(ChromiumTab::first(port, PATIENCE)?), page)
            }
            Browser::Firefox => {
                let page = browser.open_with_flags(url, nowhere, &Marionette::flags())?;
                let firefox = Marionette::connect_trusting(page.home(), PATIENCE, trusts_all)?;
                (Tool::Firefox(firefox), page)
            }
            Browser::Webkit => {
                let port = free_port()?;
                let (flag, variable, value) = Inspector::lets_in(port);
                let windows = "--javascript-can-open-windows-automatically=true";
                let trusting = trusts_all.then_some("--ignore-tls-errors");
                let flags: Vec<String> =
                    [flag, windows].into_iter().chain(trusting).map(str::to_owned).collect();
                let page = browser.open_with_environment(url, &flags, &[(variable, &value)])?;
                (Tool::Webkit(Inspector::connect(port, PATIENCE)?), page)
            }
        };
        Ok(Self { tool, _page: page })
    }

    /// Lets the page go elsewhere, as its own script would, and waits until it is there.
    pub fn go(&mut self, url: &str) -> anyhow::Result<()> {
        let url = json!(url);
        // The page may be gone before it answers.
        let _ = self.evaluate(&format!("void setTimeout(() => {{ location.href = {url} }})"));
        self.wait_for(&format!("location.href.startsWith({url})"))
    }

    /// The value of an expression, awaited. It sees the page's document; not every browser lets it see
    /// the page's variables.
    pub fn evaluate(&mut self, expression: &str) -> anyhow::Result<Value> {
        match &mut self.tool {
            Tool::Chromium(tab) => Ok(tab.evaluate(expression)?),
            Tool::Firefox(marionette) => marionette.evaluate(expression),
            Tool::Webkit(inspector) => inspector.evaluate(expression),
        }
    }

    /// Waits until an expression is true; `Err` if it is not within a minute.
    pub fn wait_for(&mut self, expression: &str) -> anyhow::Result<()> {
        let mut last = None;
        let ask = || {
            last = Some(self.evaluate(expression));
            last.as_ref()?.as_ref().ok().filter(|value| **value == json!(true)).map(|_| ())
        };
        eventually(PATIENCE, ask)
            .with_context(|| format!("it never came true: {expression}: {last:?}"))
    }
}

/// How long a browser may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);
