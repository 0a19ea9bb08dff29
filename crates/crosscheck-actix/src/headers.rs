//! Requests and answers of actix-web, as `crosscheck` reads and writes them.
//!
//! Owns how headers are looked up and put. Chooses nothing.

use std::slice;
use std::sync::Arc;

use actix_web::dev;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use crosscheck::server::EditPlan;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck_service::PolicySnapshot;

/// A request's head, borrowed.
#[derive(Clone, Debug)]
pub(crate) struct Head<'r> {
    head: &'r dev::RequestHead,
    /// Looked up once.
    origins: slice::Iter<'r, HeaderValue>,
}

impl<'r> Head<'r> {
    pub(crate) fn of(head: &'r dev::RequestHead) -> Self {
        Self { head, origins: head.headers.get_all(&header::ORIGIN) }
    }

    /// The first line of `Origin`: what a decision may echo.
    pub(crate) fn origin(&self) -> Option<&'r HeaderValue> {
        self.origins.as_slice().first()
    }
}

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.head.method.as_str()
    }

    fn is_options(&self) -> bool {
        self.head.method == Method::OPTIONS
    }

    fn path(&self) -> &str {
        self.head.uri.path()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        let lines = match header {
            RequestHeader::Origin => self.origins.clone(),
            _ => self.head.headers.get_all(&REQUEST_NAMES[header as usize]),
        };
        lines.map(HeaderValue::as_bytes)
    }
}

/// What was decided, kept until there is an answer to put it on.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) snapshot: Arc<PolicySnapshot>,
    pub(crate) plan: EditPlan,
    pub(crate) origin: Option<HeaderValue>,
}

impl Chosen {
    /// Writes the headers. What the answer said of CORS before, it says no more.
    #[inline]
    pub(crate) fn edit(&self, headers: &mut HeaderMap) {
        let mut answer = Answer { headers, chosen: self, has_vary: false };
        self.snapshot.policy().edits(self.plan).apply(&mut answer);
    }
}

struct Answer<'a> {
    headers: &'a mut HeaderMap,
    chosen: &'a Chosen,
    /// Whether there is any line of `Vary`; known once the headers are stripped.
    has_vary: bool,
}

impl Answer<'_> {
    fn value(&self, value: AnswerValue<'_>) -> HeaderValue {
        self.chosen.snapshot.http02(value).clone()
    }

    /// Puts a header in the place of every line with its name.
    #[inline]
    fn put(&mut self, header: AnswerHeader, value: HeaderValue) {
        // Those of CORS are stripped already, and to append is quicker than to look what is there.
        if !header.is_of_cors() {
            self.remove(header);
        }
        self.headers.append(ANSWER_NAMES[header as usize].clone(), value);
    }
}

impl AnswerHeaders for Answer<'_> {
    #[inline]
    fn strip(&mut self) {
        // Most answers have neither, and few headers at all: one pass over their names finds out.
        let (mut says_cors, mut has_vary) = (false, false);
        for name in self.headers.keys() {
            says_cors |= name.as_str().starts_with("access-control-");
            has_vary |= *name == header::VARY;
        }
        self.has_vary = has_vary;
        if says_cors {
            for header in AnswerHeader::OF_CORS {
                self.headers.remove(&ANSWER_NAMES[header as usize]);
            }
        }
    }

    #[inline]
    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.put(header, self.value(value));
    }

    #[inline]
    fn echo(&mut self, header: AnswerHeader) {
        // Only a request that has an origin is decided so.
        debug_assert!(self.chosen.origin.is_some(), "an echo needs an origin");
        if let Some(origin) = &self.chosen.origin {
            self.put(header, origin.clone());
        }
    }

    #[inline(never)]
    fn remove(&mut self, header: AnswerHeader) {
        self.headers.remove(&ANSWER_NAMES[header as usize]);
    }

    #[inline]
    fn has_vary(&self) -> bool {
        self.has_vary
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.headers.get_all(header::VARY).map(HeaderValue::as_bytes)
    }

    #[inline]
    fn append_vary(&mut self, value: AnswerValue<'_>) {
        let value = self.value(value);
        self.has_vary = true;
        self.headers.append(header::VARY, value);
    }
}

/// By the numbers of [`RequestHeader::ALL`].
static REQUEST_NAMES: [HeaderName; RequestHeader::ALL.len()] = [
    header::ORIGIN,
    header::ACCESS_CONTROL_REQUEST_HEADERS,
    header::ACCESS_CONTROL_REQUEST_METHOD,
    header::SEC_WEBSOCKET_VERSION,
];

/// By the numbers of [`AnswerHeader::ALL`].
static ANSWER_NAMES: [HeaderName; AnswerHeader::ALL.len()] = [
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
    HeaderName::from_static("cross-origin-resource-policy"),
    HeaderName::from_static("timing-allow-origin"),
];

#[cfg(test)]
mod tests {
    use crosscheck::server::AnswerHeader;
    use crosscheck::server::RequestHeader;

    use super::ANSWER_NAMES;
    use super::REQUEST_NAMES;

    #[test]
    fn names_stand_at_their_numbers() {
        for header in AnswerHeader::ALL {
            assert_eq!(ANSWER_NAMES[header as usize], header.name());
        }
        for header in RequestHeader::ALL {
            assert_eq!(REQUEST_NAMES[header as usize], header.name());
        }
    }
}
