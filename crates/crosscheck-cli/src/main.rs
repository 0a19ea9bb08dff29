//! `crosscheck`: CORS, both sides of the wire.
//!
//! One file per command. Owns arguments, files, terminals and exit codes; every rule of CORS is
//! `crosscheck`'s, every socket of the proxy `crosscheck-gateway`'s.
//!
//! Exit codes: 0 allowed or clean, 1 refused or findings, 2 could not tell. Data goes to standard
//! output, talk to standard error.
#![forbid(unsafe_code)]

mod lab;
mod policy;
mod policy_file;
mod report;
mod serve;
mod simulate;
mod stop;

use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(arguments) => serve::run(arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Policy(arguments) => policy::run(&arguments),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(error) => report::failure(&error).into(),
    }
}

/// CORS, both sides of the wire: a gateway that gets it right, and a browser that explains it.
#[derive(Debug, Parser)]
#[command(name = "crosscheck", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Arguments),
    Simulate(simulate::Arguments),
    Policy(policy::Arguments),
}
