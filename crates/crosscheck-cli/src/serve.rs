//! `crosscheck serve`: the gateway in front of an API, or the lab.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_config::Completeness;
use crosscheck_config::Environment;
use crosscheck_config::ListenAddress;
use crosscheck_config::ListenAddressError;
use crosscheck_config::ReadOptions;
use crosscheck_serve::Event;
use crosscheck_serve::Overrides;
use crosscheck_serve::Plan;
use crosscheck_serve::Running;
use crosscheck_serve::ServeError;
use crosscheck_serve::Tell;
use crosscheck_serve::Watching;
use tokio::sync::Notify;

use crate::failure;
use crate::failure::CliError;
use crate::lab;
use crate::policy_file::as_talk;
use crate::signals::ReloadSignal;
use crate::signals::StopSignals;
use crate::talk::Talk;
use crate::terminal;

const EXAMPLES: &str = "\
Without arguments it starts the lab, as `crosscheck lab` does.

The file has the policy in `[cors]`, the servers behind in `[[upstream]]`, each with its own policy if it \
needs one, and in `[gateway]` where to listen, limits, the access log, and `admin`: where /healthz, /readyz, \
/metrics and a live page are. What a flag says comes first.

On SIGHUP, or with `--watch` when they change, it reads the policies and the candidate again, once nobody \
writes into them any more; a mistake in one of them changes nothing. It takes the socket that systemd hands it.

Examples:
  crosscheck serve
  crosscheck serve crosscheck.toml
  crosscheck serve --check crosscheck.toml
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000 --listen 0.0.0.0:80
  crosscheck serve --listen unix:/run/crosscheck/gateway.sock crosscheck.toml
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000 --development --watch
  crosscheck serve --policy crosscheck.toml --candidate stricter.toml --upstream http://127.0.0.1:9000";

/// What to serve.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The file of the whole gateway, in TOML: policy, upstreams, where it listens.
    #[arg(value_name = "FILE", group = "config")]
    file: Option<PathBuf>,
    /// The policy file, in TOML, for the one server that `--upstream` names.
    #[arg(long, value_name = "FILE", requires = "upstream", group = "config")]
    policy: Option<PathBuf>,
    /// Read all of it, tell what is wrong, and serve nothing.
    #[arg(long, requires = "config")]
    check: bool,
    /// A policy on trial: judged beside the one in force, changes nothing; where they differ is
    /// told on standard error.
    #[arg(long, value_name = "FILE", requires = "config")]
    candidate: Option<PathBuf>,
    /// Take a file for whole only if `[end]` is its last line, so that a half-written one changes nothing.
    #[arg(long, requires = "config")]
    require_complete: bool,
    /// Let in the pages of `[development]`, too: for a developer's machine, where nobody else asks.
    #[arg(long, requires = "config")]
    development: bool,
    /// Read the files anew whenever they change, as on SIGHUP.
    #[arg(long, requires = "config")]
    watch: bool,
    /// Tell of each refused request on standard error: the reason, and what would allow it; 20 in a second
    /// at most. `--development` does so anyway.
    #[arg(long, requires = "config")]
    log_refused: bool,
    /// The API to stand in front of, in place of those in the file.
    #[arg(long, value_name = "URL", requires = "config")]
    upstream: Option<String>,
    /// Where to listen, an address or `unix:/run/gateway.sock`; 127.0.0.1:8080 if the file does not say.
    #[arg(long, value_name = "ADDRESS", requires = "config", value_parser = parse_address)]
    listen: Option<ListenAddress>,
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Some(file) = arguments.file.or(arguments.policy) else {
        return lab::run(&lab::Arguments::default());
    };
    let options = ReadOptions {
        completeness: Completeness::of(arguments.require_complete),
        environment: Environment::of(arguments.development),
    };
    let overrides = Overrides { listen: arguments.listen, upstream: arguments.upstream };
    let plan = Plan::read(file.clone(), arguments.candidate, options, &overrides).map_err(told)?;
    plan.warnings().iter().for_each(|report| terminal::tell(&as_talk(report)));
    if arguments.check {
        let upstreams = plan.upstreams().join(", ");
        let mut said = text!("{}: it can be served: {upstreams}", file.display());
        if plan.tenants() > 0 {
            say!(said, "tenants: {}", plan.tenants());
        }
        terminal::print(&said)?;
        return Ok(ExitCode::SUCCESS);
    }
    let running = Running::start(plan).map_err(told)?;
    let scheme = if running.is_secure() { "https" } else { "http" };
    let upstreams = running.upstreams().join(", ");
    let listens = match running.address() {
        ListenAddress::Address(address) => format!("{scheme}://{address} -> {upstreams}"),
        // In a file it speaks TLS as well, if it has certificates.
        file @ ListenAddress::File(_) => format!("{file} ({scheme}) -> {upstreams}"),
    };
    let mut said = text!("crosscheck gateway: {listens}");
    if let Some(admin) = running.admin_address() {
        say!(said, "for whoever runs it: http://{admin}/");
    }
    let talk = Talk::start();
    let told_by = talk.clone();
    let tell: Tell = Arc::new(move |event| told_by.say(text_of(event)));
    let watching = Watching {
        files: arguments.watch,
        tells_refused: arguments.log_refused || arguments.development,
    };
    let reload = Arc::new(Notify::new());
    let ask = Arc::clone(&reload);
    let stopped = async move {
        // Whoever reads where it listens may stop it at once, or ask it to read anew.
        let (stop, mut reload) = (StopSignals::listen(), ReloadSignal::listen());
        let _ = terminal::print(&said);
        tokio::select! {
            () = stop.asked() => {}
            () = async { loop { reload.asked().await; ask.notify_one(); } } => {}
        }
    };
    running.serve(tell, terminal::Lines, watching, stopped, &reload).map_err(told)?;
    talk.end();
    Ok(ExitCode::SUCCESS)
}

/// What happened, as a terminal shows it.
pub(crate) fn text_of(event: Event) -> Text {
    match event {
        Event::Warning(report) => as_talk(&report),
        Event::Wrong(error) => failure::text(&error.into()),
        event => text!("{event}"),
    }
}

/// With what to do about it.
pub(crate) fn told(error: ServeError) -> anyhow::Error {
    match error {
        ServeError::File(error) => error.into(),
        error => match error.hint().map(str::to_owned) {
            Some(hint) => CliError::with_hint(error.to_string(), hint),
            None => error.into(),
        },
    }
}

/// An address and a port, or a socket in the file system.
fn parse_address(text: &str) -> Result<ListenAddress, String> {
    text.parse().map_err(|error| {
        let port = text.trim_start_matches(':');
        let port = if port.parse::<u16>().is_ok() { port } else { "8080" };
        match error {
            ListenAddressError::Address => {
                format!("an address and a port are needed\nhint: write it like `127.0.0.1:{port}`")
            }
            error => error.to_string(),
        }
    })
}
