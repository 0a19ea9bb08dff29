//! What came of a scenario: what script saw, what reached the servers, what the console said.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The record of one scenario, by the engine or by a browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Record {
    /// The scenario's name.
    pub id: String,
    /// What script saw, step by step.
    pub steps: Vec<StepRecord>,
    /// Every request that reached a server, in order.
    pub wire: Vec<WireRequest>,
    /// What the browser wrote to its console.
    pub console: Vec<String>,
}

/// What script saw of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "lowercase"))]
pub enum StepRecord {
    /// A response that script may look at, as far as its type lets it.
    Response {
        /// `basic`, `cors`, `opaque`, `opaqueredirect`; `xhr` for XHR.
        #[cfg_attr(feature = "serde", serde(rename = "type"))]
        response_type: String,
        /// The status that script sees; 0 if hidden.
        status: u16,
        /// The final URL that script sees; empty if hidden.
        url: String,
        /// Whether a redirect was followed; absent for XHR.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        #[cfg_attr(feature = "serde", serde(default))]
        redirected: Option<bool>,
        /// The headers that script may read: lower case, sorted.
        #[cfg_attr(feature = "serde", serde(default))]
        headers: Vec<(String, String)>,
        /// The body as text.
        #[cfg_attr(feature = "serde", serde(default))]
        body: String,
    },
    /// Something was loaded: what may the page do with it?
    Loaded {
        /// `readable`, `tainted`, `muted` or `silent`.
        access: String,
    },
    /// It failed, and script is told no more than the name.
    Error {
        /// The exception's or event's name.
        #[cfg_attr(feature = "serde", serde(default))]
        name: String,
    },
    /// Script cannot see how it ended.
    Unobserved,
    /// The engine, or the browser, cannot do this step, or did not end it.
    #[cfg_attr(feature = "serde", serde(other))]
    Unsupported,
}

/// One request as a server received it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct WireRequest {
    /// The server's origin.
    pub origin: String,
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers in lower case, several lines joined by `, `, code points as bytes.
    pub headers: BTreeMap<String, String>,
    /// Length of the body, in bytes.
    pub body: usize,
}
