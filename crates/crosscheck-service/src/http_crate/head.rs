//! The head of a request of `http` 1.

use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck::server::may_be_origin_of;
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
        let origin = first_line(headers, header::ORIGIN);
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

/// The first line of a header. Where there are few names, a look at each costs less than to hash one: mostly no
/// page asks. If each has one line, too, its place among them is its value's.
#[inline(always)]
fn first_line(headers: &HeaderMap, name: HeaderName) -> Option<&HeaderValue> {
    let place = match headers.keys_len() > FEW {
        true => None,
        false => Some(headers.keys().position(|there| *there == name)?),
    };
    match place {
        Some(place) if headers.len() == headers.keys_len() => headers.values().nth(place),
        _ => look_up(headers, &name),
    }
}

#[inline(never)]
fn look_up<'r>(headers: &'r HeaderMap, name: &HeaderName) -> Option<&'r HeaderValue> {
    headers.get(name)
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

    #[inline(always)]
    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        if self.repeats_headers() {
            return Lines::All(self.lines_of_several(header));
        }
        Lines::One(match header {
            RequestHeader::Origin => self.origin,
            RequestHeader::RequestMethod => {
                first_line(self.headers, header::ACCESS_CONTROL_REQUEST_METHOD)
            }
            RequestHeader::RequestHeaders => {
                first_line(self.headers, header::ACCESS_CONTROL_REQUEST_HEADERS)
            }
            _ => look_up(self.headers, &REQUEST_NAMES[header as usize]),
        })
    }

    #[inline]
    fn is_own_origin(&self, origin: &[u8]) -> bool {
        let host = match self.uri.authority() {
            Some(authority) => Some(authority.as_str().as_bytes()),
            None => self.host_line().map(HeaderValue::as_bytes),
        };
        host.is_some_and(|host| {
            may_be_origin_of(origin, host) && self.is_own_origin_at(host, origin)
        })
    }
}

impl HttpHead<'_> {
    #[cold]
    #[inline(never)]
    fn is_own_origin_at(&self, host: &[u8], origin: &[u8]) -> bool {
        let lines =
            |name: &HeaderName| self.headers.get_all(name).into_iter().map(HeaderValue::as_bytes);
        let scheme = self.scheme.scheme(self.uri.scheme_str() == Some("https"), lines);
        scheme.is_own_origin(origin, host)
    }

    #[inline(never)]
    fn lines_of_several(&self, header: RequestHeader) -> ValueIter<'_, HeaderValue> {
        self.headers.get_all(&REQUEST_NAMES[header as usize]).into_iter()
    }

    /// The one line of `Host`.
    #[inline]
    fn host_line(&self) -> Option<&HeaderValue> {
        match self.repeats_headers() {
            false => first_line(self.headers, header::HOST),
            true => self.host_line_of_several(),
        }
    }

    #[inline(never)]
    fn host_line_of_several(&self) -> Option<&HeaderValue> {
        let mut lines = self.headers.get_all(header::HOST).into_iter();
        lines.next().filter(|_| lines.next().is_none())
    }
}

impl RequestHost for HttpHead<'_> {
    fn host(&self) -> Option<&str> {
        if let Some(authority) = self.uri.authority() {
            return Some(authority.as_str());
        }
        self.host_line()?.to_str().ok()
    }
}
