//! A page, whose script fetches.

use std::sync::Arc;

use crosscheck::agent::Client;
use crosscheck::agent::Profile;

use crate::browser::Browser;
use crate::error::Error;
use crate::fetch::Fetch;
use crate::fetch::IntoRequest;

/// A page in a browser. Clones are the same page.
#[derive(Clone, Debug)]
pub struct Page {
    browser: Browser,
    client: Arc<Client>,
}

impl Page {
    /// A page in a browser of its own, by what stands in the address bar.
    ///
    /// Fails: if it is no URL, and tells what would be one; or as [`Browser::new`].
    ///
    /// # Example
    /// ```
    /// use crosscheck_reqwest::{Page, Profile};
    ///
    /// assert!(Page::new(&Profile::CHROMIUM, "https://app.example/").is_ok());
    /// let error = Page::new(&Profile::CHROMIUM, "app.example").unwrap_err();
    /// assert!(error.to_string().ends_with("write `https://app.example/`"));
    /// ```
    pub fn new(profile: &'static Profile, url: &str) -> Result<Self, Error> {
        Browser::new(profile)?.page(url)
    }

    /// Script's `fetch()`, which starts when it is awaited: mode `cors`, credentials to the page's own origin,
    /// unless told otherwise.
    ///
    /// In: a request of reqwest, built or not, or a URL to `GET`, which as text may be relative to the page's. Its
    /// method, headers and body are what script gives; what no script may set is left out, as by browsers. Its time
    /// limit and version hold for each message of it.
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), crosscheck_reqwest::Error> {
    /// use crosscheck_reqwest::{Error, Page, Profile};
    ///
    /// let page = Page::new(&Profile::FIREFOX, "http://127.0.0.1:1/inbox/")?;
    /// let Err(Error::NoAnswer(error)) = page.fetch("7?full").await else { unreachable!() };
    /// assert_eq!(error.url().map(|url| url.as_str()), Some("http://127.0.0.1:1/inbox/7?full"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fetch(&self, request: impl IntoRequest) -> Fetch {
        let request = request.into_request(self.client.url.as_ref());
        Fetch::of(self.browser.clone(), Arc::clone(&self.client), request)
    }

    /// Its browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// What of it decides what it may ask and read.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Browser {
    /// A page of a URL, as it stands in the address bar.
    ///
    /// Fails: if it is no URL, and tells what would be one.
    pub fn page(&self, url: &str) -> Result<Page, Error> {
        Ok(self.page_of(Client::page(url).map_err(Error::Page)?))
    }

    /// A page that is more than its URL: a frame, a worker, a policy of its own.
    ///
    /// # Example
    /// ```
    /// use crosscheck_reqwest::{Browser, Client, Profile};
    ///
    /// let shop = Client::page("https://shop.example/").unwrap();
    /// let widget = shop.frame(Client::page("https://widget.example/").unwrap());
    /// let page = Browser::new(&Profile::CHROMIUM)?.page_of(widget);
    /// assert_eq!(page.client().top_level.serialize(), "https://shop.example");
    /// # Ok::<(), crosscheck_reqwest::Error>(())
    /// ```
    pub fn page_of(&self, client: Client) -> Page {
        Page { browser: self.clone(), client: Arc::new(client) }
    }
}
