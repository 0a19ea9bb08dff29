//! A refusal as one JSON object, whoever tells of it: `check`, `explain`, `simulate --explain`, the lab.
//!
//! Owns the schema of that object. What is in it is [`RefusalView`]'s; the patches are beside it.

use crosscheck::agent::Failure;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RefusalView;
use crosscheck::diagnosis::Releases;
use crosscheck_export::Server;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::fixes::ServerFix;
use crate::fixes::Servers;
use crate::fixes::fixes;

/// A refusal, and what to change on each server that was asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "A refusal, as crosscheck tells it")]
#[non_exhaustive]
pub struct RefusalDocument {
    /// What is told everywhere.
    #[serde(flatten)]
    pub view: RefusalView,
    /// The server that answered, if it told.
    pub server_software: Option<&'static str>,
    /// The browser's releases that write the text that was read, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub releases: Option<Releases>,
    /// The change as each server's configuration.
    pub fixes: Vec<ServerFix>,
    /// The place, in the same list of findings, of the one whose patch is for this one, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_with: Option<usize>,
}

impl RefusalDocument {
    /// Of a fetch that failed.
    ///
    /// In: the servers that were asked for, and the one that told itself.
    pub fn of(failure: &Failure, servers: Option<&Servers>, told: Option<Server>) -> Self {
        Self {
            view: RefusalView::of(failure),
            server_software: told.map(Server::name),
            releases: None,
            fixes: fixes(&[&Refusal::whole(failure)], servers, told),
            fixed_with: None,
        }
    }
}

/// The JSON Schema of a refusal.
pub fn schema() -> Value {
    schemars::schema_for!(RefusalDocument).to_value()
}
