//! What carries the messages of one fetch: reqwest, one hop at a time.

use crosscheck::agent::Body;
use crosscheck::agent::Cause;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Outcome;
use crosscheck::agent::Profile;
use crosscheck::agent::Response as Answer;
use crosscheck::agent::Wait;
use crosscheck::diagnosis::console_texts;
use reqwest::Method;
use reqwest::Request;
use reqwest::header::HeaderMap;

use crate::browser::Browser;
use crate::error::Error;
use crate::refusal::Refusal;
use crate::response::Response;

/// What carries the messages of one fetch, with what the engine never holds: the body that is sent, the answer
/// that streams.
#[derive(Debug)]
pub(crate) struct Carrier {
    /// As script gave it: of it the body is used.
    given: Request,
    /// The last answer, while its body is unread.
    unread: Option<reqwest::Response>,
    /// Why the last answer did not come.
    failure: Option<Error>,
}

impl Carrier {
    pub(crate) const fn of(given: Request) -> Self {
        Self { given, unread: None, failure: None }
    }

    /// Sends one message. Of the answer the body is read only if something depends on it; `None` if none came.
    pub(crate) async fn carry(
        &mut self,
        message: &HttpRequest,
        wait: &Wait,
        client: &reqwest::Client,
    ) -> Option<Answer> {
        (self.unread, self.failure) = (None, None);
        match self.try_to_carry(message, wait, client).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.failure = Some(error);
                None
            }
        }
    }

    async fn try_to_carry(
        &mut self,
        message: &HttpRequest,
        wait: &Wait,
        client: &reqwest::Client,
    ) -> Result<Answer, Error> {
        let unsendable = |_| Error::Unsendable;
        let method =
            Method::from_bytes(message.method.as_bytes()).map_err(|_| Error::Unsendable)?;
        let mut request = Request::new(method, message.url.clone());
        *request.headers_mut() = HeaderMap::try_from(&message.headers).map_err(unsendable)?;
        // What is nobody's but reqwest's.
        *request.timeout_mut() = self.given.timeout().copied();
        *request.version_mut() = self.given.version();
        if message.body.is_elsewhere() {
            *request.body_mut() = self.body();
        }
        let answer = client.execute(request).await.map_err(Error::NoAnswer)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().into());
        let length = answer.content_length();
        let head = Answer { status, headers, body: Body::elsewhere(length) };
        let is_short = length.is_some_and(|length| length <= Browser::KEPT_BODY);
        if is_short && wait.needs_body(&head) {
            let body = answer.bytes().await.map_err(Error::NoAnswer)?;
            return Ok(Answer { body: Vec::from(body).into(), ..head });
        }
        self.unread = Some(answer);
        Ok(head)
    }

    /// The body that script gave: shared if it is bytes; a stream goes once.
    fn body(&mut self) -> Option<reqwest::Body> {
        match self.given.try_clone() {
            Some(mut again) => again.body_mut().take(),
            None => self.given.body_mut().take(),
        }
    }

    /// What script is told in the end.
    pub(crate) fn end(self, outcome: &Outcome, profile: &Profile) -> Result<Response, Error> {
        let console = console_texts(outcome, profile);
        match &outcome.result {
            Ok(seen) => Ok(Response::new(seen.clone(), self.unread, console)),
            Err(failure) => Err(match self.failure {
                Some(error) if failure.cause == Cause::NetworkFailure => error,
                _ => Error::Refused(Box::new(Refusal::new(failure.clone(), console))),
            }),
        }
    }
}
