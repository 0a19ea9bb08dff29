//! A request as the Fetch standard sees it: everything that decides what may be sent and read.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use url::Url;

use crate::agent::address_space::AddressSpace;
use crate::agent::body::Body;
use crate::agent::client::Client;
use crate::agent::destination::Destination;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::have_one_origin;
use crate::wire::words::words;

/// A request, set up by the API that asks: see [`PageRequest::set_up`](super::api::PageRequest::set_up).
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-request>
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, normalised.
    pub method: String,
    /// Every URL so far: the first is where it started, the last where it is now. Never empty.
    pub url_list: Vec<Url>,
    /// Headers that script set, and those that the API adds for it.
    pub headers: HeaderList,
    /// The body, if any.
    pub body: Option<RequestBody>,
    /// Who asks, as the standard compares origins: its client's.
    pub origin: Origin,
    /// The document or worker that asks.
    pub client: Arc<Client>,
    /// What may be reached at all.
    pub mode: RequestMode,
    /// When cookies and other credentials go along.
    pub credentials: CredentialsMode,
    /// What to do with a redirect.
    pub redirect: RedirectMode,
    /// What part the HTTP cache plays.
    pub cache: CacheMode,
    /// Whether it may outlive its document.
    pub keepalive: bool,
    /// Set for requests whose method and headers script chose: these may need a preflight.
    pub unsafe_request: bool,
    /// A preflight is made whatever the method and headers: upload listeners, streamed bodies.
    pub use_cors_preflight: bool,
    /// Which kind of thing asks.
    pub initiator: Initiator,
    /// Whether it is made ahead of whoever will need the answer.
    pub is_preload: bool,
    /// The credentials that `crossorigin` names of a preload or a module, which need not be what it is asked for by.
    pub(super) preload_crossorigin: Option<CredentialsMode>,
    /// What it tells of where it is from.
    pub referrer: Referrer,
    /// How much of that.
    pub referrer_policy: ReferrerPolicy,
    /// What the answer's digest must be.
    pub integrity: Option<String>,
    /// The headers that script tried to set and may not, as it spelled them.
    pub refused_headers: Vec<String>,
    /// Where the page says that the host is, if it does.
    pub target_address_space: Option<AddressSpace>,
    pub(super) tainting: Tainting,
    /// The URL that was asked for before it was upgraded in place, where script is told of that.
    pub(super) asked_url: Option<Url>,
    /// The places in the list of URLs of those that were left for the same one over TLS.
    pub(super) left_by_upgrade: Vec<usize>,
    /// The redirects that were upgraded, from where to where as the server said, where that counts.
    pub(super) upgraded_hops: Vec<(Url, Url)>,
    pub(super) redirect_count: u32,
    pub(super) timing_allow_failed: bool,
    /// Whether `Origin` went along on an earlier hop.
    pub(super) has_named_its_origin: bool,
    /// The headers as they were before any redirect.
    pub(super) initial_headers: HeaderList,
    /// What goes out in place of `Content-Type`, which itself is what a preflight is judged by.
    pub(super) content_type_as_sent: Option<Vec<u8>>,
    /// Whether `Content-Type` came with the body rather than from script.
    pub(super) content_type_of_body: bool,
    /// Whether the last redirect turned the method into `GET`.
    pub(super) just_rewritten: bool,
    /// The method as it was before any redirect.
    pub(super) initial_method: String,
    /// The referrer as it was told before any redirect.
    pub(super) initial_referrer: Referrer,
    /// The referrer policy before any redirect.
    pub(super) initial_referrer_policy: ReferrerPolicy,
    /// Whether the way to where it is now is gone again, to ask whether what is kept still holds.
    pub(super) is_gone_again: bool,
    /// The names that needed a preflight at the start, if anything did.
    pub(super) first_unsafe_names: Option<Vec<String>>,
}

impl Request {
    /// Where the request is now.
    pub fn current_url(&self) -> &Url {
        self.url_list.last().expect("a request is made with a URL and only ever gains more")
    }

    /// Where the request started.
    pub fn initial_url(&self) -> &Url {
        self.url_list.first().expect("a request is made with a URL")
    }

    /// Whether it is now at the origin that asks.
    pub(super) fn is_at_home(&self) -> bool {
        self.origin.is_of(self.current_url())
    }

    /// Every URL so far, but for those that were left by an upgrade that nobody takes for a redirect.
    pub(super) fn urls(&self) -> impl Iterator<Item = &Url> + Clone {
        let urls = self.url_list.iter().enumerate();
        urls.filter(|(at, _)| !self.left_by_upgrade.contains(at)).map(|(_, url)| url)
    }

    /// From each URL to the next.
    pub(super) fn hops(&self) -> impl Iterator<Item = (&Url, &Url)> {
        self.urls().zip(self.urls().skip(1))
    }

    /// Whether a service worker asks in place of its client.
    pub(super) fn is_intercepted(&self) -> bool {
        self.client.controller.is_some() && !self.initiator.passes_service_workers_by()
    }

    /// Keeps in mind what it is before any redirect.
    pub(super) fn remember_start(&mut self) {
        self.initial_headers.clone_from(&self.headers);
        self.initial_method.clone_from(&self.method);
        self.initial_referrer.clone_from(&self.referrer);
        self.initial_referrer_policy = self.referrer_policy;
    }

    /// The method before any redirect.
    pub(super) fn first_method(&self) -> &str {
        if self.url_list.len() > 1 { &self.initial_method } else { &self.method }
    }

    /// Goes back to before any redirect.
    pub(super) fn start_again(&mut self) {
        self.url_list.truncate(1);
        self.redirect_count = 0;
        self.has_named_its_origin = false;
        self.is_gone_again = true;
        self.tainting = Tainting::Basic;
        self.method.clone_from(&self.initial_method);
        self.referrer.clone_from(&self.initial_referrer);
        self.referrer_policy = self.initial_referrer_policy;
        self.headers.clone_from(&self.initial_headers);
    }

    /// Whether the last redirect led to another origin.
    pub(super) fn just_crossed(&self) -> bool {
        self.hops().last().is_some_and(|(last, next)| !have_one_origin(last, next))
    }

    pub(super) fn is_credentialed(&self) -> bool {
        self.credentials == CredentialsMode::Include
    }
}

/// A request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestBody {
    /// What is sent.
    pub content: Body,
    /// Whether it is a stream that cannot be read twice: its source is null.
    pub is_stream: bool,
}

/// Where a request says that it is from.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-request-referrer>
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum Referrer {
    /// Nowhere.
    NoReferrer,
    /// Its client.
    Client,
    /// A URL, as far as it is told.
    Url(Url),
}

words! {
    /// Which resources a request may reach.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-request-mode>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum RequestMode {
        /// Other origins too, if they agree.
        Cors = "cors",
        /// Other origins too, unasked and unread.
        NoCors = "no-cors",
        /// Only the own origin.
        SameOrigin = "same-origin",
        /// Others too: a document of their own. No script may ask so.
        Navigate = "navigate",
        /// Others too: they are told who asks, and decide. No script may ask so.
        WebSocket = "websocket",
    }
}

words! {
    /// When credentials go along.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum CredentialsMode {
        /// Never.
        Omit = "omit",
        /// To the own origin.
        SameOrigin = "same-origin",
        /// To everyone.
        Include = "include",
    }
}

words! {
    /// What to do with a redirect.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-request-redirect-mode>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum RedirectMode {
        /// Follow it.
        Follow = "follow",
        /// Fail.
        Error = "error",
        /// Hand it over unread.
        Manual = "manual",
    }
}

words! {
    /// What part the HTTP cache plays.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-request-cache-mode>
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum CacheMode {
        /// A fresh answer is taken from it, a stale one is validated.
        Default = "default",
        /// It is neither asked nor filled.
        NoStore = "no-store",
        /// It is filled, but not asked.
        Reload = "reload",
        /// What it holds is always validated.
        NoCache = "no-cache",
        /// What it holds is taken, stale or not.
        ForceCache = "force-cache",
        /// The same, and nothing is sent: same origin only.
        OnlyIfCached = "only-if-cached",
    }
}

/// How much of the answer script may come to see.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-request-response-tainting>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum Tainting {
    /// All but cookies.
    Basic,
    /// What the server shares.
    Cors,
    /// Nothing.
    Opaque,
}

/// The API or element that made a request. Browsers name it when they complain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Initiator {
    /// `fetch()`.
    Fetch,
    /// `XMLHttpRequest`.
    Xhr,
    /// `<img>`, also as a source of canvas and WebGL.
    Image,
    /// A web font.
    Font,
    /// `<script>`.
    Script,
    /// `<script type=module>`.
    ModuleScript,
    /// `<link rel=stylesheet>`.
    Style,
    /// `shape-outside: url()`.
    Shape,
    /// `EventSource`.
    EventSource,
    /// `navigator.sendBeacon`.
    Beacon,
    /// `fetchLater()`.
    FetchLater,
    /// `WebSocket`.
    WebSocket,
    /// `<iframe>`.
    Iframe,
    /// A form sent into a frame.
    Form,
    /// `import()`.
    Import,
    /// `importScripts()`.
    ImportScripts,
    /// `import()` of JSON.
    JsonModule,
    /// `import()` of a style sheet.
    CssModule,
    /// `@import`.
    AtImport,
    /// `background-image: url()`.
    Background,
    /// `mask-image: url()`.
    Mask,
    /// `<use>` in SVG.
    SvgUse,
    /// `<video>`.
    Video,
    /// `<audio>`.
    Audio,
    /// `<track>`.
    Track,
}

impl Initiator {
    /// Whether it is an element, a style sheet or a module, not an API that script calls.
    pub const fn is_element(self) -> bool {
        !matches!(
            self,
            Self::Fetch
                | Self::FetchLater
                | Self::Xhr
                | Self::EventSource
                | Self::Beacon
                | Self::WebSocket
                | Self::Iframe
                | Self::Form
        )
    }

    /// Whether it loads a module.
    pub const fn is_module(self) -> bool {
        matches!(self, Self::ModuleScript | Self::Import | Self::JsonModule | Self::CssModule)
    }

    /// Whether it loads a script that is no module.
    pub const fn is_classic_script(self) -> bool {
        matches!(self, Self::Script | Self::ImportScripts)
    }

    /// Whether it loads a style sheet that is no module.
    pub const fn is_sheet(self) -> bool {
        matches!(self, Self::Style | Self::AtImport)
    }

    /// What the answer is for, by who asks.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Destination, Initiator};
    ///
    /// assert_eq!(Initiator::Import.destination(), Destination::Script);
    /// assert_eq!(Initiator::Beacon.destination().name(), "empty");
    /// ```
    pub const fn destination(self) -> Destination {
        match self {
            Self::Fetch
            | Self::FetchLater
            | Self::Xhr
            | Self::EventSource
            | Self::Beacon
            | Self::WebSocket => Destination::Empty,
            Self::Image | Self::Shape | Self::Background | Self::Mask | Self::SvgUse => {
                Destination::Image
            }
            Self::Font => Destination::Font,
            Self::Script | Self::ModuleScript | Self::Import | Self::ImportScripts => {
                Destination::Script
            }
            Self::JsonModule => Destination::Json,
            Self::Style | Self::AtImport | Self::CssModule => Destination::Style,
            Self::Iframe | Self::Form => Destination::Iframe,
            Self::Video => Destination::Video,
            Self::Audio => Destination::Audio,
            Self::Track => Destination::Track,
        }
    }

    /// Whether it shows an image, or cuts by one.
    pub(crate) const fn is_image(self) -> bool {
        matches!(self, Self::Image | Self::Shape | Self::Background | Self::Mask)
    }

    /// Whether a style sheet names what it loads.
    pub const fn is_of_styles(self) -> bool {
        matches!(self, Self::Font | Self::Shape | Self::Mask | Self::Background | Self::AtImport)
    }

    /// Whether what it loads is only shown or played, so that a secure page rather upgrades it than refuses
    /// it where it is insecure.
    ///
    /// Spec: <https://w3c.github.io/webappsec-mixed-content/#category-upgradeable>
    pub const fn is_upgradable(self) -> bool {
        matches!(
            self,
            Self::Image | Self::Shape | Self::Background | Self::Mask | Self::Video | Self::Audio
        )
    }

    /// Whether its client's service worker never hears of it.
    pub(super) const fn passes_service_workers_by(self) -> bool {
        matches!(self, Self::Iframe | Self::Form | Self::WebSocket | Self::FetchLater)
    }

    /// Whether it plays what it loads.
    pub const fn is_media(self) -> bool {
        matches!(self, Self::Video | Self::Audio)
    }
}

/// Whether a URL carries a user name or password.
///
/// Spec: <https://url.spec.whatwg.org/#include-credentials>
pub(super) fn includes_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty())
}
