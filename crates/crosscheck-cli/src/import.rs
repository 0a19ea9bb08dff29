//! `crosscheck import`: what a server's configuration says of CORS, as a policy.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use crosscheck::catalog::Language;
use crosscheck_analysis::chinese::language;
use crosscheck_analysis::policies::imported;
use crosscheck_analysis::text::Text;
use crosscheck_config::files::FileError;
use crosscheck_config::files::Source;
use crosscheck_config::files::read_source;
use crosscheck_config::files::read_stream;
use crosscheck_export::ImportError;
use crosscheck_export::Imported;
use crosscheck_export::Server;
use crosscheck_export::import_with;
use crosscheck_export::imported_servers;

use crate::failure::CliError;
use crate::output::Output;
use crate::terminal;

const EXAMPLES: &str = "\
The policy goes to standard output. What is not understood, or what a policy cannot say, is told on standard \
error with its line and column, and stands in the file as a comment. Files that the configuration names are \
read if they lie beside it, and of a folder that `export nginx` wrote both files. Exit code: 0 a policy was written, 1 something was not understood, or nothing \
about CORS was found, and `--strict` was given, 2 nothing could be read.

Examples:
  crosscheck import /etc/nginx/nginx.conf > crosscheck.toml
  kubectl get ingress shop -o yaml | crosscheck import -
  crosscheck import --from express server.js
  crosscheck import --strict --output json Caddyfile";

/// Which configuration.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The configuration; `-` is standard input.
    file: PathBuf,
    /// Whose it is, where it is not recognised by itself.
    #[arg(long, value_name = "SERVER", value_parser = server())]
    from: Option<Server>,
    /// Exit with 1 if anything was not understood, or nothing about CORS was found.
    #[arg(long)]
    strict: bool,
    /// The language of the text: en or zh.
    #[arg(long, value_name = "LANGUAGE", value_parser = language, default_value = "en")]
    lang: Language,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

/// A server whose configurations are read.
pub(crate) fn server() -> impl TypedValueParser<Value = Server> {
    PossibleValuesParser::new(imported_servers().map(Server::name))
        .map(|name| Server::named(&name).unwrap_or(Server::Nginx))
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    write(arguments).map_err(|error| CliError::in_language(error, arguments.lang))
}

fn write(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (found, name) = require(&arguments.file, arguments.from)?;
    terminal::tell(&imported::talk(&found, &name, arguments.lang));
    match arguments.output {
        Output::Json => terminal::print_json(&imported::json(&found, &name))?,
        _ => {
            let file = imported::file(&found, &name, arguments.lang);
            terminal::print(&Text::of_rendered(file.trim_end()))?;
        }
    }
    let fails = !found.not_understood.is_empty() || imported::is_silent(&found);
    Ok(ExitCode::from(u8::from(arguments.strict && fails)))
}

/// Reads a configuration, and what it names beside it. Returns what it is called, too.
pub(crate) fn require(path: &Path, from: Option<Server>) -> anyhow::Result<(Imported, String)> {
    // A folder that `export` wrote is what it wrote there.
    let within = path.join(OF_NGINX[0]);
    let path = if within.is_file() { &*within } else { path };
    let (text, name) = if path == Path::new("-") {
        (read_stream(io::stdin().lock()), "standard input".to_owned())
    } else {
        let text = read_source(path, Source::Any).map_err(|error| match error {
            FileError::Unreadable { error, .. } => error,
            error => io::Error::other(error),
        });
        (text.map(|text| with_the_other_half(text, path)), path.display().to_string())
    };
    let text = text.map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::InvalidData => "save it as UTF-8, which editors call an encoding",
            io::ErrorKind::IsADirectory => {
                "name the file that a server reads; of several, `cat them | crosscheck import -`"
            }
            _ => "name the file that a server reads, or `-` for standard input",
        };
        CliError::with_hint(format!("the configuration `{name}` cannot be read: {error}"), hint)
    })?;
    let beside = |other: &str| {
        // Where it lies on the server, it may not lie here: its name counts, too.
        let folder = path.parent()?;
        let other = Path::new(other);
        let places = [folder.join(other), folder.join(other.file_name()?)];
        places.iter().find_map(|place| read_source(place, Source::Any).ok())
    };
    let found = import_with(&text, from, &beside).map_err(|error| {
        let hint = match error {
            ImportError::NotRecognised => "say whose it is: `--from nginx`",
            _ => "`crosscheck import --help` names what is read",
        };
        CliError::with_hint(format!("{name}: {error}"), hint)
    })?;
    Ok((found, name))
}

/// What `export nginx` writes: headers that need the variables of maps, which belong elsewhere.
const OF_NGINX: [&str; 2] = ["crosscheck-cors.conf", "crosscheck-maps.conf"];

/// The text, and behind it the other of the two files that `export nginx` writes, if it lies beside the one.
fn with_the_other_half(mut text: String, path: &Path) -> String {
    let place = OF_NGINX.iter().position(|name| path.file_name() == Some(OsStr::new(name)));
    let other = place.map(|place| path.with_file_name(OF_NGINX[1 - place]));
    if let Some(other) = other.and_then(|other| read_source(&other, Source::Any).ok()) {
        text.push('\n');
        text.push_str(&other);
    }
    text
}
