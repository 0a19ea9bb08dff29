//! A page that asks, for tests of servers: what a browser would send, and what its script would see.
//!
//! Owns the page and what is told of it. Knows no framework: whoever has one hands over how to send.

use std::fmt;
use std::fmt::Write;

use crosscheck::agent::AsyncNetwork;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Failure;
use crosscheck::agent::FilteredResponse;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::BodyInit;
use crosscheck::agent::api::BodyKind;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch_async;
pub use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::RefusalView;
use crosscheck::diagnosis::broken_rule;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;

/// A page, in a browser that follows the standard and remembers nothing yet.
#[derive(Clone, Debug)]
#[must_use]
pub struct Page {
    origin: Origin,
    profile: &'static Profile,
}

impl Page {
    /// A page of an origin, as a browser spells it; `null` is a sandboxed frame.
    ///
    /// Panics on what is no origin, and says what it should have been.
    #[track_caller]
    pub fn on(origin: &str) -> Self {
        match Origin::parse(origin) {
            Ok(origin) => Self { origin, profile: &Profile::SPEC },
            Err(error) => match error.suggestion() {
                Some(instead) => panic!("no page is on {origin:?}: {error}; write `{instead}`"),
                None => panic!("no page is on {origin:?}: {error}"),
            },
        }
    }

    /// The same page in another browser.
    pub fn in_browser(self, profile: &'static Profile) -> Self {
        Self { profile, ..self }
    }

    /// Its script calls `fetch()` with an absolute URL: whatever its host, the server under test
    /// answers.
    pub fn fetch(&self, url: &str) -> Fetch {
        let page = self.clone();
        Fetch { page, url: url.to_owned(), init: FetchInit::default(), body: Vec::new() }
    }
}

/// A call of `fetch()` that is not made yet.
#[derive(Clone, Debug)]
#[must_use]
pub struct Fetch {
    page: Page,
    url: String,
    init: FetchInit,
    body: Vec<u8>,
}

impl Fetch {
    /// With a method other than `GET`.
    pub fn method(mut self, method: &str) -> Self {
        self.init.method = Some(method.to_owned());
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.init.headers.append(name.to_owned(), value);
        self
    }

    /// With `credentials: "include"`. There are no cookies; the checks are what they would be.
    pub fn with_credentials(mut self) -> Self {
        self.init.credentials = Some(CredentialsMode::Include);
        self
    }

    /// With a body of text: `text/plain`, unless a header says otherwise.
    pub fn body(mut self, text: &str) -> Self {
        self.init.body = Some(BodyInit::new(BodyKind::Text, text.len()));
        self.body = text.as_bytes().to_vec();
        self
    }

    /// Makes the call: preflight, redirects and all.
    ///
    /// In: how to send a message and its body, and get an answer, or why there is none. Panics if
    /// no script can make such a call.
    pub async fn send_by(
        self,
        send: impl AsyncFnMut(&HttpRequest, Vec<u8>) -> Result<Response, String>,
    ) -> FetchReport {
        let Page { origin, profile } = self.page;
        let mut browser = UserAgent::new(profile);
        let story = format!("a page on {} fetches {}\n", origin.serialize(), self.url);
        let asked = PageRequest::fetch(&self.url, self.init);
        let request = match asked.set_up(&browser, &origin) {
            Ok(request) => request,
            Err(error) => panic!("no script can fetch {:?} so: {error}", self.url),
        };
        let mut network = UnderTest { send, body: self.body, story };
        let outcome = fetch_async(request, &mut network, &mut browser, 0).await;
        let mut story = network.story;
        tell_end(&mut story, &outcome.result);
        FetchReport { result: outcome.result, story }
    }
}

/// The server under test, as what carries the browser's messages; tells each.
struct UnderTest<S> {
    send: S,
    body: Vec<u8>,
    story: String,
}

impl<S> AsyncNetwork for UnderTest<S>
where
    S: AsyncFnMut(&HttpRequest, Vec<u8>) -> Result<Response, String>,
{
    async fn send(&mut self, message: &HttpRequest, _: &mut UserAgent) -> Option<Response> {
        let body = if message.body_length == 0 { Vec::new() } else { self.body.clone() };
        let answer = (self.send)(message, body).await;
        tell_message(&mut self.story, message, &answer);
        answer.ok()
    }
}

/// How a call ended. Shows as the whole story: each message, and what broke.
#[derive(Clone, Debug)]
#[must_use]
pub struct FetchReport {
    /// What script sees, or why it sees nothing.
    pub result: Result<FilteredResponse, Failure>,
    story: String,
}

impl FetchReport {
    /// What script reads. Panics with the story if it may not.
    #[track_caller]
    pub fn assert_allowed(&self) -> &FilteredResponse {
        match &self.result {
            Ok(response) => response,
            Err(_) => panic!("the page should read the answer, and may not\n{self}"),
        }
    }

    /// Panics with the story if script may read, or may not for another reason.
    #[track_caller]
    pub fn assert_refused_because(&self, rule: FetchRule) {
        match &self.result {
            Ok(_) => panic!("the page should be refused because of {rule}, and may read\n{self}"),
            Err(failure) if broken_rule(failure) != rule => {
                panic!("the page should be refused because of {rule}, and is for another\n{self}")
            }
            Err(_) => {}
        }
    }
}

impl fmt::Display for FetchReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.story)
    }
}

// Writing to a string cannot fail, so what it returns is let go.

fn tell_message(story: &mut String, message: &HttpRequest, answer: &Result<Response, String>) {
    // The fragment is not sent.
    let url = message.url.as_str().split('#').next().unwrap_or_default();
    let _ = writeln!(story, "→ {} {url}", message.method);
    tell_headers(story, &message.headers);
    match answer {
        Ok(Response { status, headers, .. }) => {
            let _ = writeln!(story, "← {status}");
            tell_headers(story, headers);
        }
        Err(why) => {
            let _ = writeln!(story, "← no answer: {why}");
        }
    }
}

fn tell_headers(story: &mut String, headers: &HeaderList) {
    for (name, value) in headers.iter() {
        let _ = writeln!(story, "    {name}: {}", value.escape_ascii());
    }
}

fn tell_end(story: &mut String, result: &Result<FilteredResponse, Failure>) {
    let failure = match result {
        Ok(response) => {
            let _ = writeln!(story, "✓ script reads status {}", response.status);
            return;
        }
        Err(failure) => failure,
    };
    let view = RefusalView::of(failure);
    let on = if view.is_on_preflight() { ", on the preflight" } else { "" };
    let _ = writeln!(story, "✗ {}{on}", view.what.unwrap_or_default());
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(story, "    {name:<4}  {value}");
    };
    if let Some(seen) = &view.seen {
        row("seen", seen);
    }
    row("rule", view.rule.map(FetchRule::name).unwrap_or_default());
    row("", view.spec);
    row("why", view.why.unwrap_or_default());
    for (name, value) in view.missing.iter().flat_map(|missing| &missing.headers) {
        row("fix", &format!("{name}: {value}"));
    }
}
