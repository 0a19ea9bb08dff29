//! `crosscheck check`: asks a live server what each browser would ask, and says what each would do.

mod arguments;
mod ci;
mod values;
mod waiting;

use std::fs;
use std::process::ExitCode;

pub(crate) use arguments::Arguments;
use crosscheck::audit::Verdict;
use crosscheck::audit::audit_all;
use crosscheck_analysis::check::Checked;
use crosscheck_analysis::check::document;
use crosscheck_analysis::check::draw;
use crosscheck_analysis::check::write;
use crosscheck_probe::Answers;
use crosscheck_probe::Asker;
use crosscheck_probe::Question;
use crosscheck_probe::Resolver;
use crosscheck_probe::Transport;

use self::values::read_pem;
use crate::ci::github;
use crate::ci::junit;
use crate::failure::CliError;
use crate::output::Output;
use crate::terminal;

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let question = arguments.question()?;
    let resolver = Resolver::new(arguments.resolve.clone());
    let mut transport = Transport::new(resolver, arguments.insecure, arguments.patience());
    if let Some(file) = &arguments.cacert {
        let failed = |why: &dyn std::fmt::Display| {
            let message = format!("--cacert {}: {why}", file.display());
            CliError::with_hint(
                message,
                "name a file of certificates in PEM, as issuers give them out",
            )
        };
        let pem = read_pem(file).map_err(|error| failed(&error))?;
        transport = transport.trusting(&pem).map_err(|error| failed(&error))?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let answers = runtime.block_on(async {
        let mut asker = Asker::new(transport, arguments.fresh);
        waiting::tell_of_waiting(&question.url, question.ask(&mut asker)).await
    });
    // A name server that does not answer holds nobody up.
    runtime.shutdown_background();
    let checked = checked(question, answers);
    if let Some(file) = &arguments.svg {
        fs::write(file, draw(&checked)).map_err(|error| {
            let message = format!("cannot write {}: {error}", file.display());
            CliError::with_hint(message, "choose another file with `--svg`")
        })?;
    }
    match arguments.output {
        Output::Json => {
            terminal::print_json(&document(&checked, arguments.server.as_ref()))?;
        }
        Output::Junit => terminal::print(&junit(&ci::cases(&checked, arguments.denied()))?)?,
        Output::Github => terminal::print(&github(&ci::cases(&checked, arguments.denied())))?,
        _ => {
            let text = write(&checked, arguments.server.as_ref(), arguments.verbose);
            terminal::print(&text)?;
        }
    }
    Ok(ExitCode::from(match checked.verdict() {
        Verdict::Refused => 1,
        _ if checked.has_found(arguments.denied()) => 1,
        Verdict::Unknown => 2,
        Verdict::Allowed => 0,
    }))
}

/// All that is to be told.
fn checked(question: Question, answers: Answers) -> Checked {
    let Answers { transcripts, probes, .. } = answers;
    let includes = question.includes_credentials();
    let findings = audit_all(&question.url, includes, &transcripts, &probes);
    let Question { page, url, step, .. } = question;
    Checked { page, url, step, transcripts, probes, findings }
}
