//! What is asked, in which browsers, and all that is answered.

use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::LocalNetworkPermissions;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::CorsSettings;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Transcript;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use url::Url;

use crate::browser::browser;
use crate::browser_fetch::drive;
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
}

/// Everything that came of a question.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answers {
    /// One a browser, in their order.
    pub transcripts: Vec<Transcript>,
    /// What the server says where there is nothing, if it was asked and answered.
    pub error_page: Option<Exchanged>,
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
        Answers { transcripts, error_page }
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
