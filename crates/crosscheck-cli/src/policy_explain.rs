//! `crosscheck policy explain`: why a policy allows a request, or does not.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use crosscheck::server::Head;
use crosscheck_analysis::policies::explanation::Explained;
use crosscheck_analysis::policies::explanation::allowed;
use crosscheck_analysis::text::Text;
use crosscheck_config::Environment;
use crosscheck_config::Proven;
use crosscheck_config::ReadOptions;
use serde_json::Value;
use serde_json::json;

use crate::output::Output;
use crate::policy_file;
use crate::terminal;

const EXAMPLES: &str = "\
Examples:
  crosscheck policy explain crosscheck.toml --origin https://app.example.com
  crosscheck policy explain crosscheck.toml --origin https://app.example.com --path /orders \
--method PUT --header x-token";

/// A request of a page.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The policy file, in TOML.
    file: PathBuf,
    /// The page's origin, as the browser sends it.
    #[arg(long)]
    origin: String,
    /// What is asked for.
    #[arg(long, default_value = "/")]
    path: String,
    /// The method.
    #[arg(long, default_value = "GET")]
    method: String,
    /// A header that the page sets and that needs permission; may be given several times.
    #[arg(long = "header", value_name = "NAME")]
    headers: Vec<String>,
    /// As a developer's machine has it: with the pages of `[development]`.
    #[arg(long)]
    development: bool,
    /// For people or for programs.
    #[arg(long, value_parser = Output::among(Output::PLAIN), default_value = "text")]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let environment = Environment::of(arguments.development);
    let options = ReadOptions { environment, ..ReadOptions::default() };
    let (policy, reading) = policy_file::require_as(&arguments.file, options)?;
    let names = arguments.headers.iter().map(|name| name.trim().to_ascii_lowercase());
    let names = Vec::from_iter(BTreeSet::from_iter(names)).join(",");
    let unasked = ["GET", "HEAD", "POST"].contains(&arguments.method.as_str());
    let holds = |proven: &&Proven| proven.1.as_ref().is_ok_and(Vec::is_empty);
    let holding: Vec<_> =
        reading.proven.iter().filter(holds).map(|(sentence, _)| sentence).collect();
    let explain = |name, method, headers: &[_]| {
        let explanation = policy.explain(&Head::new(method, &arguments.path, headers));
        Explained::new(name, method, &arguments.path, &reading.config, &holding, explanation)
    };
    let mut explained = Vec::new();
    if !unasked || !names.is_empty() {
        explained.push(explain("preflight", "OPTIONS", &arguments.preflight(&names)));
    }
    if allowed(&explained) == Some(true) {
        let headers = [("origin", arguments.origin.as_str())];
        explained.push(explain("request", arguments.method.as_str(), &headers));
    }
    let allowed = allowed(&explained);
    if arguments.output == Output::Json {
        let requests: Vec<Value> = explained.iter().map(Explained::in_json).collect();
        let report = json!({ "version": 1, "allowed": allowed, "requests": requests });
        terminal::print_json(&report)?;
    } else {
        let mut text = Text::default();
        for explained in &explained {
            explained.tell(&mut text);
        }
        terminal::print(&text)?;
    }
    Ok(ExitCode::from(allowed.map_or(2, |allowed| u8::from(!allowed))))
}

impl Arguments {
    fn preflight<'a>(&'a self, names: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut headers = vec![
            ("origin", self.origin.as_str()),
            ("access-control-request-method", self.method.as_str()),
        ];
        if !names.is_empty() {
            headers.push(("access-control-request-headers", names));
        }
        headers
    }
}
