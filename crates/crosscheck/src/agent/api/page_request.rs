//! What a page asks, in one type.

use alloc::string::String;
use alloc::sync::Arc;

use super::beacon::set_up_beacon;
use super::body::BodyInit;
use super::element::ElementInit;
use super::element::set_up_element;
use super::event_source::set_up_event_source;
use super::fetch::FetchInit;
use super::fetch::set_up_fetch;
use super::fetch_later::set_up_fetch_later;
use super::form::FormInit;
use super::navigation::set_up_form;
use super::set_up_error::SetUpError;
use super::web_socket::set_up_web_socket;
use super::xhr::XhrInit;
use super::xhr::set_up_xhr;
use crate::agent::client::Client;
use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;

/// What a page asks, and by which API or element.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest, SetUpError};
/// use crosscheck::agent::{Profile, UserAgent};
/// use crosscheck::wire::Origin;
///
/// let browser = UserAgent::new(&Profile::SPEC);
/// let page = Origin::parse("https://app.example").unwrap();
/// let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
/// assert_eq!(asked.set_up(&browser, &page).unwrap().method, "GET");
///
/// // An API may refuse before anything is sent: here, what is to blame.
/// let init = FetchInit { method: Some("TRACE".into()), ..FetchInit::default() };
/// let asked = PageRequest::fetch("https://api.example/", init);
/// let error = asked.set_up(&browser, &page).unwrap_err();
/// assert_eq!((error, error.member()), (SetUpError::InvalidMethod, "method"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageRequest {
    /// `fetch()`.
    Fetch {
        /// Absolute URL.
        url: String,
        /// What it was given beside.
        init: FetchInit,
    },
    /// `XMLHttpRequest`.
    Xhr {
        /// Absolute URL.
        url: String,
        /// What it was given beside.
        init: XhrInit,
    },
    /// An element, or what a style sheet or a module names.
    Element {
        /// Absolute URL.
        url: String,
        /// Which element, and its attributes.
        init: ElementInit,
    },
    /// `EventSource`.
    EventSource {
        /// Absolute URL.
        url: String,
        /// `withCredentials`.
        with_credentials: bool,
    },
    /// `navigator.sendBeacon`.
    Beacon {
        /// Absolute URL.
        url: String,
        /// The data.
        body: Option<BodyInit>,
    },
    /// `WebSocket`.
    WebSocket {
        /// Absolute URL.
        url: String,
    },
    /// `fetchLater()`, of which the engine plays what it sends when it does.
    FetchLater {
        /// Absolute URL.
        url: String,
        /// What it was given beside.
        init: FetchInit,
        /// For how many milliseconds it may wait.
        activate_after_ms: u64,
    },
    /// A form that is sent into a frame.
    Form {
        /// Absolute URL.
        url: String,
        /// Its attributes.
        init: FormInit,
    },
}

impl PageRequest {
    /// `fetch(url, init)`.
    pub fn fetch(url: &str, init: FetchInit) -> Self {
        Self::Fetch { url: url.into(), init }
    }

    /// `XMLHttpRequest`, opened for a URL.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{PageRequest, XhrInit};
    /// use crosscheck::agent::{CredentialsMode, Profile, UserAgent};
    /// use crosscheck::wire::Origin;
    ///
    /// let init = XhrInit { with_credentials: true, ..XhrInit::default() };
    /// let asked = PageRequest::xhr("https://api.example/", init);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let request = asked.set_up(&UserAgent::new(&Profile::SPEC), &page).unwrap();
    /// assert_eq!(request.credentials, CredentialsMode::Include);
    /// ```
    pub fn xhr(url: &str, init: XhrInit) -> Self {
        Self::Xhr { url: url.into(), init }
    }

    /// An element that loads a URL.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{Api, ElementInit, PageRequest};
    /// use crosscheck::agent::{Profile, RequestMode, UserAgent};
    /// use crosscheck::wire::Origin;
    ///
    /// // Without `crossorigin` an image is not asked for by CORS; its pixels stay closed to script.
    /// let asked = PageRequest::element("https://cdn.example/a.png", ElementInit::new(Api::Img));
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let request = asked.set_up(&UserAgent::new(&Profile::SPEC), &page).unwrap();
    /// assert_eq!(request.mode, RequestMode::NoCors);
    /// ```
    pub fn element(url: &str, init: ElementInit) -> Self {
        Self::Element { url: url.into(), init }
    }

    /// Where it goes, as the page wrote it.
    pub fn url(&self) -> &str {
        match self {
            Self::Fetch { url, .. }
            | Self::Xhr { url, .. }
            | Self::Element { url, .. }
            | Self::EventSource { url, .. }
            | Self::Beacon { url, .. }
            | Self::WebSocket { url }
            | Self::FetchLater { url, .. }
            | Self::Form { url, .. } => url,
        }
    }

    /// Sets up what the browser fetches for it.
    ///
    /// In: the browser; the document or worker that asks, or the origin of a page.
    ///
    /// Fails as the API does in script, before anything is sent.
    pub fn set_up(
        &self,
        agent: &UserAgent,
        client: impl Into<Arc<Client>>,
    ) -> Result<Request, SetUpError> {
        let client = &client.into();
        match self {
            Self::Fetch { url, init } => set_up_fetch(agent, client, url, init),
            Self::Xhr { url, init } => set_up_xhr(agent, client, url, init),
            Self::Element { url, init } => set_up_element(agent, client, url, init),
            Self::EventSource { url, with_credentials } => {
                set_up_event_source(client, agent, url, *with_credentials)
            }
            Self::Beacon { url, body } => set_up_beacon(agent, client, url, body.as_ref()),
            Self::WebSocket { url } => set_up_web_socket(agent, client, url),
            Self::FetchLater { url, init, .. } => set_up_fetch_later(agent, client, url, init),
            Self::Form { url, init } => set_up_form(agent, client, url, init),
        }
    }
}
