//! What comes out of a panel.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Everything that people could copy or save after a page has run.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Export {
    /// What the browser wrote to the console.
    #[serde(default)]
    pub console: Vec<String>,
    /// The requests, preflights among them, in the panel's order.
    pub requests: Vec<Copied>,
    /// By URL: what "save as HAR" makes of the requests to it.
    pub files: BTreeMap<String, String>,
}

/// What the menus for copying make of a request.
#[derive(Clone, Debug, Deserialize)]
pub struct Copied {
    /// The request's URL.
    pub url: String,
    /// Its method.
    pub method: String,
    /// For bash.
    pub bash: String,
    /// For Windows' `cmd`.
    pub cmd: String,
    /// What "copy as fetch" makes of it, for a page and where it is there for Node, and "copy as PowerShell".
    #[serde(default)]
    pub calls: Vec<String>,
}
