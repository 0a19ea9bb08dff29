//! Parts of files: what a request asks for, what an answer is, and what a kept file gives.

use alloc::format;
use alloc::string::ToString;

use crate::agent::response::Response;
use crate::wire::HeaderList;
use crate::wire::isomorphic_decode;
use crate::wire::parse_cookie_date;

/// The one range that a request asks for.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#field.range>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum ByteRange {
    /// From a byte on, up to another or to the end.
    From(u64, Option<u64>),
    /// So many bytes before the end.
    Suffix(u64),
}

/// A part of a file: its first byte, its last, and how long the file is.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#field.content-range>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) struct Part {
    pub(in crate::agent) first: u64,
    pub(in crate::agent) last: u64,
    pub(in crate::agent) total: u64,
}

impl ByteRange {
    /// What a value of `Range` asks for; `None` if it is not one range of bytes.
    pub(in crate::agent) fn parse(value: &[u8]) -> Option<Self> {
        let text = isomorphic_decode(value);
        let (unit, range) = text.split_once('=')?;
        let (first, last) = range.split_once('-')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(Self::From(first, Some(last))),
            (Some(first), None) if last.trim().is_empty() => Some(Self::From(first, None)),
            (None, Some(length)) if first.trim().is_empty() => Some(Self::Suffix(length)),
            _ => None,
        }
    }

    /// What it is of a file; `None` if the file has nothing of it.
    pub(in crate::agent) fn of(self, total: u64) -> Option<Part> {
        let end = total.checked_sub(1)?;
        let (first, last) = match self {
            Self::From(first, last) => (first, last.map_or(end, |last| last.min(end))),
            Self::Suffix(length) => (total.saturating_sub(length), end),
        };
        (first <= last).then_some(Part { first, last, total })
    }
}

impl Part {
    /// What an answer is of its file: all of it, unless it says which part.
    pub(in crate::agent) fn of(response: &Response) -> Option<Self> {
        if response.status == 206 {
            return Self::parse(&response.headers);
        }
        ByteRange::From(0, None).of(response.body.len() as u64)
    }

    fn parse(headers: &HeaderList) -> Option<Self> {
        let value = isomorphic_decode(&headers.get("Content-Range")?);
        let (range, total) = value.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let part = Self { first: number(first)?, last: number(last)?, total: number(total)? };
        (part.first <= part.last && part.last < part.total).then_some(part)
    }

    /// Whether another part is in this one.
    pub(in crate::agent) const fn contains(self, other: Self) -> bool {
        self.total == other.total && self.first <= other.first && other.last <= self.last
    }

    /// What asks for it.
    pub(in crate::agent) fn range(self) -> alloc::string::String {
        format!("bytes={}-{}", self.first, self.last)
    }

    /// This part, out of what is kept of the file: as a part, or as the whole if nobody asked for one.
    pub(in crate::agent) fn cut(self, kept: &Response, is_asked_for: bool) -> Option<Response> {
        let offset = Self::of(kept)?.first;
        let start = usize::try_from(self.first.checked_sub(offset)?).ok()?;
        let end = usize::try_from(self.last.checked_sub(offset)?).ok()?;
        let body = kept.body.get(start..=end)?;
        let mut headers = kept.headers.clone();
        headers.delete("Content-Range");
        if is_asked_for {
            let Self { first, last, total } = self;
            headers.append("Content-Range", format!("bytes {first}-{last}/{total}"));
        }
        if headers.contains("Content-Length") {
            headers.set("Content-Length", body.len().to_string());
        }
        let status = if is_asked_for { 206 } else { 200 };
        Some(Response { status, headers, body: body.into() })
    }
}

/// Whether a part may be kept: it is what was asked for, and others can be known to be of the same file.
pub(in crate::agent) fn is_part_kept(response: &Response, asked: Option<ByteRange>) -> bool {
    let Some(part) = Part::parse(&response.headers) else { return false };
    let accepts_none = response.headers.lines("Accept-Ranges").any(|line| line == b"none");
    asked.and_then(|range| range.of(part.total)) == Some(part)
        && response.body.len() as u64 == part.last - part.first + 1
        && has_strong_validator(&response.headers)
        && !accepts_none
}

/// Spec: <https://httpwg.org/specs/rfc9110.html#lastmod.comparison>
fn has_strong_validator(headers: &HeaderList) -> bool {
    if headers.get("ETag").is_some_and(|etag| !etag.to_ascii_lowercase().starts_with(b"w/")) {
        return true;
    }
    let date = |name| parse_cookie_date(&isomorphic_decode(&headers.get(name)?));
    let is_old = |modified: u64, date: u64| date >= modified.saturating_add(MINUTE_MS);
    matches!((date("Last-Modified"), date("Date")), (Some(modified), Some(date)) if is_old(modified, date))
}

fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

const MINUTE_MS: u64 = 60_000;

#[cfg(test)]
mod tests {
    use super::ByteRange;
    use super::Part;

    #[test]
    fn one_range_of_bytes_is_read_and_nothing_else() {
        for (value, of_ten) in [
            ("bytes=0-1", Some((0, 1))),
            ("bytes=4-", Some((4, 9))),
            ("bytes=-2", Some((8, 9))),
            ("bytes=8-99", Some((8, 9))),
            ("bytes=20-30", None),
            ("bytes=0-1,4-5", None),
            ("bytes=2-1", None),
            ("items=0-1", None),
            ("bytes=-", None),
        ] {
            let part = ByteRange::parse(value.as_bytes()).and_then(|range| range.of(10));
            let expected = of_ten.map(|(first, last)| Part { first, last, total: 10 });
            assert_eq!(part, expected, "{value}");
        }
    }
}
