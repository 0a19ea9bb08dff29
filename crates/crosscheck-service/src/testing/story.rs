//! What is told of a call: each message, and how it ended.

use std::fmt;
use std::fmt::Write;

use crosscheck::agent::Failure;
use crosscheck::agent::FilteredResponse;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::RefusalView;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;

use super::in_policy::in_policy;

#[derive(Clone, Debug)]
pub(super) struct Story {
    text: String,
    sent: Vec<String>,
    origin: String,
}

// Writing to a string cannot fail, so what it returns is let go.
impl Story {
    pub(super) fn begin(origin: &Origin, url: &str, is_handshake: bool) -> Self {
        let origin = origin.serialize().to_owned();
        let verb = if is_handshake { "opens" } else { "fetches" };
        Self { text: format!("a page on {origin} {verb} {url}\n"), sent: Vec::new(), origin }
    }

    pub(super) fn sent(&self) -> &[String] {
        &self.sent
    }

    pub(super) fn tell_message(
        &mut self,
        message: &HttpRequest,
        answer: &Result<Response, String>,
    ) {
        // The fragment is not sent.
        let url = message.url.as_str().split('#').next().unwrap_or_default();
        let line = format!("{} {url}", message.method);
        let _ = writeln!(self.text, "→ {line}");
        self.sent.push(line);
        self.tell_headers(&message.headers);
        match answer {
            Ok(Response { status, headers, .. }) => {
                let _ = writeln!(self.text, "← {status}");
                self.tell_headers(headers);
            }
            Err(why) => {
                let _ = writeln!(self.text, "← no answer: {why}");
            }
        }
    }

    fn tell_headers(&mut self, headers: &HeaderList) {
        for (name, value) in headers.iter() {
            let _ = writeln!(self.text, "    {name}: {}", value.escape_ascii());
        }
    }

    pub(super) fn tell_end(
        &mut self,
        result: &Result<FilteredResponse, Failure>,
        is_handshake: bool,
    ) {
        let failure = match result {
            Ok(response) if is_handshake && response.status == 403 => {
                let _ = writeln!(self.text, "✗ the server turns the handshake away");
                let fix = in_policy("Access-Control-Allow-Origin", &self.origin);
                self.row("fix", &fix.unwrap_or_default());
                return;
            }
            Ok(response) => {
                let sees = if is_handshake { "the server answers" } else { "script reads status" };
                let _ = writeln!(self.text, "✓ {sees} {}", response.status);
                return;
            }
            Err(failure) => failure,
        };
        let view = RefusalView::of(failure);
        let on = if view.is_on_preflight() { ", on the preflight" } else { "" };
        let _ = writeln!(self.text, "✗ {}{on}", view.what.unwrap_or_default());
        if let Some(seen) = &view.seen {
            self.row("seen", seen);
        }
        self.row("rule", view.rule.map(FetchRule::name).unwrap_or_default());
        self.row("", view.spec);
        self.row("why", view.why.unwrap_or_default());
        for (name, value) in view.missing.iter().flat_map(|missing| &missing.headers) {
            self.row("fix", &format!("{name}: {value}"));
            if let Some(change) = in_policy(name, value) {
                self.row("", &change);
            }
        }
    }

    fn row(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.text, "    {name:<4}  {value}");
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
