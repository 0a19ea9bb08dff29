//! A scenario as people read it: numbered messages, why each was sent, what came of it.

use std::fmt::Write;

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Failure;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Outcome;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::SetUpError;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::RefusalView;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Event;
use crosscheck::scenario::Step;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::HeaderList;
use crosscheck::wire::is_cors_safelisted_method;
use crosscheck::wire::isomorphic_decode;

use crate::say;
use crate::text::BOLD;
use crate::text::CYAN;
use crate::text::DIM;
use crate::text::GREEN;
use crate::text::RED;
use crate::text::RESET;
use crate::text::Text;

/// Writes down what is told, as coloured text.
#[derive(Debug, Default)]
pub struct Story {
    text: Text,
    steps: usize,
    messages: usize,
    shows_decisive_headers_only: bool,
}

impl Story {
    /// A story that shows of an answer's headers those that bear on CORS, and counts the others.
    pub fn brief() -> Self {
        Self { shows_decisive_headers_only: true, ..Self::default() }
    }

    /// Adds what happens next.
    pub fn tell(&mut self, event: Event<'_>) {
        self.write(event);
    }

    /// Adds how a step ended.
    pub fn end(
        &mut self,
        outcome: Result<&Outcome, SetUpError>,
        seen: &StepRecord,
        console: &[String],
    ) {
        self.write_end(outcome, seen, console);
    }

    /// What was told so far.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Adds a line about the message before.
    pub fn note(&mut self, text: &str) {
        say!(self.text, "       {DIM}{text}{RESET}");
    }

    /// Adds whom the lines after it are about.
    pub fn heading(&mut self, text: &str) {
        say!(self.text, "   {BOLD}{text}{RESET}");
    }

    /// Adds one named line below an end.
    pub fn row(&mut self, name: &str, value: &str) {
        say!(self.text, "       {DIM}{name:<7}{RESET}  {value}");
    }

    /// Adds what was told elsewhere.
    pub fn append(&mut self, text: &Text) {
        self.text.append(text);
    }

    /// Adds that it cannot be told how it would have ended.
    pub fn unknown(&mut self, why: &str) {
        say!(self.text, "     {RED}?{RESET} {why}");
    }

    fn write(&mut self, event: Event<'_>) {
        match event {
            Event::Step(step) => {
                self.steps += 1;
                self.messages = 0;
                if !self.text.is_empty() {
                    say!(self.text, "");
                }
                say!(self.text, "{BOLD}{}  {}{RESET}", self.steps, asked(step));
            }
            Event::Request(message) => {
                self.messages += 1;
                let (step, number) = (self.steps, self.messages);
                let HttpRequest { method, url, headers, .. } = message;
                say!(self.text, "{step}.{number}  {CYAN}→{RESET} {BOLD}{method}{RESET} {url}");
                for reason in reasons_for(message) {
                    say!(self.text, "       {DIM}{reason}{RESET}");
                }
                self.headers(headers, |_| true);
            }
            Event::Answer(None) => say!(self.text, "     {CYAN}←{RESET} no answer"),
            Event::Answer(Some(Answer { status, headers, .. })) => {
                say!(self.text, "     {CYAN}←{RESET} {BOLD}{status}{RESET}");
                let all = !self.shows_decisive_headers_only;
                self.headers(headers, |name| all || is_decisive(name));
            }
            Event::End { outcome, seen, console, .. } => self.write_end(outcome, seen, console),
            _ => {}
        }
    }

    fn headers(&mut self, headers: &HeaderList, is_shown: impl Fn(&str) -> bool) {
        let mut hidden = 0;
        for (name, value) in headers.iter() {
            if is_shown(name) {
                say!(self.text, "       {name}: {}", value.escape_ascii());
            } else {
                hidden += 1;
            }
        }
        match hidden {
            0 => {}
            1 => say!(self.text, "       {DIM}and one more header{RESET}"),
            _ => say!(self.text, "       {DIM}and {hidden} more headers{RESET}"),
        }
    }

    fn write_end(
        &mut self,
        outcome: Result<&Outcome, SetUpError>,
        seen: &StepRecord,
        console: &[String],
    ) {
        match outcome.map(|outcome| &outcome.result) {
            Ok(Ok(response)) if matches!(seen, StepRecord::Error { .. }) => {
                let status = response.internal.status;
                say!(
                    self.text,
                    "     {GREEN}✓{RESET} nothing forbids it, but the element does not take what \
                     came with status {status}"
                );
            }
            Ok(Ok(_)) => say!(self.text, "     {GREEN}✓{RESET} {}", in_words(seen)),
            Ok(Err(failure)) => self.failure(failure, seen),
            Err(SetUpError::NotPlayed) => {
                say!(self.text, "     {RED}✗{RESET} the engine cannot do this step");
            }
            Err(error) => say!(self.text, "     {RED}✗{RESET} nothing was sent: {error}"),
        }
        for text in console {
            self.row("console", text);
        }
    }

    fn failure(&mut self, failure: &Failure, seen: &StepRecord) {
        let view = RefusalView::of(failure);
        let on = if view.is_on_preflight() { ", on the preflight" } else { "" };
        say!(self.text, "     {RED}✗{RESET} {}{on}", view.what.unwrap_or_default());
        if let Some(seen) = &view.seen {
            self.row("seen", seen);
        }
        self.row("rule", view.rule.map(FetchRule::name).unwrap_or_default());
        self.row("", view.spec);
        self.row("why", view.why.unwrap_or_default());
        for (name, value) in view.missing.iter().flat_map(|missing| &missing.headers) {
            self.row("fix", &format!("{name}: {value}"));
        }
        self.row("page", &in_words(seen));
    }
}

/// Whether an answer's header bears on what a page may do with it.
fn is_decisive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-")
        || ["content-type", "cross-origin-resource-policy", "location", "set-cookie"]
            .contains(&name.as_str())
        || ["timing-allow-origin", "vary"].contains(&name.as_str())
}

fn asked(step: &Step) -> String {
    let mut text = step.api.to_string();
    if let Some(method) = &step.method {
        let _ = write!(text, " {method}");
    }
    let _ = write!(text, " {}", step.url);
    let options = [
        ("mode", step.mode.map(RequestMode::name)),
        ("credentials", step.credentials.map(CredentialsMode::name)),
        ("redirect", step.redirect.map(RedirectMode::name)),
        ("crossorigin", step.crossorigin.as_deref()),
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

/// What script saw, in a sentence.
pub fn in_words(seen: &StepRecord) -> String {
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
        StepRecord::Pending => "it has not ended".into(),
        StepRecord::Cookie { value } => format!("script reads the cookies {value:?}"),
        _ => "not supported".into(),
    }
}

/// Header lines as they came, code points for bytes, as in scenarios.
pub fn lines(headers: &HeaderList) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.to_owned(), isomorphic_decode(value))).collect()
}
