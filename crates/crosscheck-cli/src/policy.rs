//! `crosscheck policy`: check a policy file, explain it, compare and prove, print its schema.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand as ClapSubcommand;
use clap::ValueEnum;
use crosscheck::catalog::Severity;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_config::Completeness;
use crosscheck_config::Report;

use crate::diff;
use crate::policy_explain;
use crate::policy_file;
use crate::prove;
use crate::terminal;

/// What to do with a policy.
#[derive(Debug, ClapSubcommand)]
pub(crate) enum Command {
    /// Show everything that is to be said about a policy file; exit code 1 if there are errors.
    #[command(visible_alias = "lint", after_help = CHECK_EXAMPLES)]
    Check {
        /// The policy file, in TOML.
        file: PathBuf,
        /// Exit with 1 if there are warnings, too. Notes never count.
        #[arg(long)]
        deny_warnings: bool,
        /// Take the file for whole only if `[end]` is its last line.
        #[arg(long)]
        require_complete: bool,
        /// How to print what was found.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Tell who may do more and who less under another policy; exit code 1 if anybody does.
    Diff(diff::Arguments),
    /// Prove sentences about a policy for every origin and every path; exit code 1 if one is broken.
    Prove(prove::Arguments),
    /// Tell why a policy allows a request or refuses it; exit code 1 if it is refused.
    Explain(policy_explain::Arguments),
    /// Print the JSON Schema of policy files, for editors.
    #[command(after_help = "Example:\n  crosscheck policy schema > policy.schema.json")]
    Schema,
}

/// How to print a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Each finding under the line where it stands.
    Text,
    /// One JSON object; `version` changes when its shape does.
    Json,
    /// SARIF 2.1.0, which code scanners read.
    Sarif,
}

pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { file, deny_warnings, require_complete, format } => {
            let report = policy_file::read(&file, Completeness::of(require_complete))?.report;
            print(&report, format)?;
            let (errors, warnings) =
                (report.count(Severity::Error), report.count(Severity::Warning));
            let denied = errors > 0 || (deny_warnings && warnings > 0);
            Ok(ExitCode::from(u8::from(denied)))
        }
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Prove(arguments) => prove::run(&arguments),
        Command::Explain(arguments) => policy_explain::run(&arguments),
        Command::Schema => {
            terminal::print_json(&crosscheck_config::schema())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn print(report: &Report, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Text if report.diagnostics.is_empty() => {
            terminal::print(&text!("{}: no findings", report.name))?;
        }
        Format::Text => {
            terminal::print(&Text::of_rendered(&report.text()))?;
            terminal::tell(&text!("{}", summary(report)));
        }
        Format::Json => terminal::print_json(&report.json())?,
        Format::Sarif => terminal::print_json(&report.sarif())?,
    }
    Ok(())
}

/// `2 errors, 1 warning`
fn summary(report: &Report) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| (severity.name(), report.count(severity)));
    let parts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {name}{plural}")
    });
    parts.collect::<Vec<_>>().join(", ")
}

const CHECK_EXAMPLES: &str = "\
Examples:
  crosscheck policy check crosscheck.toml
  crosscheck policy check --deny-warnings crosscheck.toml
  crosscheck policy check --format sarif crosscheck.toml > crosscheck.sarif";
