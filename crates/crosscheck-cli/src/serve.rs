//! `crosscheck serve`: the gateway in front of an API, or the lab.

use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Args;
use crosscheck_analysis::text;
use crosscheck_config::Completeness;
use crosscheck_config::Environment;
use crosscheck_config::HostHeader as WrittenHost;
use crosscheck_config::ReadOptions;
use crosscheck_config::files::PolicyFiles;
use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::HostHeader;
use crosscheck_gateway::Listeners;
use crosscheck_gateway::Upstream;

use crate::deployment::Deployment;
use crate::failure::CliError;
use crate::lab;
use crate::refused_log::RefusedLog;
use crate::signals::ReloadSignal;
use crate::signals::StopSignals;
use crate::talk::Talk;
use crate::terminal;

const EXAMPLES: &str = "\
Without arguments it starts the lab, as `crosscheck lab` does.

On SIGHUP, or with `--watch` when they change, it reads the policy and the candidate again, once nobody
writes into them any more; a mistake in either changes nothing.

Examples:
  crosscheck serve
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000 --listen 0.0.0.0:80
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000 --development --watch
  crosscheck serve --policy crosscheck.toml --candidate stricter.toml --upstream http://127.0.0.1:9000";

/// What to serve.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The policy file, in TOML.
    #[arg(long, value_name = "FILE", requires = "upstream")]
    policy: Option<PathBuf>,
    /// A policy on trial: judged beside the one in force, changes nothing; where they differ is
    /// told on standard error.
    #[arg(long, value_name = "FILE", requires = "policy")]
    candidate: Option<PathBuf>,
    /// Take a file for whole only if `[end]` is its last line, so that a half-written one changes nothing.
    #[arg(long, requires = "policy")]
    require_complete: bool,
    /// Let in the pages of `[development]`, too: for a developer's machine, where nobody else asks.
    #[arg(long, requires = "policy")]
    development: bool,
    /// Read the files anew whenever they change, as on SIGHUP.
    #[arg(long, requires = "policy")]
    watch: bool,
    /// Tell of each refused request on standard error: the reason, and what would allow it; 20 in a second
    /// at most. `--development` does so anyway.
    #[arg(long, requires = "policy")]
    log_refused: bool,
    /// The API to stand in front of.
    #[arg(long, value_name = "URL", requires = "policy")]
    upstream: Option<String>,
    /// Where to listen; 127.0.0.1:8080 if not given.
    #[arg(long, value_name = "ADDRESS", requires = "policy", value_parser = parse_address)]
    listen: Option<SocketAddr>,
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (Some(policy), Some(upstream)) = (arguments.policy, arguments.upstream) else {
        return lab::run(&lab::Arguments::default());
    };
    let upstream = Upstream::parse(&upstream)
        .map_err(|error| CliError::with_hint(error.to_string(), error.hint()))?;
    let deployment = Deployment::new(PolicyFiles {
        policy,
        candidate: arguments.candidate,
        options: ReadOptions {
            completeness: Completeness::of(arguments.require_complete),
            environment: Environment::of(arguments.development),
        },
    })?;
    let address = arguments.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let listeners = Listeners::bind(address, cores).map_err(|e| cannot_listen(address, &e))?;
    let told = text!("crosscheck gateway: http://{} -> {upstream}", listeners.address());
    let settings = deployment.gateway();
    let host = match settings.host {
        WrittenHost::Upstream => HostHeader::Upstream,
        WrittenHost::Client => HostHeader::Client,
    };
    let backend = Backend::new(deployment.live(), upstream).send_host(host);
    let mut gateway = Gateway::of([backend])?.trust(settings.trust.clone());
    let talk = Talk::start();
    if arguments.log_refused || arguments.development {
        gateway = gateway.observe(RefusedLog::new(talk.clone()));
    }
    crosscheck_gateway::run(gateway, listeners, async move {
        // Whoever reads where it listens may stop it at once, or ask it to read anew.
        let (stop, reload) = (StopSignals::listen(), ReloadSignal::listen());
        let _ = terminal::print(&told);
        deployment.tend(talk, stop.asked(), reload, arguments.watch).await;
    })?;
    Ok(ExitCode::SUCCESS)
}

/// An address and a port. `localhost` is understood; no other name is looked up.
fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let numbers = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_string(),
    };
    numbers.parse().map_err(|_| {
        let port = text.trim_start_matches(':');
        let port = if port.parse::<u16>().is_ok() { port } else { "8080" };
        format!("an address and a port are needed\nhint: write it like `127.0.0.1:{port}`")
    })
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> anyhow::Error {
    let hint = match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there; stop it, or choose another address with `--listen`, \
             such as `--listen 127.0.0.1:0` for a free port"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need privileges; choose a higher one with `--listen`"
        }
        _ => "choose an address of this machine with `--listen`",
    };
    CliError::with_hint(format!("cannot listen on {address}: {error}"), hint)
}
