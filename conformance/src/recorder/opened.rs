//! A browser that is open for scenarios: it trusts the recorder's authority, the user has decided what the
//! scenarios say, and nothing is switched on that changes where the page itself goes.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::thread;
use std::time::Duration;

use crosscheck::scenario::PermissionState;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Settings;
use crosscheck::scenario::ThirdPartyCookies;
use serde_json::Value;
use serde_json::json;
use tempfile::NamedTempFile;

use super::authority::Authority;
use super::console;
use super::pages;
use crate::browser::Browser;
use crate::browser::Launch;
use crate::browser::Page;
use crate::marionette::Marionette;
use crate::process::PATIENCE;

/// An open browser.
#[derive(Debug)]
pub(super) struct Opened {
    browser: Browser,
    page: Page,
    log: NamedTempFile,
    firefox: Option<Marionette>,
    /// What Firefox told of its console so far.
    told: Vec<String>,
}

impl Opened {
    pub(super) fn open(
        browser: Browser,
        url: &str,
        authority: &Authority,
        decided: &[Decision],
        settings: Settings,
    ) -> anyhow::Result<Self> {
        let blocks_cookies = settings.third_party_cookies == Some(ThirdPartyCookies::Block);
        let log = NamedTempFile::new()?;
        let launch = Launch { log: Some(File::create(log.path())?), ..Launch::default() };
        let flags = flags(browser, authority);
        let launch = Launch { flags: &flags, ..launch };
        let mut firefox = None;
        let page = match browser {
            Browser::Chromium => {
                let preferences = preferences(decided, blocks_cookies).to_string();
                browser.launch(url, Launch { preferences: Some(&preferences), ..launch })?
            }
            Browser::Firefox => {
                let blocks = [("network.cookie.cookieBehavior", "1")];
                let blocks = if blocks_cookies { &blocks[..] } else { &[] };
                let settings = [&FIREFOX_SETTINGS[..], blocks].concat();
                let launch = Launch { settings: &settings, ..launch };
                let page = browser.launch("about:blank", launch)?;
                let mut remote = Marionette::connect(page.home(), PATIENCE)?;
                let decided: Vec<_> =
                    decided.iter().map(|d| json!([d.origin, d.name, d.state.code()])).collect();
                let decided = json!(decided).to_string();
                remote.run(FIREFOX_BEGINS, &[&authority.base64(), &decided, url])?;
                firefox = Some(remote);
                page
            }
            Browser::Webkit => browser.launch(url, launch)?,
        };
        Ok(Self { browser, page, log, firefox, told: Vec::new() })
    }

    /// Whether it has ended by itself.
    pub(super) fn has_ended(&mut self) -> bool {
        self.page.has_ended()
    }

    /// Takes what Firefox has written to its console so far.
    pub(super) fn listen(&mut self) -> anyhow::Result<()> {
        let Some(firefox) = &mut self.firefox else { return Ok(()) };
        let told = firefox.run(FIREFOX_TELLS, &[]);
        // A dialog that stands in the way is put away by the first attempt.
        let told = told.or_else(|_| firefox.run(FIREFOX_TELLS, &[]))?;
        let texts = told.as_array().into_iter().flatten().filter_map(Value::as_str);
        self.told.extend(texts.map(str::to_owned));
        Ok(())
    }

    /// Ends it. Out: every message of its console, in order.
    pub(super) fn close(mut self) -> anyhow::Result<Vec<String>> {
        // What the page did last may still be on its way into the console.
        thread::sleep(Duration::from_millis(500));
        let listened = self.listen();
        drop(self.page);
        if self.browser == Browser::Firefox {
            listened?;
            return Ok(self.told);
        }
        let log = fs::read(self.log.path())?;
        Ok(console::messages(self.browser, &String::from_utf8_lossy(&log)))
    }
}

/// What the user decided of a page, before it is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    origin: String,
    name: &'static str,
    state: PermissionState,
}

impl Decision {
    /// All that the users of scenarios have decided.
    pub(super) fn all(scenarios: &[Scenario]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for scenario in scenarios {
            let permissions = scenario.permissions;
            for (name, state) in [
                ("local-network", permissions.local_network),
                ("loopback-network", permissions.loopback_network),
            ] {
                let Some(state) = state else { continue };
                let decision = Self { origin: pages::origin(scenario).to_owned(), name, state };
                if !all.contains(&decision) {
                    all.push(decision);
                }
            }
        }
        all
    }
}

trait Code {
    /// The number by which Chromium and Firefox know it.
    fn code(self) -> u8;
}

impl Code for PermissionState {
    fn code(self) -> u8 {
        match self {
            Self::Granted => 1,
            Self::Denied => 2,
        }
    }
}

fn flags(browser: Browser, authority: &Authority) -> Vec<String> {
    let trusts = format!("--ignore-certificate-errors-spki-list={}", authority.key_digest());
    let flags: &[&str] = match browser {
        Browser::Chromium => &[
            &trusts,
            "--disable-popup-blocking",
            "--autoplay-policy=no-user-gesture-required",
            "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,HttpsFirstModeV2",
        ],
        Browser::Firefox => return Marionette::flags().into(),
        Browser::Webkit => &["--javascript-can-open-windows-automatically=true"],
    };
    flags.iter().map(ToString::to_string).collect()
}

/// What Chromium reads before it starts.
fn preferences(decided: &[Decision], blocks_cookies: bool) -> Value {
    let mut exceptions: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for Decision { origin, name, state } in decided {
        let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
        let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        let port = match (has_port, origin.starts_with("https:")) {
            (true, _) => "",
            (false, true) => ":443",
            (false, false) => ":80",
        };
        let decision = json!({ "last_modified": "13300000000000000", "setting": state.code() });
        let of_kind = exceptions.entry(name.replace('-', "_")).or_default();
        of_kind.insert(format!("{origin}{port},*"), decision);
    }
    json!({ "profile": {
        "content_settings": { "exceptions": exceptions },
        // Blocks those of other sites: Debian's package would, the browser as it comes does not.
        "cookie_controls_mode": u8::from(blocks_cookies),
    } })
}

/// Trusts the authority, takes the user's decisions, begins to note what the console is told, and goes
/// to the first page.
const FIREFOX_BEGINS: &str = include_str!("page/firefox-begins.js");

/// What was noted since the last time.
const FIREFOX_TELLS: &str = "async () => gBrowser.crosscheckTold.splice(0)";

/// Nothing asks, nothing is upgraded, nothing is fetched that no page asked for.
const FIREFOX_SETTINGS: [(&str, &str); 14] = [
    ("app.update.enabled", "false"),
    ("browser.region.update.enabled", "false"),
    ("browser.safebrowsing.malware.enabled", "false"),
    ("browser.safebrowsing.phishing.enabled", "false"),
    ("browser.search.update", "false"),
    ("dom.disable_open_during_load", "false"),
    ("dom.security.https_first", "false"),
    ("extensions.update.enabled", "false"),
    ("media.autoplay.default", "0"),
    ("media.gmp-manager.url", "\"\""),
    ("network.manage-offline-status", "false"),
    ("network.trr.mode", "5"),
    ("privacy.bounceTrackingProtection.mode", "0"),
    ("security.warn_submit_secure_to_insecure", "false"),
];
