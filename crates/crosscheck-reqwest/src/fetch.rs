//! A call of `fetch()`: hop by hop, until script has an answer or is refused one.

use std::future::Future;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;

use crosscheck::agent::Body;
use crosscheck::agent::CacheMode;
use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Next;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::BodyInit;
use crosscheck::agent::api::BodyKind;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::start;

use crate::browser::Browser;
use crate::browser::now_ms;
use crate::carrier::Carrier;
use crate::error::Error;
use crate::response::Response;

/// A call of `fetch()` that is made when it is awaited.
#[derive(Debug)]
#[must_use = "nothing is asked before it is awaited"]
pub struct Fetch {
    browser: Browser,
    client: Arc<Client>,
    request: Result<reqwest::Request, Error>,
    init: FetchInit,
}

impl Fetch {
    pub(crate) fn of(
        browser: Browser,
        client: Arc<Client>,
        request: Result<reqwest::Request, Error>,
    ) -> Self {
        Self { browser, client, request, init: FetchInit::default() }
    }

    /// Cookies go along to every origin: `credentials: "include"`.
    pub fn with_credentials(self) -> Self {
        self.credentials(CredentialsMode::Include)
    }

    /// When cookies go along.
    pub fn credentials(mut self, credentials: CredentialsMode) -> Self {
        self.init.credentials = Some(credentials);
        self
    }

    /// What may be reached at all.
    pub fn mode(mut self, mode: RequestMode) -> Self {
        self.init.mode = Some(mode);
        self
    }

    /// What to do with a redirect.
    pub fn redirect(mut self, redirect: RedirectMode) -> Self {
        self.init.redirect = Some(redirect);
        self
    }

    /// What part the HTTP cache plays.
    pub fn cache(mut self, cache: CacheMode) -> Self {
        self.init.cache = Some(cache);
        self
    }

    async fn run(self) -> Result<Response, Error> {
        let Self { browser, client, request, mut init } = self;
        let request = request?;
        init.method = Some(request.method().as_str().to_owned());
        init.headers = request.headers().into();
        init.body = request.body().map(|body| {
            let length = body.as_bytes().map(|bytes| bytes.len() as u64);
            let kind = if length.is_some() { BodyKind::Bytes } else { BodyKind::Stream };
            BodyInit::new(kind, Body::elsewhere(length))
        });
        let asked = PageRequest::fetch(request.url().as_str(), init);
        let mut next = browser.with(|agent| {
            let request = asked.set_up(agent, client).map_err(Error::SetUp)?;
            Ok(start(request, agent, now_ms()))
        })?;
        let mut carrier = Carrier::of(request);
        loop {
            match next {
                Next::Send(message, wait) => {
                    let answer = carrier.carry(&message, &wait, browser.client()).await;
                    next = browser.with(|agent| wait.resume(answer, agent, now_ms()));
                }
                Next::Done(outcome) => {
                    return carrier.end(&outcome, browser.profile());
                }
                _ => unreachable!("a fetch sends or is done"),
            }
        }
    }
}

impl IntoFuture for Fetch {
    type Output = Result<Response, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// What a page can fetch: a request of reqwest, built or not, or a URL to `GET`. As text it may be relative: script's
/// URLs begin where the page is.
pub trait IntoRequest {
    /// The request. In: the page's URL, if it has one. Fails if it is no request.
    fn into_request(self, page: Option<&reqwest::Url>) -> Result<reqwest::Request, Error>;
}

impl IntoRequest for reqwest::Request {
    fn into_request(self, _: Option<&reqwest::Url>) -> Result<reqwest::Request, Error> {
        Ok(self)
    }
}

impl IntoRequest for reqwest::RequestBuilder {
    fn into_request(self, _: Option<&reqwest::Url>) -> Result<reqwest::Request, Error> {
        self.build().map_err(Error::Client)
    }
}

impl IntoRequest for reqwest::Url {
    fn into_request(self, _: Option<&reqwest::Url>) -> Result<reqwest::Request, Error> {
        Ok(reqwest::Request::new(reqwest::Method::GET, self))
    }
}

impl IntoRequest for &str {
    fn into_request(self, page: Option<&reqwest::Url>) -> Result<reqwest::Request, Error> {
        let url = reqwest::Url::options().base_url(page).parse(self);
        let url = url.map_err(|_| Error::SetUp(crosscheck::agent::api::SetUpError::InvalidUrl))?;
        url.into_request(page)
    }
}

impl IntoRequest for &String {
    fn into_request(self, page: Option<&reqwest::Url>) -> Result<reqwest::Request, Error> {
        self.as_str().into_request(page)
    }
}
