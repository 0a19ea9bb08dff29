//! Asking servers, each thing once: what one browser was answered serves the next that asks the same.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::audit::Answered;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Source;
use crosscheck::audit::Unanswered;

use crate::browser::user_agent;
use crate::scope::Scope;
use crate::transport::Transport;
use crate::transport::TransportError;

/// Asks servers, and remembers what they said.
#[derive(Debug)]
pub struct Asker {
    /// What is under it.
    pub(crate) transport: Transport,
    fresh: bool,
    scope: Scope,
    asked: Vec<Asked>,
}

#[derive(Debug)]
struct Asked {
    browser: &'static Profile,
    request: HttpRequest,
    answer: Result<Answered, TransportError>,
}

impl Asker {
    /// In: whether to ask again each time.
    pub const fn new(transport: Transport, fresh: bool) -> Self {
        Self { transport, fresh, scope: Scope::Anything, asked: Vec::new() }
    }

    /// The same asker, which sends only what the scope allows.
    pub fn within(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// Asks, or remembers.
    pub async fn ask(
        &mut self,
        browser: &'static Profile,
        request: &HttpRequest,
    ) -> Result<Answered, Unanswered> {
        if let Some(known) = self.known(browser, request) {
            return known;
        }
        let addresses = self.transport.addresses(&request.url).await;
        if !addresses.is_empty() && !self.scope.allows(request, &addresses) {
            return Err(Unanswered::MoreThanALook { method: request.method.clone() });
        }
        let answer = self.transport.exchange(&self.sent(browser, request)).await;
        self.asked.push(Asked { browser, request: request.clone(), answer: answer.clone() });
        answer.map_err(failed)
    }

    /// Asks at the same time what changes nothing and nobody asked before. Out: what was answered, in order.
    pub(crate) async fn ask_together(
        &self,
        browser: &'static Profile,
        requests: Vec<HttpRequest>,
    ) -> Vec<Exchanged> {
        let asking = requests.into_iter().map(|request| {
            let (sent, mut transport) = (self.sent(browser, &request), self.transport.clone());
            let asking = tokio::spawn(async move { transport.exchange(&sent).await });
            (request, asking)
        });
        let mut answered = Vec::new();
        for (request, asking) in asking.collect::<Vec<_>>() {
            let answer = asking.await.ok().and_then(Result::ok);
            answered.push(Exchanged { request, answer });
        }
        answered
    }

    /// What goes out for a browser's request.
    fn sent(&self, browser: &Profile, request: &HttpRequest) -> HttpRequest {
        let mut sent = request.clone();
        if self.scope == Scope::ReadOnly {
            sent.headers.delete("Cookie");
        }
        // Servers look at it: some turn away whatever is no browser.
        if let Some(name) = user_agent(browser).filter(|_| !sent.headers.contains("User-Agent")) {
            sent.headers.append("User-Agent", name);
        }
        sent
    }

    fn known(
        &self,
        browser: &'static Profile,
        request: &HttpRequest,
    ) -> Option<Result<Answered, Unanswered>> {
        let alike = |asked: &&Asked| is_alike(&asked.request, request);
        // A browser that comes by twice is led in a circle; it is not asked for again either.
        let mut known =
            self.asked.iter().filter(|a| !self.fresh || a.browser == browser).filter(alike);
        let answer = |asked: &Asked, source: Source| {
            let answer = asked.answer.clone().map_err(failed);
            answer.map(|answer| Answered { source, ..answer })
        };
        let is_same = |asked: &&Asked| differing_headers(&asked.request, request).is_empty();
        if let Some(same) = known.clone().find(is_same) {
            return Some(answer(same, Source::Same));
        }
        if matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS") {
            return None;
        }
        let almost = known.next()?;
        let (browser, headers) =
            (almost.browser.name(), differing_headers(&almost.request, request));
        Some(match headers.iter().any(|name| name == "origin") {
            true => Err(Unanswered::NotSentAgain { browser }),
            false => answer(almost, Source::Almost { browser, headers }),
        })
    }
}

fn failed(error: TransportError) -> Unanswered {
    Unanswered::Failed(error.into())
}

/// Whether two messages do the same to the same thing.
fn is_alike(a: &HttpRequest, b: &HttpRequest) -> bool {
    let target = |request: &HttpRequest| {
        let mut url = request.url.clone();
        url.set_fragment(None);
        url
    };
    a.method == b.method && target(a) == target(b) && a.body == b.body
}

/// The names of headers whose lines differ, in lower case and sorted.
fn differing_headers(a: &HttpRequest, b: &HttpRequest) -> Vec<String> {
    let mut names: Vec<String> =
        a.headers.iter().chain(b.headers.iter()).map(|(n, _)| n.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !a.headers.lines(name).eq(b.headers.lines(name)));
    names
}
