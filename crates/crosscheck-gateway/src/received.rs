//! A message's head for who watches, whether it was read into a map of headers or passed on line by line.

use std::borrow::Cow;

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck::server::may_be_origin_of;
use crosscheck_service::http_crate::HttpHead;
use http::HeaderMap;
use http::HeaderValue;
use http::header;
use http::request::Parts;

/// A request's head as it was received, before anything was taken away or added.
///
/// It is looked at where it is: who asks for nothing pays for nothing.
#[derive(Clone, Copy, Debug)]
pub struct ReceivedHead<'a>(Head<'a>);

#[derive(Clone, Copy, Debug)]
enum Head<'a> {
    Parts(&'a Parts),
    /// A plain request, whole.
    Plain(&'a [u8]),
}

impl<'a> ReceivedHead<'a> {
    pub(crate) const fn of(parts: &'a Parts) -> Self {
        Self(Head::Parts(parts))
    }

    /// In: the bytes of a request that was found to be plain.
    pub(crate) const fn of_plain(bytes: &'a [u8]) -> Self {
        Self(Head::Plain(bytes))
    }

    /// The method.
    pub fn method(self) -> &'a str {
        match self.0 {
            Head::Parts(parts) => parts.method.as_str(),
            Head::Plain(bytes) => word(bytes, 0),
        }
    }

    /// The path as it was sent, without a query.
    pub fn path(self) -> &'a str {
        match self.0 {
            Head::Parts(parts) => parts.uri.path(),
            Head::Plain(bytes) => {
                let target = word(bytes, 1);
                target.split_once('?').map_or(target, |(path, _)| path)
            }
        }
    }

    /// The host that was asked: HTTP/2's `:authority`, or that of the target, else `Host`.
    pub fn host(self) -> Option<&'a [u8]> {
        let authority = match self.0 {
            Head::Parts(parts) => parts.uri.authority(),
            Head::Plain(_) => None,
        };
        let authority = authority.map(|authority| authority.as_str().as_bytes());
        authority.or_else(|| self.headers().get(header::HOST.as_str()))
    }

    /// The headers.
    pub fn headers(self) -> HeaderLines<'a> {
        match self.0 {
            Head::Parts(parts) => HeaderLines::of(&parts.headers),
            Head::Plain(bytes) => {
                // The first is the request line, and the last is empty.
                let first = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                HeaderLines::of_lines(bytes.get(first..).unwrap_or_default())
            }
        }
    }
}

impl RequestHead for ReceivedHead<'_> {
    fn method(&self) -> &str {
        Self::method(*self)
    }

    fn path(&self) -> &str {
        Self::path(*self)
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.headers().get_all(header.name())
    }

    fn is_own_origin(&self, origin: &[u8]) -> bool {
        match self.0 {
            Head::Parts(parts) => HttpHead::from(parts).is_own_origin(origin),
            Head::Plain(_) => self.host().is_some_and(|host| {
                may_be_origin_of(origin, host) && OwnScheme::Unknown.is_own_origin(origin, host)
            }),
        }
    }
}

/// The headers of a message.
#[derive(Clone, Copy, Debug)]
pub struct HeaderLines<'a>(Lines<'a>);

#[derive(Clone, Copy, Debug)]
enum Lines<'a> {
    Map(&'a HeaderMap),
    /// As they go over the wire, each ended; an empty one ends them at most.
    Text(&'a [u8]),
}

impl<'a> HeaderLines<'a> {
    pub(crate) const fn of(map: &'a HeaderMap) -> Self {
        Self(Lines::Map(map))
    }

    /// In: lines that were found to be sound.
    pub(crate) const fn of_lines(text: &'a [u8]) -> Self {
        Self(Lines::Text(text))
    }

    /// The value of the first line with that name, whatever its case.
    pub fn get(self, name: &str) -> Option<&'a [u8]> {
        self.get_all(name).next()
    }

    /// The values of all lines with that name, in order.
    pub fn get_all<'n>(self, name: &'n str) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
        let (map, text) = self.either();
        let of_map = map.into_iter().flat_map(move |map| map.get_all(name));
        let of_text = text.into_iter().flat_map(lines);
        let of_text = of_text.filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        of_map.map(HeaderValue::as_bytes).chain(of_text.map(|(_, value)| value))
    }

    /// All lines, each with its name in lower case.
    pub fn iter(self) -> impl Iterator<Item = (Cow<'a, str>, &'a [u8])> + use<'a> {
        let (map, text) = self.either();
        let of_map = map.into_iter().flatten();
        let of_map = of_map.map(|(name, value)| (name.as_str().into(), value.as_bytes()));
        let of_text = text.into_iter().flat_map(lines);
        of_map.chain(of_text.map(|(name, value)| (name.to_ascii_lowercase().into(), value)))
    }

    const fn either(self) -> (Option<&'a HeaderMap>, Option<&'a [u8]>) {
        match self.0 {
            Lines::Map(map) => (Some(map), None),
            Lines::Text(text) => (None, Some(text)),
        }
    }
}

/// A word of a request line.
fn word(bytes: &[u8], place: usize) -> &str {
    let word = bytes.split(|byte| *byte == b' ').nth(place);
    word.and_then(|word| str::from_utf8(word).ok()).unwrap_or_default()
}

/// Names and values of lines.
fn lines(text: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    text.split(|byte| *byte == b'\n').filter_map(|line| {
        let name = line.split(|byte| *byte == b':').next()?;
        let value = line.get(name.len() + 1..)?;
        Some((str::from_utf8(name).ok()?, value.trim_ascii()))
    })
}
