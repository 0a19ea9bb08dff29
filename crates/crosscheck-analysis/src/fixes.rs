//! Patches for servers, by name or as an answer told it, for people and for programs.

use crosscheck::diagnosis::Refusal;
use crosscheck_export::Server;
use crosscheck_export::fix;
use schemars::JsonSchema;
use serde::Serialize;

use crate::say;
use crate::text::BOLD;
use crate::text::CYAN;
use crate::text::DIM;
use crate::text::RESET;
use crate::text::Text;

/// The servers that fixes are for.
#[derive(Clone, Debug)]
pub struct Servers(Vec<Server>);

/// What to change on one server.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ServerFix {
    server: &'static str,
    parts: Vec<(&'static str, String)>,
    notes: Vec<String>,
    #[serde(skip)]
    title: &'static str,
}

impl Servers {
    /// `nginx`, or `all`.
    pub fn parse(name: &str) -> Result<Self, String> {
        if name == "all" {
            return Ok(Self(Server::ALL.to_vec()));
        }
        Server::named(name).map(|server| Self(vec![server])).ok_or_else(|| {
            let names: Vec<_> = Server::ALL.iter().map(|server| server.name()).collect();
            format!("it is none of {}, all", names.join(", "))
        })
    }
}

/// The patches for the servers that were asked for, else for the one that told itself.
///
/// In: all that the request needs. Out: nothing if no header of the server would help.
pub fn fixes(needed: &Refusal, asked: Option<&Servers>, told: Option<Server>) -> Vec<ServerFix> {
    let told: Vec<Server> = told.into_iter().collect();
    let servers = asked.map_or(&told[..], |servers| &servers.0);
    servers.iter().filter_map(|server| ServerFix::of(needed, *server)).collect()
}

/// How to ask for a patch.
pub const HOW_TO_ASK: &str =
    "as configuration: --server NAME (nginx, apache, caddy, express, fastapi, … or all)";

impl ServerFix {
    fn of(needed: &Refusal, server: Server) -> Option<Self> {
        let fix = fix(needed, server)?;
        let parts = fix.parts.into_iter().map(|part| (part.place, part.text)).collect();
        let (name, title) = (server.name(), server.title());
        Some(Self { server: name, title, parts, notes: fix.notes })
    }

    /// Adds it as coloured text.
    pub fn write(&self, out: &mut Text, indent: &str) {
        for (place, text) in &self.parts {
            say!(out, "{indent}{BOLD}{}, {place}{RESET}", self.title);
            for line in text.lines() {
                match line {
                    "" => say!(out, ""),
                    line => say!(out, "{indent}  {CYAN}{line}{RESET}"),
                }
            }
        }
        for note in &self.notes {
            say!(out, "{indent}  {DIM}note{RESET}  {note}");
        }
    }
}
