//! A scenario as people read it: numbered messages, why each was sent, what came of it.

use std::fmt::Write;

use crosscheck::agent::Failure;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Outcome;
use crosscheck::agent::SetUpError;
use crosscheck::agent::Stage;
use crosscheck::diagnosis::broken_rule;
use crosscheck::diagnosis::evidence;
use crosscheck::diagnosis::remedy;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Event;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::HeaderList;
use crosscheck::wire::is_cors_safelisted_method;

/// Writes down what is told, as coloured text.
#[derive(Debug, Default)]
pub(crate) struct Story {
    text: String,
    steps: usize,
    messages: usize,
}

impl Story {
    /// Adds what happens next.
    pub(crate) fn tell(&mut self, event: Event<'_>) {
        // Writing to a string cannot fail.
        let _ = self.write(event);
    }

    /// What was told so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn write(&mut self, event: Event<'_>) -> std::fmt::Result {
        match event {
            Event::Step(step) => {
                self.steps += 1;
                self.messages = 0;
                writeln!(self.text, "\n{BOLD}{}  {}{RESET}", self.steps, printable(&asked(step)))
            }
            Event::Request(message) => {
                self.messages += 1;
                let (step, number) = (self.steps, self.messages);
                let HttpRequest { method, url, headers, .. } = message;
                writeln!(self.text, "{step}.{number}  {CYAN}→{RESET} {BOLD}{method}{RESET} {url}")?;
                for reason in reasons_for(message) {
                    writeln!(self.text, "       {DIM}{reason}{RESET}")?;
                }
                self.headers(headers)
            }
            Event::Answer(None) => writeln!(self.text, "     {CYAN}←{RESET} no answer"),
            Event::Answer(Some(Answer { status, headers, .. })) => {
                writeln!(self.text, "     {CYAN}←{RESET} {BOLD}{status}{RESET}")?;
                self.headers(headers)
            }
            Event::End { outcome, seen, console, .. } => self.end(outcome, seen, console),
        }
    }

    fn headers(&mut self, headers: &HeaderList) -> std::fmt::Result {
        for (name, value) in headers.iter() {
            writeln!(self.text, "       {name}: {}", value.escape_ascii())?;
        }
        Ok(())
    }

    fn end(
        &mut self,
        outcome: Result<&Outcome, Option<SetUpError>>,
        seen: &StepRecord,
        console: &[String],
    ) -> std::fmt::Result {
        match outcome.map(|outcome| &outcome.result) {
            Ok(Ok(_)) => writeln!(self.text, "     {GREEN}✓{RESET} {}", in_words(seen))?,
            Ok(Err(failure)) => self.failure(failure, seen)?,
            Err(None) => writeln!(self.text, "     {RED}✗{RESET} the engine cannot do this step")?,
            Err(Some(error)) => {
                writeln!(self.text, "     {RED}✗{RESET} nothing was sent: {error}")?;
            }
        }
        for text in console {
            writeln!(self.text, "       {DIM}console{RESET}  {}", printable(text))?;
        }
        Ok(())
    }

    fn failure(&mut self, failure: &Failure, seen: &StepRecord) -> std::fmt::Result {
        let rule = broken_rule(failure);
        let on = match failure.stage {
            Stage::Preflight => ", on the preflight",
            Stage::Request | Stage::Response => "",
        };
        writeln!(self.text, "     {RED}✗{RESET} {}{on}", rule.what)?;
        let mut row =
            |name: &str, value: &str| writeln!(self.text, "       {DIM}{name:<7}{RESET}  {value}");
        if let Some(evidence) = evidence(failure) {
            row("seen", &evidence)?;
        }
        row("rule", rule.name)?;
        row("", rule.spec)?;
        row("why", rule.why)?;
        for (name, value) in remedy(failure) {
            row("fix", &format!("{name}: {value}"))?;
        }
        row("page", &in_words(seen))
    }
}

fn asked(step: &Step) -> String {
    let mut text = step.api.clone();
    if let Some(method) = &step.method {
        let _ = write!(text, " {method}");
    }
    let _ = write!(text, " {}", step.url);
    let options = [
        ("mode", &step.mode),
        ("credentials", &step.credentials),
        ("redirect", &step.redirect),
        ("crossorigin", &step.crossorigin),
    ];
    for (name, value) in options {
        if let Some(value) = value {
            let _ = write!(text, ", {name} {value}");
        }
    }
    if step.wait_ms > 0 {
        let _ = write!(text, ", {} ms later", step.wait_ms);
    }
    text
}

/// Why a preflight is sent; nothing for other messages.
fn reasons_for(message: &HttpRequest) -> Vec<String> {
    if !message.is_preflight {
        return Vec::new();
    }
    let header = |name| {
        let value = message.headers.get(name).unwrap_or_default();
        String::from_utf8_lossy(&value).into_owned()
    };
    let method = header("Access-Control-Request-Method");
    let mut reasons = Vec::new();
    if !is_cors_safelisted_method(&method) {
        reasons.push(format!("asks first, for {method} is not GET, HEAD or POST"));
    }
    let names = header("Access-Control-Request-Headers");
    if !names.is_empty() {
        let names = names.replace(',', ", ");
        reasons.push(format!("asks first, for no form could send these headers so: {names}"));
    }
    if reasons.is_empty() {
        reasons.push("asks first, for the upload is watched or streamed".into());
    }
    reasons
}

fn in_words(seen: &StepRecord) -> String {
    match seen {
        StepRecord::Response { response_type, status, headers, .. } => {
            let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
            match (response_type.as_str(), names.is_empty()) {
                ("opaque", _) => "script gets an opaque response and can read nothing".into(),
                ("opaqueredirect", _) => "script learns that there was a redirect, no more".into(),
                (_, true) => format!("script reads status {status} and the body, no headers"),
                (_, false) => {
                    format!("script reads status {status}, the body, and {}", names.join(", "))
                }
            }
        }
        StepRecord::Loaded { access } => format!("it is loaded, and for the page {access}"),
        StepRecord::Error { name } => format!("script sees {name}, and no reason"),
        StepRecord::Unobserved => "script cannot see how it ended".into(),
        StepRecord::Unsupported => "not supported".into(),
    }
}

/// Text of strangers, with what would command a terminal shown instead.
fn printable(text: &str) -> String {
    let shown = text.chars().map(|c| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    });
    shown.collect()
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const CYAN: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";
