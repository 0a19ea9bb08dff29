//! `crosscheck policy`: what a policy file may hold, and what is wrong with one.

use std::io;
use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;

use crate::policy_file;
use crate::report::Exit;

/// Check a policy file, or print the schema of policy files
///
/// A policy file is TOML with one table, [cors]:
///
///   [cors]
///   origins = ["https://app.example.com"]  # pages that may read; ["*"] lets all, anonymously
///   credentials = true                     # may they send cookies? default: false
///   methods = ["PUT", "DELETE"]            # beside GET, HEAD and POST
///   request_headers = ["x-requested-with"] # beside those that need no permission
///   expose_headers = ["x-total"]           # beside those that are always readable
///   max_age = 600                          # seconds a preflight may be remembered
///
/// Only `origins` is required.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  crosscheck policy check crosscheck.toml
  crosscheck policy schema > crosscheck.schema.json";

#[derive(Debug, Subcommand)]
enum Command {
    /// Name everything that is wrong with a policy file, each with its place and a remedy
    ///
    /// Exits with 0 if nothing is, with 1 if something is, with 2 if the file cannot be read.
    #[command(after_help = "Example:\n  crosscheck policy check crosscheck.toml")]
    Check {
        /// The policy file
        file: PathBuf,
    },
    /// Print the JSON Schema of policy files, for editors
    #[command(after_help = "Example:\n  crosscheck policy schema > crosscheck.schema.json\n  \
                            then, as the policy file's first line: #:schema crosscheck.schema.json")]
    Schema,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    match &arguments.command {
        Command::Check { file } => {
            let source = policy_file::Source::read(file)?;
            match source.policy() {
                Ok(_) => {
                    writeln!(io::stdout(), "{}: nothing is wrong with it", file.display())?;
                    Ok(Exit::Clean)
                }
                Err(mistakes) => {
                    mistakes.write(&source, &mut anstream::stdout())?;
                    Ok(Exit::Findings)
                }
            }
        }
        Command::Schema => {
            let mut schema = serde_json::to_string_pretty(&policy_file::schema())?;
            schema.push('\n');
            io::stdout().write_all(schema.as_bytes())?;
            Ok(Exit::Clean)
        }
    }
}
