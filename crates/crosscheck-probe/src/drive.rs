//! One browser's fetch: the engine says what to send, the asker sends it.

use crosscheck::agent;
use crosscheck::agent::AddressSpace;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::UserAgent;
use crosscheck::audit::Answered;
use crosscheck::audit::End;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Transcript;
use crosscheck::scenario::Step;
use crosscheck::scenario::set_up;
use crosscheck::wire::Origin;
use url::Url;

use crate::asker::Asker;
use crate::transport::Transport;

/// Does what a browser does with a step of a page.
pub async fn drive(
    mut browser: UserAgent,
    page: &Origin,
    step: &Step,
    asker: &mut Asker,
) -> Transcript {
    let mut messages = Vec::new();
    let request = set_up(step, page, &browser).expect("the engine knows every API on offer");
    let request = match request {
        Ok(request) => request,
        Err(error) => return Transcript { browser, messages, end: End::Thrown(error) },
    };
    learn_where(&mut browser, request.current_url(), &mut asker.transport).await;
    let mut next = agent::start(request, &mut browser, 0);
    let mut unanswered = None;
    let outcome = loop {
        let (message, wait) = match next {
            Next::Done(outcome) => break outcome,
            Next::Send(message, wait) => (message, wait),
        };
        let answer = match asker.ask(browser.profile.name, &message).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                unanswered = Some(error);
                None
            }
        };
        if let Some(location) = answer.as_ref().and_then(|a| location(&message, a)) {
            learn_where(&mut browser, &location, &mut asker.transport).await;
        }
        let response = answer.as_ref().map(|answered| answered.response.clone());
        messages.push(Exchanged { request: message, answer });
        next = wait.resume(response, &mut browser, 0);
    };
    let end = match unanswered {
        Some(error) => End::Unanswered(outcome, error),
        None => End::Verdict(outcome),
    };
    Transcript { browser, messages, end }
}

/// Tells a browser where a URL's host is, and where its page is if that matters then.
///
/// A host that no name server knows stays where its name says: with everybody.
async fn learn_where(browser: &mut UserAgent, url: &Url, transport: &mut Transport) {
    let page = Url::parse(browser.top_level.serialize()).ok();
    for url in [Some(url), page.as_ref()].into_iter().flatten() {
        let host = url.host_str().unwrap_or_default();
        let addresses = transport.addresses(url).await;
        if let Some(address) = addresses.first() {
            browser.address_spaces.insert(host.to_owned(), AddressSpace::of(*address));
        }
        if browser.address_space(host) == AddressSpace::Public {
            return;
        }
    }
}

/// Where a redirect leads, as far as names must be looked up for it.
fn location(message: &HttpRequest, answered: &Answered) -> Option<Url> {
    let value = answered.response.headers.get("Location")?;
    let value = String::from_utf8(value).ok()?;
    answered.response.is_redirect().then(|| message.url.join(&value).ok())?
}
