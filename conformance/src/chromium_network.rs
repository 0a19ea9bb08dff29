//! Why Chromium let a request fail, by its own code, as its developer tools hear it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::chromium_tab::ChromiumTab;

/// A connection to a Chromium that was started with [`ChromiumTab::flags`].
#[derive(Debug)]
pub struct ChromiumNetwork {
    tab: ChromiumTab,
    urls: BTreeMap<String, String>,
    codes: BTreeSet<(String, String)>,
}

impl ChromiumNetwork {
    /// Waits for Chromium and its first tab, and opens a page there.
    pub fn open(port: u16, url: &str, patience: Duration) -> io::Result<Self> {
        let mut tab = ChromiumTab::first(port, patience)?;
        tab.ask("Network.enable", json!({}))?;
        tab.tell("Page.navigate", json!({ "url": url }))?;
        Ok(Self { tab, urls: BTreeMap::new(), codes: BTreeSet::new() })
    }

    /// The codes of all failures, each with its URL, once a URL with that in it has failed; those so
    /// far if none does.
    pub fn codes_until(
        &mut self,
        last: &str,
        patience: Duration,
    ) -> io::Result<BTreeSet<(String, String)>> {
        let until = Instant::now() + patience;
        while !self.codes.iter().any(|(url, _)| url.contains(last)) {
            let Some(event) = self.tab.next(until)? else { break };
            self.hear(&event);
        }
        Ok(self.codes.clone())
    }

    fn hear(&mut self, event: &Value) {
        let parameters = &event["params"];
        let id = parameters["requestId"].as_str().unwrap_or_default().to_owned();
        if event["method"] == "Network.requestWillBeSent" {
            let url = parameters["request"]["url"].as_str().unwrap_or_default();
            self.urls.insert(id, url.to_owned());
        } else if event["method"] == "Network.loadingFailed"
            && let Some(code) = parameters["corsErrorStatus"]["corsError"].as_str()
        {
            let url = self.urls.get(&id).cloned().unwrap_or_default();
            self.codes.insert((url, code.to_owned()));
        }
    }
}
