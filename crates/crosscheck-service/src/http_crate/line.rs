//! A line of a map of headers.

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;

/// Adds a line. One copy for all that do.
#[inline(never)]
pub(crate) fn append(headers: &mut HeaderMap, name: &HeaderName, value: HeaderValue) {
    headers.append(name, value);
}
