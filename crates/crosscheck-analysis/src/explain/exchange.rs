//! One request of a page, judged by a browser as far as its answers are known.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Failure;
use crosscheck::agent::FetchInit;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::RequestBody;
use crosscheck::agent::Response;
use crosscheck::agent::SetUpError;
use crosscheck::agent::UserAgent;
use crosscheck::agent::set_up_fetch;
use crosscheck::agent::start;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck::wire::registrable_domain;

/// What a page asks for.
#[derive(Clone, Debug)]
pub struct PageRequest {
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

impl PageRequest {
    /// Lets a browser make the request.
    pub(super) fn judge(
        &self,
        profile: &'static Profile,
        mut answer: impl FnMut(&HttpRequest) -> Answer,
    ) -> Result<Ending, SetUpError> {
        let mut agent = UserAgent::new(profile);
        agent.registrable_domain = registrable_domain;
        agent.top_level = self.origin.clone();
        let init = FetchInit {
            method: Some(self.method.clone()),
            headers: self.headers.clone(),
            credentials: self.credentials.then_some(CredentialsMode::Include),
            body: self
                .body_length
                .filter(|_| !matches!(self.method.as_str(), "GET" | "HEAD"))
                .map(|length| (RequestBody { length, is_stream: false }, None)),
            ..FetchInit::default()
        };
        let request = set_up_fetch(&agent, &self.origin, &self.url, init)?;
        let mut next = start(request, &mut agent, 0);
        loop {
            match next {
                Next::Done(outcome) => {
                    return Ok(match outcome.result {
                        Ok(_) => Ending::Read,
                        Err(failure) => Ending::Refused(Box::new(failure)),
                    });
                }
                Next::Send(message, wait) => {
                    let response = match answer(&message) {
                        Answer::Came(response) => Some(response),
                        Answer::None => None,
                        Answer::Unknown => return Ok(Ending::Unknown(message)),
                    };
                    next = wait.resume(response, &mut agent, 0);
                }
            }
        }
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
