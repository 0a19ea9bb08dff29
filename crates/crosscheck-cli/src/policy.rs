//! `crosscheck policy`: check a policy file, print its schema.

use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::eprintln;
use clap::Subcommand as ClapSubcommand;

use crate::policy_file;
use crate::policy_file::PolicyFile;
use crate::policy_file::Read;

/// What to do with a policy.
#[derive(Debug, ClapSubcommand)]
pub(crate) enum Command {
    /// Show everything that is wrong with a policy file; exit code 1 if anything is.
    #[command(after_help = "Example:\n  crosscheck policy check crosscheck.toml")]
    Check {
        /// The policy file, in TOML.
        file: PathBuf,
    },
    /// Print the JSON Schema of policy files, for editors.
    #[command(after_help = "Example:\n  crosscheck policy schema > policy.schema.json")]
    Schema,
}

pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    match command {
        Command::Check { file } => match policy_file::read(&file)? {
            Read::Policy(_) => {
                writeln!(out, "{}: no findings", file.display())?;
                Ok(ExitCode::SUCCESS)
            }
            Read::Mistakes(count, report) => {
                let mut out = anstream::AutoStream::auto(io::stdout());
                writeln!(out, "{report}")?;
                let plural = if count == 1 { "" } else { "s" };
                eprintln!("{count} finding{plural}");
                Ok(ExitCode::from(1))
            }
        },
        Command::Schema => {
            serde_json::to_writer_pretty(&mut out, &schemars::schema_for!(PolicyFile))?;
            writeln!(out)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
