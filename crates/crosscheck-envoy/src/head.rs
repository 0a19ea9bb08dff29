//! The head of a request, as Envoy has it.

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;

use crate::host::Line;

/// A request's head, borrowed. What HTTP/1 has in its first line and in `Host`, Envoy has in lines whose
/// names begin with a colon, as HTTP/2 does.
#[derive(Debug)]
pub(crate) struct EnvoyHead<'r> {
    method: &'r str,
    path: &'r str,
    authority: &'r [u8],
    scheme: OwnScheme,
    lines: Vec<Line<'r>>,
}

impl<'r> EnvoyHead<'r> {
    pub(crate) fn new(lines: impl Iterator<Item = Line<'r>>) -> Self {
        let (method, path, authority) = ("", "", &[][..]);
        let mut head = Self { method, path, authority, scheme: OwnScheme::Unknown, lines: vec![] };
        for (name, value) in lines {
            match name {
                b":method" => head.method = str::from_utf8(value).unwrap_or_default(),
                b":path" => head.path = str::from_utf8(value).unwrap_or_default(),
                b":authority" => head.authority = value,
                // That it says `http` tells of the last hop only.
                b":scheme" if value == b"https" => head.scheme = OwnScheme::Https,
                _ => head.lines.push((name, value)),
            }
        }
        head
    }

    /// Whether there is a request at all: Envoy answers by itself what it cannot read.
    pub(crate) fn is_there(&self) -> bool {
        !self.method.is_empty()
    }

    /// The first line of `Origin`: what a decision may echo.
    pub(crate) fn origin(&self) -> Option<&'r [u8]> {
        self.values(RequestHeader::Origin).next()
    }

    fn values(&self, header: RequestHeader) -> impl Iterator<Item = &'r [u8]> {
        let is_it = move |(name, _): &&Line<'r>| *name == header.name().as_bytes();
        self.lines.iter().filter(is_it).map(|(_, value)| *value)
    }
}

impl RequestHead for EnvoyHead<'_> {
    fn method(&self) -> &str {
        self.method
    }

    fn path(&self) -> &str {
        self.path
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.values(header)
    }

    fn is_own_origin(&self, origin: &[u8]) -> bool {
        self.scheme.is_own_origin(origin, self.authority)
    }
}
