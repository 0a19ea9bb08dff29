//! `crosscheck policy explain`: why a policy allows a request, or does not.

use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use crosscheck::server::Config;
use crosscheck::server::Explanation;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;

use crate::policy_file;

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
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (policy, config) = policy_file::require_with_config(&arguments.file)?;
    let mut names: Vec<String> =
        arguments.headers.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    let names = names.join(",");
    let unasked = ["GET", "HEAD", "POST"].contains(&arguments.method.as_str());
    let mut refused = false;
    if !unasked || !names.is_empty() {
        refused = explain(&policy, &config, "preflight", &arguments.preflight(&names))?;
    }
    if !refused {
        refused = explain(&policy, &config, "request", &arguments.request())?;
    }
    Ok(ExitCode::from(u8::from(refused)))
}

impl Arguments {
    fn preflight<'a>(&'a self, names: &'a str) -> Head<'a> {
        let mut headers = vec![
            ("origin", self.origin.as_str()),
            ("access-control-request-method", self.method.as_str()),
        ];
        if !names.is_empty() {
            headers.push(("access-control-request-headers", names));
        }
        Head { method: "OPTIONS", path: &self.path, headers }
    }

    fn request(&self) -> Head<'_> {
        let headers = vec![("origin", self.origin.as_str())];
        Head { method: &self.method, path: &self.path, headers }
    }
}

/// Prints one explanation; says whether the request is refused.
fn explain(policy: &Policy, config: &Config, what: &str, head: &Head<'_>) -> anyhow::Result<bool> {
    let Explanation { verdict, steps, nearest, change } = policy.explain(head);
    let mut out = io::stdout().lock();
    let verdict = verdict.unwrap_or(Ok(()));
    let said =
        verdict.map_or_else(|reason| format!("refused, {}", reason.name()), |()| "allowed".into());
    writeln!(out, "{what} {} {}: {said}", head.method, head.path)?;
    for step in steps {
        writeln!(out, "  {step}")?;
    }
    if let Some(nearest) = nearest {
        writeln!(out, "nearest: {nearest}")?;
    }
    if let Some(change) = change {
        writeln!(out, "to allow it: add {:?} to {}", change.value, change.path)?;
        let mut changed = config.clone();
        change.apply(&mut changed);
        if let Err(errors) = Policy::new(&changed) {
            let reasons: Vec<&str> = errors.iter().map(|error| error.reason.as_str()).collect();
            writeln!(out, "which is an error as it stands: {}", reasons.join("; "))?;
        }
    }
    Ok(verdict.is_err())
}

/// A request's head, as a policy reads it.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) headers: Vec<(&'static str, &'a str)>,
}

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.method
    }

    fn path(&self) -> &str {
        self.path
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |(n, _)| *n == header.name())
            .map(|(_, value)| value.as_bytes())
    }
}
