//! What a page does and what its servers answer, as written down before anything runs.

use alloc::string::String;
use alloc::vec::Vec;

/// A page, the steps it runs one after the other, and the rules by which servers answer it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Scenario {
    /// Names the scenario and its record.
    pub id: String,
    /// What the scenario is about: `one`, `redirect`, `cache`, … Free text.
    #[cfg_attr(feature = "serde", serde(default))]
    pub kind: String,
    /// The page's origin; `null` for a sandboxed frame in a page at [`Scenario::FRAMING_PAGE`].
    pub page: String,
    /// What the page does.
    pub steps: Vec<Step>,
    /// What the servers answer. The first rule that fits counts; with none it is a bare 404.
    #[cfg_attr(feature = "serde", serde(default))]
    pub server: Vec<Rule>,
}

impl Scenario {
    /// The page that holds the sandboxed frame of a scenario whose page is `null`.
    pub const FRAMING_PAGE: &'static str = "http://localhost:18801";
}

/// One thing that a page does. What is absent was not passed to the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Step {
    /// `fetch`, `xhr`, `img`, `webgl`, `font`, `script`, `style`, `shape`, `eventsource`, `beacon`.
    pub api: String,
    /// Absolute URL.
    pub url: String,
    /// Method as given by the page.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub method: Option<String>,
    /// Headers as given by the page: name, and value as text whose code points are bytes.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub headers: Vec<(String, String)>,
    /// `cors`, `no-cors` or `same-origin`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mode: Option<String>,
    /// `omit`, `same-origin` or `include`; for XHR and EventSource `include` is `withCredentials`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub credentials: Option<String>,
    /// `follow`, `error` or `manual`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub redirect: Option<String>,
    /// The body, if any.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub body: Option<Body>,
    /// The `crossorigin` attribute; absent means no attribute.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub crossorigin: Option<String>,
    /// `<script type=module>`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_false"))]
    pub module: bool,
    /// XHR: a listener on `xhr.upload`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_false"))]
    pub upload_listener: bool,
    /// Milliseconds to wait before the step.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_zero"))]
    pub wait_ms: u64,
}

/// A request body: how the page made it decides the `Content-Type` that the browser gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Body {
    /// `text`, `params`, `form`, `blob`, `bytes` or `stream`.
    pub kind: String,
    /// The text it carries.
    #[cfg_attr(feature = "serde", serde(default))]
    pub value: String,
    /// The type of a blob.
    #[cfg_attr(feature = "serde", serde(default, rename = "type"))]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mime_type: Option<String>,
}

/// One scripted answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Rule {
    /// The server's origin.
    pub origin: String,
    /// The path; a request's query is ignored.
    pub path: String,
    /// The method, or `*`.
    pub method: String,
    /// The status.
    pub status: u16,
    /// Header lines: name, and value as text whose code points are bytes.
    #[cfg_attr(feature = "serde", serde(default))]
    pub headers: Vec<(String, String)>,
    /// The body; `@png`, `@css`, `@script`, `@events` and `@font` stand for small valid files.
    #[cfg_attr(feature = "serde", serde(default))]
    pub body: String,
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(value: &u64) -> bool {
    *value == 0
}
