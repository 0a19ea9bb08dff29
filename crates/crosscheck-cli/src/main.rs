//! `crosscheck`: CORS, both sides of the wire.
//!
//! One file a command. Standard output is data, standard error is talk. Exit codes: 0 allowed or
//! clean, 1 refused or findings, 2 could not run.

mod browsers;
mod check;
mod ci;
mod diff;
mod docs;
mod explain;
mod export;
mod failure;
mod fleet;
mod folder;
#[cfg(test)]
mod help;
mod import;
mod init;
mod lab;
mod migrate;
mod output;
mod policy;
mod policy_explain;
mod policy_file;
mod profiles;
mod prove;
mod proxy;
mod serve;
mod shell;
mod signals;
mod simulate;
mod talk;
mod terminal;
mod usage;

use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use mimalloc::MiMalloc;

/// A quarter of what it takes to play a scenario is taking memory and giving it back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// CORS, both sides of the wire.
#[derive(Debug, Parser)]
#[command(name = "crosscheck", bin_name = "crosscheck", version, about)]
#[command(after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show it on a page: paste what you have, read the reason and the fix, try it in your browser.
    Lab(lab::Arguments),
    /// Put correct CORS in front of an API; without arguments: show it on a page.
    Serve(serve::Arguments),
    /// Reach an API that has no CORS from the page that you work on, on this machine only.
    Proxy(proxy::Arguments),
    /// Push policies to many Envoys with our module in them, and see what each runs.
    #[command(subcommand)]
    Fleet(fleet::Command),
    /// Write the first policy file of a project.
    Init(init::Arguments),
    /// Ask a live server what a browser would ask it, and say what each browser would do.
    Check(check::Arguments),
    /// Check a policy file, explain what it does, compare it with another, prove sentences about it.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Tell what a console text, a curl command, a HAR file or a name is about, and the fix.
    Explain(explain::Arguments),
    /// Write a policy as the configuration of the server that is there already, and what gets lost by it.
    Export(export::Arguments),
    /// Read what the configuration of a server or a framework says of CORS, as a policy.
    Import(import::Arguments),
    /// Tell who may do more, and who less, if one configuration takes the place of another.
    Migrate(migrate::Arguments),
    /// Write a page for every rule, finding, header and check, to read or to search.
    Docs(docs::Arguments),
    /// Show what each browser does otherwise than the standard.
    Profiles(profiles::Arguments),
    /// Do what a browser would do with scenarios read from standard input.
    Simulate(simulate::Arguments),
    /// Print what a shell needs to complete commands and options.
    Completions(shell::Completions),
    /// Print the manual, or write a page for every command.
    Man(shell::Manual),
}

const EXAMPLES: &str = "\
Examples:
  crosscheck lab
      paste a console's text, read the reason and the fix; a policy editor, and live scenes
  crosscheck init
      a first policy file, with a few questions
  crosscheck serve --policy crosscheck.toml --upstream http://127.0.0.1:9000
      the gateway in front of your API; `crosscheck serve crosscheck.toml` if the file names it
  crosscheck proxy --to https://api.example.com --for http://localhost:5173
      an API that has no CORS, for the page that you work on
  crosscheck fleet serve policies
      a policy for each group of Envoys, checked, held against what runs, pushed by xDS
  crosscheck check https://api.example.com/ --origin https://app.example.com
      what each browser would do with a live server's answers
  crosscheck policy check crosscheck.toml
      everything that is wrong with a policy, with its place
  crosscheck policy explain crosscheck.toml --origin https://app.example.com
      why a page may read or not, and what would have to change
  crosscheck policy diff old.toml new.toml
      who may do more, and who less
  crosscheck policy prove crosscheck.toml
      whether what the file asserts holds for every origin and every path
  crosscheck explain --server nginx < console.txt
      what the browser's console says, why, and the lines for nginx that end it
  crosscheck export nginx --policy crosscheck.toml --out /etc/nginx/crosscheck
      the same policy in nginx's own words, and what nginx cannot say
  crosscheck import /etc/nginx/nginx.conf > crosscheck.toml
      the policy that a server's configuration comes to, and what of it was not understood
  crosscheck migrate ingress.yaml httproute.yaml
      who may do more after a move, with a witness
  crosscheck docs --out site
      a page for every rule and finding, searchable, that needs no server
  crosscheck profiles
      where Chromium, Firefox and WebKit part from the standard
  crosscheck simulate --browser firefox < scenarios.jsonl
      what Firefox would do";

fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => return usage::tell(error),
    };
    let result = match command {
        Command::Lab(arguments) => lab::run(&arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Proxy(arguments) => proxy::run(&arguments),
        Command::Fleet(command) => fleet::run(command),
        Command::Check(arguments) => check::run(&arguments),
        Command::Policy(command) => policy::run(command),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Profiles(arguments) => profiles::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Completions(arguments) => shell::complete(Cli::command(), &arguments),
        Command::Man(arguments) => shell::manual(Cli::command(), &arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            failure::print(&error);
            ExitCode::from(2)
        }
    }
}
