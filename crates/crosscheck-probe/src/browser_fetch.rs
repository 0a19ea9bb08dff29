//! One browser's fetch: the engine says what to send, the asker sends it.

use crosscheck::agent::AddressSpace;
use crosscheck::agent::AsyncNetwork;
use crosscheck::agent::Client;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch_async;
use crosscheck::agent::start;
use crosscheck::audit::Answered;
use crosscheck::audit::End;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Transcript;
use crosscheck::audit::Unanswered;
use url::Url;

use crate::send_once::Asker;

/// Does what a browser does with what a page asks.
pub async fn drive(
    mut browser: UserAgent,
    client: &Client,
    asked: &PageRequest,
    asker: &mut Asker,
) -> Transcript {
    let page = Url::parse(client.top_level.serialize()).ok();
    let mut network = Live { asker, page, messages: Vec::new(), unanswered: None };
    let request = match asked.set_up(&browser, client) {
        Ok(request) => request,
        Err(error) => {
            let (client, asked) = (client.clone(), asked.clone());
            let end = End::Thrown(error);
            return Transcript { browser, client, asked, messages: network.messages, end };
        }
    };
    network.learn_where(&mut browser, request.current_url()).await;
    let outcome = Box::new(fetch_async(request, &mut network, &mut browser, 0).await);
    let end = match network.unanswered {
        Some(error) => End::Unanswered(outcome, error),
        None => End::Verdict(outcome),
    };
    let (client, asked) = (client.clone(), asked.clone());
    Transcript { browser, client, asked, messages: network.messages, end }
}

/// Sends the first message of what a page asks, if it changes nothing. Out: the message, and its answer.
pub(crate) async fn ask_first(
    browser: UserAgent,
    client: &Client,
    asked: &PageRequest,
    asker: &mut Asker,
) -> Option<Exchanged> {
    let profile = browser.profile;
    let request = first_message(browser, client, asked, asker).await?;
    let answer = asker.ask(profile, &request).await.ok();
    Some(Exchanged { request, answer })
}

/// The first message of what a page asks, if it changes nothing.
pub(crate) async fn first_message(
    mut browser: UserAgent,
    client: &Client,
    asked: &PageRequest,
    asker: &mut Asker,
) -> Option<HttpRequest> {
    let request = asked.set_up(&browser, client).ok()?;
    let mut network = Live { asker, page: None, messages: Vec::new(), unanswered: None };
    network.learn_where(&mut browser, request.current_url()).await;
    let Next::Send(request, _) = start(request, &mut browser, 0) else { return None };
    let is_harmless = request.is_preflight || matches!(request.method.as_str(), "GET" | "HEAD");
    is_harmless.then_some(request)
}

/// Live servers, as what carries the browser's messages; keeps each, and why an answer did not come.
struct Live<'a> {
    asker: &'a mut Asker,
    /// The page in the address bar, if it has a place.
    page: Option<Url>,
    messages: Vec<Exchanged>,
    unanswered: Option<Unanswered>,
}

impl AsyncNetwork for Live<'_> {
    async fn send(&mut self, message: &HttpRequest, browser: &mut UserAgent) -> Option<Response> {
        let answer = match self.asker.ask(browser.profile, message).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.unanswered = Some(error);
                None
            }
        };
        if let Some(location) = answer.as_ref().and_then(|answer| location(message, answer)) {
            self.learn_where(browser, &location).await;
        }
        let response = answer.as_ref().map(|answered| answered.response.clone());
        self.messages.push(Exchanged { request: message.clone(), answer });
        response
    }
}

impl Live<'_> {
    /// Tells a browser where a URL's host is, and where its page is if that matters then.
    ///
    /// A host that no name server knows stays where its name says: with everybody.
    async fn learn_where(&mut self, browser: &mut UserAgent, url: &Url) {
        for url in [Some(url), self.page.as_ref()].into_iter().flatten() {
            let host = url.host_str().unwrap_or_default();
            let addresses = self.asker.transport.addresses(url).await;
            if let Some(address) = addresses.first() {
                browser.hosts.insert(host.to_owned(), *address);
            }
            if browser.address_space(host) == AddressSpace::Public {
                return;
            }
        }
    }
}

/// Where a redirect leads, as far as names must be looked up for it.
fn location(message: &HttpRequest, answered: &Answered) -> Option<Url> {
    let value = answered.response.headers.get("Location")?;
    let value = core::str::from_utf8(&value).ok()?;
    answered.response.is_redirect().then(|| message.url.join(value).ok())?
}
