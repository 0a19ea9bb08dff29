//! `crosscheck policy diff`: what changes if one policy takes the place of another.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::ValueEnum;
use crosscheck::catalog::Language;
use crosscheck_analysis::policies::difference;
use crosscheck_analysis::text;

use crate::failure::CliError;
use crate::output::Output;
use crate::policy_file;
use crate::terminal;

const EXAMPLES: &str = "\
Every kind of origin that a policy tells apart, on every path that one names, is asked of both: what is \
told is what changes, however it is written. Each line names a request that shows it; `+` means that \
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
        terminal::print_json(&difference::json(&difference))?;
    } else if difference.is_empty() {
        let (old, new) = (arguments.old.display(), arguments.new.display());
        terminal::print(&text!("{old} and {new} mean the same"))?;
    } else {
        terminal::print(&difference::text(&difference, Language::English))?;
    }
    let denied = match arguments.deny {
        Deny::Any => !difference.is_empty(),
        Deny::Widening => difference.widens(),
    };
    Ok(ExitCode::from(u8::from(denied)))
}
