//! One hop of a message: what its head must be, what belongs to this hop only, what a trailer may
//! not say.
//!
//! Pure: heads in, heads out. Reads no header of CORS, but knows their names.
//!
//! Spec: <https://httpwg.org/specs/rfc9110.html#message.forwarding>,
//! <https://httpwg.org/specs/rfc9112.html#message.body.length>

use std::net::Ipv6Addr;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::StatusCode;
use http::Version;
use http::header;
use http::request::Parts;

use crate::client_claims::is_claim;

/// Why a request's head is not forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// None, or several, or none that is a host with at most a port.
    #[error("the request names no host, or several, or none that is a host")]
    Host,
    /// The target is in absolute form and not of HTTP.
    #[error("the request's target is not one of HTTP")]
    Scheme,
    /// More header lines than a request may have.
    #[error("the request has too many header lines")]
    HeaderLines,
    /// Codings besides `chunked`, which the upstream would never learn of.
    #[error("the request's body has a transfer coding that is not understood")]
    TransferCoding,
}

/// Why an upstream's answer is not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerHeadError {
    /// `101 Switching Protocols`, which nobody asked for.
    #[error("the upstream switches protocols unasked")]
    Switching,
    /// Codings besides `chunked`, which the client would never learn of.
    #[error("the upstream's answer has a transfer coding that is not understood")]
    TransferCoding,
    /// Lengths that differ, or are none.
    #[error("the upstream's answer has lengths that differ, or none that is a number")]
    ContentLength,
}

/// The host that a request is for: that of its target, if it is in absolute form, else `Host`.
///
/// Out: `None` only for HTTP/1.0, which may leave it out.
pub fn host(request: &Parts) -> Result<Option<HeaderValue>, RequestError> {
    let is_http2 = request.version == Version::HTTP_2;
    let mut lines = request.headers.get_all(header::HOST).into_iter();
    let host = match (lines.next(), lines.next()) {
        (None, _) if request.version == Version::HTTP_10 => None,
        // HTTP/2 says it in `:authority`.
        (None, _) if is_http2 && request.uri.authority().is_some() => None,
        (Some(host), None) if is_host(host.as_bytes()) => Some(host),
        _ => return Err(RequestError::Host),
    };
    let Some(authority) = request.uri.authority() else { return Ok(host.cloned()) };
    if !matches!(request.uri.scheme_str(), Some("http" | "https") | None) {
        return Err(RequestError::Scheme);
    }
    if is_http2 && host.is_some_and(|host| host != authority.as_str()) {
        return Err(RequestError::Host);
    }
    let named = is_host(authority.as_str().as_bytes());
    let named = named.then(|| HeaderValue::from_str(authority.as_str()).ok()).flatten();
    named.map(Some).ok_or(RequestError::Host)
}

/// Whether bytes are a host with at most a port.
///
/// A URL's host may hold more (a comma, say, which would make a list of `X-Forwarded-Host`); a name
/// in the DNS does not.
pub(crate) fn is_host(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (is_sound, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => (address.parse::<Ipv6Addr>().is_ok(), port),
        None => {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            let says_something = name.bytes().any(|byte| byte.is_ascii_alphanumeric());
            (says_something && name.bytes().all(is_of_a_name), port)
        }
    };
    let is_port = |digits: &str| {
        let is_number = digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number && digits.parse::<u16>().is_ok_and(|port| port != 0)
    };
    is_sound && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

/// Whether a client says that it takes trailers, as gRPC's do.
pub(crate) fn takes_trailers(headers: &HeaderMap) -> bool {
    let said = headers.get(header::TE);
    said.is_some_and(|te| te.as_bytes().eq_ignore_ascii_case(b"trailers"))
}

/// Whether a client wants to hear that its body is welcome before it sends that. Over HTTP/2 nobody waits:
/// hyper tells it nothing.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#field.expect>
pub(crate) fn expects_to_continue(request: &Parts) -> bool {
    let expected = request.headers.get(header::EXPECT);
    request.version == Version::HTTP_11
        && expected.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

/// Takes from a request what belongs to the hop that it came over.
///
/// In: its headers; whether what `Connection` names goes, too (a front proxy that is trusted has
/// looked after its own hop, and what it added is not for a client to take away).
/// Fails if its body has a coding that would be lost. A length beside `chunked` goes: it is a lie at
/// best, smuggling at worst.
pub fn strip_request(
    headers: &mut HeaderMap,
    named_by_connection: bool,
) -> Result<(), RequestError> {
    let framing = Framing::of(headers);
    let is_chunked = framing.has(TRANSFER_ENCODING)
        && is_chunked(headers).map_err(|_| RequestError::TransferCoding)?;
    if named_by_connection && framing.has(CONNECTION) {
        strip_named(headers);
    }
    framing.remove_hop_by_hop(headers);
    if framing.has(EXPECT) {
        // What it waits for is the business of who sends the body.
        headers.remove(header::EXPECT);
    }
    if is_chunked {
        headers.remove(header::CONTENT_LENGTH);
        // Else a body of GET or HEAD would not be sent.
        headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    Ok(())
}

/// Writes as HTTP/1.1 has it what HTTP/2 says otherwise: cookies in one line, and a body of unknown length in
/// chunks.
///
/// In: the request's headers; whether it has a body.
/// Spec: <https://httpwg.org/specs/rfc9113.html#rfc.section.8.2.3>
pub(crate) fn translate_from_http2(headers: &mut HeaderMap, has_body: bool) {
    let cookies: Vec<_> = headers.get_all(header::COOKIE).into_iter().collect();
    if cookies.len() > 1 {
        let lines: Vec<_> = cookies.into_iter().map(HeaderValue::as_bytes).collect();
        if let Ok(line) = HeaderValue::from_bytes(&lines.join(b"; ".as_slice())) {
            headers.insert(header::COOKIE, line);
        }
    }
    if has_body && !headers.contains_key(header::CONTENT_LENGTH) {
        headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
}

/// Takes from an answer what belongs to the hop that it came over, and makes one length of several
/// that are equal.
///
/// Fails if its end would not be where the upstream means it.
pub fn strip_answer(status: StatusCode, headers: &mut HeaderMap) -> Result<(), AnswerHeadError> {
    if status == StatusCode::SWITCHING_PROTOCOLS {
        return Err(AnswerHeadError::Switching);
    }
    let framing = Framing::of(headers);
    let is_chunked = framing.has(TRANSFER_ENCODING)
        && is_chunked(headers).map_err(|_| AnswerHeadError::TransferCoding)?;
    if framing.has(CONNECTION) {
        strip_named(headers);
    }
    framing.remove_hop_by_hop(headers);
    if is_chunked || status == StatusCode::NO_CONTENT {
        headers.remove(header::CONTENT_LENGTH);
        return Ok(());
    }
    let mut lines = headers.get_all(header::CONTENT_LENGTH).into_iter();
    let Some(first) = lines.next() else { return Ok(()) };
    let is_alone = lines.next().is_none();
    if !is_alone || !is_number(first.as_bytes()) {
        let length = one_length(headers).ok_or(AnswerHeadError::ContentLength)?;
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    Ok(())
}

/// The length that a head says, once or several times. Fails if it says none, or two.
pub(crate) fn content_length(headers: &HeaderMap) -> Result<u64, AnswerHeadError> {
    let mut lines = headers.get_all(header::CONTENT_LENGTH).into_iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) if is_number(line.as_bytes()) => {
            Ok(line.as_bytes().iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
        }
        _ => one_length(headers).ok_or(AnswerHeadError::ContentLength),
    }
}

/// Takes from trailers what only a head may say: routing, framing, credentials, CORS, and what is
/// said of the client.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#trailer.fields>
pub fn strip_trailers(trailers: &mut HeaderMap) {
    remove_where(trailers, |name| FRAMING[..HOP_BY_HOP].contains(name) || is_of_the_head(name));
}

/// Takes away all headers with such names.
pub(crate) fn remove_where(headers: &mut HeaderMap, is_meant: impl Fn(&HeaderName) -> bool) {
    let meant: Vec<_> = headers.keys().filter(|name| is_meant(name)).cloned().collect();
    for name in meant {
        headers.remove(name);
    }
}

/// Which headers a message has that say where it ends and what belongs to its hop: one look at each
/// name that is there, instead of a search for each that could be.
#[derive(Clone, Copy)]
pub(crate) struct Framing(u16);

impl Framing {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(headers.keys().fold(0, |places, name| places | place(name.as_str())))
    }

    pub(crate) const fn has(self, place: usize) -> bool {
        self.0 & (1 << place) != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn is_only(self, place: usize) -> bool {
        self.0 == 1 << place
    }

    fn remove_hop_by_hop(self, headers: &mut HeaderMap) {
        for (place, name) in FRAMING[..HOP_BY_HOP].iter().enumerate() {
            if self.has(place) {
                headers.remove(name);
            }
        }
    }
}

/// The bit of a name's place in `FRAMING`; none of a name that is not there. Nearly all differ in length
/// already.
#[inline]
fn place(name: &str) -> u16 {
    match name {
        "connection" => 1 << CONNECTION,
        "keep-alive" => 1 << 1,
        "proxy-authenticate" => 1 << 2,
        "proxy-authorization" => 1 << 3,
        "proxy-connection" => 1 << 4,
        "te" => 1 << 5,
        "transfer-encoding" => 1 << TRANSFER_ENCODING,
        "upgrade" => 1 << 7,
        "expect" => 1 << EXPECT,
        "content-length" => 1 << CONTENT_LENGTH,
        _ => 0,
    }
}

/// Takes away what `Connection` names, but for what concerns more than this hop.
fn strip_named(headers: &mut HeaderMap) {
    let named: Vec<_> = headers
        .get_all(header::CONNECTION)
        .into_iter()
        .flat_map(|line| line.as_bytes().split(|b| *b == b','))
        .map(<[u8]>::trim_ascii)
        // What is said nearly always, and names nothing that is there afterwards.
        .filter(|name| {
            !name.eq_ignore_ascii_case(b"keep-alive") && !name.eq_ignore_ascii_case(b"close")
        })
        .filter_map(|name| HeaderName::from_bytes(name).ok())
        .filter(|name| !is_of_the_head(name))
        .collect();
    for name in named {
        headers.remove(name);
    }
}

/// Whether a field speaks for the whole message: `Connection` cannot take it away, and a trailer
/// cannot bring it.
fn is_of_the_head(name: &HeaderName) -> bool {
    if is_claim(name) {
        return true;
    }
    let name = name.as_str();
    OF_THE_HEAD.binary_search(&name).is_ok()
        || OF_THE_HEAD_BY_PREFIX.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether a body comes in chunks. Fails on other codings, and on `chunked` twice.
pub(crate) fn is_chunked(headers: &HeaderMap) -> Result<bool, ()> {
    let mut lines = headers.get_all(header::TRANSFER_ENCODING).into_iter();
    match (lines.next(), lines.next()) {
        (None, _) => Ok(false),
        (Some(codings), None) if codings.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(true),
        _ => Err(()),
    }
}

/// Whether a length is written as it should be, and none could take it for another.
fn is_number(length: &[u8]) -> bool {
    matches!(length.len(), 1..=18) && length.iter().all(u8::is_ascii_digit)
}

/// The one number in all lines of `Content-Length`, each of which may repeat it.
fn one_length(headers: &HeaderMap) -> Option<u64> {
    let mut lengths = headers
        .get_all(header::CONTENT_LENGTH)
        .into_iter()
        .flat_map(|line| line.as_bytes().split(|b| *b == b','))
        .map(|length| {
            let digits = std::str::from_utf8(length.trim_ascii()).ok()?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok())?
        });
    let first = lengths.next()??;
    lengths.all(|length| length == Some(first)).then_some(first)
}

/// What belongs to one hop, whether `Connection` names it or not; and last what is looked for beside it.
static FRAMING: [HeaderName; 10] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::EXPECT,
    header::CONTENT_LENGTH,
];

/// Places in `FRAMING`.
pub(crate) const CONNECTION: usize = 0;
pub(crate) const TRANSFER_ENCODING: usize = 6;
const EXPECT: usize = 8;
pub(crate) const CONTENT_LENGTH: usize = 9;

/// How many of them belong to one hop.
const HOP_BY_HOP: usize = 8;

/// Sorted.
const OF_THE_HEAD: [&str; 38] = [
    "authorization",
    "cache-control",
    "cdn-loop",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-security-policy",
    "content-security-policy-report-only",
    "content-type",
    "cookie",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "expect",
    "expires",
    "host",
    "location",
    "max-forwards",
    "origin",
    "pragma",
    "range",
    "referer",
    "refresh",
    "retry-after",
    "set-cookie",
    "strict-transport-security",
    "timing-allow-origin",
    "trailer",
    "user-agent",
    "vary",
    "via",
    "www-authenticate",
    "x-content-type-options",
    "x-frame-options",
];

/// Each with all that it begins.
const OF_THE_HEAD_BY_PREFIX: [&str; 5] =
    ["accept", "access-control-", "if-", "sec-", "x-forwarded-"];

#[cfg(test)]
mod tests {
    use super::FRAMING;
    use super::place;

    #[test]
    fn each_name_is_found_in_its_place() {
        for (index, name) in FRAMING.iter().enumerate() {
            assert_eq!(place(name.as_str()), 1 << index, "{name}");
        }
        assert_eq!(place("content-type"), 0);
    }
}
