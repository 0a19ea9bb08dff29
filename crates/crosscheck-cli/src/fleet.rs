//! `crosscheck fleet`: policies for many Envoys, pushed by xDS; and how they are.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use clap::Subcommand;
use crosscheck::catalog::Language;
use crosscheck_analysis::policies::difference;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_config::Completeness;
use crosscheck_config::Environment;
use crosscheck_config::ReadOptions;
use crosscheck_config::files::FileError;
use crosscheck_fleet::Change;
use crosscheck_fleet::Event;
use crosscheck_fleet::FleetError;
use crosscheck_fleet::Folder;
use crosscheck_fleet::GroupName;
use crosscheck_fleet::Plan;
use crosscheck_fleet::Problem;
use crosscheck_fleet::Server;
use crosscheck_fleet::Share;
use crosscheck_fleet::Tell;
use crosscheck_fleet::TlsFiles;
use crosscheck_fleet::Widening;
use crosscheck_fleet::ask;

use crate::failure;
use crate::failure::CliError;
use crate::output::Output;
use crate::signals::StopSignals;
use crate::talk::Talk;
use crate::terminal;

const SERVE: &str = "\
In the folder, `GROUP.toml` is the policy of the Envoys of a group, `default.toml` that of all whose group has \
none, and `GROUP.candidate.toml` one on trial. A node's group is `crosscheck_group` in its metadata, or its \
cluster. What is new in the folder is checked, its assertions are proven, and it is held against what runs:
where somebody may do more than before, nothing changes unless widening is allowed. To roll back is to put the \
old file back. What is in force is kept beside the policies, so that the server may be ended at any time.

Exit codes: 0 it was stopped, or with --check all would be pushed; 1 with --check something would not; 2 it \
could not run.

Examples:
  crosscheck fleet serve policies --check
      what would be pushed, and what would be refused
  crosscheck fleet serve policies --canary 10%
      a tenth of the nodes report what candidates would decide
  crosscheck fleet serve policies --allow-widening=pay,shop
      what is new in pay.toml and shop.toml may let somebody do more; in other files it may not
  crosscheck fleet serve policies --listen 0.0.0.0:18000 --certificate server.pem --key server.key \\
    --client-authorities nodes.pem
      over TLS, to nodes that show a certificate";

const STATUS: &str = "\
Exit codes: 0 every node runs what its group is pushed, and every file is in force; 1 not yet, or not; 2 nobody \
could be asked.

Examples:
  crosscheck fleet status
  crosscheck fleet status --url http://127.0.0.1:18001 --output json";

/// Policies for many Envoys.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Watch a folder of policies, and push them to the Envoys that ask.
    Serve(Serve),
    /// Show which nodes are connected, what each runs, and what is wrong.
    Status(Status),
}

/// A folder, and how it is served.
#[derive(Args, Debug)]
#[command(after_help = SERVE)]
pub(crate) struct Serve {
    /// The folder of policies.
    folder: PathBuf,
    /// Where Envoys connect.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:18000")]
    listen: SocketAddr,
    /// Where you look: `/status`, `/metrics`, `/healthz`.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:18001")]
    admin: SocketAddr,
    /// Say what would be pushed and what would be refused, and change nothing.
    #[arg(long)]
    check: bool,
    /// Push policies by which somebody may do more than before: all, or those of these groups alone.
    #[arg(long, value_name = "GROUP", num_args = 0..=1, require_equals = true, value_delimiter = ',')]
    allow_widening: Option<Vec<GroupName>>,
    /// Which share of the nodes tries candidates: they only report.
    #[arg(long, value_name = "SHARE", default_value = "0%")]
    canary: Share,
    /// Where what is in force is kept; `.crosscheck-fleet` in the folder if not given.
    #[arg(long, value_name = "FOLDER")]
    state: Option<PathBuf>,
    /// Take no file for whole that does not end with `[end]`.
    #[arg(long)]
    require_complete: bool,
    /// The server's certificate and what leads to its root, in PEM.
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// Its key, in PEM.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// Who may say which Envoys are nodes, in PEM; others are not spoken to.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    client_authorities: Option<PathBuf>,
    /// Listen without TLS where others can reach it, because something else encrypts.
    #[arg(long)]
    in_the_clear: bool,
    /// How many nodes may be connected.
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    most_nodes: usize,
}

/// A running server.
#[derive(Args, Debug)]
#[command(after_help = STATUS)]
pub(crate) struct Status {
    /// Where it listens for whoever runs it.
    #[arg(long, default_value = "http://127.0.0.1:18001")]
    url: String,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(arguments) => serve(arguments),
        Command::Status(arguments) => status(&arguments),
    }
}

fn serve(arguments: Serve) -> anyhow::Result<ExitCode> {
    let options = ReadOptions {
        completeness: Completeness::of(arguments.require_complete),
        environment: Environment::of(false),
    };
    let widening = match arguments.allow_widening {
        None => Widening::Refused,
        Some(groups) if groups.is_empty() => Widening::Allowed,
        Some(groups) => Widening::AllowedFor(groups.into_iter().collect()),
    };
    let folder =
        Folder::open(arguments.folder, arguments.state, options, widening).map_err(told)?;
    if arguments.check {
        return check(folder);
    }
    let tls = arguments.certificate.zip(arguments.key).map(|(certificate, key)| TlsFiles {
        certificate,
        key,
        client_authorities: arguments.client_authorities,
    });
    let is_in_the_clear = tls.is_none();
    if is_in_the_clear && !arguments.in_the_clear && !arguments.listen.ip().is_loopback() {
        return Err(told(FleetError::InTheClear(arguments.listen)));
    }
    let server = Server::start(Plan {
        folder,
        listen: arguments.listen,
        admin: arguments.admin,
        tls,
        canary: arguments.canary,
        most_nodes: arguments.most_nodes,
    });
    let server = server.map_err(told)?;
    let how = if is_in_the_clear { "http" } else { "https" };
    let mut said = text!("crosscheck fleet: {how}://{}", server.address()?);
    say!(said, "for whoever runs it: http://{}/", server.admin_address()?);
    let talk = Talk::start();
    let told_by = talk.clone();
    let tell: Tell = Arc::new(move |event| told_by.say(text_of(&event)));
    let stopped = async move {
        let stop = StopSignals::listen();
        let _ = terminal::print(&said);
        stop.asked().await;
    };
    server.serve(tell, stopped).map_err(told)?;
    talk.end();
    Ok(ExitCode::SUCCESS)
}

/// What would be pushed goes to standard output, what would not to standard error.
fn check(folder: Folder) -> anyhow::Result<ExitCode> {
    let look = folder.look_only();
    let mut said = Text::default();
    look.changes.iter().for_each(|change| said.append(&changed(change)));
    look.trials.iter().for_each(|change| said.append(&on_trial(change)));
    if look.changes.is_empty() && look.trials.is_empty() && look.problems.is_empty() {
        say!(said, "nothing is new");
    }
    terminal::print(&said)?;
    look.problems.iter().for_each(|problem| terminal::tell(&wrong(problem)));
    Ok(ExitCode::from(u8::from(!look.problems.is_empty())))
}

fn status(arguments: &Status) -> anyhow::Result<ExitCode> {
    let status = ask(&arguments.url).map_err(told)?;
    match arguments.output {
        Output::Json => terminal::print_json(&status)?,
        _ => terminal::print(&Text::of_rendered(&status.to_string()))?,
    }
    let is_well = status.problems.is_empty() && status.nodes.iter().all(|node| node.is_current);
    Ok(ExitCode::from(u8::from(!is_well)))
}

fn text_of(event: &Event) -> Text {
    match event {
        Event::Changed(change) => changed(change),
        Event::OnTrial(change) => on_trial(change),
        Event::Problem(problem) => wrong(problem),
        event => text!("{event}"),
    }
}

/// Who may do more and who less, below the group.
fn changed(change: &Change) -> Text {
    let Change { group, version, difference, .. } = change;
    let mut text = Text::default();
    match difference {
        None => say!(text, "{group}: a first policy, version {version}"),
        Some(difference) if difference.is_empty() => {
            say!(text, "{group}: version {version}, which means the same");
        }
        Some(difference) => {
            say!(text, "{group}: version {version}");
            text.append(&difference::text(difference, Language::English));
        }
    }
    text
}

/// What would be other if it came into force, and what that takes.
fn on_trial(change: &Change) -> Text {
    let Change { group, version, difference, .. } = change;
    let mut text = text!("{group}: on trial is version {version}");
    match difference {
        None => {}
        Some(difference) if difference.is_empty() => {
            say!(text, "it means the same as what is in force");
        }
        Some(difference) => {
            text.append(&difference::text(difference, Language::English));
            if difference.widens() {
                say!(text, "to put it into force takes `--allow-widening={group}`");
            }
        }
    }
    text
}

fn wrong(problem: &Problem) -> Text {
    if let Some(FileError::Wrong(report)) = problem.file_error() {
        return Text::of_rendered(&report.text());
    }
    let mut text = failure::text(&match problem.hint() {
        Some(hint) => CliError::with_hint(problem.to_string(), hint),
        None => anyhow::Error::msg(problem.to_string()),
    });
    if let Problem::Widens { difference, .. } = problem {
        text.append(&difference::text(difference, Language::English));
    }
    text
}

/// With what to do about it.
fn told(error: FleetError) -> anyhow::Error {
    match error.hint() {
        Some(hint) => CliError::with_hint(error.to_string(), hint),
        None => error.into(),
    }
}
