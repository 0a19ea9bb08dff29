//! `crosscheck serve`: the gateway in front of an API, or the lab.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::println;
use clap::Args;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;

use crate::failure::Hinted;
use crate::lab;
use crate::policy_file;

const EXAMPLES: &str = "\
Without arguments it starts a small API behind the gateway on one origin and the lab page on another,
both on this machine only, and prints the address to open.

Examples:
  crosscheck serve
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000 --listen 0.0.0.0:80";

/// What to serve.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The policy file, in TOML.
    #[arg(long, value_name = "FILE", requires = "upstream")]
    policy: Option<PathBuf>,
    /// The API to stand in front of.
    #[arg(long, value_name = "URL", requires = "policy")]
    upstream: Option<String>,
    /// Where to listen; 127.0.0.1:8080 if not given.
    #[arg(long, value_name = "ADDRESS", requires = "policy")]
    listen: Option<SocketAddr>,
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (Some(policy), Some(upstream)) = (arguments.policy, arguments.upstream) else {
        lab::run()?;
        return Ok(ExitCode::SUCCESS);
    };
    let upstream_url = upstream;
    let upstream =
        Upstream::parse(&upstream_url).map_err(|error| anyhow::anyhow!("--upstream: {error}"))?;
    let policy = policy_file::require(&policy)?;
    let address = arguments.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let listener = crosscheck_gateway::listen(address).map_err(|e| cannot_listen(address, &e))?;
    println!("crosscheck gateway: http://{} -> {upstream_url}", listener.local_addr()?);
    crosscheck_gateway::run(Gateway::new(policy, upstream), listener)?;
    Ok(ExitCode::SUCCESS)
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
    Hinted::error(format!("cannot listen on {address}: {error}"), hint)
}
