//! Running the command: each browser, one after the other, and the exit code.

use std::fs;
use std::process::ExitCode;

use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::audit::Observation;
use crosscheck::catalog::Severity;
use crosscheck::scenario::Step;
use crosscheck::wire::registrable_domain;
use hyper::body::Bytes;
use url::Url;

use super::arguments::Arguments;
use super::arguments::Output;
use super::arguments::Task;
use super::asker::Asker;
use super::audit;
use super::drive::Exchanged;
use super::drive::Run;
use super::drive::Verdict;
use super::drive::drive;
use super::json;
use super::report;
use super::svg;
use super::transport::Resolver;
use super::transport::Transport;
use crate::failure::Hinted;
use crate::terminal;

/// Everything that came of it.
#[derive(Debug)]
pub(super) struct Results {
    pub(super) task: Task,
    /// One a browser, in the order of the profiles.
    pub(super) runs: Vec<Run>,
    /// What the server says where there is nothing, if it was asked.
    pub(super) error_page: Option<Exchanged>,
    pub(super) findings: Vec<Observation>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let task = arguments.task()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let results = runtime.block_on(ask(arguments, task));
    // A name server that does not answer holds nobody up.
    runtime.shutdown_background();
    if let Some(file) = &arguments.svg {
        fs::write(file, svg::draw(&results)).map_err(|error| {
            let message = format!("cannot write {}: {error}", file.display());
            Hinted::error(message, "choose another file with `--svg`")
        })?;
    }
    match arguments.output {
        Output::Text => {
            let text = report::write(&results, arguments.server.as_ref(), arguments.verbose);
            terminal::print(&text)?;
        }
        Output::Json => {
            terminal::print_json(&json::document(&results, arguments.server.as_ref()))?;
        }
    }
    Ok(ExitCode::from(match results.verdict() {
        Verdict::Allowed => 0,
        Verdict::Refused => 1,
        Verdict::Unknown => 2,
    }))
}

async fn ask(arguments: &Arguments, task: Task) -> Results {
    let resolver = Resolver::new(arguments.resolve.clone());
    let transport = Transport::new(resolver, arguments.insecure, task.patience);
    let body = Bytes::from(task.body.clone());
    let mut asker = Asker::new(transport, body, arguments.fresh);
    let mut runs = Vec::new();
    for profile in &task.profiles {
        let browser = browser(&task, profile);
        runs.push(drive(browser, &task.page, &task.step, &mut asker).await);
    }
    let error_page = match arguments.error_page {
        true => {
            let step = missing_page(&task);
            let browser = browser(&task, task.profiles[0]);
            drive(browser, &task.page, &step, &mut asker).await.messages.pop()
        }
        false => None,
    };
    let findings = audit::findings(&task, &runs, error_page.as_ref());
    Results { task, runs, error_page, findings }
}

fn browser(task: &Task, profile: &'static Profile) -> UserAgent {
    let mut browser = UserAgent::new(profile);
    browser.registrable_domain = registrable_domain;
    browser.top_level = task.page.clone();
    browser.document = task.document.clone();
    browser.local_network_permission = task.grants_local_network;
    for cookie in &task.cookies {
        browser.remember_visit(&task.url, cookie.as_bytes(), 0);
    }
    browser
}

/// A plain request for what is surely not there, beside what was asked for.
fn missing_page(task: &Task) -> Step {
    let name = "crosscheck-asks-for-what-is-not-there";
    let url: Url = task.url.join(name).expect("a URL of http has siblings");
    let credentials = task.includes_credentials().then(|| "include".to_owned());
    Step { api: "fetch".into(), url: url.into(), credentials, ..Step::default() }
}

impl Results {
    /// The worst of all: one refusal counts more than what cannot be told.
    pub(super) fn verdict(&self) -> Verdict {
        let verdicts: Vec<Verdict> = self.runs.iter().map(Run::verdict).collect();
        let is_blocked = self.findings.iter().any(|f| f.check.severity() == Severity::Error);
        match () {
            () if is_blocked || verdicts.contains(&Verdict::Refused) => Verdict::Refused,
            () if verdicts.contains(&Verdict::Unknown) => Verdict::Unknown,
            () => Verdict::Allowed,
        }
    }
}
