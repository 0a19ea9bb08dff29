//! A plain request of which nothing but its lines is needed: decided and passed on as they are, without a map of them.
//!
//! | such a request | since |
//! |---|---|
//! | is a `GET`, `OPTIONS` or `DELETE` | an answer to `HEAD` says a length and has none |
//! | has a target without escapes of its own kind | it is the same as it is read and as it is sent |
//! | has no name twice | a map would put its lines together |
//! | says nothing of who sent it, of earlier gateways, of a WebSocket | there is nothing to replace or to judge |

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck::server::may_be_origin_of;
use http::Method;

use crate::client_claims::is_claim_of;
use crate::hop::is_host;
use crate::plain::lower_name::LowerName;
use crate::plain::raw_head::Line;
use crate::plain::raw_head::Lines;
use crate::plain::raw_head::Place;
use crate::plain::raw_lines::Names;
use crate::plain::raw_lines::write_line;
use crate::plain::raw_lines::write_raw;

/// A request's lines, and those that are looked at.
pub(super) struct RawRequest<'l, 'b> {
    pub(super) method: Method,
    pub(super) target: &'b str,
    /// Without those of the hop.
    lines: Lines<'l, 'b>,
    pub(super) host: &'b [u8],
    pub(super) origin: Option<&'b [u8]>,
    asked_method: Option<&'b [u8]>,
    asked_headers: Option<&'b [u8]>,
    /// Whether it came over TLS.
    is_secure: bool,
}

/// What was seen of a request's lines.
#[derive(Default)]
pub(super) struct Seen<'b> {
    names: Names,
    /// A line that needs a map of them.
    is_odd: bool,
    host: Option<&'b [u8]>,
    origin: Option<&'b [u8]>,
    asked_method: Option<&'b [u8]>,
    asked_headers: Option<&'b [u8]>,
    /// The place of the one that belongs to the hop.
    connection: Option<usize>,
}

impl<'b> Seen<'b> {
    /// In: a line, its name in lower case, and the lines before it.
    #[inline]
    pub(super) fn note(&mut self, name: &LowerName, line: Line<'b>, before: Lines<'_, 'b>) {
        self.is_odd |= self.names.repeats(line.name, before);
        match name.as_bytes() {
            b"host" => self.host = Some(line.value),
            b"origin" if !line.value.is_empty() => self.origin = Some(line.value),
            b"access-control-request-method" => self.asked_method = Some(line.value),
            b"access-control-request-headers" => self.asked_headers = Some(line.value),
            b"connection" if line.value.eq_ignore_ascii_case(b"keep-alive") => {
                self.connection = Some(before.places.len());
            }
            b"cdn-loop"
            | b"connection"
            | b"content-length"
            | b"expect"
            | b"keep-alive"
            | b"origin"
            | b"proxy-authenticate"
            | b"proxy-authorization"
            | b"proxy-connection"
            | b"sec-websocket-version"
            | b"te"
            | b"transfer-encoding"
            | b"upgrade" => self.is_odd = true,
            name => self.is_odd |= is_claim_of(name),
        }
    }
}

/// What a gateway adds to a request, but for the host.
pub(super) struct Added<'a> {
    pub(super) host: &'a [u8],
    pub(super) mark: &'a [u8],
    pub(super) forwarded_for: &'a [u8],
}

impl<'l, 'b> RawRequest<'l, 'b> {
    /// In: what was parsed, and is neither a request with a body nor one that is read in two ways.
    pub(super) fn of(
        (method, target): (Method, &'b [u8]),
        (bytes, places): (&'b [u8], &'l mut [Place]),
        seen: Seen<'b>,
        is_secure: bool,
    ) -> Option<Self> {
        let is_odd = seen.is_odd || method == Method::HEAD || !target.iter().all(is_kept);
        let host = seen.host.filter(|host| !is_odd && is_host(host))?;
        let mut count = places.len();
        if let Some(place) = seen.connection {
            // As a map of headers does: the last one comes in its place.
            count -= 1;
            places.swap(place, count);
        }
        Some(Self {
            method,
            target: str::from_utf8(target).ok()?,
            lines: Lines { bytes, places: &places[..count] },
            host,
            origin: seen.origin,
            asked_method: seen.asked_method,
            asked_headers: seen.asked_headers,
            is_secure,
        })
    }

    /// Writes the head that the upstream gets.
    pub(super) fn write(&self, added: &Added<'_>, to: &mut Vec<u8>) {
        to.reserve(USUAL);
        to.extend_from_slice(self.method.as_str().as_bytes());
        to.push(b' ');
        to.extend_from_slice(self.target.as_bytes());
        to.extend_from_slice(b" HTTP/1.1\r\n");
        for line in self.lines.iter() {
            match line.name.eq_ignore_ascii_case(b"host") {
                true => write_line("host", added.host, to),
                false => write_raw(line, to),
            }
        }
        write_line("cdn-loop", added.mark, to);
        write_line("x-forwarded-for", added.forwarded_for, to);
        write_line("x-forwarded-host", self.host, to);
        let proto: &[u8] = if self.is_secure { b"https" } else { b"http" };
        write_line("x-forwarded-proto", proto, to);
        to.extend_from_slice(b"\r\n");
    }
}

impl RequestHead for RawRequest<'_, '_> {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn is_options(&self) -> bool {
        self.method == Method::OPTIONS
    }

    fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target, |(path, _)| path)
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        let line = match header {
            RequestHeader::Origin => self.origin,
            RequestHeader::RequestMethod => self.asked_method,
            RequestHeader::RequestHeaders => self.asked_headers,
            _ => None,
        };
        line.into_iter()
    }

    fn is_own_origin(&self, origin: &[u8]) -> bool {
        let scheme = if self.is_secure { OwnScheme::Https } else { OwnScheme::Unknown };
        may_be_origin_of(origin, self.host) && scheme.is_own_origin(origin, self.host)
    }
}

/// Whether a target with that byte is sent as it came.
fn is_kept(byte: &u8) -> bool {
    KEPT[usize::from(*byte)]
}

const KEPT: [bool; 256] = {
    let (mut kept, mut byte) = ([false; 256], 0);
    while byte < 128_u8 {
        kept[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'!' | b'$'..=b'/' | b':' | b';' | b'=' | b'?' | b'@' | b'_' | b'~');
        byte += 1;
    }
    kept
};

/// Most heads are shorter.
const USUAL: usize = 1024;
