//! Requests and answers of actix-web, as `crosscheck` reads and writes them.
//!
//! Owns how headers are looked up and put. Chooses nothing.

use std::slice;
use std::sync::Arc;

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerValue;
use crosscheck::server::EditPlan;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck::server::may_be_origin_of;
use crosscheck_service::AnswerMap;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::RequestHost;
use crosscheck_service::SchemeSource;
use crosscheck_service::edit_map;
use crosscheck_service::header_names::http02::ANSWER_NAMES;
use crosscheck_service::header_names::http02::REQUEST_NAMES;

use crate::ActixHead;

/// A request's head, borrowed.
#[derive(Clone, Debug)]
pub(crate) struct Head<'r> {
    request: &'r ServiceRequest,
    scheme: &'r SchemeSource<HeaderName>,
    /// Looked up once.
    origins: slice::Iter<'r, HeaderValue>,
}

impl<'r> Head<'r> {
    pub(crate) fn of(request: &'r ServiceRequest, scheme: &'r SchemeSource<HeaderName>) -> Self {
        Self { request, scheme, origins: request.headers().get_all(&header::ORIGIN) }
    }

    /// The first line of `Origin`: what a decision may echo.
    pub(crate) fn origin(&self) -> Option<&'r HeaderValue> {
        self.origins.as_slice().first()
    }
}

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.request.method().as_str()
    }

    fn is_options(&self) -> bool {
        *self.request.method() == Method::OPTIONS
    }

    fn path(&self) -> &str {
        self.request.uri().path()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        let lines = match header {
            RequestHeader::Origin => self.origins.clone(),
            _ => self.request.headers().get_all(&REQUEST_NAMES[header as usize]),
        };
        lines.map(HeaderValue::as_bytes)
    }

    #[inline]
    fn is_own_origin(&self, origin: &[u8]) -> bool {
        let host = ActixHead(self.request);
        let host = host.host().map(str::as_bytes);
        host.is_some_and(|host| {
            may_be_origin_of(origin, host) && self.is_own_origin_at(host, origin)
        })
    }
}

impl Head<'_> {
    #[cold]
    #[inline(never)]
    fn is_own_origin_at(&self, host: &[u8], origin: &[u8]) -> bool {
        let lines =
            |name: &HeaderName| self.request.headers().get_all(name).map(HeaderValue::as_bytes);
        let uri = self.request.uri();
        let says_https = uri.scheme_str() == Some("https") || self.request.app_config().secure();
        let scheme = self.scheme.scheme(says_https, lines);
        scheme.is_own_origin(origin, host)
    }
}

/// What was decided, kept until there is an answer to put it on.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) snapshot: Arc<PolicySnapshot>,
    pub(crate) plan: EditPlan,
    /// Where it is to be echoed.
    pub(crate) origin: Option<HeaderValue>,
}

impl Chosen {
    /// Writes the headers. What the answer said of CORS before, it says no more.
    #[inline]
    pub(crate) fn edit(self, headers: &mut HeaderMap) {
        let Self { snapshot, plan, mut origin } = self;
        let edits = snapshot.policy().edits(plan);
        edit_map(&mut Answer(headers), &mut origin, edits, snapshot.http02_header_values());
    }
}

/// The headers of an answer.
struct Answer<'a>(&'a mut HeaderMap);

impl AnswerMap for Answer<'_> {
    type Value = HeaderValue;

    #[inline]
    fn look(&self) -> (bool, bool) {
        let (mut says_cors, mut has_vary) = (false, false);
        for name in self.0.keys() {
            says_cors |= name.as_str().starts_with("access-control-");
            has_vary |= *name == header::VARY;
        }
        (says_cors, has_vary)
    }

    #[inline]
    fn append(&mut self, header: AnswerHeader, value: HeaderValue) {
        self.0.append(ANSWER_NAMES[header as usize].clone(), value);
    }

    #[inline]
    fn append_credentials(&mut self) {
        const TRUE: HeaderValue = HeaderValue::from_static(AnswerValue::TRUE.text);
        self.0.append(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
    }

    #[inline]
    fn append_vary(&mut self, value: HeaderValue) {
        self.0.append(header::VARY, value);
    }

    #[inline(never)]
    fn remove(&mut self, header: AnswerHeader) {
        self.0.remove(&ANSWER_NAMES[header as usize]);
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.0.get_all(header::VARY).map(HeaderValue::as_bytes)
    }
}
