//! Names of headers that many messages have: they are spelled once, and never copied.

use alloc::borrow::Cow;

/// A header's name as a server sends it.
pub(crate) fn header_name(name: &str) -> Cow<'static, str> {
    match OF_ANSWERS.iter().find(|common| **common == name) {
        Some(common) => Cow::Borrowed(common),
        None => Cow::Owned(name.into()),
    }
}

/// A request header's name in lower case.
pub(crate) fn lower_case_name(name: &str) -> Cow<'static, str> {
    // Names of one length differ in their last letters.
    let last = |name: &str| name.as_bytes().last().map(u8::to_ascii_lowercase);
    let end = (name.len(), last(name));
    let mut alike = OF_REQUESTS.iter().filter(|common| (common.len(), last(common)) == end);
    match alike.find(|common| name.eq_ignore_ascii_case(common)) {
        Some(common) => Cow::Borrowed(common),
        None => Cow::Owned(name.to_ascii_lowercase()),
    }
}

const OF_ANSWERS: [&str; 17] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Cache-Control",
    "Content-Length",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "ETag",
    "Last-Modified",
    "Location",
    "Set-Cookie",
    "Timing-Allow-Origin",
    "Vary",
    "X-Content-Type-Options",
];

const OF_REQUESTS: [&str; 18] = [
    "accept",
    "accept-language",
    "access-control-request-headers",
    "access-control-request-method",
    "authorization",
    "cache-control",
    "content-type",
    "cookie",
    "if-modified-since",
    "if-none-match",
    "origin",
    "range",
    "referer",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "sec-fetch-storage-access",
    "upgrade-insecure-requests",
];
