//! The cross-origin requests of a HAR file, each as a scenario, those that fail first.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Step;

use super::choice::Choice;
use super::recorded::lines;
use super::recorded::scenario;
use crate::error::InputError;
use crate::explain::RecordedExchange;
use crate::explain::recorded_exchanges;

/// Every request of a page to another origin, at most [`MAX_CHOICES`].
pub(super) fn choices(text: &str) -> Result<Vec<Choice>, InputError> {
    let mut exchanges = recorded_exchanges(text)?;
    exchanges.sort_by_key(|exchange| (!exchange.is_refused, !exchange.is_known));
    exchanges.truncate(MAX_CHOICES);
    Ok(exchanges.into_iter().map(|exchange| choice("har", exchange)).collect())
}

/// One exchange, under the name of what told it.
pub(super) fn choice(id: &str, exchange: RecordedExchange) -> Choice {
    let request = exchange.request;
    let body = exchange.body.map(|text| Body {
        kind: BodyKind::Text,
        value: text.chars().take(MAX_BODY).collect(),
        mime_type: None,
    });
    let title = format!("{} {}", request.method, request.url);
    let step = Step {
        url: request.url,
        method: Some(request.method).filter(|method| method != "GET"),
        headers: lines(&request.headers),
        credentials: request.credentials.then_some(CredentialsMode::Include),
        body,
        ..Step::default()
    };
    let scenario = scenario(id, request.origin, step, exchange.answers);
    let mut choice = Choice::of(title, scenario);
    choice.is_refused = exchange.is_refused;
    choice.is_known = exchange.is_known;
    choice
}

const MAX_CHOICES: usize = 40;
const MAX_BODY: usize = 4096;
