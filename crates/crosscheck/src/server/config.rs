//! What people write: a plain record, unchecked.

use alloc::string::String;
use alloc::vec::Vec;

/// A CORS policy as written by people. Make a [`Policy`](super::Policy) of it to check and use it.
///
/// Everything but `origins` has a default that opens nothing more than it must.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "A CORS policy. Everything but `origins` has a default that opens \
                            nothing more than it must.")
)]
pub struct Config {
    /// Origins whose pages may read answers, each spelled as a browser sends it:
    /// `https://app.example.com`, without a path, a trailing slash or a default port.
    ///
    /// Patterns: `https://*.example.com` covers exactly one label, `https://**.example.com` one or
    /// more, `https://preview-*.example.com` part of a label; `:*` any port, `:8000-8999` a range;
    /// `loopback` covers pages served by the visitor's own machine.
    /// `"*"`, alone, lets every page read, without credentials.
    pub origins: Vec<String>,
    /// Whether pages may read answers to requests that carry cookies, HTTP authentication or a
    /// client certificate. Needs listed origins, methods and headers: `"*"` means nothing here.
    pub credentials: bool,
    /// Methods that pages may use beside `GET`, `HEAD` and `POST`, which need no permission;
    /// `"*"`, alone, for all. Upper case matters: `patch` is not `PATCH`.
    pub methods: Vec<String>,
    /// Request headers that pages may set beside those that need no permission;
    /// `"*"`, alone or with `"authorization"`, for all others.
    pub request_headers: Vec<String>,
    /// Response headers that pages may read beside those that are always readable;
    /// `"*"`, alone, for all.
    pub expose_headers: Vec<String>,
    /// Seconds for which a browser may remember a preflight's answer, 0 to 86400; absent leaves it
    /// to the browser, which takes 5. Chromium keeps to 7200 at most, WebKit to 600.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400)))]
    pub max_age: Option<u32>,
    /// Risks that are taken on purpose. Each turns one kind of error into a note.
    pub danger: Danger,
}

/// Risks that a policy takes on purpose; without them, what would take one is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
}
