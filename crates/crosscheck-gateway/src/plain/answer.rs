//! An answer, written as hyper writes it: the same lines in the same order.

use http::HeaderValue;
use http::Method;
use http::StatusCode;
use http::header;
use http::response::Parts;

use crate::plain::date::write_date;
use crate::plain::raw_lines::write_line;

/// Whether an answer may have a body. In: the method that was asked with.
pub(super) fn may_have_body(status: StatusCode, asked: &Method) -> bool {
    asked != Method::HEAD && may_say_length(status)
}

fn may_say_length(status: StatusCode) -> bool {
    !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// Writes the head of an answer.
///
/// In: how long its body is, if that is known; the method that was asked with; whether it is the last one of the
/// connection.
pub(super) fn write(
    head: &Parts,
    length: Option<u64>,
    asked: &Method,
    is_last: bool,
    to: &mut Vec<u8>,
) {
    to.reserve(USUAL);
    write_status(head.status, to);
    let has_body = may_have_body(head.status, asked);
    let (mut says_length, mut says_date, mut says_trailer) = (false, false, false);
    for (name, value) in &head.headers {
        match *name {
            header::CONTENT_LENGTH => {
                let is_kept = match length {
                    Some(length) => length > 0 || asked == Method::HEAD,
                    None => !has_body,
                };
                if !is_kept {
                    continue;
                }
                says_length = true;
            }
            header::TRAILER => {
                if has_body && !std::mem::replace(&mut says_trailer, true) {
                    let all = head.headers.get_all(name).iter().map(HeaderValue::as_bytes);
                    write_line(name.as_str(), &all.collect::<Vec<_>>().join(&b", "[..]), to);
                }
                continue;
            }
            header::DATE => says_date = true,
            _ => {}
        }
        write_line(name.as_str(), value.as_bytes(), to);
    }
    let line = match length {
        None if has_body => LengthLine::Chunked,
        Some(length) if has_body || length > 0 && may_say_length(head.status) => {
            LengthLine::Bytes(length)
        }
        _ => LengthLine::Nothing,
    };
    write_end(if says_length { LengthLine::Nothing } else { line }, says_date, is_last, to);
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

/// Most heads are shorter.
const USUAL: usize = 1024;
