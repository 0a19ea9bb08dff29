//! Phase 3: what to answer, as far as CORS is concerned.
//!
//! The rules are `crosscheck`'s.

use crosscheck::server::Decision;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::HttpHead;
use http::request::Parts;

use crate::Client;

/// Asks the policy. In: the request's head, twice: as it is read, and whole.
pub(crate) fn decide<'p>(
    policy: &'p PolicySnapshot,
    head: HttpHead<'_>,
    request: &Parts,
    client: &Client,
) -> Decision<'p> {
    policy.decide(&Asked { head, request, client })
}

/// A request, and who sent it: a trusted proxy says which host and scheme its client asked for.
struct Asked<'r> {
    head: HttpHead<'r>,
    request: &'r Parts,
    client: &'r Client,
}

impl RequestHead for Asked<'_> {
    fn method(&self) -> &str {
        self.head.method()
    }

    fn is_options(&self) -> bool {
        self.head.is_options()
    }

    fn path(&self) -> &str {
        self.head.path()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.head.header_lines(header)
    }

    #[cold]
    fn is_own_origin(&self, origin: &[u8]) -> bool {
        self.client.is_own_origin(self.request, origin)
    }
}
