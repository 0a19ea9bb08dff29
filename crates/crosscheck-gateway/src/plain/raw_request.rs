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
use httparse::Header;

use crate::client_claims::is_claim_of;
use crate::hop::is_host;
use crate::plain::raw_lines::LowerName;
use crate::plain::raw_lines::Names;
use crate::plain::raw_lines::write_line;
use crate::plain::raw_lines::write_raw;

/// A request's lines, and those that are looked at.
pub(super) struct RawRequest<'l, 'b> {
    pub(super) method: Method,
    pub(super) target: &'b str,
    /// Without those of the hop.
    lines: &'l [Header<'b>],
    pub(super) host: &'b [u8],
    pub(super) origin: Option<&'b [u8]>,
    asked_method: Option<&'b [u8]>,
    asked_headers: Option<&'b [u8]>,
    /// Whether it came over TLS.
    is_secure: bool,
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
        method: Method,
        target: &'b str,
        lines: &'l mut [Header<'b>],
        is_secure: bool,
    ) -> Option<Self> {
        if method == Method::HEAD || !target.bytes().all(is_kept) {
            return None;
        }
        let (mut names, mut count) = (Names::default(), lines.len());
        let (mut host, mut connection) = (None, None);
        let (mut origin, mut asked_method, mut asked_headers) = (None, None, None);
        for (place, line) in lines.iter().enumerate() {
            if names.repeats(line.name, &lines[..place]) {
                return None;
            }
            let name = LowerName::of(line.name);
            match name.as_bytes() {
                b"host" => host = Some(line.value),
                b"origin" if !line.value.is_empty() => origin = Some(line.value),
                b"access-control-request-method" => asked_method = Some(line.value),
                b"access-control-request-headers" => asked_headers = Some(line.value),
                b"connection" if line.value.eq_ignore_ascii_case(b"keep-alive") => {
                    connection = Some(place);
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
                | b"upgrade" => return None,
                name if is_claim_of(name) => return None,
                _ => {}
            }
        }
        if let Some(place) = connection {
            // As a map of headers does: the last one comes in its place.
            count -= 1;
            lines.swap(place, count);
        }
        let host = host.filter(|host| is_host(host))?;
        let lines = &lines[..count];
        Some(Self { method, target, lines, host, origin, asked_method, asked_headers, is_secure })
    }

    /// Writes the head that the upstream gets.
    pub(super) fn write(&self, added: &Added<'_>, to: &mut Vec<u8>) {
        to.reserve(USUAL);
        to.extend_from_slice(self.method.as_str().as_bytes());
        to.push(b' ');
        to.extend_from_slice(self.target.as_bytes());
        to.extend_from_slice(b" HTTP/1.1\r\n");
        for line in self.lines {
            match line.name.eq_ignore_ascii_case("host") {
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
fn is_kept(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'$'..=b'/' | b':' | b';' | b'=' | b'?' | b'@' | b'_' | b'~')
}

/// Most heads are shorter.
const USUAL: usize = 1024;
