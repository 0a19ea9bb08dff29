//! A page, and what its script can call.

use crosscheck::agent::Client;
use crosscheck::agent::Profile;
use crosscheck::wire::Origin;

use super::browser::Browser;
use super::browser::Remembers;
use super::fetch::Fetch;

/// A page of an origin.
#[derive(Clone, Debug)]
#[must_use]
pub struct Page {
    client: Client,
    browser: Remembers,
}

impl Page {
    /// A page of an origin, as a browser spells it, in a browser that follows the standard and remembers
    /// nothing from call to call; `null` is a sandboxed frame.
    ///
    /// Panics on what is no origin, and says what it should have been.
    #[track_caller]
    pub fn on(origin: &str) -> Self {
        match Origin::parse(origin) {
            Ok(origin) => {
                Self { client: origin.into(), browser: Remembers::Nothing(&Profile::SPEC) }
            }
            Err(error) => match error.suggestion() {
                Some(instead) => panic!("no page is on {origin:?}: {error}; write `{instead}`"),
                None => panic!("no page is on {origin:?}: {error}"),
            },
        }
    }

    /// The same page in another browser, which remembers nothing from call to call.
    pub fn in_browser(self, profile: &'static Profile) -> Self {
        Self { browser: Remembers::Nothing(profile), ..self }
    }

    /// Its script calls `fetch()` with an absolute URL: whatever its host, the server under test
    /// answers.
    pub fn fetch(&self, url: &str) -> Fetch {
        Fetch::by_fetch(self.client.clone(), self.browser.clone(), url)
    }

    /// Its script sends an `XMLHttpRequest`.
    pub fn xhr(&self, url: &str) -> Fetch {
        Fetch::by_xhr(self.client.clone(), self.browser.clone(), url)
    }

    /// Its script opens a `WebSocket`: what is sent and judged is the handshake. A test has no connection
    /// to upgrade, so what a server says in place of 101 is all that there is: 426, most.
    pub fn web_socket(&self, url: &str) -> Fetch {
        Fetch::by_web_socket(self.client.clone(), self.browser.clone(), url)
    }
}

impl Browser {
    /// A page of a URL, or of an origin; `null` is a sandboxed frame.
    ///
    /// Panics on what is none, and says what it should have been.
    #[track_caller]
    pub fn page(&self, url: &str) -> Page {
        match Client::page(url) {
            Ok(client) => Page { client, browser: Remembers::From(self.clone()) },
            Err(error) => panic!("no page is on {url:?}: {error}"),
        }
    }
}
