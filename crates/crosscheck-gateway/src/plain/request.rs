//! Which requests are plain: those that nobody could read in two ways, and that end with their head.
//!
//! | a plain request | since |
//! |---|---|
//! | is there as a whole, with nothing behind it | where it ends is in no doubt, and no other request is hidden in it |
//! | is a `GET`, `HEAD`, `OPTIONS` or `DELETE` of HTTP/1.1 | others have a body mostly, or end what is spoken |
//! | has a target that begins with `/` | in every other form the target says a host, too |
//! | ends each line with CR LF | what takes a bare LF for an end sees other lines than what does not |
//! | has one `Host` | one of several would be chosen |
//! | says no `Content-Length` and no `Expect` | a body is to come |
//! | has of what belongs to one hop at most `Connection: keep-alive` | neither a coding nor another protocol is asked for, and the connection goes on |

use std::mem::MaybeUninit;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::Uri;
use http::header;
use http::request::Parts;
use httparse::Header;
use httparse::ParserConfig;

use crate::Limits;
use crate::hop::CONNECTION;
use crate::hop::Framing;
use crate::plain::raw_request::RawRequest;
use crate::room::ROOM_BYTES;
use crate::upstream::http1::grammar::section;

/// What was parsed of a plain request, the names of its lines left out.
pub(super) struct Parsed<'l, 'b> {
    method: Method,
    target: &'b str,
    lines: &'l mut [Header<'b>],
}

impl<'l, 'b> Parsed<'l, 'b> {
    /// The same as lines, if nothing else is needed of it. In: whether it came over TLS.
    pub(super) fn raw(self, is_secure: bool) -> Option<RawRequest<'l, 'b>> {
        RawRequest::of(self.method, self.target, self.lines, is_secure)
    }
}

/// Makes a request of what was read; `None` if it is not a plain one.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Option<Parts> {
    // A map holds parts of it.
    let bytes = Bytes::copy_from_slice(bytes);
    parse(&bytes, limits, |Parsed { method, target, lines }| {
        let (mut head, ()) = Request::new(()).into_parts();
        head.method = method;
        head.uri = Uri::from_maybe_shared(bytes.slice_ref(target.as_bytes())).ok()?;
        head.headers = headers(&bytes, lines)?;
        is_plain(&head.headers).then_some(head)
    })
}

/// Has a request looked at that may be a plain one; `None` if it is none.
pub(super) fn parse<T>(
    bytes: &[u8],
    limits: &Limits,
    look: impl FnOnce(Parsed<'_, '_>) -> Option<T>,
) -> Option<T> {
    let most = limits.head_bytes.min(ROOM_BYTES);
    if bytes.len() >= most || section(bytes) != Ok(Some(bytes.len())) {
        return None;
    }
    let method = method(bytes)?;
    let mut room = [const { MaybeUninit::uninit() }; MOST_LINES];
    let room = &mut room[..limits.header_lines.min(MOST_LINES)];
    let mut parsed = httparse::Request::new(&mut []);
    let length =
        ParserConfig::default().parse_request_with_uninit_headers(&mut parsed, bytes, room);
    if length != Ok(httparse::Status::Complete(bytes.len())) || parsed.version != Some(1) {
        return None;
    }
    let target = parsed.path.filter(|target| target.starts_with('/'))?;
    look(Parsed { method, target, lines: parsed.headers })
}

/// The method, with the space that ends it.
pub(super) fn method(bytes: &[u8]) -> Option<Method> {
    match bytes {
        [b'G', b'E', b'T', b' ', ..] => Some(Method::GET),
        [b'O', b'P', b'T', b'I', b'O', b'N', b'S', b' ', ..] => Some(Method::OPTIONS),
        [b'H', b'E', b'A', b'D', b' ', ..] => Some(Method::HEAD),
        [b'D', b'E', b'L', b'E', b'T', b'E', b' ', ..] => Some(Method::DELETE),
        _ => None,
    }
}

fn headers(bytes: &Bytes, lines: &[Header<'_>]) -> Option<HeaderMap> {
    let (mut headers, mut hosts) = (HeaderMap::with_capacity(lines.len() + OF_THE_GATEWAY), 0);
    for line in lines {
        let name = HeaderName::from_bytes(line.name.as_bytes()).ok()?;
        let value = HeaderValue::from_maybe_shared(bytes.slice_ref(line.value)).ok()?;
        hosts += usize::from(name == header::HOST);
        headers.append(name, value);
    }
    (hosts == 1).then_some(headers)
}

fn is_plain(headers: &HeaderMap) -> bool {
    let framing = Framing::of(headers);
    framing.is_empty()
        || framing.is_only(CONNECTION) && {
            let mut lines = headers.get_all(header::CONNECTION).into_iter();
            lines.all(|line| line.as_bytes().eq_ignore_ascii_case(b"keep-alive"))
        }
}

/// A head with more is none of the plain ones.
const MOST_LINES: usize = 64;

/// Headers that are added to a request on its way.
const OF_THE_GATEWAY: usize = 4;

#[cfg(test)]
mod tests {
    use crate::Limits;

    use super::read;

    fn is_plain(request: &str) -> bool {
        read(request.as_bytes(), &Limits::default()).is_some()
    }

    #[test]
    fn a_request_is_plain_if_nobody_could_read_it_in_two_ways() {
        for (lines, expected) in [
            ("GET / HTTP/1.1|host: api", true),
            (
                "GET /a?b HTTP/1.1|Host: api:80|Origin: https://app.example|Cookie: a|Cookie: b",
                true,
            ),
            ("HEAD / HTTP/1.1|host: api|connection: keep-alive", true),
            ("DELETE / HTTP/1.1|host: api|Connection: Keep-Alive|connection: keep-alive", true),
            ("OPTIONS / HTTP/1.1|host: api|access-control-request-method: PUT", true),
            ("POST / HTTP/1.1|host: api", false),
            ("GETS / HTTP/1.1|host: api", false),
            ("get / HTTP/1.1|host: api", false),
            ("CONNECT api:80 HTTP/1.1|host: api:80", false),
            ("GET / HTTP/1.0|host: api", false),
            ("GET / HTTP/1.2|host: api", false),
            ("GET /|host: api", false),
            ("GET * HTTP/1.1|host: api", false),
            ("GET http://api/ HTTP/1.1|host: api", false),
            ("GET  / HTTP/1.1|host: api", false),
            ("|GET / HTTP/1.1|host: api", false),
            ("GET / HTTP/1.1|a: b", false),
            ("GET / HTTP/1.1|host: api|host: api", false),
            ("GET / HTTP/1.1|host: api|content-length: 0", false),
            ("GET / HTTP/1.1|host: api|Content-Length: 5", false),
            ("GET / HTTP/1.1|host: api|transfer-encoding: chunked", false),
            ("GET / HTTP/1.1|host: api|Transfer-Encoding: identity", false),
            ("GET / HTTP/1.1|host: api|expect: 100-continue", false),
            ("GET / HTTP/1.1|host: api|upgrade: websocket|connection: upgrade", false),
            ("GET / HTTP/1.1|host: api|te: trailers", false),
            ("GET / HTTP/1.1|host: api|connection: close", false),
            ("GET / HTTP/1.1|host: api|connection: keep-alive, x", false),
            ("GET / HTTP/1.1|host: api|connection: keep-alive|connection: close", false),
            ("GET / HTTP/1.1|host: api|keep-alive: 5", false),
            ("GET / HTTP/1.1|host: api|proxy-connection: keep-alive", false),
            ("GET / HTTP/1.1|host: api|a: b| c", false),
            ("GET / HTTP/1.1|host: api|a : b", false),
            ("GET / HTTP/1.1|host: api|a: \0", false),
            ("GET / HTTP/1.1|host: api|a: b\rc", false),
            ("GET / HTTP/1.1|host: api\na: b", false),
            ("GET / HTTP/1.1\nhost: api", false),
        ] {
            let lines = lines.replace('|', "\r\n");
            assert_eq!(is_plain(&format!("{lines}\r\n\r\n")), expected, "{lines:?}");
            for other in ["", "\r\n", "\n\n", "\r\n\n", "\r\n\r\n\r\n", "\r\n\r\nG", "\r\n\r\n\n"] {
                assert!(!is_plain(&format!("{lines}{other}")), "{lines:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_plain_request_is_within_the_limits() {
        let lines = |count: usize| "a: b\r\n".repeat(count);
        let request = |lines: &str| format!("GET / HTTP/1.1\r\nhost: api\r\n{lines}\r\n");
        assert!(is_plain(&request(&lines(63))) && !is_plain(&request(&lines(64))));
        let few = Limits::default().header_lines(3);
        assert!(read(request(&lines(2)).as_bytes(), &few).is_some());
        assert!(read(request(&lines(3)).as_bytes(), &few).is_none());
        let short = Limits::default().head_bytes(100);
        assert!(read(request(&lines(10)).as_bytes(), &short).is_some());
        assert!(read(request(&lines(12)).as_bytes(), &short).is_none());
        assert!(!is_plain(&request(&format!("a: {}\r\n", "b".repeat(17_000)))));
    }
}
