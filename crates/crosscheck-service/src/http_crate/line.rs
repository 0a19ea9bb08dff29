//! A line of a map of headers.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerValue;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header;

use crate::header_names::http1::ANSWER_NAMES;

/// Adds a line.
pub(crate) fn append(headers: &mut HeaderMap, header: AnswerHeader, value: HeaderValue) {
    append_named(headers, &ANSWER_NAMES[header as usize], value);
}

/// Adds a line of `Vary`.
pub(crate) fn append_vary(headers: &mut HeaderMap, value: HeaderValue) {
    append_named(headers, &VARY, value);
}

/// One copy: what is rarely put need not be quick.
#[inline(never)]
fn append_named(headers: &mut HeaderMap, name: &HeaderName, value: HeaderValue) {
    headers.append(name, value);
}

static VARY: HeaderName = header::VARY;

// What nearly every answer to a page has is put where it is written, each by a function of the map of its
// own, which the compiler then sees through (so one name is given by reference, the others are not). A value
// that is always the same is made, not cloned.

/// Adds the line that names the request's origin. There is none.
#[inline(always)]
pub(crate) fn append_reader(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}

/// Adds the line that lets cookies be sent. There is none.
#[inline(always)]
pub(crate) fn append_credentials(headers: &mut HeaderMap) {
    const TRUE: HeaderValue = HeaderValue::from_static(AnswerValue::TRUE.text);
    headers.append(&header::ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
}

/// Adds the first line of `Vary`.
#[inline(always)]
pub(crate) fn append_first_vary(
    headers: &mut HeaderMap,
    value: AnswerValue<'_>,
    values: &[HeaderValue],
) {
    const ORIGIN: HeaderValue = HeaderValue::from_static(AnswerValue::ORIGIN.text);
    const ORIGIN_AND_ASKED: HeaderValue =
        HeaderValue::from_static(AnswerValue::ORIGIN_AND_ASKED.text);
    let value = if value.index == AnswerValue::ORIGIN.index {
        ORIGIN
    } else if value.index == AnswerValue::ORIGIN_AND_ASKED.index {
        ORIGIN_AND_ASKED
    } else {
        values[value.index].clone()
    };
    headers.append(header::VARY, value);
}
