//! `crosscheck export`: a policy as the configuration of the server that is there already.

use std::fs;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use crosscheck::catalog::Language;
use crosscheck_analysis::chinese::language;
use crosscheck_analysis::policies::exported;
use crosscheck_analysis::say;
use crosscheck_analysis::text::Text;
use crosscheck_export::ConfigFile;
use crosscheck_export::Effect;
use crosscheck_export::Server;
use crosscheck_export::export;
use crosscheck_export::exported_servers;

use crate::failure::CliError;
use crate::folder::write_file;
use crate::output::Output;
use crate::policy_file;
use crate::terminal;

const EXAMPLES: &str = "\
The configuration goes to standard output, or as files into a folder. What the server cannot do as the \
policy says is told beside it: who may do more by it (wider) or less (narrower), what only costs, and what \
no browser would ever see. Exit code: 0 it was written, 1 it would let somebody do more and `--strict` was \
given, so nothing was written.

Examples:
  crosscheck export nginx --policy crosscheck.toml --out /etc/nginx/crosscheck
  crosscheck export express < crosscheck.toml
  crosscheck export nginx --policy crosscheck.toml --output json";

/// Which server, and from what.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The server.
    #[arg(value_parser = server())]
    server: Server,
    /// The policy file, in TOML; standard input if none is named, or `-`.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The folder to write the files into; it is made if need be, and what others wrote there is kept.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing if any page could do more than the policy lets it.
    #[arg(long)]
    strict: bool,
    /// The language of the text: en or zh.
    #[arg(long, value_name = "LANGUAGE", value_parser = language, default_value = "en")]
    lang: Language,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

fn server() -> impl TypedValueParser<Value = Server> {
    PossibleValuesParser::new(exported_servers().map(Server::name))
        .map(|name| Server::named(&name).unwrap_or(Server::Nginx))
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    write(arguments).map_err(|error| CliError::in_language(error, arguments.lang))
}

fn write(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let file = match &arguments.policy {
        Some(file) => file,
        None if io::stdin().is_terminal() => {
            return Err(CliError::with_hint(
                "no policy was given",
                "name its file, as `--policy crosscheck.toml`; `crosscheck init` writes a first one",
            ));
        }
        None => Path::new("-"),
    };
    let (policy, _) = policy_file::require(file)?;
    let export = export(&policy, arguments.server).unwrap_or_default();
    let is_refused =
        arguments.strict && export.losses.iter().any(|loss| loss.effect == Effect::Wider);
    match arguments.output {
        Output::Json => terminal::print_json(&exported::json(arguments.server, &export))?,
        _ => terminal::tell(&exported::talk(&export.losses, arguments.lang)),
    }
    if is_refused {
        return Ok(ExitCode::from(1));
    }
    if let Some(folder) = &arguments.out {
        let paths: Vec<PathBuf> = export.files.iter().map(|file| folder.join(&file.name)).collect();
        paths.iter().try_for_each(|path| require_own(path))?;
        for (path, file) in paths.iter().zip(&export.files) {
            write_file(path, &file.text)?;
            if arguments.output == Output::Text {
                let mut text = Text::default();
                let place = exported::place(file, arguments.lang);
                say!(text, "{}: {place}", path.display());
                terminal::print(&text)?;
            }
        }
    } else if arguments.output == Output::Text {
        let mut text = Text::default();
        for file in &export.files {
            let place = exported::place(file, arguments.lang);
            say!(text, "# ==== {}: {place}", file.name);
            file.text.lines().for_each(|line| say!(text, "{line}"));
            say!(text, "");
        }
        terminal::print(&text)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A file that is there already must be one of ours: whatever else it holds would be lost.
fn require_own(path: &Path) -> anyhow::Result<()> {
    match fs::read_to_string(path) {
        Ok(text) if !ConfigFile::is_exported(&text) => {
            let message =
                format!("{} is there, and `crosscheck export` did not write it", path.display());
            Err(CliError::with_hint(
                message,
                "choose another folder with `--out`, or move the file",
            ))
        }
        _ => Ok(()),
    }
}
