//! `crosscheck policy prove`: whether sentences about a policy hold for every origin and every path.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Assertion;
use crosscheck::server::Counterexample;
use crosscheck_analysis::policies::proof;

use crate::ci;
use crate::ci::Case;
use crate::ci::Remark;
use crate::failure::CliError;
use crate::output::Output;
use crate::policy_file;
use crate::terminal;

const EXAMPLES: &str = "\
Sentences stand in the file, and are proven by `policy check` and `serve`, too:

  [[assert]]
  name = \"only our own pages read with credentials\"
  outside = [\"https://**.corp.example\"]
  never = [\"read with credentials\"]

What pages may do: `read`, `read with credentials`, `send PUT`, `send any method`, `set x-token`, \
`set any header`, `read header x-total`, `read any header`, `measure time`.

Exit codes: 0 all hold, 1 one is broken, 2 the policy or a sentence is none.

Examples:
  crosscheck policy prove crosscheck.toml
  crosscheck policy prove crosscheck.toml --outside 'https://**.corp.example' --never read
  crosscheck policy prove crosscheck.toml --origin https://app.corp.example --path /orders \
--may 'send PUT'";

/// A policy, and one more sentence about it.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The policy file, in TOML.
    file: PathBuf,
    /// An origin or a pattern that the sentence is about; may be given several times.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// An origin or a pattern that the sentence is not about, but about all others.
    #[arg(long, value_name = "ORIGIN", conflicts_with = "origins")]
    outside: Vec<String>,
    /// A path that it is about, with everything below it; every path if not given.
    #[arg(long = "path", value_name = "PATH")]
    paths: Vec<String>,
    /// What pages may do for certain.
    #[arg(long, value_name = "ACCESS")]
    may: Vec<String>,
    /// What no page may ever do.
    #[arg(long, value_name = "ACCESS")]
    never: Vec<String>,
    /// For people, for programs, or for CI.
    #[arg(long, value_parser = Output::among(Output::WITH_CI), default_value = "text")]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (policy, reading) = policy_file::require(&arguments.file)?;
    let mut results = reading.proven;
    results.extend(arguments.assertion().map(|assertion| {
        let result = policy.prove(&assertion);
        (assertion, result)
    }));
    if results.is_empty() {
        let hint = "write `[[assert]]` tables into it, or `--never read`; `--help` shows how";
        let file = arguments.file.display();
        return Err(CliError::with_hint(
            format!("`{file}` asserts nothing, so nothing is proven"),
            hint,
        ));
    }
    let mut proven = Vec::new();
    for (assertion, result) in results {
        let shown = result.map_err(|error| {
            CliError::with_hint(
                format!("{assertion}: {error}"),
                "`crosscheck policy prove --help` shows how sentences are written",
            )
        })?;
        proven.push((assertion, shown));
    }
    match arguments.output {
        Output::Json => terminal::print_json(&proof::json(&proven))?,
        Output::Junit => terminal::print(&ci::junit(&cases(&arguments.file, &proven))?)?,
        Output::Github => terminal::print(&ci::github(&cases(&arguments.file, &proven)))?,
        _ => terminal::print(&proof::text(&proven))?,
    }
    Ok(ExitCode::from(u8::from(proven.iter().any(|(_, shown)| !shown.is_empty()))))
}

/// A case for each sentence.
fn cases(file: &Path, proven: &[(Assertion, Vec<Counterexample>)]) -> Vec<Case> {
    let case = |(assertion, shown): &(Assertion, Vec<Counterexample>)| Case {
        suite: file.display().to_string(),
        name: match assertion.name.as_str() {
            "" => assertion.to_string(),
            name => name.to_owned(),
        },
        remarks: shown.iter().map(broken).collect(),
    };
    proven.iter().map(case).collect()
}

fn broken(example: &Counterexample) -> Remark {
    Remark {
        fails: true,
        severity: Severity::Error,
        name: FindingKind::BrokenAssertion.name().into(),
        message: example.to_string(),
        place: None,
    }
}

impl Arguments {
    /// The sentence on the command line, if there is one.
    fn assertion(&self) -> Option<Assertion> {
        let Self { origins, outside, paths, may, never, .. } = self;
        let parts = [origins, outside, paths, may, never];
        parts.iter().any(|part| !part.is_empty()).then(|| {
            Assertion::new().origins(origins).outside(outside).paths(paths).may(may).never(never)
        })
    }
}
