//! `crosscheck serve`: the gateway in front of an API, or the lab.

use std::io;
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use anyhow::Context;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Listeners;
use crosscheck_gateway::Upstream;

use crate::lab;
use crate::policy_file;
use crate::report::Exit;
use crate::report::Failure;
use crate::stop;

/// Put correct CORS in front of an API; without arguments, open the lab
///
/// Answers preflights itself, forwards everything else, takes the API's own CORS headers away and
/// writes those of the policy on every answer, errors included.
///
/// Without arguments it serves the lab, a page that shows CORS live, and needs nothing else.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The policy, a TOML file; see `crosscheck policy --help`
    #[arg(long, value_name = "FILE", requires = "upstream")]
    policy: Option<PathBuf>,
    /// The API to stand in front of, such as http://127.0.0.1:9000
    #[arg(long, value_name = "URL", requires = "policy")]
    upstream: Option<String>,
    /// Where to listen; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS", requires = "policy", value_parser = parse_address)]
    listen: Option<SocketAddr>,
    /// How many threads serve [default: one per core]
    #[arg(long, value_name = "COUNT", requires = "policy")]
    threads: Option<NonZero<usize>>,
}

const EXAMPLES: &str = "\
Examples:
  crosscheck serve
      opens the lab
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000
      an API on port 9000, with CORS, on port 8080
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000 --listen 0.0.0.0:80
      the same, for the whole network

A policy file:
  [cors]
  origins = [\"https://app.example.com\"]
  credentials = true";

const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Exit> {
    let (Some(file), Some(upstream)) = (arguments.policy, arguments.upstream) else {
        lab::run()?;
        return Ok(Exit::Clean);
    };
    let upstream = Upstream::parse(&upstream).map_err(|e| Failure::new(e.to_string(), e.hint()))?;
    let source = policy_file::Source::read(&file)?;
    let policy = match source.policy() {
        Ok(policy) => policy,
        Err(mistakes) => {
            mistakes.write(&source, &mut anstream::stderr())?;
            return Ok(Exit::CouldNot);
        }
    };
    let threads = match arguments.threads {
        Some(threads) => threads,
        None => thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
    };
    let listeners = bind(arguments.listen.unwrap_or(DEFAULT_LISTEN), threads)?;
    let address = listeners.address();
    if upstream.to_string() == format!("http://{address}") {
        let message = format!("the upstream {upstream} is the gateway itself");
        let hint = "let one of `--upstream` and `--listen` have another port";
        return Err(Failure::new(message, hint).into());
    }

    // Whoever reads this may have gone, which is no reason not to serve.
    let mut out = io::stdout();
    let _ = writeln!(
        out,
        "listening on http://{address}\nupstream {upstream}\npolicy {}",
        file.display()
    );
    let _ = out.flush();
    crosscheck_gateway::run(Gateway::new(policy, upstream), listeners, stop::requested())
        .context("the gateway ended")?;
    Ok(Exit::Clean)
}

fn bind(address: SocketAddr, threads: NonZero<usize>) -> anyhow::Result<Listeners> {
    Listeners::bind(address, threads).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "stop the program that listens there, or choose another port: `--listen \
                 127.0.0.1:0` takes any free one"
            }
            io::ErrorKind::PermissionDenied => {
                "ports below 1024 may need privileges; choose another: `--listen 127.0.0.1:8080`"
            }
            io::ErrorKind::AddrNotAvailable => {
                "this machine has no such address; `--listen 0.0.0.0:8080` listens on all it has"
            }
            _ => "choose another address: `--listen 127.0.0.1:8080`",
        };
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => "the port is in use".to_string(),
            _ => error.to_string(),
        };
        Failure::new(format!("cannot listen on {address}: {reason}"), hint).into()
    })
}

/// An address and a port; `localhost` is understood, other names are not looked up.
fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let numbers = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_string(),
    };
    numbers.parse().map_err(|_| {
        let port = text.trim_start_matches(':');
        let example = if port.parse::<u16>().is_ok() { port } else { "8080" };
        format!("an address and a port are needed\n\nhint: write it like `127.0.0.1:{example}`")
    })
}
