//! `crosscheck migrate`: who may do more, and who less, if one server takes the place of another.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use crosscheck::catalog::Language;
use crosscheck::server::Policy;
use crosscheck_analysis::chinese::language;
use crosscheck_analysis::chinese::said_in;
use crosscheck_analysis::policies::difference;
use crosscheck_analysis::policies::imported;
use crosscheck_analysis::say;
use crosscheck_export::Imported;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_export::import_with;
use serde_json::json;

use crate::failure::CliError;
use crate::import;
use crate::output::Output;
use crate::policy_file;
use crate::terminal;

const EXAMPLES: &str = "\
Both sides are taken for what the servers do, not for what the words look like: a `*` beside credentials is \
refused by browsers where one server sends it, and lets every site read as the visitor where another echoes \
the origin. What is not understood of either side is told on standard error. Where a part lets in more than \
a policy can say, one origin that it lets in is compared, too. A file whose name ends with `.toml` is a policy.

Exit code: 0 nobody may do more than before, 1 somebody may, 2 one of them could not be read, 3 nobody may \
by what was understood, but something was not.

Examples:
  crosscheck migrate ingress.yaml httproute.yaml
  crosscheck migrate nginx.conf --to caddy
      what would change if `crosscheck export caddy` wrote it
  crosscheck migrate crosscheck.toml nginx.conf --output json";

/// From where, and to where.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The configuration as it is.
    old: PathBuf,
    /// The configuration as it would be.
    #[arg(required_unless_present = "to")]
    new: Option<PathBuf>,
    /// The server that it would be written for.
    #[arg(long, value_name = "SERVER", value_parser = import::server(), conflicts_with = "new")]
    to: Option<Server>,
    /// The language of the text: en or zh.
    #[arg(long, value_name = "LANGUAGE", value_parser = language, default_value = "en")]
    lang: Language,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    compare(arguments).map_err(|error| CliError::in_language(error, arguments.lang))
}

fn compare(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let language = arguments.lang;
    let old = side(&arguments.old, language)?;
    let new = match (&arguments.new, arguments.to) {
        (Some(new), _) => side(new, language)?,
        (None, to) => there_and_back(&old.policy, to.unwrap_or(Server::Nginx), language)?,
    };
    let found = old.does.diff(&new.does).map_err(|error| {
        CliError::with_hint(error.to_string(), "compare parts of the configurations")
    })?;
    let missed = old.not_understood + new.not_understood;
    if arguments.output == Output::Json {
        let mut json = difference::json(&found);
        json["same"] = (found.is_empty() && missed == 0).into();
        json["complete"] = (missed == 0).into();
        json["not_understood"] = json!({ "old": old.not_understood, "new": new.not_understood });
        terminal::print_json(&json)?;
    } else {
        let mut told = difference::text(&found, language);
        let summary = match (found.is_empty(), missed) {
            (true, 0) => Some("both mean the same".to_owned()),
            (false, 0) => None,
            (true, missed) => Some(format!(
                "what was understood means the same; {} not understood",
                parts(missed)
            )),
            (false, 1) => Some("1 part was not understood: it may change more than this".into()),
            (false, missed) => {
                Some(format!("{} not understood: they may change more than this", parts(missed)))
            }
        };
        if let Some(summary) = summary {
            say!(told, "{}", said_in(language, &summary));
        }
        terminal::print(&told)?;
    }
    Ok(ExitCode::from(match (found.widens(), missed) {
        (true, _) => 1,
        (false, 0) => 0,
        (false, _) => 3,
    }))
}

fn parts(number: usize) -> String {
    if number == 1 { "1 part was".into() } else { format!("{number} parts were") }
}

/// What is compared.
struct Side {
    /// What was understood.
    policy: Policy,
    /// The same, with an origin of each part that lets in more than a policy can say.
    does: Policy,
    not_understood: usize,
}

impl Side {
    fn of(found: &Imported) -> anyhow::Result<Self> {
        Ok(Self {
            policy: Policy::new(&found.config)?,
            does: Policy::new(&found.config_with_witnesses)?,
            not_understood: found.not_understood.len(),
        })
    }
}

/// What a side means.
fn side(path: &Path, language: Language) -> anyhow::Result<Side> {
    if path.extension().is_some_and(|extension| extension == "toml") {
        let (policy, _) = policy_file::require(path)?;
        return Ok(Side { does: policy.clone(), policy, not_understood: 0 });
    }
    let (found, name) = import::require(path, None)?;
    terminal::tell(&imported::talk(&found, &name, language));
    Side::of(&found)
}

/// What a policy means once it is written for a server.
fn there_and_back(policy: &Policy, to: Server, language: Language) -> anyhow::Result<Side> {
    let Some(export) = export(policy, to) else {
        let message = format!("no whole policy can be written for {}", to.title());
        return Err(CliError::with_hint(message, "`crosscheck export --help` names the servers"));
    };
    let texts: Vec<&str> = export.files.iter().map(|file| file.text.as_str()).collect();
    let is_yaml = export.files.iter().all(|file| file.name.ends_with(".yaml"));
    let whole = texts.join(if is_yaml { "\n---\n" } else { "\n" });
    let other = |path: &str| {
        let file = export.files.iter().find(|file| path.ends_with(&file.name));
        file.map(|file| file.text.clone())
    };
    let found = import_with(&whole, Some(to), &other)?;
    terminal::tell(&imported::talk(&found, to.title(), language));
    Side::of(&found)
}
