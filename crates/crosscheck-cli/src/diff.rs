//! `crosscheck policy diff`: what changes if one policy takes the place of another.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::ValueEnum;
use crosscheck::server::Access;
use crosscheck::server::AccessChange;
use crosscheck::server::AffectedOrigins;
use crosscheck::server::PolicyDifference;
use crosscheck::server::ResourcePolicy;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use serde_json::Value;
use serde_json::json;

use crate::failure::CliError;
use crate::output::Output;
use crate::policy_file;
use crate::terminal;

const EXAMPLES: &str = "\
Every kind of origin that a policy tells apart, on every path that one names, is asked of both: what is
told is what changes, however it is written. Each line names a request that shows it; `+` means that
somebody may do more, `-` less, `~` both, or something else.

Exit codes: 0 both mean the same, 1 they differ, 2 one of them is no policy.

Examples:
  crosscheck policy diff old.toml new.toml
  crosscheck policy diff --deny widening old.toml new.toml
      in CI: fail only if somebody may do more than before";

/// Two policies.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The policy file as it was.
    old: PathBuf,
    /// The policy file as it would be.
    new: PathBuf,
    /// What to exit with 1 for.
    #[arg(long, value_enum, default_value_t = Deny::Any)]
    deny: Deny,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Any difference.
    Any,
    /// Only if somebody may do more.
    Widening,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (old, _) = policy_file::require(&arguments.old)?;
    let (new, _) = policy_file::require(&arguments.new)?;
    let difference = old.diff(&new).map_err(|error| {
        CliError::with_hint(error.to_string(), "one wildcard for a whole label covers many in it")
    })?;
    if arguments.output == Output::Json {
        terminal::print_json(&in_json(&difference))?;
    } else if difference.is_empty() {
        let (old, new) = (arguments.old.display(), arguments.new.display());
        terminal::print(&text!("{old} and {new} mean the same"))?;
    } else {
        let mut text = Text::default();
        for change in &difference.changes {
            say!(text, "{} {change}", sign(change));
        }
        difference.embedding.iter().for_each(|change| say!(text, "~ {change}"));
        difference.handlers.iter().for_each(|change| say!(text, "~ {change}"));
        terminal::print(&text)?;
    }
    let denied = match arguments.deny {
        Deny::Any => !difference.is_empty(),
        Deny::Widening => difference.widens(),
    };
    Ok(ExitCode::from(u8::from(denied)))
}

fn sign(change: &AccessChange) -> char {
    match (change.gains.is_empty(), change.loses.is_empty()) {
        (false, true) => '+',
        (true, false) => '-',
        _ => '~',
    }
}

fn in_json(difference: &PolicyDifference) -> Value {
    let words =
        |accesses: &[Access]| accesses.iter().map(ToString::to_string).collect::<Vec<String>>();
    let changes = difference.changes.iter().map(|change| {
        let max_age = change.max_age.map(|(old, new)| json!({ "old": old, "new": new }));
        json!({
            "origins": change.origins.iter().map(who).collect::<Vec<_>>(),
            "paths": change.paths,
            "gains": words(&change.gains),
            "loses": words(&change.loses),
            "max_age": max_age,
            "witness": { "origin": change.origin, "path": change.path },
            "message": change.to_string(),
        })
    });
    let name = |policy: Option<ResourcePolicy>| policy.map(ResourcePolicy::name);
    let embedding = difference.embedding.iter().map(
        |change| json!({ "paths": change.paths, "old": name(change.old), "new": name(change.new) }),
    );
    let handlers = difference.handlers.as_ref();
    let handlers = handlers.map(|change| json!({ "left": change.left, "taken": change.taken }));
    json!({
        "version": 1,
        "same": difference.is_empty(),
        "widens": difference.widens(),
        "changes": changes.collect::<Vec<_>>(),
        "resource_policy": embedding.collect::<Vec<_>>(),
        "handlers": handlers,
    })
}

/// An entry of a policy, and whether all that it covers is meant; `*` stands for everybody else.
fn who(who: &AffectedOrigins) -> Value {
    let (entry, whole) = match who {
        AffectedOrigins::Entry(entry) => (entry.as_str(), true),
        AffectedOrigins::SomeOf(entry) => (entry.as_str(), false),
        _ => ("*", false),
    };
    json!({ "entry": entry, "whole": whole })
}
