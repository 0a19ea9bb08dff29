//! Watching what goes by.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crosscheck::server::Decision;
use crosscheck_service::PolicySnapshot;
use http::StatusCode;

use crate::Failure;
use crate::HeaderLines;
use crate::ReceivedHead;

/// Is told of every request once its answer's headers are final, before the answer leaves.
///
/// Called on the thread that serves the request, so it must be quick and must not block.
///
/// # Example
/// ```
/// use std::sync::Mutex;
///
/// use crosscheck_gateway::{Exchange, Observer};
///
/// /// Whose pages were refused, and where.
/// struct Refused(Mutex<Vec<String>>);
///
/// impl Observer for Refused {
///     fn answered(&self, exchange: &Exchange<'_>) {
///         if let Some(Err(_)) = exchange.decision.verdict() {
///             let origin = exchange.request.headers().get("origin").unwrap_or_default();
///             let line = format!("{}: {}", exchange.request.path(), origin.escape_ascii());
///             self.0.lock().expect("nobody panics").push(line);
///         }
///     }
/// }
/// ```
pub trait Observer: Send + Sync + 'static {
    /// Called once per request, preflights included.
    fn answered(&self, exchange: &Exchange<'_>);
}

impl<O: Observer + ?Sized> Observer for Arc<O> {
    fn answered(&self, exchange: &Exchange<'_>) {
        (**self).answered(exchange);
    }
}

/// One request and its answer's head.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Exchange<'a> {
    /// Who is connected.
    pub client: SocketAddr,
    /// The request's head.
    pub request: ReceivedHead<'a>,
    /// The number of the backend that it was for, in the order in which the gateway was given them; `None`
    /// if none serves it.
    pub backend: Option<usize>,
    /// The policy that decided.
    pub policy: &'a PolicySnapshot,
    /// What it said.
    pub decision: &'a Decision<'a>,
    /// Who made the answer.
    pub answered_by: AnsweredBy,
    /// Why the upstream did not make it, if it was asked and failed.
    pub failure: Option<&'a Failure>,
    /// The answer's status.
    pub response_status: StatusCode,
    /// The answer's headers. Those that only frame the message (`Date`, `Connection`,
    /// `Transfer-Encoding`, a missing `Content-Length`) are added later.
    pub response_headers: HeaderLines<'a>,
    /// How long it took, from the request's head to the answer's.
    pub took: Duration,
}

/// Who made an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is nobody else")]
pub enum AnsweredBy {
    /// The gateway: a preflight, or an error of its own. The upstream never saw the request, or
    /// gave no answer to it.
    Gateway,
    /// The upstream; the gateway edited the headers.
    Upstream,
}
