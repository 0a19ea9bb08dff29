//! A plain answer that came in one piece: passed on as it is read, line by line, without a map of its headers.
//!
//! | such an answer | since |
//! |---|---|
//! | is one of HTTP/1.1 with a status from 200, but for 204 and 304 | those have no body, whatever they say |
//! | says one `Content-Length`, and has a body of that length; or has chunks up to the last one, without trailers; and nothing behind it | where it ends is in no doubt |
//! | has of what belongs to one hop at most `Connection: keep-alive` and `Keep-Alive` | nothing else is to be taken away |
//! | has no name twice, and of what a policy writes at most one line of `Vary` | nothing else is to be merged |
//! | has no `Location` and its like | nothing leads around the gateway |

use std::mem::MaybeUninit;
use std::ops::Range;
use std::time::Duration;

use crosscheck::server::Edits;
use http::StatusCode;
use httparse::Header;
use httparse::ParserConfig;

use crate::plain::answer::LengthLine;
use crate::plain::answer::write_end;
use crate::plain::answer::write_status;
use crate::plain::policy_lines::write_more_vary;
use crate::plain::policy_lines::write_policy;
use crate::plain::policy_lines::write_policy_but_vary;
use crate::plain::raw_lines::LowerName;
use crate::plain::raw_lines::Names;
use crate::plain::raw_lines::write_chunk;
use crate::plain::raw_lines::write_raw;
use crate::upstream::http1::chunks::look_at_whole;
use crate::upstream::http1::grammar::section;
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
    let length = section(bytes).ok()??;
    let (head, body) = bytes.split_at(length);
    let mut room = [const { MaybeUninit::uninit() }; MOST_LINES];
    let room = &mut room[..most_lines.min(MOST_LINES)];
    let mut parsed = httparse::Response::new(&mut []);
    let read = ParserConfig::default().parse_response_with_uninit_headers(&mut parsed, head, room);
    if read != Ok(httparse::Status::Complete(length)) || parsed.version != Some(1) {
        return None;
    }
    let status = parsed.code.and_then(|code| StatusCode::from_u16(code).ok())?;
    let lines = Lines::of(parsed.headers, body.len())?;
    if status.is_informational() || matches!(status.as_u16(), 204 | 304) {
        return None;
    }
    if lines.is_chunked {
        look_at_whole(body, |_| {})?;
    }
    write_status(status, to);
    let start = to.len();
    for line in lines.kept {
        write_raw(line, to);
        if lines.vary.is_some() && line.name.eq_ignore_ascii_case("vary") {
            write_more_vary(edits, line.value, to);
        }
    }
    match lines.vary {
        None => write_policy(edits, origin, to),
        Some(_) => write_policy_but_vary(edits, origin, to),
    }
    let end = to.len();
    let length = if lines.is_chunked { LengthLine::Chunked } else { LengthLine::Nothing };
    write_end(length, lines.says_date, is_last, to);
    if lines.is_chunked {
        look_at_whole(body, |chunk| write_chunk(chunk, to))?;
        write_chunk(b"", to);
    } else {
        to.extend_from_slice(body);
    }
    Some(PassedOn { status, lines: start..end, keep: keep_alive(lines.keep_alive) })
}

/// The lines of a head.
struct Lines<'a, 'b> {
    /// Those that are passed on.
    kept: &'a [Header<'b>],
    is_chunked: bool,
    says_date: bool,
    vary: Option<&'b [u8]>,
    keep_alive: Option<&'b [u8]>,
}

impl<'a, 'b> Lines<'a, 'b> {
    /// In: how long the body is. Takes away what belongs to the hop, as a map of headers does: the last one comes in
    /// its place.
    fn of(lines: &'a mut [Header<'b>], body: usize) -> Option<Self> {
        let (mut names, mut length, mut says_date) = (Names::default(), None, false);
        let (mut connection, mut keep_alive, mut chunked, mut vary) = (None, None, None, None);
        for (place, line) in lines.iter().enumerate() {
            if names.repeats(line.name, &lines[..place]) {
                return None;
            }
            match LowerName::of(line.name).as_bytes() {
                b"content-length" => length = Some(is_length(line.value, body)),
                b"date" => says_date = true,
                b"vary" => vary = Some(line.value),
                b"connection" if line.value.eq_ignore_ascii_case(b"keep-alive") => {
                    connection = Some(place);
                }
                b"keep-alive" => keep_alive = Some(place),
                b"transfer-encoding" if line.value.eq_ignore_ascii_case(b"chunked") => {
                    chunked = Some(place);
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
                | b"timing-allow-origin" => return None,
                _ => {}
            }
        }
        let says_where_it_ends = match length {
            None => chunked.is_some(),
            Some(is_its_length) => is_its_length && chunked.is_none() && body > 0,
        };
        if !says_where_it_ends {
            return None;
        }
        let said = keep_alive.map(|place| lines[place].value);
        let (mut away, mut count) = ([connection, keep_alive, chunked], lines.len());
        for one in 0..away.len() {
            let Some(place) = away[one] else { continue };
            count -= 1;
            lines.swap(place, count);
            let later = away[one + 1..].iter_mut().flatten();
            later.filter(|it| **it == count).for_each(|it| *it = place);
        }
        let is_chunked = chunked.is_some();
        Some(Self { kept: &lines[..count], is_chunked, says_date, vary, keep_alive: said })
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
