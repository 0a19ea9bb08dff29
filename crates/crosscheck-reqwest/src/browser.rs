//! A browser: what pages share.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::SystemTime;

use crosscheck::agent::HttpCache;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use reqwest::redirect;

use crate::error::Error;

/// One user's browser: what its pages share. Clones are the same browser.
#[derive(Clone)]
pub struct Browser {
    shared: Arc<Shared>,
}

struct Shared {
    /// Held for a moment, never while something is awaited.
    agent: Mutex<UserAgent>,
    profile: &'static Profile,
    client: reqwest::Client,
}

impl Browser {
    /// The most bytes of a body that are read ahead of script, so that the answer can be kept.
    pub const KEPT_BODY: u64 = HttpCache::CAPACITY as u64 / 8;

    /// A browser that remembers nothing yet.
    ///
    /// Fails: as [`reqwest::ClientBuilder::build`].
    ///
    /// # Example
    /// ```
    /// use crosscheck_reqwest::{Browser, Profile};
    ///
    /// let browser = Browser::new(&Profile::FIREFOX)?;
    /// let (inbox, admin) =
    ///     (browser.page("https://app.example/inbox")?, browser.page("https://admin.example/")?);
    /// // Two pages, one jar of cookies.
    /// # let _ = (inbox, admin);
    /// # Ok::<(), crosscheck_reqwest::Error>(())
    /// ```
    pub fn new(profile: &'static Profile) -> Result<Self, Error> {
        Self::over(profile, reqwest::Client::builder())
    }

    /// A browser over a client of yours: its time limits, proxies, certificates and name servers. Redirects and
    /// `Referer` are the browser's own business.
    ///
    /// Fails: as [`reqwest::ClientBuilder::build`].
    ///
    /// # Example
    /// ```
    /// use std::time::Duration;
    ///
    /// use crosscheck_reqwest::{Browser, Profile};
    ///
    /// let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).no_proxy();
    /// assert!(Browser::over(&Profile::WEBKIT, client).is_ok());
    /// ```
    pub fn over(profile: &'static Profile, client: reqwest::ClientBuilder) -> Result<Self, Error> {
        let client = client.redirect(redirect::Policy::none()).referer(false).build();
        let agent = Mutex::new(UserAgent::new(profile));
        let client = client.map_err(Error::Client)?;
        Ok(Self { shared: Arc::new(Shared { agent, profile, client }) })
    }

    /// Looks at what it remembers, or changes it: cookies are listed, saved and loaded so.
    ///
    /// Pages wait meanwhile.
    ///
    /// # Example
    /// ```
    /// use crosscheck_reqwest::{Browser, Cookie, Profile};
    ///
    /// let yesterday = Browser::new(&Profile::CHROMIUM)?;
    /// yesterday.with(|agent| agent.cookies.load([Cookie::new("shop.example", "session", "7")]));
    /// let saved: Vec<Cookie> = yesterday.with(|agent| agent.cookies.iter().cloned().collect());
    ///
    /// let today = Browser::new(&Profile::CHROMIUM)?;
    /// let refused = today.with(|agent| agent.cookies.load(saved));
    /// assert!(refused.is_empty());
    /// # Ok::<(), crosscheck_reqwest::Error>(())
    /// ```
    pub fn with<T>(&self, look: impl FnOnce(&mut UserAgent) -> T) -> T {
        // What panicked in there was somebody's `look`; the browser is whole between any two steps.
        look(&mut self.shared.agent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Which browser it is.
    pub fn profile(&self) -> &'static Profile {
        self.shared.profile
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.shared.client
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("profile", &self.profile().name()).finish_non_exhaustive()
    }
}

/// The clock of everything that a browser remembers: milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
