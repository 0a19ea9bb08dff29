//! A call that is not made yet.

use crosscheck::agent::Body;
use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Response;
use crosscheck::agent::api::BodyInit;
use crosscheck::agent::api::BodyKind;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::api::XhrInit;
use crosscheck::agent::start;
use crosscheck::wire::HeaderList;

use super::browser::Remembers;
use super::report::FetchReport;
use super::story::Story;

/// A call of `fetch()`, `XMLHttpRequest` or `WebSocket` that is not made yet.
#[derive(Clone, Debug)]
#[must_use]
pub struct Fetch {
    client: Client,
    browser: Remembers,
    url: String,
    api: Api,
    method: Option<String>,
    headers: HeaderList,
    with_credentials: bool,
    body: Option<BodyInit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Api {
    Fetch,
    Xhr { upload_listener: bool },
    WebSocket,
}

impl Fetch {
    pub(super) fn by_fetch(client: Client, browser: Remembers, url: &str) -> Self {
        Self::by(Api::Fetch, client, browser, url)
    }

    pub(super) fn by_xhr(client: Client, browser: Remembers, url: &str) -> Self {
        Self::by(Api::Xhr { upload_listener: false }, client, browser, url)
    }

    pub(super) fn by_web_socket(client: Client, browser: Remembers, url: &str) -> Self {
        Self::by(Api::WebSocket, client, browser, url)
    }

    fn by(api: Api, client: Client, browser: Remembers, url: &str) -> Self {
        Self {
            client,
            browser,
            url: url.to_owned(),
            api,
            method: None,
            headers: HeaderList::new(),
            with_credentials: false,
            body: None,
        }
    }

    /// With a method other than `GET`.
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.append(name.to_owned(), value);
        self
    }

    /// With `credentials: "include"`, or `withCredentials`: the cookies that the browser has go along.
    pub fn with_credentials(mut self) -> Self {
        self.with_credentials = true;
        self
    }

    /// With a body of text: `text/plain`, unless a header says otherwise.
    pub fn body(self, text: &str) -> Self {
        self.body_of(BodyInit::new(BodyKind::Text, text))
    }

    /// With a body of bytes, which has no type of its own.
    pub fn bytes(self, bytes: impl Into<Body>) -> Self {
        self.body_of(BodyInit::new(BodyKind::Bytes, bytes))
    }

    /// With a body of any kind: a form, a blob with a type.
    pub fn body_of(mut self, body: BodyInit) -> Self {
        self.body = Some(body);
        self
    }

    /// With a listener on `xhr.upload`: the browser asks first, whatever is sent.
    ///
    /// Panics if it is no `XMLHttpRequest`.
    #[track_caller]
    pub fn listening_to_upload(mut self) -> Self {
        assert!(matches!(self.api, Api::Xhr { .. }), "only `Page::xhr` has an upload");
        self.api = Api::Xhr { upload_listener: true };
        self
    }

    fn asked(self) -> PageRequest {
        let Self { url, api, method, headers, with_credentials, body, .. } = self;
        match api {
            Api::Fetch => {
                let credentials = with_credentials.then_some(CredentialsMode::Include);
                let init = FetchInit { method, headers, credentials, body, ..FetchInit::default() };
                PageRequest::Fetch { url, init }
            }
            Api::Xhr { upload_listener } => {
                let init = XhrInit { method, headers, with_credentials, upload_listener, body };
                PageRequest::Xhr { url, init }
            }
            Api::WebSocket => {
                let is_bare = method.is_none() && headers.is_empty() && body.is_none();
                assert!(is_bare, "script gives a `WebSocket` no method, header or body");
                PageRequest::WebSocket { url }
            }
        }
    }

    /// Makes the call: preflight, redirects and all.
    ///
    /// In: how to send a message and get an answer, or why there is none. Panics if no script can make such a
    /// call.
    pub async fn send_by(
        self,
        mut send: impl AsyncFnMut(&HttpRequest) -> Result<Response, String>,
    ) -> FetchReport {
        let browser = self.browser.browser();
        let client = self.client.clone();
        let url = self.url.clone();
        let is_handshake = self.api == Api::WebSocket;
        let mut story = Story::begin(&client.origin, &url, is_handshake);
        let asked = self.asked();
        let mut next = browser.with(|agent, now_ms| match asked.set_up(agent, &client) {
            Ok(request) => start(request, agent, now_ms),
            Err(error) => panic!("no script can ask {url:?} so: {error}"),
        });
        loop {
            match next {
                Next::Send(mut message, wait) => {
                    if is_handshake {
                        // The transport's part of it.
                        message.headers.append("Connection", "Upgrade");
                        message.headers.append("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
                    }
                    let answer = send(&message).await;
                    story.tell_message(&message, &answer);
                    next = browser.with(|agent, now_ms| wait.resume(answer.ok(), agent, now_ms));
                }
                Next::Done(outcome) => {
                    story.tell_end(&outcome.result, is_handshake);
                    return FetchReport::new(*outcome, story);
                }
                _ => unreachable!("a fetch sends or is done"),
            }
        }
    }
}
