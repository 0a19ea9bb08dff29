//! Answers that servers gave, as the rules of a scenario.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::scenario::Rule;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::HeaderList;

/// A step of a page, and servers that answer as they did: to each method and path what was said
/// first, without its body.
pub(super) fn scenario(
    id: &str,
    page: String,
    step: Step,
    answers: Vec<(HttpRequest, Response)>,
) -> Scenario {
    let mut server: Vec<Rule> = Vec::new();
    for (message, response) in answers {
        let rule = Rule {
            origin: message.url.origin().ascii_serialization(),
            path: message.url.path().to_owned(),
            method: message.method,
            status: response.status,
            headers: lines(&response.headers),
            body: String::new(),
        };
        let is_for_the_same = |known: &Rule| {
            (&known.origin, &known.path, &known.method) == (&rule.origin, &rule.path, &rule.method)
        };
        if !server.iter().any(is_for_the_same) {
            server.push(rule);
        }
    }
    Scenario { id: id.into(), kind: String::new(), page, steps: vec![step], server }
}

/// Header lines as text whose code points are bytes, without those that the transport writes.
pub(super) fn lines(headers: &HeaderList) -> Vec<(String, String)> {
    let text = |value: &[u8]| value.iter().map(|byte| char::from(*byte)).collect();
    let kept = headers.iter().filter(|(name, _)| {
        !["connection", "content-encoding", "content-length", "date", "transfer-encoding"]
            .contains(&name.to_ascii_lowercase().as_str())
    });
    kept.take(MAX_LINES).map(|(name, value)| (name.to_owned(), text(value))).collect()
}

const MAX_LINES: usize = 48;
