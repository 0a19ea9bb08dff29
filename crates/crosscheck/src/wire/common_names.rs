//! Names of headers that many messages have: they are spelled once, and never copied.

use alloc::borrow::Cow;

/// A header's name as a server sends it.
#[cfg(feature = "serde")]
pub(crate) fn header_name(name: &str) -> Cow<'static, str> {
    match OF_ANSWERS.iter().find(|common| **common == name) {
        Some(common) => Cow::Borrowed(common),
        None => Cow::Owned(name.into()),
    }
}

/// A request header's name in lower case.
pub(crate) fn lower_case_name(name: &str) -> Cow<'static, str> {
    match OF_REQUESTS.iter().find(|(spelled, _)| *spelled == name) {
        Some((_, lower)) => Cow::Borrowed(lower),
        None => Cow::Owned(name.to_ascii_lowercase()),
    }
}

#[cfg(feature = "serde")]
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

/// As most spell them, and in lower case.
const OF_REQUESTS: [(&str, &str); 18] = [
    ("Accept", "accept"),
    ("Accept-Language", "accept-language"),
    ("Access-Control-Request-Headers", "access-control-request-headers"),
    ("Access-Control-Request-Method", "access-control-request-method"),
    ("Authorization", "authorization"),
    ("Cache-Control", "cache-control"),
    ("Content-Type", "content-type"),
    ("Cookie", "cookie"),
    ("If-Modified-Since", "if-modified-since"),
    ("If-None-Match", "if-none-match"),
    ("Origin", "origin"),
    ("Range", "range"),
    ("Referer", "referer"),
    ("Sec-Fetch-Dest", "sec-fetch-dest"),
    ("Sec-Fetch-Mode", "sec-fetch-mode"),
    ("Sec-Fetch-Site", "sec-fetch-site"),
    ("Sec-Fetch-Storage-Access", "sec-fetch-storage-access"),
    ("Upgrade-Insecure-Requests", "upgrade-insecure-requests"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_whether_it_is_copied_or_not() {
        for name in ["Origin", "ORIGIN", "X-Api-Key", "sec-fetch-mode"] {
            assert_eq!(lower_case_name(name), name.to_ascii_lowercase());
        }
        for (spelled, lower) in OF_REQUESTS {
            assert_eq!(spelled.to_ascii_lowercase(), lower);
            assert!(matches!(lower_case_name(spelled), Cow::Borrowed(_)));
        }
        for name in ["Vary", "vary", "X-Total"] {
            assert_eq!(header_name(name), name);
        }
    }
}
