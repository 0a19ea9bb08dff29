//! What people write: a plain record, unchecked.

use alloc::string::String;
use alloc::vec::Vec;

/// A CORS policy as written by people. Make a [`Policy`](crate::server::Policy) of it to check and use it.
///
/// One rule for every path is written in the fields of this record; more go to `rules`.
/// Everything but `origins` has a default that opens nothing more than it must.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "A CORS policy. Everything but `origins` has a default that opens \
                            nothing more than it must.")
)]
#[expect(clippy::exhaustive_structs, reason = "a plain record: people write it as a literal")]
pub struct Config {
    /// Origins whose pages may read answers, each spelled as a browser sends it:
    /// `https://app.example.com`, without a path, a trailing slash or a default port.
    ///
    /// Patterns: `https://*.example.com` covers exactly one label, `https://**.example.com` one or
    /// more, `https://preview-*.example.com` part of a label; `:*` any port, `:8000-8999` a range;
    /// `loopback` covers pages served by the visitor's own machine; `moz-extension://*` any host of
    /// a scheme, `http://192.168.0.0/16:*` a range of addresses, both as dangers.
    /// `"*"` lets every page read, without credentials but as a danger. An empty list lets none.
    pub origins: Vec<String>,
    /// Whether an origin that no list holds is asked about while the server runs: of the source that
    /// whoever serves the policy brings, such as a table of tenants. Without one it knows nobody.
    /// Only origins as browsers spell them are asked about; with credentials, none of plain `http` but
    /// by a danger. Such a rule's origins are unknown to every proof.
    pub origin_source: bool,
    /// Whether pages may read answers to requests that carry cookies, HTTP authentication or a
    /// client certificate. Needs listed origins, methods and headers: `"*"` means nothing here.
    pub credentials: bool,
    /// Methods that pages may use beside `GET`, `HEAD` and `POST`, which need no permission;
    /// `"*"` for all. Upper case matters: `patch` is not `PATCH`.
    pub methods: Vec<String>,
    /// Request headers that pages may set beside those that need no permission;
    /// `"*"` for all but `"authorization"`, which is listed beside it.
    pub request_headers: Vec<String>,
    /// Response headers that pages may read beside those that are always readable;
    /// `"*"` for all.
    pub expose_headers: Vec<String>,
    /// Seconds for which a browser may remember a preflight's answer; absent leaves it to the browser,
    /// which takes 5. Firefox keeps to 86400 at most, Chromium to 7200, WebKit to 600.
    pub max_age: Option<u32>,
    /// Whether pages that may read may also see how long requests took (`Timing-Allow-Origin`).
    pub expose_timing: bool,
    /// Which pages may embed answers without asking (`Cross-Origin-Resource-Policy`), on every
    /// answer but a preflight's; absent says nothing about it.
    pub resource_policy: Option<ResourcePolicy>,
    /// Risks that are taken on purpose. Each turns one kind of error into a note.
    pub danger: Danger,
    /// Rules for parts of the paths, or for some of the origins. Of all rules whose paths cover a
    /// request, those with the longest one are asked, in order; the first that lists the request's
    /// origin answers, alone. The fields above, if they list origins, are one more rule, the last,
    /// for every path. Rules inherit nothing.
    pub rules: Vec<Rule>,
}

/// What some origins may do on some paths. A field that a [`Config`] has, too, means what it means there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "What some origins may do on some paths."))]
#[expect(clippy::exhaustive_structs, reason = "a plain record: people write it as a literal")]
pub struct Rule {
    /// Paths, each with everything below it: `/api` covers `/api` and `/api/users`, not `/apis`.
    /// Without any, the rule is for every path. Servers read paths in many ways: decoded or not,
    /// with or without case, dots and blanks at the ends of names; a request is refused if these
    /// lead to rules that differ.
    pub paths: Vec<String>,
    /// Whether these paths are left to what is behind the policy, which answers preflights itself and
    /// says in its own headers who may read: nothing is answered, added or taken away, and no
    /// WebSocket guarded. So a service can move path by path. Nothing but `paths` stands beside it,
    /// and no other rule has the same path.
    pub handler: bool,
    /// Origins whose pages may read answers, and patterns of them.
    pub origins: Vec<String>,
    /// Whether an origin that no list holds is asked about while the server runs. One of the rules for a
    /// path may ask; it is asked last.
    pub origin_source: bool,
    /// Whether these pages may read answers to requests that carry cookies and the like.
    pub credentials: bool,
    /// Methods that these pages may use beside `GET`, `HEAD` and `POST`; `"*"` for all.
    pub methods: Vec<String>,
    /// Request headers that these pages may set; `"*"` for all but `"authorization"`.
    pub request_headers: Vec<String>,
    /// Response headers that these pages may read; `"*"` for all.
    pub expose_headers: Vec<String>,
    /// Seconds for which a browser may remember a preflight's answer.
    pub max_age: Option<u32>,
    /// Whether these pages may also see how long requests took.
    pub expose_timing: bool,
    /// Which pages may embed answers without asking. Rules for one path say the same, since browsers
    /// check it on requests that tell no origin.
    pub resource_policy: Option<ResourcePolicy>,
}

/// Who may embed answers without asking.
///
/// Spec: <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_enums, reason = "the Fetch standard closes it")]
pub enum ResourcePolicy {
    /// Pages of this very origin.
    SameOrigin,
    /// Pages of this site.
    SameSite,
    /// Every page.
    CrossOrigin,
}

impl ResourcePolicy {
    /// The header's value: `same-site`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SameOrigin => "same-origin",
            Self::SameSite => "same-site",
            Self::CrossOrigin => "cross-origin",
        }
    }
}

/// Risks that a policy takes on purpose; without them, what would take one is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_structs, reason = "a plain record: people write it as a literal")]
pub struct Danger {
    /// Allow `null` to be listed. Every sandboxed frame and every `data:` document of anybody
    /// sends it.
    pub null_origin: bool,
    /// Allow plain `http` origins together with credentials. Anybody on the visitor's network can
    /// pretend to be one.
    pub insecure_origins: bool,
    /// Allow wildcards right over a public suffix: `https://*.co.uk`, `https://*.github.io`.
    /// Anybody can have a name there.
    pub public_suffixes: bool,
    /// Allow a scheme as a whole: `moz-extension://*`, `vscode-webview://*`. Whatever is installed
    /// there may read.
    pub whole_schemes: bool,
    /// Allow `file://`, as applications send it that embed a browser and let its pages read files.
    /// Every file on the device has this origin.
    pub file_origin: bool,
    /// Allow ranges of addresses: `http://192.168.0.0/16:*`. A private address is another machine in
    /// each network that the visitor enters.
    pub address_ranges: bool,
    /// Allow `"*"` together with credentials: each origin is answered by its name, so every page of
    /// anybody reads as the visitor. Services whose visitors prove nothing by their cookies need it
    /// (intakes of analytics), and those that are asked by pages nobody can list and look at more than
    /// cookies (MCP servers).
    pub everybody_with_credentials: bool,
}
