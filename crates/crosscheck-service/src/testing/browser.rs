//! A browser that remembers, from one call to the next.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use crosscheck::agent::Client;
use crosscheck::agent::Cookie;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;

/// A browser whose pages share what it remembers: cookies, the answers to preflights, what is kept of
/// others. Clones are the same browser. Its clock stands still until it is told to [wait](Self::wait).
///
/// # Example
/// ```
/// use crosscheck_service::testing::{Browser, Profile};
///
/// let browser = Browser::new(&Profile::CHROMIUM);
/// browser.set_cookie("https://api.example/", "session=7; Path=/; SameSite=None; Secure");
/// let page = browser.page("https://app.example/inbox");
/// // The first call asks first, the second goes at once, with the cookie.
/// let call = || page.fetch("https://api.example/users/7").method("PUT").with_credentials();
/// # let _ = (call(), call());
/// assert_eq!(browser.cookies()[0].name, "session");
/// ```
#[derive(Clone, Debug)]
pub struct Browser {
    memory: Arc<Mutex<Memory>>,
}

#[derive(Debug)]
struct Memory {
    agent: UserAgent,
    now_ms: u64,
}

impl Browser {
    /// A browser that remembers nothing yet.
    pub fn new(profile: &'static Profile) -> Self {
        let memory = Memory { agent: UserAgent::new(profile), now_ms: START_MS };
        Self { memory: Arc::new(Mutex::new(memory)) }
    }

    /// Stores a cookie as its host sets it on a visit of its own: a `Set-Cookie` line.
    ///
    /// Panics if the URL is none, or the browser would not store it.
    #[track_caller]
    pub fn set_cookie(&self, url: &str, line: &str) {
        let Some(url) = Client::page(url).ok().and_then(|page| page.url) else {
            panic!("{url:?} is no URL")
        };
        let before = self.cookies();
        self.with(|agent, now_ms| agent.remember_visit(&url, line.as_bytes(), now_ms));
        assert!(before != self.cookies(), "no browser stores `{line}` of {url}, or it has it");
    }

    /// The cookies that it has.
    pub fn cookies(&self) -> Vec<Cookie> {
        self.with(|agent, _| agent.cookies.iter().cloned().collect())
    }

    /// Lets time pass: what is kept grows old.
    pub fn wait(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.now_ms = memory.now_ms.saturating_add(ms);
    }

    /// Lends what it remembers, and tells its time.
    pub(super) fn with<T>(&self, look: impl FnOnce(&mut UserAgent, u64) -> T) -> T {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let Memory { agent, now_ms } = &mut *memory;
        look(agent, *now_ms)
    }
}

/// What becomes of what a call leaves behind.
#[derive(Clone, Debug)]
pub(super) enum Remembers {
    /// Each call is in a browser of its own.
    Nothing(&'static Profile),
    /// It is there for the next.
    From(Browser),
}

impl Remembers {
    /// The browser of the next call.
    pub(super) fn browser(&self) -> Browser {
        match self {
            Self::Nothing(profile) => Browser::new(profile),
            Self::From(browser) => browser.clone(),
        }
    }
}

/// The first of January 2026.
const START_MS: u64 = 1_767_225_600_000;
