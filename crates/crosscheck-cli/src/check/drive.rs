//! One browser's fetch: the engine says what to send, the asker sends it.

use crosscheck::agent;
use crosscheck::agent::AddressSpace;
use crosscheck::agent::Failure;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Outcome;
use crosscheck::agent::SetUpError;
use crosscheck::agent::UserAgent;
use crosscheck::scenario::Step;
use crosscheck::scenario::set_up;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use url::Url;

use super::asker::Asker;
use super::asker::Source;
use super::asker::Unanswered;
use super::transport::Answered;
use super::transport::Transport;

/// What one browser did.
#[derive(Debug)]
pub(super) struct Run {
    /// The browser, as it is afterwards.
    pub(super) browser: UserAgent,
    /// What it sent, in order, and what was answered.
    pub(super) messages: Vec<Exchanged>,
    /// How it ended.
    pub(super) end: End,
}

/// A message and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exchanged {
    pub(super) request: HttpRequest,
    /// `None` if none came: then it is the last message.
    pub(super) answer: Option<(Answered, Source)>,
}

/// How a fetch ended.
#[derive(Debug)]
pub(super) enum End {
    /// The browser came to a verdict.
    Verdict(Box<Outcome>),
    /// The API throws, and nothing is sent.
    Thrown(SetUpError),
    /// A server did not answer: what the browser makes of that, and why.
    Unanswered(Box<Outcome>, Unanswered),
}

/// What a browser would come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// The page gets what it asked for.
    Allowed,
    /// The browser refuses.
    Refused,
    /// It cannot be told.
    Unknown,
}

impl Verdict {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

impl Run {
    pub(super) fn verdict(&self) -> Verdict {
        match &self.end {
            End::Verdict(outcome) if outcome.result.is_ok() => Verdict::Allowed,
            End::Verdict(_) | End::Thrown(_) => Verdict::Refused,
            End::Unanswered(..) => Verdict::Unknown,
        }
    }

    /// What the browser refused, if that is its verdict.
    pub(super) fn failure(&self) -> Option<&Failure> {
        match &self.end {
            End::Verdict(outcome) => outcome.result.as_ref().err(),
            End::Thrown(_) | End::Unanswered(..) => None,
        }
    }

    /// The server that the last answer names, and the line that does.
    pub(super) fn server(&self) -> Option<(Server, String)> {
        let (answered, _) = self.messages.last()?.answer.as_ref()?;
        answered.response.headers.iter().find_map(|(name, value)| {
            let value = String::from_utf8_lossy(value);
            Some((Server::told_by(name, &value)?, format!("{name}: {value}")))
        })
    }

    /// How the fetch ended, if there was one.
    pub(super) const fn outcome(&self) -> Option<&Outcome> {
        match &self.end {
            End::Verdict(outcome) | End::Unanswered(outcome, _) => Some(outcome),
            End::Thrown(_) => None,
        }
    }
}

/// Does what a browser does with a step of a page.
pub(super) async fn drive(
    mut browser: UserAgent,
    page: &Origin,
    step: &Step,
    asker: &mut Asker,
) -> Run {
    let mut messages = Vec::new();
    let request = set_up(step, page, &browser).expect("the engine knows every API on offer");
    let request = match request {
        Ok(request) => request,
        Err(error) => return Run { browser, messages, end: End::Thrown(error) },
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
        if let Some(location) = answer.as_ref().and_then(|(a, _)| location(&message, a)) {
            learn_where(&mut browser, &location, &mut asker.transport).await;
        }
        let response = answer.as_ref().map(|(answered, _)| answered.response.clone());
        messages.push(Exchanged { request: message, answer });
        next = wait.resume(response, &mut browser, 0);
    };
    let end = match unanswered {
        Some(error) => End::Unanswered(outcome, error),
        None => End::Verdict(outcome),
    };
    Run { browser, messages, end }
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
