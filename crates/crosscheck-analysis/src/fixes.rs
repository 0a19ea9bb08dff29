//! Patches for servers, by name or as an answer told it, for people and for programs.

use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Language;
use crosscheck::diagnosis::Refusal;
use crosscheck_export::Server;
use crosscheck_export::fix_all;
use schemars::JsonSchema;
use serde::Serialize;

use crate::chinese::said_in;
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
    /// Whether patches for it were applied to the real server, and read by browsers, in tests.
    was_run: bool,
    /// What they were run by: `Rails on Puma`.
    run_by: Option<&'static str>,
    #[serde(skip)]
    title: &'static str,
}

impl Servers {
    /// `nginx`, or `all`.
    pub fn parse(name: &str) -> Result<Self, String> {
        if name == "all" {
            return Ok(Self(Server::ALL.to_vec()));
        }
        Server::named(name)
            .map(|server| Self(vec![server]))
            .ok_or_else(|| format!("it is none of {}, all", names()))
    }

    /// What `--server` takes, for people.
    pub fn help() -> String {
        format!(
            "The server that the fix is for: {}; `all` for every one; else the one \
             that an answer names",
            names()
        )
    }
}

impl Servers {
    /// Where the server that was named says what it allows; `None` of several.
    ///
    /// For whoever does not know yet what is missing, so that there is no patch.
    pub fn where_to_look(&self) -> Option<String> {
        let [server] = self.0[..] else { return None };
        let fix = fix_all(&[&Refusal::new(FetchRule::AllowOriginMissing)], server)?;
        let of_header =
            fix.parts.iter().find(|part| part.text.contains("Access-Control-Allow-Origin"));
        Some(format!(
            "a patch for {} comes with the line that tells what is missing: until then, look at what it says of CORS \
             {}",
            server.title(),
            of_header.or(fix.parts.first())?.place,
        ))
    }
}

fn names() -> String {
    let names: Vec<_> = Server::ALL.iter().map(|server| server.name()).collect();
    names.join(", ")
}

/// The patches for the servers that were asked for, else for the one that told itself.
///
/// In: all that each request needs; of several, one patch does for all. Out: nothing if no header of the
/// server would help any.
pub fn fixes(needed: &[&Refusal], asked: Option<&Servers>, told: Option<Server>) -> Vec<ServerFix> {
    let told: Vec<Server> = told.into_iter().collect();
    let servers = asked.map_or(&told[..], |servers| &servers.0);
    servers.iter().filter_map(|server| ServerFix::of(needed, *server)).collect()
}

/// How to ask for a patch.
pub const HOW_TO_ASK: &str =
    "as configuration: --server NAME (nginx, apache, caddy, express, fastapi, … or all)";

/// What a patch says on its face that was never applied to its server.
pub const NOT_RUN: &str = " (by its documentation, not run by us)";

impl ServerFix {
    fn of(needed: &[&Refusal], server: Server) -> Option<Self> {
        let fix = fix_all(needed, server)?;
        let parts = fix.parts.into_iter().map(|part| (part.place, part.text)).collect();
        let (name, title) = (server.name(), server.title());
        let (run_by, was_run) = (fix.run_by, fix.run_by.is_some());
        Some(Self { server: name, title, parts, notes: fix.notes, was_run, run_by })
    }

    /// Adds it as coloured text.
    pub fn write(&self, out: &mut Text, indent: &str, language: Language) {
        let proof = said_in(language, if self.was_run { "" } else { NOT_RUN });
        for (place, text) in &self.parts {
            let place = said_in(language, place);
            say!(out, "{indent}{BOLD}{}{proof}, {place}{RESET}", self.title);
            for line in text.lines() {
                match line {
                    "" => say!(out, ""),
                    line => say!(out, "{indent}  {CYAN}{line}{RESET}"),
                }
            }
        }
        for note in &self.notes {
            let (name, note) = (said_in(language, "note"), said_in(language, note));
            say!(out, "{indent}  {DIM}{name}{RESET}  {note}");
        }
    }
}
