//! Heads of messages as a gateway meets them: names of its own business, and values that look like
//! something.

use arbitrary::Result;
use arbitrary::Unstructured;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;

use crate::list;
use crate::text;

/// At most 20 lines; those that are no header lines are left out.
pub fn headers(u: &mut Unstructured<'_>) -> Result<HeaderMap> {
    let lines = list(u, 20, |u| Ok((text(u, NAMES)?, text(u, VALUES)?)))?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
            headers.append(name, value);
        }
    }
    Ok(headers)
}

/// What belongs to one hop.
pub const HOP_BY_HOP: [&str; 8] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// Names of headers.
pub const NAMES: &[&str] = &[
    "access-control-allow-origin",
    "authorization",
    "cdn-loop",
    "connection",
    "content-length",
    "content-location",
    "content-type",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "location",
    "origin",
    "proxy-authorization",
    "refresh",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-own",
    "x-real-ip",
    "x_forwarded_for",
    "true-client-ip",
];

/// Values of headers, and parts of them.
pub const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "5",
    "5, 5",
    "5, 6",
    "+5",
    "18446744073709551616",
    "chunked",
    "gzip",
    "close",
    "keep-alive",
    "x-own",
    "x-forwarded-for",
    "vary",
    "set-cookie",
    "host",
    "content-length",
    "trailers",
    "https",
    "http",
    "a.example",
    "a.example:80",
    "[::1]",
    "[a,b]",
    "[",
    "]",
    "me@a.example",
    "10.0.0.1",
    "127.0.0.1:9000",
    "http://127.0.0.1:9000",
    "https://127.0.0.1:9000/",
    "//127.0.0.1:9000",
    "//",
    "/",
    "\\",
    "?",
    "#",
    "5; url=",
    "http:",
    "127.0.0.1",
    ":9000",
    "crosscheck-0123456789abcdef",
];
