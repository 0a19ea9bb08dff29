//! What an observer is told of a request that was passed on line by line.

use std::time::Instant;

use crosscheck::server::Decision;
use crosscheck::server::Edits;
use crosscheck::server::Reason;
use crosscheck_service::PolicySnapshot;
use http::StatusCode;

use crate::AnsweredBy;
use crate::Client;
use crate::Exchange;
use crate::Failure;
use crate::HeaderLines;
use crate::Observer;
use crate::ReceivedHead;

/// Who watches, and what he wants to know besides the answer.
pub(super) struct Watching<'g> {
    observer: &'g dyn Observer,
    since: Instant,
    backend: usize,
    verdict: Option<Result<(), Reason>>,
}

/// An answer's head, and whose it is.
pub(super) struct Answered<'a> {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderLines<'a>,
    pub(super) by: AnsweredBy,
    pub(super) failure: Option<&'a Failure>,
}

impl<'g> Watching<'g> {
    /// In: who watches, since when; the number of the backend; what was decided.
    pub(super) fn new(
        (observer, since): (&'g dyn Observer, Instant),
        backend: usize,
        decision: &Decision<'_>,
    ) -> Self {
        Self { observer, since, backend, verdict: decision.verdict() }
    }

    /// Tells of an answer to a request that is no preflight. In: the policy, and the edits that were chosen.
    pub(super) fn tell(
        &self,
        client: &Client,
        request: &[u8],
        (policy, edits): (&PolicySnapshot, Edits<'_>),
        answered: &Answered<'_>,
    ) {
        let decision = match self.verdict {
            None => Decision::NotCors { edits },
            Some(verdict) => Decision::Actual { verdict, edits },
        };
        self.tell_decision(client, request, (policy, &decision), answered);
    }

    /// The same of any request. In: the policy, and what it said.
    pub(super) fn tell_decision(
        &self,
        client: &Client,
        request: &[u8],
        (policy, decision): (&PolicySnapshot, &Decision<'_>),
        answered: &Answered<'_>,
    ) {
        self.observer.answered(&Exchange {
            client: client.address(),
            request: ReceivedHead::of_plain(request),
            backend: Some(self.backend),
            policy,
            decision,
            answered_by: answered.by,
            failure: answered.failure,
            response_status: answered.status,
            response_headers: answered.headers,
            took: self.since.elapsed(),
        });
    }
}
