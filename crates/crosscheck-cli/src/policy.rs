//! `crosscheck policy`: check a policy file, explain it, compare and prove, print its schema.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand as ClapSubcommand;
use crosscheck::catalog::Severity;
use crosscheck::server::PathMap;
use crosscheck::server::PathMapError;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_config::Completeness;
use crosscheck_config::Diagnostic;
use crosscheck_config::ReadOptions;
use crosscheck_config::Report;

use crate::ci;
use crate::ci::Case;
use crate::ci::Place;
use crate::ci::Remark;
use crate::diff;
use crate::output::Output;
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
        /// Policy files, in TOML; `-` is standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Exit with 1 if there are warnings, too. Notes never count.
        #[arg(long)]
        deny_warnings: bool,
        /// Take the file for whole only if `[end]` is its last line.
        #[arg(long)]
        require_complete: bool,
        /// The path below which the policy is put, as by a layer within a nested router: rules that no
        /// request there asks are warned of.
        #[arg(long, value_name = "PATH", default_value = "/", value_parser = parse_mount)]
        mount: String,
        /// Who reads what was found.
        #[arg(long, value_parser = Output::among(CHECK_OUTPUTS), default_value = "text")]
        output: Output,
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

const CHECK_OUTPUTS: &[Output] =
    &[Output::Text, Output::Json, Output::Sarif, Output::Junit, Output::Github];

pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { files, deny_warnings, require_complete, mount, output } => {
            let read = |file: &PathBuf| {
                let completeness = Completeness::of(require_complete);
                let options = ReadOptions { completeness, ..ReadOptions::default() };
                Ok(policy_file::read_under(file, options, &mount)?.report)
            };
            let reports: Vec<Report> = files.iter().map(read).collect::<anyhow::Result<_>>()?;
            let denied = if deny_warnings { Severity::Warning } else { Severity::Error };
            print(&reports, output, denied)?;
            let is_denied = |report: &Report| {
                report.diagnostics.iter().any(|mistake| mistake.severity >= denied)
            };
            Ok(ExitCode::from(u8::from(reports.iter().any(is_denied))))
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

/// A path as rules have it.
fn parse_mount(path: &str) -> Result<String, PathMapError> {
    PathMap::new([(path, ())]).map(|_| path.to_owned())
}

/// In: what makes the check fail.
fn print(reports: &[Report], output: Output, denied: Severity) -> anyhow::Result<()> {
    match output {
        Output::Json => terminal::print_json(&Report::json(reports))?,
        Output::Sarif => terminal::print_json(&Report::sarif(reports))?,
        Output::Junit => terminal::print(&ci::junit(&cases(reports, denied))?)?,
        Output::Github => terminal::print(&ci::github(&cases(reports, denied)))?,
        _ => {
            for report in reports {
                if report.diagnostics.is_empty() {
                    terminal::print(&text!("{}: no findings", report.name))?;
                } else {
                    terminal::print(&Text::of_rendered(&report.text()))?;
                    terminal::tell(&text!("{}", report.summary()));
                }
            }
        }
    }
    Ok(())
}

/// A case for each finding; one that is well for a file without any.
fn cases(reports: &[Report], denied: Severity) -> Vec<Case> {
    let of_file = |report: &Report| {
        let case =
            |name: &str, remarks| Case { suite: report.name.clone(), name: name.into(), remarks };
        let remark = |(mistake, [start, end]): (&Diagnostic, [(usize, usize); 2])| {
            let remark = Remark {
                fails: mistake.severity >= denied,
                severity: mistake.severity,
                name: mistake.kind.name().into(),
                message: mistake.text.clone(),
                place: Some(Place { file: report.name.clone(), start, end }),
            };
            case(mistake.kind.name(), vec![remark])
        };
        let found: Vec<Case> = report.placed().map(remark).collect();
        if found.is_empty() { vec![case("policy", Vec::new())] } else { found }
    };
    reports.iter().flat_map(of_file).collect()
}

const CHECK_EXAMPLES: &str = "\
Examples:
  crosscheck policy check crosscheck.toml
  crosscheck policy check --deny-warnings policies/*.toml
  crosscheck policy check --mount /api api.toml
      what the policy of a layer within `nest(\"/api\", ...)` is never asked
  crosscheck policy check --output github crosscheck.toml
      in a workflow: findings beside the lines of the change
  crosscheck policy check --output sarif crosscheck.toml > crosscheck.sarif";
