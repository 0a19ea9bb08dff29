//! Whoever asks: a document or a worker, and where it stands.

use alloc::string::String;
use alloc::sync::Arc;
use core::error::Error;
use core::fmt;

use url::ParseError;
use url::Url;

use crate::agent::policy::embedder::EmbedderPolicy;
use crate::agent::policy::insecure_requests::InsecureRequestsPolicy;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::wire::Origin;
use crate::wire::is_loopback;

/// Whoever asks: a document or a worker, as far as it decides what may be sent and read.
///
/// Spec: <https://html.spec.whatwg.org/multipage/webappapis.html#environment-settings-object>
///
/// # Example
/// ```
/// use crosscheck::agent::Client;
/// use crosscheck::wire::Origin;
///
/// // A widget in a frame of a shop's page.
/// let shop = Client::page("https://shop.example/cart").unwrap();
/// let widget = shop.frame(Origin::parse("https://widget.example").unwrap());
/// assert_eq!(widget.origin.serialize(), "https://widget.example");
/// assert_eq!(widget.top_level.serialize(), "https://shop.example");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Client {
    /// Its origin.
    pub origin: Origin,
    /// Its URL, if it is known: what `Referer` tells of it, and what some browsers name when they complain.
    pub url: Option<Url>,
    /// The origin of the page in the address bar, by whose site cookies and caches are kept apart.
    pub top_level: Origin,
    /// Whether a frame between it and the page in the address bar is of another site than that page.
    pub has_cross_site_ancestor: bool,
    /// Document or worker.
    pub global: Global,
    /// How much it tells of its URL where a request does not say.
    pub referrer_policy: ReferrerPolicy,
    /// What it demands of what it embeds.
    pub embedder_policy: EmbedderPolicy,
    /// The same, of all but documents in frames: `Document-Isolation-Policy`.
    pub isolation_policy: EmbedderPolicy,
    /// What becomes of its insecure requests.
    pub insecure_requests: InsecureRequestsPolicy,
    /// Whether it may reach what is closer to the user than itself, as far as the documents around it
    /// decide: a page may, and a frame of another origin if every `allow` around it says so.
    ///
    /// Spec: <https://wicg.github.io/local-network-access/#permissions-policy>
    pub may_ask_for_local_network: bool,
    /// The URL of the page in the address bar, if it is known.
    pub top_level_url: Option<Url>,
    /// Whether it is sandboxed without `allow-forms`, so that it sends none.
    pub forbids_forms: bool,
    /// Whether it is a worker whose script is a module.
    pub is_module: bool,
    /// Whether it is the document of an `<iframe srcdoc>`, which has the URL of the document around it.
    pub is_srcdoc: bool,
    /// The URL of the service worker that answers for it, by `fetch(event.request)`, if one does.
    pub controller: Option<Url>,
    /// A mark of its own that keeps its cookies and caches apart from everybody's, if it has one: frames that
    /// are `credentialless`, and in some browsers those with an opaque origin.
    pub nonce: Option<String>,
}

/// What a client's script runs in.
///
/// Spec: <https://html.spec.whatwg.org/multipage/webappapis.html#concept-settings-object-global>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Global {
    /// A document.
    Window,
    /// A worker of one document.
    DedicatedWorker,
    /// A worker that documents share.
    SharedWorker,
    /// A worker that answers for its documents.
    ServiceWorker,
}

impl Client {
    /// A page in the address bar, by what stands there: its URL; `null` is a sandboxed page, of which
    /// nothing is known.
    ///
    /// Who has an [`Origin`] or a [`Url`] already makes a page of it by [`From`].
    ///
    /// Fails: if it is no URL, and tells what would be one.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Client;
    ///
    /// let page = Client::page("https://app.example/inbox?unread").unwrap();
    /// assert_eq!(page.origin.serialize(), "https://app.example");
    /// assert!(page.is_secure_context());
    /// let page = Client::page("http://app.example/").unwrap();
    /// assert!(!page.is_secure_context(), "anybody on the way may have changed it");
    ///
    /// let error = Client::page("app.example").unwrap_err();
    /// assert_eq!(error.to_string(), "\"app.example\" is no absolute URL, write `https://app.example/`");
    /// ```
    pub fn page(url: &str) -> Result<Self, PageUrlError> {
        if url == "null" {
            return Ok(Self::from(Origin::OPAQUE));
        }
        // `localhost:3000` is a URL, of a scheme that nobody means.
        let is_meant = |url: &Url| {
            !url.cannot_be_a_base() || matches!(url.scheme(), "about" | "blob" | "data")
        };
        let known = Url::parse(url).ok().filter(is_meant);
        known.map(Self::from).ok_or_else(|| PageUrlError { given: url.into() })
    }

    /// What a URL that script or markup wrote comes to here.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/urls-and-fetching.html#encoding-parsing-a-url>
    pub(in crate::agent) fn parse_url(&self, url: &str) -> Option<Url> {
        let parsed = Url::parse(url);
        if parsed != Err(ParseError::RelativeUrlWithoutBase) {
            return parsed.ok();
        }
        match &self.url {
            Some(base) => base.join(url).ok(),
            None => Url::parse(self.origin.serialize()).ok()?.join(url).ok(),
        }
    }

    fn at(origin: Origin, url: Option<Url>) -> Self {
        Self {
            top_level: origin.clone(),
            origin,
            top_level_url: url.clone(),
            url,
            has_cross_site_ancestor: false,
            global: Global::Window,
            referrer_policy: ReferrerPolicy::Empty,
            embedder_policy: EmbedderPolicy::UnsafeNone,
            isolation_policy: EmbedderPolicy::UnsafeNone,
            insecure_requests: InsecureRequestsPolicy::default(),
            may_ask_for_local_network: true,
            forbids_forms: false,
            is_module: false,
            is_srcdoc: false,
            controller: None,
            nonce: None,
        }
    }

    /// A document in a frame of this one: an [`Origin`], a [`Url`], or a [`Client`].
    ///
    /// Whether it is of another site than the page in the address bar, the user agent knows:
    /// [`UserAgent::is_same_site`](crate::agent::UserAgent::is_same_site).
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Client;
    /// use crosscheck::wire::Origin;
    ///
    /// let page = Client::page("https://app.example/").unwrap();
    /// let frame = page.frame(Origin::parse("https://widget.example").unwrap());
    /// assert_eq!(frame.top_level.serialize(), "https://app.example");
    /// // Without `allow="local-network-access"` it cannot ask the user for that.
    /// assert!(page.may_ask_for_local_network && !frame.may_ask_for_local_network);
    /// ```
    pub fn frame(&self, document: impl Into<Self>) -> Self {
        let document = document.into();
        Self {
            top_level: self.top_level.clone(),
            top_level_url: self.top_level_url.clone(),
            has_cross_site_ancestor: self.has_cross_site_ancestor,
            insecure_requests: self.insecure_requests,
            may_ask_for_local_network: self.may_ask_for_local_network
                && self.origin.is_same_origin(&document.origin),
            nonce: self.nonce.clone(),
            ..document
        }
    }

    /// Whether nobody on the way could have changed it: it came over TLS, or from this machine.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/webappapis.html#secure-context>
    pub fn is_secure_context(&self) -> bool {
        // Nobody on the way changes the pages of extensions and applications: they come without HTTP.
        let is_trustworthy = |origin: &Origin| {
            !matches!(origin.scheme(), "http" | "ftp" | "") || is_loopback(origin.host())
        };
        let own = if self.origin.is_opaque() { &self.top_level } else { &self.origin };
        is_trustworthy(own) && is_trustworthy(&self.top_level)
    }

    /// A worker of this one.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Client, Global};
    ///
    /// let page = Client::page("https://app.example/").unwrap();
    /// let worker = page.worker(Global::DedicatedWorker);
    /// assert_eq!(worker.origin, page.origin);
    /// ```
    pub fn worker(&self, global: Global) -> Self {
        // What several documents share keeps to none of theirs.
        let isolation_policy = match global {
            Global::SharedWorker | Global::ServiceWorker => EmbedderPolicy::default(),
            Global::Window | Global::DedicatedWorker => self.isolation_policy,
        };
        Self { global, isolation_policy, ..self.clone() }
    }

    /// Whether it is the same document: two frames of one URL are two, where one of them is a sandbox.
    pub(in crate::agent) fn is_same_document(&self, other: &Self) -> bool {
        (&self.url, &self.origin, &self.top_level) == (&other.url, &other.origin, &other.top_level)
            && (self.is_srcdoc, &self.nonce) == (other.is_srcdoc, &other.nonce)
            && self.top_level_url == other.top_level_url
    }
}

/// A page in the address bar; its URL is the root of its origin.
impl From<Origin> for Client {
    fn from(origin: Origin) -> Self {
        let url = Url::parse(origin.serialize()).ok();
        Self::at(origin, url)
    }
}

impl From<&Origin> for Client {
    fn from(origin: &Origin) -> Self {
        origin.clone().into()
    }
}

/// A page in the address bar.
impl From<Url> for Client {
    fn from(url: Url) -> Self {
        Self::at(Origin::of(&url), Some(url))
    }
}

impl From<&Url> for Client {
    fn from(url: &Url) -> Self {
        url.clone().into()
    }
}

/// A page in the address bar, as its requests share it.
impl From<&Origin> for Arc<Client> {
    fn from(origin: &Origin) -> Self {
        Client::from(origin).into()
    }
}

impl From<&Client> for Arc<Client> {
    fn from(client: &Client) -> Self {
        client.clone().into()
    }
}

/// What was to name a page is no URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageUrlError {
    given: String,
}

impl fmt::Display for PageUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no absolute URL", self.given)?;
        let whole = alloc::format!("https://{}", self.given);
        let names_a_host = self.given.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
        match Url::parse(&whole) {
            Ok(url) if names_a_host && !self.given.contains("://") => {
                write!(f, ", write `{url}`")
            }
            _ => f.write_str(", write one as it stands in the address bar: `https://app.example/`"),
        }
    }
}

impl Error for PageUrlError {}
