//! A line of a map of headers.

use crosscheck::server::AnswerHeader;
use http::HeaderMap;
use http::HeaderValue;
use http::header;

use super::names::ANSWER_NAMES;

/// Puts a header that is not there yet. Where its name is known beforehand there is little to hash: so it is
/// for the lines that nearly every answer to a page has, each by a function of the map of its own, which the
/// compiler then sees through.
#[inline]
pub(crate) fn put(headers: &mut HeaderMap, header: AnswerHeader, value: HeaderValue) {
    match header {
        AnswerHeader::AllowOrigin => put_allow_origin(headers, value),
        AnswerHeader::AllowCredentials => put_allow_credentials(headers, value),
        _ => put_other(headers, header, value),
    }
}

/// Adds a line of `Vary`.
#[inline(never)]
pub(crate) fn append_vary(headers: &mut HeaderMap, value: HeaderValue) {
    headers.append(header::VARY, value);
}

#[inline(never)]
fn put_allow_origin(headers: &mut HeaderMap, value: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
}

#[inline(never)]
fn put_allow_credentials(headers: &mut HeaderMap, value: HeaderValue) {
    headers.insert(&header::ACCESS_CONTROL_ALLOW_CREDENTIALS, value);
}

#[inline(never)]
fn put_other(headers: &mut HeaderMap, header: AnswerHeader, value: HeaderValue) {
    headers.append(&ANSWER_NAMES[header as usize], value);
}
