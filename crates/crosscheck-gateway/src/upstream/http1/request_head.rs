//! The head of a request, as it goes to the upstream.

use http::HeaderValue;
use http::header;
use http::request::Parts;

/// Where the body of a request ends, as the upstream is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestLength {
    Exactly(u64),
    Chunked,
}

impl RequestLength {
    /// Says it in the head, once and in one way. In: how long the body is, if that is known.
    ///
    /// Where there is no body, and the client said no length, nothing is said.
    pub(crate) fn write(length: Option<u64>, head: &mut Parts) -> Self {
        let headers = &mut head.headers;
        match length {
            Some(length) => {
                headers.remove(header::TRANSFER_ENCODING);
                if length > 0 || headers.contains_key(header::CONTENT_LENGTH) {
                    headers.insert(header::CONTENT_LENGTH, length.into());
                }
                Self::Exactly(length)
            }
            None => {
                headers.remove(header::CONTENT_LENGTH);
                headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
                Self::Chunked
            }
        }
    }
}

/// Writes a head.
pub(crate) fn write_head(head: &Parts, to: &mut Vec<u8>) {
    to.reserve(USUAL);
    to.extend_from_slice(head.method.as_str().as_bytes());
    to.push(b' ');
    to.extend_from_slice(head.uri.path_and_query().map_or("/", |it| it.as_str()).as_bytes());
    to.extend_from_slice(b" HTTP/1.1\r\n");
    for (name, value) in &head.headers {
        to.extend_from_slice(name.as_str().as_bytes());
        to.extend_from_slice(b": ");
        to.extend_from_slice(value.as_bytes());
        to.extend_from_slice(b"\r\n");
    }
    to.extend_from_slice(b"\r\n");
}

/// Most heads are shorter.
const USUAL: usize = 1024;
