//! The head of a request of `http` 1.

use crosscheck::server::Reason;
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

use crate::RequestHost;
use crate::SchemeSource;
use crate::header_names::http1::REQUEST_NAMES;

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
    /// What else a preflight is asked for, found in the same pass.
    asked: Option<Asked<'r>>,
    scheme: &'r SchemeSource<HeaderName>,
}

/// What a preflight has one line of each of.
#[derive(Debug, Default)]
struct Asked<'r> {
    method: Option<&'r HeaderValue>,
    headers: Option<&'r HeaderValue>,
    host: Option<&'r HeaderValue>,
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
        if *method == Method::OPTIONS && headers.keys_len() <= MANY && !repeats(headers) {
            return Self::of_options(method, uri, headers, extensions);
        }
        let (origin, scheme) = (origin(headers), &SchemeSource::Request);
        Self { method, uri, headers, extensions, origin, asked: None, scheme }
    }

    /// The same of a map that has one line of each: finds `Origin` and what else a preflight is asked for in one pass.
    #[inline(never)]
    fn of_options(
        method: &'r Method,
        uri: &'r Uri,
        headers: &'r HeaderMap,
        extensions: &'r Extensions,
    ) -> Self {
        let (mut origin, mut asked) = (None, Asked::default());
        for (name, line) in headers {
            match *name {
                header::ORIGIN => origin = Some(line),
                header::ACCESS_CONTROL_REQUEST_METHOD => asked.method = Some(line),
                header::ACCESS_CONTROL_REQUEST_HEADERS => asked.headers = Some(line),
                header::HOST => asked.host = Some(line),
                _ => {}
            }
        }
        let scheme = &SchemeSource::Request;
        Self { method, uri, headers, extensions, origin, asked: Some(asked), scheme }
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

    /// The first line of `Origin`: what a decision may echo.
    #[inline]
    pub fn origin(&self) -> Option<&'r HeaderValue> {
        self.origin
    }
}

/// So few names are looked at one by one: more are found quicker by their hashes.
const FEW: usize = 8;
/// The same where several are looked for.
const MANY: usize = 2 * FEW;

/// Whether any header has more than one line.
#[inline]
fn repeats(headers: &HeaderMap) -> bool {
    headers.len() != headers.keys_len()
}

/// The first line of `Origin`. Where there are few names, a look at each costs less than to hash one: mostly no
/// page asks.
#[inline(never)]
fn origin(headers: &HeaderMap) -> Option<&HeaderValue> {
    if headers.keys_len() > FEW || repeats(headers) {
        return look_up(headers, RequestHeader::Origin);
    }
    let place = headers.keys().position(|name| *name == header::ORIGIN)?;
    headers.values().nth(place)
}

#[inline(never)]
fn look_up(headers: &HeaderMap, header: RequestHeader) -> Option<&HeaderValue> {
    headers.get(&REQUEST_NAMES[header as usize])
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
        if repeats(self.headers) {
            return Lines::All(self.lines_of_several(header));
        }
        Lines::One(match (header, &self.asked) {
            (RequestHeader::Origin, _) => self.origin,
            (RequestHeader::RequestMethod, Some(asked)) => asked.method,
            (RequestHeader::RequestHeaders, Some(asked)) => asked.headers,
            _ => look_up(self.headers, header),
        })
    }

    #[inline(always)]
    fn origin_line(&self) -> Option<Result<&[u8], Reason>> {
        match self.origin {
            Some(_) if repeats(self.headers) && self.has_several_origins() => {
                Some(Err(Reason::SeveralOrigins))
            }
            origin => Some(Ok(origin?.as_bytes())),
        }
    }

    #[inline(always)]
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

    #[cold]
    #[inline(never)]
    fn has_several_origins(&self) -> bool {
        self.lines_of_several(RequestHeader::Origin).nth(1).is_some()
    }

    #[inline(never)]
    fn lines_of_several(&self, header: RequestHeader) -> ValueIter<'_, HeaderValue> {
        self.headers.get_all(&REQUEST_NAMES[header as usize]).into_iter()
    }

    /// The one line of `Host`.
    #[inline(always)]
    fn host_line(&self) -> Option<&HeaderValue> {
        if let Some(asked) = &self.asked {
            return asked.host;
        }
        // Browsers send it first.
        match self.headers.iter().next() {
            Some((name, line)) if *name == header::HOST && !repeats(self.headers) => Some(line),
            _ => self.host_line_further(),
        }
    }

    #[inline(never)]
    fn host_line_further(&self) -> Option<&HeaderValue> {
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
