//! What was decided on a request, kept until there is an answer to put it on.

use std::sync::Arc;

use crosscheck::server::Decision;
use crosscheck::server::EditPlan;
use http::HeaderMap;
use http::HeaderValue;
use http::StatusCode;

use super::HttpHead;
use super::answer::put_edits;
use crate::Blocked;
use crate::PolicySnapshot;

/// What was decided on a request, kept until there is an answer to put it on: for adapters that hold
/// nothing else between the two.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, Policy};
/// use crosscheck_service::{Blocked, PolicyHandle};
/// use crosscheck_service::http_crate::{Chosen, HttpHead};
///
/// let config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
/// let handle = PolicyHandle::new(Policy::new(&config)?);
/// let request = http::Request::get("/").header("origin", "https://app.example").body(())?;
/// let mut chosen = Chosen::by(handle.load(), &HttpHead::of(&request), Blocked::default());
/// assert_eq!(chosen.status_at_once(), None, "it is the handler's to answer");
/// let mut answer = http::Response::new("hello");
/// chosen.edit(answer.headers_mut());
/// assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Chosen {
    snapshot: Arc<PolicySnapshot>,
    plan: EditPlan,
    /// Where it is to be echoed, until it is.
    origin: Option<HeaderValue>,
    status: Option<StatusCode>,
}

impl Chosen {
    /// Asks the policy. What it leaves to the handler is answered with 403 where it is to be blocked.
    pub fn by(snapshot: Arc<PolicySnapshot>, head: &HttpHead<'_>, blocked: Blocked) -> Self {
        Self::seen_by(snapshot, head, blocked, Some(false), |_| ())
    }

    /// The same, with what a source of origins says (`None` if it failed), and shown to an observer.
    #[inline(always)]
    pub fn seen_by(
        snapshot: Arc<PolicySnapshot>,
        head: &HttpHead<'_>,
        blocked: Blocked,
        is_known: Option<bool>,
        observe: impl FnOnce(&Decision<'_>),
    ) -> Self {
        let decision = match head.origin() {
            // Where none is refused, the one in the shadow refuses nobody, either.
            None => {
                let edits = snapshot.policy().edits_without_origin(|| head.uri.path());
                Decision::NotCors { edits }
            }
            Some(_) => snapshot.decide_apart(head, is_known),
        };
        observe(&decision);
        let status = blocked.status_at_once(&decision, head).map(|status| match status {
            204 => StatusCode::NO_CONTENT,
            // A status that does not exist would refuse, which is the safe side.
            _ => StatusCode::FORBIDDEN,
        });
        let edits = decision.edits();
        let origin = head.origin().filter(|_| edits.echo_origin()).cloned();
        Self { plan: edits.plan(), origin, status, snapshot }
    }

    /// The status of the answer, if it is not the handler's to give: no handler is called then.
    #[inline]
    pub const fn status_at_once(&self) -> Option<StatusCode> {
        self.status
    }

    /// Writes the headers, once. What the answer said of CORS before, it says no more.
    #[inline]
    pub fn edit(&mut self, headers: &mut HeaderMap) {
        put_edits(headers, &mut self.origin, &self.snapshot, self.plan);
    }
}
