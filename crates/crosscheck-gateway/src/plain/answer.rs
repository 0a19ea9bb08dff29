//! A plain answer, written as hyper writes it: the same lines in the same order.

use http::HeaderMap;
use http::Method;
use http::Response;
use http::StatusCode;
use http::header;
use http::response::Parts;
use hyper::body::Body;

use crate::AnswerBody;
use crate::plain::date::write_date;
use crate::plain::raw_lines::write_line;

/// Whether an answer is a plain one: how long its body is was said, and nothing of how it goes over the wire.
pub(super) fn is_plain(answer: &Response<AnswerBody>) -> bool {
    answer.body().size_hint().exact().is_some_and(|length| length <= MOST_BYTES)
        && !answer.headers().contains_key(header::TRAILER)
}

/// Writes the head of a plain answer.
///
/// In: how long its body is; the method that was asked with; whether it is the last one of the connection.
pub(super) fn write(head: &Parts, length: u64, asked: &Method, is_last: bool, to: &mut Vec<u8>) {
    to.reserve(USUAL);
    write_status(head.status, to);
    let may_have_body = !matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let lengths = match (asked, length) {
        (&Method::HEAD, 0) => Lengths { kept: true, written: false },
        (&Method::HEAD, _) => Lengths { kept: true, written: may_have_body },
        (_, length) => Lengths { kept: length > 0, written: may_have_body },
    };
    write_lines(&head.headers, lengths, length, is_last, to);
}

/// What becomes of an answer's length: whether one that is said is kept, and whether one is written where none is.
struct Lengths {
    kept: bool,
    written: bool,
}

pub(super) fn write_status(status: StatusCode, to: &mut Vec<u8>) {
    if status == StatusCode::OK {
        to.extend_from_slice(b"HTTP/1.1 200 OK\r\n");
        return;
    }
    to.extend_from_slice(b"HTTP/1.1 ");
    to.extend_from_slice(status.as_str().as_bytes());
    to.push(b' ');
    to.extend_from_slice(status.canonical_reason().unwrap_or("<none>").as_bytes());
    to.extend_from_slice(b"\r\n");
}

fn write_lines(
    headers: &HeaderMap,
    lengths: Lengths,
    length: u64,
    is_last: bool,
    to: &mut Vec<u8>,
) {
    let (mut says_length, mut says_date) = (false, false);
    for (name, value) in headers {
        if name == header::CONTENT_LENGTH {
            if !lengths.kept {
                continue;
            }
            says_length = true;
        }
        says_date |= name == header::DATE;
        write_line(name.as_str(), value.as_bytes(), to);
    }
    let is_written = lengths.written && !says_length;
    let length = if is_written { LengthLine::Bytes(length) } else { LengthLine::Nothing };
    write_end(length, says_date, is_last, to);
}

/// What an answer says last of where its body ends.
pub(super) enum LengthLine {
    /// Nothing: it was said before, or it has none.
    Nothing,
    Bytes(u64),
    Chunked,
}

/// Writes what an answer says last, in a head that says it not yet.
pub(super) fn write_end(length: LengthLine, says_date: bool, is_last: bool, to: &mut Vec<u8>) {
    if is_last {
        write_line("connection", b"close", to);
    }
    match length {
        LengthLine::Nothing => {}
        LengthLine::Chunked => to.extend_from_slice(b"transfer-encoding: chunked\r\n"),
        LengthLine::Bytes(0) => to.extend_from_slice(b"content-length: 0\r\n"),
        LengthLine::Bytes(length) => {
            write_line("content-length", length.to_string().as_bytes(), to);
        }
    }
    if !says_date {
        to.extend_from_slice(b"date: ");
        write_date(to);
        to.extend_from_slice(b"\r\n");
    }
    to.extend_from_slice(b"\r\n");
}

/// A longer body goes out in larger parts by hyper.
const MOST_BYTES: u64 = 64 * 1024;

/// Most heads are shorter.
const USUAL: usize = 1024;
