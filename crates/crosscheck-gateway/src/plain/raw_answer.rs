//! A plain answer that came in one piece: passed on as it is read, line by line, without a map of its headers.
//!
//! | such an answer | since |
//! |---|---|
//! | is one of HTTP/1.1 with a status from 200, but for 204 and 304 | those have no body, whatever they say |
//! | says one `Content-Length`, and has a body of that length; or has chunks up to the last one, without trailers; and nothing behind it | where it ends is in no doubt |
//! | has of what belongs to one hop at most `Connection: keep-alive` and `Keep-Alive` | nothing else is to be taken away |
//! | has no name twice, and of what a policy writes at most one line of `Vary` | nothing else is to be merged |
//! | has no `Location` and its like | nothing leads around the gateway |

use std::ops::Range;
use std::time::Duration;

use crosscheck::server::Edits;
use http::StatusCode;

use crate::plain::answer::LengthLine;
use crate::plain::answer::write_end;
use crate::plain::answer::write_status;
use crate::plain::lower_name::LowerName;
use crate::plain::policy_lines::write_more_vary;
use crate::plain::policy_lines::write_policy;
use crate::plain::policy_lines::write_policy_but_vary;
use crate::plain::raw_head::Line;
use crate::plain::raw_head::Lines;
use crate::plain::raw_head::Place;
use crate::plain::raw_head::find_lines;
use crate::plain::raw_head::take_line;
use crate::plain::raw_lines::Names;
use crate::plain::raw_lines::write_chunk;
use crate::plain::raw_lines::write_raw;
use crate::upstream::http1::chunks::look_at_whole;
use crate::upstream::pool::keep_alive;

/// An answer that was written.
pub(super) struct PassedOn {
    pub(super) status: StatusCode,
    /// Where its lines are, without those that say how it goes over the wire.
    pub(super) lines: Range<usize>,
    /// How long its connection may be kept.
    pub(super) keep: Duration,
}

/// Writes an answer as the client gets it, its body included. `None` if it is none of these, and then what was written is
/// nothing.
///
/// In: what was read; the most header lines; what the policy puts, and the request's `Origin`; whether it is the last
/// one of the client's connection.
pub(super) fn pass_on(
    bytes: &[u8],
    most_lines: usize,
    (edits, origin): (&Edits<'_>, &[u8]),
    is_last: bool,
    to: &mut Vec<u8>,
) -> Option<PassedOn> {
    let (line, behind) = take_line(bytes)?;
    let status = status(line).filter(|status| !matches!(status.as_u16(), ..200 | 204 | 304))?;
    let (mut room, mut seen) = ([Place::default(); MOST_LINES], Seen::default());
    let room = &mut room[..most_lines.min(MOST_LINES)];
    let (places, body) =
        find_lines(behind, room, |name, line, before| seen.note(name, line, before))?;
    if !seen.is_sound(body.len()) {
        return None;
    }
    if seen.chunked.is_some() {
        look_at_whole(body, |_| {})?;
    }
    write_status(status, to);
    let start = to.len();
    for line in (Lines { bytes: behind, places: seen.take_away(places) }).iter() {
        write_raw(line, to);
        if seen.vary.is_some() && line.name.eq_ignore_ascii_case(b"vary") {
            write_more_vary(edits, line.value, to);
        }
    }
    match seen.vary {
        None => write_policy(edits, origin, to),
        Some(_) => write_policy_but_vary(edits, origin, to),
    }
    let end = to.len();
    let length = if seen.chunked.is_some() { LengthLine::Chunked } else { LengthLine::Nothing };
    write_end(length, seen.says_date, is_last, to);
    if seen.chunked.is_some() {
        look_at_whole(body, |chunk| write_chunk(chunk, to))?;
        write_chunk(b"", to);
    } else {
        to.extend_from_slice(body);
    }
    Some(PassedOn { status, lines: start..end, keep: keep_alive(seen.kept_for) })
}

/// What a status line says; `None` unless it is one of HTTP/1.1.
fn status(line: &[u8]) -> Option<StatusCode> {
    let (code, reason) = line.strip_prefix(b"HTTP/1.1 ")?.split_at_checked(3)?;
    let is_sound = matches!(reason, [] | [b' ', ..]);
    StatusCode::from_bytes(code).ok().filter(|_| is_sound)
}

/// What was seen of an answer's lines.
#[derive(Default)]
struct Seen<'b> {
    names: Names,
    /// A line that needs a map of them.
    is_odd: bool,
    length: Option<&'b [u8]>,
    says_date: bool,
    vary: Option<&'b [u8]>,
    /// What it says of how long its connection is kept.
    kept_for: Option<&'b [u8]>,
    /// The places of those that belong to the hop.
    connection: Option<usize>,
    keep_alive: Option<usize>,
    chunked: Option<usize>,
}

impl<'b> Seen<'b> {
    /// In: a line, its name in lower case, and the lines before it.
    #[inline]
    fn note(&mut self, name: &LowerName, line: Line<'b>, before: Lines<'_, 'b>) {
        self.is_odd |= self.names.repeats(line.name, before);
        match name.as_bytes() {
            b"content-length" => self.length = Some(line.value),
            b"date" => self.says_date = true,
            b"vary" => self.vary = Some(line.value),
            b"connection" if line.value.eq_ignore_ascii_case(b"keep-alive") => {
                self.connection = Some(before.places.len());
            }
            b"keep-alive" => {
                self.keep_alive = Some(before.places.len());
                self.kept_for = Some(line.value);
            }
            b"transfer-encoding" if line.value.eq_ignore_ascii_case(b"chunked") => {
                self.chunked = Some(before.places.len());
            }
            b"connection"
            | b"expect"
            | b"proxy-authenticate"
            | b"proxy-authorization"
            | b"proxy-connection"
            | b"te"
            | b"trailer"
            | b"transfer-encoding"
            | b"upgrade"
            | b"content-location"
            | b"location"
            | b"refresh"
            | b"access-control-allow-credentials"
            | b"access-control-allow-headers"
            | b"access-control-allow-methods"
            | b"access-control-allow-origin"
            | b"access-control-expose-headers"
            | b"access-control-max-age"
            | b"cross-origin-resource-policy"
            | b"timing-allow-origin" => self.is_odd = true,
            _ => {}
        }
    }
}

impl Seen<'_> {
    /// Whether it is one of these whose body has that length.
    fn is_sound(&self, body: usize) -> bool {
        let says_where_it_ends = match self.length {
            None => self.chunked.is_some(),
            Some(length) => self.chunked.is_none() && body > 0 && is_length(length, body),
        };
        says_where_it_ends && !self.is_odd
    }

    /// Takes away what belongs to the hop, as a map of headers does: the last one comes in its place.
    fn take_away<'l>(&self, places: &'l mut [Place]) -> &'l [Place] {
        let (mut away, mut count) =
            ([self.connection, self.keep_alive, self.chunked], places.len());
        for one in 0..away.len() {
            let Some(place) = away[one] else { continue };
            count -= 1;
            places.swap(place, count);
            let later = away[one + 1..].iter_mut().flatten();
            later.filter(|it| **it == count).for_each(|it| *it = place);
        }
        &places[..count]
    }
}

/// Whether that is written as it should be, and says that length.
fn is_length(said: &[u8], length: usize) -> bool {
    let digits = str::from_utf8(said).ok().filter(|digits| matches!(digits.len(), 1..=18));
    let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()) == Some(length)
}

/// A head with more is none of these.
const MOST_LINES: usize = 64;
