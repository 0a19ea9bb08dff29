//! The cross-origin requests of a HAR file, each as a scenario, those that fail first.

use crosscheck::scenario::Body;
use crosscheck::scenario::Rule;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::HeaderList;

use super::paste::Choice;
use crate::explain::RecordedExchange;
use crate::explain::recorded_exchanges;

/// Every request of a page to another origin, at most [`MAX_CHOICES`].
pub(super) fn choices(text: &str) -> anyhow::Result<Vec<Choice>> {
    let mut exchanges = recorded_exchanges(text)?;
    exchanges.sort_by_key(|exchange| (!exchange.is_refused, !exchange.is_known));
    exchanges.truncate(MAX_CHOICES);
    Ok(exchanges.into_iter().map(choice).collect())
}

fn choice(exchange: RecordedExchange) -> Choice {
    let request = exchange.request;
    let mut server: Vec<Rule> = Vec::new();
    for (message, response) in exchange.answers {
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
    let body = exchange.body.map(|text| Body {
        kind: "text".into(),
        value: text.chars().take(MAX_BODY).collect(),
        mime_type: None,
    });
    let title = format!("{} {}", request.method, request.url);
    let step = Step {
        api: "fetch".into(),
        url: request.url,
        method: Some(request.method).filter(|method| method != "GET"),
        headers: lines(&request.headers),
        credentials: request.credentials.then(|| "include".to_owned()),
        body,
        ..Step::default()
    };
    let page = request.origin.serialize().to_owned();
    let scenario =
        Scenario { id: "har".into(), kind: String::new(), page, steps: vec![step], server };
    let mut choice = Choice::of(title, scenario);
    choice.is_refused = exchange.is_refused;
    choice.is_known = exchange.is_known;
    choice
}

/// Header lines as text whose code points are bytes, without those that the transport writes.
fn lines(headers: &HeaderList) -> Vec<(String, String)> {
    let text = |value: &[u8]| value.iter().map(|byte| char::from(*byte)).collect();
    let kept = headers.iter().filter(|(name, _)| {
        !["connection", "content-encoding", "content-length", "date", "transfer-encoding"]
            .contains(&name.to_ascii_lowercase().as_str())
    });
    kept.take(MAX_LINES).map(|(name, value)| (name.to_owned(), text(value))).collect()
}

const MAX_CHOICES: usize = 40;
const MAX_LINES: usize = 48;
const MAX_BODY: usize = 4096;
