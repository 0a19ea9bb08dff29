//! The head of a request, as far as a decision reads it.

use super::own_origin::OwnScheme;
use crate::server::policy::Reason;

/// The parts of a request's head that a decision reads. Adapters implement it over their own type.
pub trait RequestHead {
    /// The method, as sent.
    fn method(&self) -> &str;
    /// Whether the method is `OPTIONS`: for who knows without spelling it.
    fn is_options(&self) -> bool {
        self.method() == "OPTIONS"
    }
    /// The path, as sent: nothing decoded, nothing resolved. A query may follow and is not read.
    fn path(&self) -> &str;
    /// The values of all lines of a header, in order.
    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]>;
    /// The line of `Origin`, if there is one. No page sends two.
    #[inline]
    fn origin_line(&self) -> Option<Result<&[u8], Reason>> {
        let mut lines = self.header_lines(RequestHeader::Origin);
        let origin = lines.next()?;
        Some(match lines.next() {
            None => Ok(origin),
            Some(_) => Err(Reason::SeveralOrigins),
        })
    }
    /// Whether an `Origin` is the very origin that this request asks: such a page needs no permission.
    /// Asked only where the policy would refuse.
    ///
    /// [`OwnScheme::is_own_origin`] tells by the host. No by default, for who knows none.
    fn is_own_origin(&self, _origin: &[u8]) -> bool {
        false
    }
}

/// A header that a decision may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestHeader {
    /// `origin`
    Origin,
    /// `access-control-request-headers`
    RequestHeaders,
    /// `access-control-request-method`
    RequestMethod,
    /// `sec-websocket-version`
    WebsocketVersion,
}

impl RequestHeader {
    /// Every header, in the order of their numbers: `ALL[header as usize]` is the header.
    pub const ALL: &'static [Self] =
        &[Self::Origin, Self::RequestHeaders, Self::RequestMethod, Self::WebsocketVersion];

    /// The name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::RequestHeaders => "access-control-request-headers",
            Self::RequestMethod => "access-control-request-method",
            Self::WebsocketVersion => "sec-websocket-version",
        }
    }
}

/// A head over plain slices: for tests and tools, and for servers whose requests have no type.
///
/// Names of headers are compared without case, as HTTP does. Its own origin is that of its one `Host`
/// line, by [`OwnScheme::Unknown`].
///
/// A head with the method `DELETE` asks whether the page may read the answer, as the request itself does. Whether
/// it may send `DELETE` is the preflight's question: `OPTIONS`, with `access-control-request-method`.
///
/// # Example
/// ```
/// use crosscheck::server::{Config, Head, Policy, Reason};
///
/// let policy = Policy::new(&Config {
///     origins: vec!["https://app.example".into()],
///     ..Config::default()
/// })?;
/// let verdict = |headers: &[(&str, &str)]| policy.decide(&Head::new("GET", "/", headers)).verdict();
/// assert_eq!(verdict(&[("Origin", "https://app.example")]), Some(Ok(())));
/// let refused = Some(Err(Reason::OriginNotAllowed));
/// assert_eq!(verdict(&[("Origin", "https://evil.example")]), refused);
/// assert_eq!(verdict(&[]), None, "no page asks");
/// # Ok::<(), crosscheck::server::ConfigErrors>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Head<'r, N = &'r str, V = &'r str> {
    method: &'r str,
    path: &'r str,
    headers: &'r [(N, V)],
}

impl<'r, N: AsRef<str>, V: AsRef<[u8]>> Head<'r, N, V> {
    /// In: the method and the path as sent, a query allowed; each header line as name and value, in
    /// order.
    pub const fn new(method: &'r str, path: &'r str, headers: &'r [(N, V)]) -> Self {
        Self { method, path, headers }
    }

    fn lines(&self, name: &'static str) -> impl Iterator<Item = &[u8]> {
        let is_it = move |(sent, _): &&(N, V)| sent.as_ref().eq_ignore_ascii_case(name);
        self.headers.iter().filter(is_it).map(|(_, value)| value.as_ref())
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> RequestHead for Head<'_, N, V> {
    fn method(&self) -> &str {
        self.method
    }

    fn path(&self) -> &str {
        self.path
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.lines(header.name())
    }

    fn is_own_origin(&self, origin: &[u8]) -> bool {
        let mut hosts = self.lines("host");
        match (hosts.next(), hosts.next()) {
            (Some(host), None) => OwnScheme::Unknown.is_own_origin(origin, host),
            _ => false,
        }
    }
}
