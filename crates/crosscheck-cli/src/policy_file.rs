//! The policy file: TOML, one `[cors]` table, mistakes shown where they stand.

use std::fs;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use crosscheck::server::Config;
use crosscheck::server::ConfigError;
use crosscheck::server::Policy;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::failure::Hinted;
use crate::failure::Rendered;

/// A policy file of crosscheck.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "crosscheck policy")]
pub(crate) struct PolicyFile {
    /// The policy for everything behind the gateway.
    pub(crate) cors: Config,
}

/// What a policy file turned out to be.
pub(crate) enum Read {
    /// A policy.
    Policy(Box<Policy>),
    /// Mistakes, laid out for people: how many, and the text.
    Mistakes(usize, String),
}

/// Reads and checks a policy file. `Err` only if the file cannot be read at all.
pub(crate) fn read(path: &Path) -> anyhow::Result<Read> {
    let name = path.display().to_string();
    let source = fs::read_to_string(path).map_err(|error| {
        Hinted::error(
            format!("the policy file `{name}` cannot be read: {error}"),
            "name an existing TOML file with `--policy FILE`; `crosscheck policy schema` tells \
             its form",
        )
    })?;
    let file: PolicyFile = match toml::from_str(&source) {
        Ok(file) => file,
        Err(error) => {
            let span = error.span().unwrap_or(0..source.len().min(1));
            let report = render(&name, &source, "not a policy", error.message(), span);
            return Ok(Read::Mistakes(1, report));
        }
    };
    match Policy::new(&file.cors) {
        Ok(policy) => Ok(Read::Policy(Box::new(policy))),
        Err(errors) => {
            let reports: Vec<String> = errors
                .iter()
                .map(|error| {
                    let span = place(&source, &error.path);
                    render(&name, &source, error.kind.name(), &label(error), span)
                })
                .collect();
            Ok(Read::Mistakes(reports.len(), reports.join("\n\n")))
        }
    }
}

/// Reads a policy file for a command that cannot go on without one.
pub(crate) fn require(path: &Path) -> anyhow::Result<Policy> {
    match read(path)? {
        Read::Policy(policy) => Ok(*policy),
        Read::Mistakes(_, report) => Err(Rendered(report).into()),
    }
}

fn label(error: &ConfigError) -> String {
    match &error.suggestion {
        Some(suggestion) => format!("{}; write `{suggestion}`", error.reason),
        None => error.reason.clone(),
    }
}

fn render(name: &str, source: &str, title: &str, label: &str, span: Range<usize>) -> String {
    let message = Level::Error.title(title).snippet(
        Snippet::source(source)
            .origin(name)
            .fold(true)
            .annotation(Level::Error.span(span).label(label)),
    );
    Renderer::styled().render(message).to_string()
}

/// Where in the file a path such as `origins[2]` stands; the table's head if it is not there.
fn place(source: &str, path: &str) -> Range<usize> {
    let find = || {
        let document = toml_edit::Document::parse(source.to_owned()).ok()?;
        let table = document.get("cors")?;
        let (field, index) = match path.split_once('[') {
            Some((field, rest)) => (field, rest.trim_end_matches(']').parse::<usize>().ok()),
            None => (path, None),
        };
        match table.get(field) {
            Some(item) => match index {
                Some(index) => item.as_array()?.get(index)?.span(),
                None => item.span(),
            },
            None => table.span(),
        }
    };
    find().unwrap_or(0..source.len().min(1))
}
