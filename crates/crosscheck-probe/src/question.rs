//! What is asked, in which browsers, and all that is answered.

use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::LocalNetworkPermissions;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::CorsSettings;
use crosscheck::agent::api::ElementInit;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Probes;
use crosscheck::audit::Transcript;
use crosscheck::audit::lookalikes;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use url::Url;

use crate::browser::browser;
use crate::browser_fetch::ask_first;
use crate::browser_fetch::drive;
use crate::browser_fetch::first_message;
use crate::send_once::Asker;

/// A step of a page, and the browsers that do it.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Question {
    /// The page's origin.
    pub page: Origin,
    /// The page's URL, if it was given.
    pub document: Option<Url>,
    /// What the step asks for.
    pub url: Url,
    /// The step.
    pub step: Step,
    /// What each URL's host set before, as it stands in `Set-Cookie`.
    pub cookies: Vec<String>,
    /// The browsers, one after the other.
    pub profiles: Vec<&'static Profile>,
    /// Whether the user lets the page reach their own network.
    pub grants_local_network: bool,
    /// Whether to ask for a page that does not exist, too.
    pub asks_error_page: bool,
    /// Whether to ask the same URL again, if that changes nothing: as an `<img>` does, without `Origin`; as a
    /// page that the server does not know; as pages that look like the one that asks, if that is let in and a
    /// stranger is not; and without `Sec-Fetch-*` where the answer is 403.
    pub asks_as_others: bool,
}

/// Everything that came of a question.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answers {
    /// One a browser, in their order.
    pub transcripts: Vec<Transcript>,
    /// What the server says beside.
    pub probes: Probes<Exchanged>,
}

impl Question {
    /// Asks for each browser, one after the other.
    pub async fn ask(&self, asker: &mut Asker) -> Answers {
        let mut transcripts = Vec::new();
        let asked = self.step.page_request();
        for profile in &self.profiles {
            let Some(asked) = &asked else { break };
            let browser = self.browser(profile);
            transcripts.push(drive(browser, &self.client(), asked, asker).await);
        }
        let first = self.profiles.first().filter(|_| self.asks_error_page);
        let error_page = match first {
            Some(profile) => {
                let (browser, missing) = (self.browser(profile), self.missing_page());
                drive(browser, &self.client(), &missing, asker).await.messages.pop()
            }
            None => None,
        };
        let mut probes = Probes { error_page, now_ms: now_ms(), ..Probes::default() };
        if self.asks_as_others {
            self.ask_as_others(&transcripts, &mut probes, asker).await;
        }
        Answers { transcripts, probes }
    }

    /// Whether credentials are to go along to every origin.
    pub fn includes_credentials(&self) -> bool {
        let step = &self.step;
        let unread = matches!(step.api, Api::Img | Api::Script | Api::Style)
            && !step.module
            && step.crossorigin.is_none();
        let use_credentials =
            |value: &str| CorsSettings::of_attribute(value) == CorsSettings::UseCredentials;
        unread
            || step.api == Api::Beacon
            || step.credentials == Some(CredentialsMode::Include)
            || step.crossorigin.as_deref().is_some_and(use_credentials)
    }

    /// Asks again, as the first of the browsers, where the page said whose it is.
    async fn ask_as_others(
        &self,
        transcripts: &[Transcript],
        probes: &mut Probes<Exchanged>,
        asker: &mut Asker,
    ) {
        let (Some(first), Some(asked)) = (transcripts.first(), self.step.page_request()) else {
            return;
        };
        let first_sent = first.messages.first().filter(|message| message.answer.is_some());
        if !first_sent.is_some_and(|message| message.request.headers.contains("Origin")) {
            return;
        }
        let is_got = |message: &Exchanged| message.request.method == "GET";
        if first.messages.iter().find(|m| !m.request.is_preflight).is_some_and(is_got) {
            let image = PageRequest::element(self.url.as_str(), ElementInit::new(Api::Img));
            let browser = self.browser(first.browser.profile);
            probes.by_image = ask_first(browser, &self.client(), &image, asker).await;
        }
        if let Some(refused) = first.messages.iter().find(|message| is_turned_away(message)) {
            let mut request = refused.request.clone();
            for name in ["Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User"] {
                request.headers.delete(name);
            }
            let answer = asker.ask(first.browser.profile, &request).await.ok();
            probes.by_program = Some(Exchanged { request, answer });
        }
        let stranger = stranger(&self.page);
        let browser = self.browser_of(&stranger, &first.browser);
        probes.by_stranger = ask_first(browser, &Client::from(&stranger), &asked, asker).await;
        let is_list = probes.by_stranger.as_ref().is_some_and(|other| !is_let_in(other));
        if is_list && first.messages.iter().any(is_let_in) {
            let mut requests = Vec::new();
            for other in lookalikes(&self.page, first.browser.registrable_domain) {
                let browser = self.browser_of(&other, &first.browser);
                requests.extend(first_message(browser, &Client::from(&other), &asked, asker).await);
            }
            probes.by_lookalikes = asker.ask_together(first.browser.profile, requests).await;
        }
    }

    /// A browser on another page than the one that asked first. Who is not known brings no cookies.
    fn browser_of(&self, other: &Origin, first: &UserAgent) -> UserAgent {
        let mut browser = browser(first.profile);
        browser.local_network = LocalNetworkPermissions::GRANTED;
        // What it may reach is not the question: it is as close to the server as the page.
        if let Some(address) = first.address(self.page.host()) {
            browser.hosts.insert(other.host().to_owned(), address);
        }
        browser
    }

    fn browser(&self, profile: &'static Profile) -> UserAgent {
        let mut browser = browser(profile);
        browser.local_network = match self.grants_local_network {
            true => LocalNetworkPermissions::GRANTED,
            false => LocalNetworkPermissions::DENIED,
        };
        for cookie in &self.cookies {
            browser.remember_visit(&self.url, cookie.as_bytes(), 0);
        }
        browser
    }

    /// The page that asks.
    fn client(&self) -> Client {
        let mut client = Client::from(&self.page);
        if self.document.is_some() {
            client.url.clone_from(&self.document);
        }
        client
    }

    /// A plain request for what is surely not there, beside what was asked for.
    fn missing_page(&self) -> PageRequest {
        let name = "crosscheck-asks-for-what-is-not-there";
        let url: Url = self.url.join(name).expect("a URL of http has siblings");
        let credentials = self.includes_credentials().then_some(CredentialsMode::Include);
        let init = FetchInit { credentials, ..FetchInit::default() };
        PageRequest::fetch(url.as_str(), init)
    }
}

/// Whether whoever asked is allowed, by name or as everybody is.
fn is_let_in(message: &Exchanged) -> bool {
    let said = message.answer.as_ref();
    let said = said.and_then(|a| a.response.headers.get("Access-Control-Allow-Origin"));
    said.is_some_and(|said| *said == *b"*" || message.request.headers.get("Origin") == Some(said))
}

/// Whether what changes nothing was forbidden, by somebody who was told that a browser asks.
fn is_turned_away(message: &Exchanged) -> bool {
    let Exchanged { request, answer } = message;
    let is_forbidden = answer.as_ref().is_some_and(|answer| answer.response.status == 403);
    let is_harmless = request.is_preflight || matches!(request.method.as_str(), "GET" | "HEAD");
    is_forbidden && is_harmless && request.headers.contains("Sec-Fetch-Site")
}

/// An origin that no server knows, and nobody can have: of the page's own scheme, so that nothing else
/// about it is remarkable.
///
/// Spec: <https://www.rfc-editor.org/rfc/rfc6761#section-6.4>
fn stranger(page: &Origin) -> Origin {
    let scheme = if page.scheme() == "http" { "http" } else { "https" };
    Origin::parse(&format!("{scheme}://stranger.invalid")).expect("a scheme and a name")
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
