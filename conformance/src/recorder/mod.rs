//! Records what real browsers do with scenarios: the engine's truth.
//!
//! It lives in [a network of its own](crate::own_network): every host that a scenario names is this machine,
//! with TLS by an authority of the recorder's own, and no packet leaves. A page runs its scenarios one after
//! the other and tells what script saw; the servers note what reached them; the console is the browser's
//! log. No WebDriver is needed.

mod authority;
mod console;
mod generate;
mod names;
mod opened;
mod pages;
mod servers;
mod shrink;
mod wire;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use anyhow::bail;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::ThirdPartyCookies;
use crosscheck::scenario::small_file;

use self::authority::Authority;
pub use self::console::texts as console_texts;
pub use self::generate::Kind;
pub use self::generate::generate;
use self::names::Names;
use self::opened::Decision;
use self::opened::Opened;
use self::servers::Course;
use self::servers::Servers;
pub use self::shrink::shrink;
use crate::browser::Browser;
use crate::own_network;
use crate::own_network::Files;

/// Servers at every address, and whoever vouches for them.
#[derive(Debug)]
pub struct Recorder {
    authority: Arc<Authority>,
    servers: Servers,
    files: Files,
}

impl Recorder {
    /// Begins to listen. Fails outside of a [network of its own](own_network::command).
    pub fn start() -> anyhow::Result<Self> {
        if !own_network::is_here() {
            bail!("scenarios are recorded in a network of their own only");
        }
        let authority = Arc::new(Authority::new()?);
        let files = Files::lay_over(&authority.pem())?;
        let servers = Servers::new(Arc::clone(&authority));
        Ok(Self { authority, servers, files })
    }

    /// Runs scenarios in a browser that has seen nothing yet, and records what came of them, in the same
    /// order. One that the browser does not get through is recorded as one unsupported step.
    ///
    /// Scenarios with the same page and the same decisions of its user run one after the other in one
    /// document, each under URLs of its own; those with other settings find another browser.
    pub fn record(&self, browser: Browser, scenarios: &[Scenario]) -> anyhow::Result<Vec<Record>> {
        let scenarios =
            &scenarios.iter().map(|one| as_recorded(one, browser)).collect::<Vec<_>>()[..];
        let names = Names::of(scenarios)?;
        let hosts = names.hosts.iter().map(|(name, address)| (&**name, address.to_string()));
        self.files.write_hosts(hosts)?;
        self.servers.take(scenarios, &names.ports)?;
        let mut messages = Vec::new();
        let mut starts = 0;
        while self.servers.next_settings().is_some() {
            starts += 1;
            let before = self.servers.counts().0;
            messages.extend(self.browse(browser, scenarios)?);
            if starts > MOST_STARTS && self.servers.counts().0 == before {
                bail!("{browser:?} runs no scenario");
            }
        }
        let ids: BTreeSet<&str> = scenarios.iter().map(|s| &*s.id).collect();
        let mut consoles = console::by_scenario(&messages, &ids);
        let mut records = self.servers.records(scenarios);
        for record in &mut records {
            record.console = consoles.remove(&record.id).unwrap_or_default();
            record.steps.iter_mut().for_each(name_files);
        }
        Ok(records)
    }

    /// One browser, for as long as it gets on. Out: what it wrote to its console.
    fn browse(&self, browser: Browser, scenarios: &[Scenario]) -> anyhow::Result<Vec<String>> {
        let settings = self.servers.next_settings().unwrap_or_default();
        let Some(url) = self.servers.begin(settings) else { return Ok(Vec::new()) };
        let decided = Decision::all(scenarios);
        let mut opened = Opened::open(browser, &url, &self.authority, &decided, settings)?;
        let mut last = Instant::now();
        loop {
            match self.servers.wait(Duration::from_secs(1)) {
                Course::Over => break,
                Course::On => last = Instant::now(),
                Course::Still if last.elapsed() > LONGEST || opened.has_ended() => {
                    self.servers.give_up();
                    break;
                }
                Course::Still => {}
            }
            opened.listen()?;
        }
        opened.close()
    }
}

/// A scenario as a browser is to find it.
///
/// What the engine knows of pages of an opaque origin it learned from a Chromium whose distribution blocks
/// cookies of third parties.
fn as_recorded(scenario: &Scenario, browser: Browser) -> Scenario {
    let mut scenario = scenario.clone();
    if browser == Browser::Chromium && scenario.page.is_opaque() {
        scenario.settings.third_party_cookies = Some(ThirdPartyCookies::Block);
    }
    scenario
}

/// A body that is a small file is written by the file's name.
fn name_files(step: &mut StepRecord) {
    let StepRecord::Response { body, .. } = step else { return };
    let name = SMALL_FILES
        .iter()
        .find(|name| small_file(name).is_some_and(|file| String::from_utf8_lossy(file) == **body));
    if let Some(name) = name {
        body.clear();
        body.push_str(name);
    }
}

const SMALL_FILES: [&str; 12] = [
    "@png", "@font", "@css", "@script", "@events", "@webm", "@wav", "@vtt", "@svg", "@json",
    "@module", "@html",
];

/// How long the longest scenario takes, a browser's start included, on a busy machine.
const LONGEST: Duration = Duration::from_secs(60);

/// How often a browser may start without running anything.
const MOST_STARTS: usize = 3;
