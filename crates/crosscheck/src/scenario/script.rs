//! What a page does and what its servers answer, as written down before anything runs.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::context::Context;
use super::route::HeaderLine;
use super::route::Route;
use super::settings::Permissions;
use super::settings::Settings;
use crate::agent::CacheMode;
use crate::agent::CredentialsMode;
use crate::agent::RedirectMode;
use crate::agent::ReferrerPolicy;
use crate::agent::RequestMode;
use crate::agent::api::Api;
use crate::agent::api::BodyKind;
use crate::agent::api::FormEncoding;
use crate::agent::api::PreloadDestination;
use crate::wire::Origin;

/// A page, the steps it runs one after the other, and the routes by which servers answer it.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::agent::api::Api;
/// use crosscheck::scenario::{Scenario, ScriptedServer, Step, StepRecord, play};
/// use crosscheck::wire::Origin;
///
/// let scenario = Scenario {
///     page: Origin::parse("https://app.example").unwrap(),
///     steps: vec![Step::new(Api::Fetch, "https://api.example/")],
///     ..Scenario::default()
/// };
/// // Nobody answers for that path: a bare 404, which no page of another origin may read.
/// let mut server = ScriptedServer::new(&scenario.server);
/// let record = play(&scenario, &Profile::SPEC, &mut server);
/// assert_eq!(record.steps, [StepRecord::Error { name: "TypeError".into() }]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a record that is written with `..default()`")]
pub struct Scenario {
    /// Names the scenario and its record.
    pub id: String,
    /// What the scenario is about: `one`, `redirect`, `cache`, … Free text.
    pub kind: String,
    /// The page's origin; an opaque one, `null`, is a sandboxed frame in a page at `http://localhost:18801`.
    ///
    /// Read from a URL, too, which counts by its origin.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::write::origin"))]
    pub page: Origin,
    /// Header lines of the page's own answer. Played are `Referrer-Policy`, `Cross-Origin-Embedder-Policy`,
    /// `Document-Isolation-Policy`, and of `Content-Security-Policy` `upgrade-insecure-requests` and
    /// `block-all-mixed-content`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub page_headers: Vec<HeaderLine>,
    /// Where names lead; a name that is not listed has a public address.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub hosts: BTreeMap<String, IpAddr>,
    /// What the user decided about the page before it loaded.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Permissions::is_empty"))]
    pub permissions: Permissions,
    /// What the user set for all pages.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Settings::is_empty"))]
    pub settings: Settings,
    /// Whether a recorder loads the page for this scenario alone. Here each has its own anyway.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_false"))]
    pub alone: bool,
    /// What the page does.
    pub steps: Vec<Step>,
    /// What the servers answer. The first route that fits counts; with none it is a bare 404.
    pub server: Vec<Route>,
}

impl Scenario {
    /// The page that holds the sandboxed frame of a scenario whose page is `null`.
    pub const FRAMING_PAGE: &'static str = "http://localhost:18801";

    /// Whether it is played in the one page of a recorder whose scenarios all share its console: in
    /// [`Scenario::FRAMING_PAGE`], or a sandboxed frame of it. Lines of WebKit's console that name no URL
    /// wait there for one that does, be it another scenario's; elsewhere each scenario's record has its own.
    ///
    /// # Example
    /// ```
    /// use crosscheck::scenario::Scenario;
    /// use crosscheck::wire::Origin;
    ///
    /// let of = |page| Scenario { page: Origin::parse(page).unwrap(), ..Scenario::default() };
    /// assert!(of(Scenario::FRAMING_PAGE).shares_console());
    /// assert!(Scenario { page: Origin::OPAQUE, ..Scenario::default() }.shares_console());
    /// assert!(!of("https://app.example").shares_console());
    /// assert!(!of("http://localhost:5173").shares_console());
    /// ```
    pub fn shares_console(&self) -> bool {
        self.page.is_opaque() || self.page.serialize() == Self::FRAMING_PAGE
    }
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            id: String::new(),
            kind: String::new(),
            page: Origin::OPAQUE,
            page_headers: Vec::new(),
            hosts: BTreeMap::new(),
            permissions: Permissions::default(),
            settings: Settings::default(),
            alone: false,
            steps: Vec::new(),
            server: Vec::new(),
        }
    }
}

/// One thing that a page does. What is absent was not passed to the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a record that is written with `..default()`")]
pub struct Step {
    /// By what it asks.
    pub api: Api,
    /// The URL, absolute or relative to where the step runs.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "String::is_empty"))]
    pub url: String,
    /// Where the step runs.
    #[cfg_attr(feature = "serde", serde(rename = "in"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Context::is_top"))]
    pub context: Context,
    /// Method as given by the page.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub method: Option<String>,
    /// Headers as given by the page: name, and value as text whose code points are bytes.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub headers: Vec<HeaderLine>,
    /// The mode.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mode: Option<RequestMode>,
    /// The credentials mode; for XHR and EventSource `include` is `withCredentials`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub credentials: Option<CredentialsMode>,
    /// The redirect mode.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub redirect: Option<RedirectMode>,
    /// The cache mode.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cache: Option<CacheMode>,
    /// The referrer policy.
    #[cfg_attr(feature = "serde", serde(rename = "referrerPolicy"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub referrer_policy: Option<ReferrerPolicy>,
    /// Whether it may outlive the page.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_false"))]
    pub keepalive: bool,
    /// Where the page expects the host to be. Free text: a browser refuses words that it does not
    /// know, and some of those are recorded.
    #[cfg_attr(feature = "serde", serde(rename = "targetAddressSpace"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub target_address_space: Option<String>,
    /// What the answer's digest must be.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub integrity: Option<String>,
    /// For how many milliseconds `fetchLater()` may wait. Not played yet.
    #[cfg_attr(feature = "serde", serde(rename = "activateAfter"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_zero"))]
    pub activate_after: u64,
    /// The body, if any.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub body: Option<Body>,
    /// The `crossorigin` attribute; absent means no attribute. Free text, as in HTML.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub crossorigin: Option<String>,
    /// `<script type=module>`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_false"))]
    pub module: bool,
    /// What a preload is for.
    #[cfg_attr(feature = "serde", serde(rename = "as"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub destination: Option<PreloadDestination>,
    /// How a form writes its fields.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub enctype: Option<FormEncoding>,
    /// The `allow` attribute of an `<iframe>`, or of the frame that the step runs in.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub allow: Option<String>,
    /// What is given to `document.cookie`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub set: Option<String>,
    /// XHR: a listener on `xhr.upload`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_false"))]
    pub upload_listener: bool,
    /// Milliseconds to wait before the step.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_zero"))]
    pub wait_ms: u64,
}

impl Step {
    /// A step that gives its API nothing but a URL.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::Api;
    /// use crosscheck::scenario::Step;
    ///
    /// let step = Step { method: Some("PUT".into()), ..Step::new(Api::Fetch, "https://api.example/") };
    /// assert!(step.headers.is_empty());
    /// ```
    pub fn new(api: Api, url: &str) -> Self {
        Self {
            api,
            url: url.into(),
            context: Context::Top,
            method: None,
            headers: Vec::new(),
            mode: None,
            credentials: None,
            redirect: None,
            cache: None,
            referrer_policy: None,
            keepalive: false,
            target_address_space: None,
            integrity: None,
            activate_after: 0,
            body: None,
            crossorigin: None,
            module: false,
            destination: None,
            enctype: None,
            allow: None,
            set: None,
            upload_listener: false,
            wait_ms: 0,
        }
    }
}

/// `fetch()` of nothing, to be written over.
impl Default for Step {
    fn default() -> Self {
        Self::new(Api::Fetch, "")
    }
}

/// A request body: how the page made it decides the `Content-Type` that the browser gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Body {
    /// How it is made.
    pub kind: BodyKind,
    /// The text it carries.
    pub value: String,
    /// The type of a blob.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mime_type: Option<String>,
}

impl Body {
    /// A body of a kind.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{Api, BodyKind};
    /// use crosscheck::scenario::{Body, Step};
    ///
    /// let body = Some(Body::new(BodyKind::Text, "{}"));
    /// let step = Step { body, ..Step::new(Api::Fetch, "https://api.example/") };
    /// assert_eq!(step.body.unwrap().value, "{}");
    /// ```
    pub fn new(kind: BodyKind, value: &str) -> Self {
        Self { kind, value: value.into(), mime_type: None }
    }
}
