//! Records what real browsers do with scenarios: the engine's truth.
//!
//! Three origins stand for the three parties: the page `http://localhost:18801`, its neighbour
//! `http://localhost:18802` (another origin of the same site), and the stranger
//! `http://127.0.0.1:18803`. The page fetches scenarios, runs them, and tells what script saw; the servers
//! note what reached them. No WebDriver is needed.

mod console;
mod generate;
mod servers;
mod shrink;

use std::fs::File;
use std::io;

use anyhow::Context;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;

pub use self::console::texts as console_texts;
pub use self::generate::generate;
use self::servers::Servers;
pub use self::shrink::shrink;
use crate::browser::Browser;
use crate::browser::Page;
use crate::process::PATIENCE;
use crate::process::eventually;

/// A browser that is open on the recorder's page.
#[derive(Debug)]
pub struct Recorder {
    browser: Browser,
    servers: Servers,
    log: tempfile::NamedTempFile,
    read: usize,
    batches: usize,
    _page: Page,
}

impl Recorder {
    /// Opens a browser. One recorder at a time: its ports are fixed, for they are part of scenarios.
    pub fn start(browser: Browser) -> anyhow::Result<Self> {
        let servers = Servers::start()?;
        let log = tempfile::NamedTempFile::new()?;
        // WebKit's console tells lines apart by their order alone.
        let at_once = if browser == Browser::Webkit { 1 } else { 4 };
        let url = format!("{}/page?at_once={at_once}", servers::PAGE);
        let page = browser.open_with_log(&url, File::create(log.path())?)?;
        Ok(Self { browser, servers, log, read: 0, batches: 0, _page: page })
    }

    /// Runs scenarios and records what came of them, in the same order.
    ///
    /// Each finds URLs that the browser has never seen, however often it was run before.
    pub fn record(&mut self, scenarios: &[Scenario]) -> anyhow::Result<Vec<Record>> {
        self.batches += 1;
        let fresh: Vec<Scenario> =
            scenarios.iter().map(|s| renamed(s, self.batches)).collect::<Result<_, _>>()?;
        let mut records = self
            .servers
            .run(&fresh)
            .with_context(|| format!("{:?} did not run the scenarios", self.browser))?;
        let texts = self.console_texts()?;
        for (record, scenario) in records.iter_mut().zip(&fresh) {
            let own = format!("/s/{}/", scenario.id);
            record.console = texts.iter().filter(|text| text.contains(&own)).cloned().collect();
        }
        let named = records.iter().zip(scenarios);
        named.map(|(record, scenario)| renamed_back(record, scenario, self.batches)).collect()
    }

    fn console_texts(&mut self) -> io::Result<Vec<String>> {
        // What the page did last may still be on its way into the log: behind it comes its own word.
        let new = eventually(PATIENCE, || {
            let bytes = std::fs::read(self.log.path()).ok()?;
            let new = String::from_utf8_lossy(&bytes[self.read..]).into_owned();
            let is_whole = self.browser == Browser::Firefox || new.contains(console::END_OF_BATCH);
            is_whole.then_some((new, bytes.len()))
        });
        let (new, read) = new.ok_or_else(|| io::Error::other("the console never ends"))?;
        self.read = read;
        Ok(console::texts(self.browser, &new))
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.servers.stop();
    }
}

fn renamed(scenario: &Scenario, batch: usize) -> anyhow::Result<Scenario> {
    let (id, new) = (&scenario.id, format!("{}-{batch}", scenario.id));
    let text = serde_json::to_string(scenario)?;
    let mut fresh: Scenario =
        serde_json::from_str(&text.replace(&format!("/s/{id}/"), &format!("/s/{new}/")))?;
    fresh.id = new;
    Ok(fresh)
}

fn renamed_back(record: &Record, scenario: &Scenario, batch: usize) -> anyhow::Result<Record> {
    let id = &scenario.id;
    let text = serde_json::to_string(record)?;
    let mut record: Record =
        serde_json::from_str(&text.replace(&format!("/s/{id}-{batch}/"), &format!("/s/{id}/")))?;
    record.id.clone_from(id);
    Ok(record)
}
