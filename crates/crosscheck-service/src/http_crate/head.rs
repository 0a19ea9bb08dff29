//! The head of a request of `http` 1.

use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use http::Extensions;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Method;
use http::Uri;
use http::header;
use http::header::ValueIter;
use http::request::Parts;

use super::names::REQUEST_NAMES;
use crate::RequestHost;
use crate::SchemeSource;

/// A request's head, borrowed.
#[derive(Debug)]
pub struct HttpHead<'r> {
    /// The method.
    pub method: &'r Method,
    /// The target.
    pub uri: &'r Uri,
    /// The headers.
    pub headers: &'r HeaderMap,
    /// What layers further out put beside the request.
    pub extensions: &'r Extensions,
    /// Looked up once.
    origin: Option<&'r HeaderValue>,
    scheme: &'r SchemeSource<HeaderName>,
}

impl<'r> HttpHead<'r> {
    /// The head of a request.
    #[inline]
    pub fn of<B>(request: &'r http::Request<B>) -> Self {
        Self::new(request.method(), request.uri(), request.headers(), request.extensions())
    }

    /// The same of its parts, for frameworks whose requests are types of their own.
    #[inline]
    pub fn new(
        method: &'r Method,
        uri: &'r Uri,
        headers: &'r HeaderMap,
        extensions: &'r Extensions,
    ) -> Self {
        let origin = first_origin(headers);
        Self { method, uri, headers, extensions, origin, scheme: &SchemeSource::Request }
    }

    /// The same, of a server that learns its own scheme from there.
    #[inline]
    #[must_use]
    pub const fn with_scheme_of(mut self, scheme: &'r SchemeSource<HeaderName>) -> Self {
        self.scheme = scheme;
        self
    }

    /// The same, with another target: the one that the server was asked for, where a router has cut
    /// the request's own.
    #[inline]
    #[must_use]
    pub const fn with_uri(mut self, uri: &'r Uri) -> Self {
        self.uri = uri;
        self
    }

    /// Whether any header has more than one line.
    fn repeats_headers(&self) -> bool {
        self.headers.len() != self.headers.keys_len()
    }

    /// The first line of `Origin`: what a decision may echo.
    #[inline]
    pub fn origin(&self) -> Option<&'r HeaderValue> {
        self.origin
    }
}

const FEW: usize = 8;

/// The first line of `Origin`. Where there are few names, a look at each costs less than to hash one: mostly no
/// page asks. If each has one line, too, its place among them is its value's.
#[inline]
fn first_origin(headers: &HeaderMap) -> Option<&HeaderValue> {
    let place = match headers.keys_len() > FEW {
        true => None,
        false => Some(headers.keys().position(|name| *name == header::ORIGIN)?),
    };
    match place {
        Some(place) if headers.len() == headers.keys_len() => headers.values().nth(place),
        _ => headers.get(&REQUEST_NAMES[RequestHeader::Origin as usize]),
    }
}

/// The lines of a header; nearly always there is one at most, which is quicker to get.
enum Lines<'r> {
    One(Option<&'r HeaderValue>),
    All(ValueIter<'r, HeaderValue>),
}

impl<'r> Iterator for Lines<'r> {
    type Item = &'r [u8];

    #[inline]
    fn next(&mut self) -> Option<&'r [u8]> {
        let line = match self {
            Self::One(line) => line.take(),
            Self::All(lines) => lines.next(),
        };
        line.map(HeaderValue::as_bytes)
    }
}

impl<'r> From<&'r Parts> for HttpHead<'r> {
    fn from(parts: &'r Parts) -> Self {
        Self::new(&parts.method, &parts.uri, &parts.headers, &parts.extensions)
    }
}

impl RequestHead for HttpHead<'_> {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn is_options(&self) -> bool {
        *self.method == Method::OPTIONS
    }

    fn path(&self) -> &str {
        self.uri.path()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        let name = &REQUEST_NAMES[header as usize];
        match header {
            _ if self.repeats_headers() => Lines::All(self.headers.get_all(name).into_iter()),
            RequestHeader::Origin => Lines::One(self.origin),
            _ => Lines::One(self.headers.get(name)),
        }
    }

    #[cold]
    fn is_own_origin(&self, origin: &[u8]) -> bool {
        let lines =
            |name: &HeaderName| self.headers.get_all(name).into_iter().map(HeaderValue::as_bytes);
        let scheme = self.scheme.scheme(self.uri.scheme_str() == Some("https"), lines);
        self.host().is_some_and(|host| scheme.is_own_origin(origin, host.as_bytes()))
    }
}

impl RequestHost for HttpHead<'_> {
    fn host(&self) -> Option<&str> {
        if let Some(authority) = self.uri.authority() {
            return Some(authority.as_str());
        }
        let mut lines = self.headers.get_all(header::HOST).into_iter();
        match (lines.next(), lines.next()) {
            (Some(host), None) => host.to_str().ok(),
            _ => None,
        }
    }
}
