//! One request of a page, judged by a browser as far as its answers are known.

use std::sync::Arc;

use crosscheck::agent::Body;
use crosscheck::agent::Client;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Failure;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api;
use crosscheck::agent::api::BodyInit;
use crosscheck::agent::api::BodyKind;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::SetUpError;
use crosscheck::agent::fetch;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;

/// One request of a page, as far as somebody wrote it down.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KnownRequest {
    /// The page's origin.
    pub origin: Origin,
    /// What is asked for.
    pub url: String,
    /// The method, as script writes it.
    pub method: String,
    /// The headers that script sets.
    pub headers: HeaderList,
    /// Bytes of the body, if there is one.
    pub body_length: Option<usize>,
    /// Whether credentials are to go along to every origin.
    pub credentials: bool,
    /// Whether a preflight is known to go ahead, though method and headers may need none: of an upload with a
    /// listener, of a body that streams, of whoever tried one by hand.
    pub is_preflighted: bool,
}

/// What is known of an answer.
pub(super) enum Answer {
    /// It came.
    Came(Response),
    /// None came: the connection failed.
    None,
    /// It was not written down.
    Unknown,
}

/// How it ends in one browser.
#[derive(Debug)]
pub(super) enum Ending {
    /// The page reads the answer.
    Read,
    /// It does not.
    Refused(Box<Failure>),
    /// The answer to this message would have to be known.
    Unknown(HttpRequest),
}

impl KnownRequest {
    /// Lets a browser make the request.
    pub(super) fn judge(
        &self,
        profile: &'static Profile,
        answer: impl FnMut(&HttpRequest) -> Answer,
    ) -> Result<Ending, SetUpError> {
        self.judge_on(&(&self.origin).into(), profile, answer)
    }

    /// The same, on a page that is there already.
    pub(super) fn judge_on(
        &self,
        page: &Arc<Client>,
        profile: &'static Profile,
        mut answer: impl FnMut(&HttpRequest) -> Answer,
    ) -> Result<Ending, SetUpError> {
        let mut agent = UserAgent::new(profile);
        let mut request = self.asked().set_up(&agent, Arc::clone(page))?;
        request.use_cors_preflight |= self.is_preflighted;
        let mut unknown = None;
        let mut known = |message: &HttpRequest, _: &mut UserAgent| match answer(message) {
            Answer::Came(response) => Some(response),
            Answer::None => None,
            // No answer ends it, and how is nobody's business then.
            Answer::Unknown => {
                unknown = Some(message.clone());
                None
            }
        };
        let outcome = fetch(request, &mut known, &mut agent, 0);
        Ok(match (unknown, outcome.result) {
            (Some(message), _) => Ending::Unknown(message),
            (None, Ok(_)) => Ending::Read,
            (None, Err(failure)) => Ending::Refused(Box::new(failure)),
        })
    }

    /// What the page asks.
    fn asked(&self) -> api::PageRequest {
        let length = self.body_length.filter(|_| !matches!(&*self.method, "GET" | "HEAD"));
        let init = FetchInit {
            method: Some(self.method.clone()),
            headers: self.headers.clone(),
            credentials: self.credentials.then_some(CredentialsMode::Include),
            body: length
                .map(|length| BodyInit::new(BodyKind::Bytes, Body::elsewhere(Some(length as u64)))),
            ..FetchInit::default()
        };
        api::PageRequest::fetch(&self.url, init)
    }

    /// The preflight that a browser sends before it; `None` if it sends none.
    pub(super) fn preflight(&self) -> Result<Option<HttpRequest>, SetUpError> {
        let ending = self.judge(&Profile::SPEC, |_| Answer::Unknown)?;
        Ok(match ending {
            Ending::Unknown(message) if message.is_preflight => Some(message),
            _ => None,
        })
    }
}

/// The header names that a preflight asks for.
pub(super) fn asked_names(preflight: &HttpRequest) -> Vec<String> {
    let value = preflight.headers.get("Access-Control-Request-Headers").unwrap_or_default();
    let value = String::from_utf8_lossy(&value).into_owned();
    value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The answer to a preflight that allows what it asks.
pub(super) fn granted(message: &HttpRequest) -> Response {
    let asked = |name: &str| message.headers.get(name).unwrap_or_default().into_owned();
    let headers: HeaderList = [
        ("Access-Control-Allow-Origin", asked("Origin")),
        ("Access-Control-Allow-Credentials", b"true".to_vec()),
        ("Access-Control-Allow-Methods", asked("Access-Control-Request-Method")),
        ("Access-Control-Allow-Headers", asked("Access-Control-Request-Headers")),
    ]
    .into_iter()
    .collect();
    Response { status: 204, headers, ..Response::default() }
}
