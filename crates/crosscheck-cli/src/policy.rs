//! `crosscheck policy`: check a policy file, explain it, print its schema.

use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::eprintln;
use clap::Subcommand as ClapSubcommand;

use crate::explain;
use crate::policy_file;
use crate::policy_file::PolicyFile;
use crate::policy_file::Reading;

/// What to do with a policy.
#[derive(Debug, ClapSubcommand)]
pub(crate) enum Command {
    /// Show everything that is to be said about a policy file; exit code 1 if there are errors.
    #[command(after_help = "Examples:\n  crosscheck policy check crosscheck.toml\n  \
                            crosscheck policy check --deny-warnings crosscheck.toml")]
    Check {
        /// The policy file, in TOML.
        file: PathBuf,
        /// Exit with 1 if there are warnings, too. Notes never count.
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Tell why a policy allows a request or refuses it; exit code 1 if it does.
    Explain(explain::Arguments),
    /// Print the JSON Schema of policy files, for editors.
    #[command(after_help = "Example:\n  crosscheck policy schema > policy.schema.json")]
    Schema,
}

pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { file, deny_warnings } => {
            let reading = policy_file::read(&file)?;
            if reading.mistakes.is_empty() {
                writeln!(io::stdout(), "{}: no findings", file.display())?;
                return Ok(ExitCode::SUCCESS);
            }
            let mut out = anstream::AutoStream::auto(io::stdout());
            writeln!(out, "{}", reading.report())?;
            eprintln!("{}", summary(&reading));
            let denied = reading.errors > 0 || (deny_warnings && reading.warnings > 0);
            Ok(ExitCode::from(u8::from(denied)))
        }
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema => {
            let mut out = io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, &schemars::schema_for!(PolicyFile))?;
            writeln!(out)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// `2 errors, 1 warning`
fn summary(reading: &Reading) -> String {
    let counts =
        [("error", reading.errors), ("warning", reading.warnings), ("note", reading.notes)];
    let parts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {name}{plural}")
    });
    parts.collect::<Vec<_>>().join(", ")
}
