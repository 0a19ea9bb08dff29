//! What the fuzz targets share: text that is either a word of the field or anything at all.
//!
//! A fuzzer that starts from random bytes spends its life before the first comma. Half of what
//! these functions return is a word that means something, so that its bytes go into what the
//! words are put together to.

pub mod har;
pub mod head;

use arbitrary::Result;
use arbitrary::Unstructured;

/// A word of the list, several of them in a row, or any text.
pub fn text(u: &mut Unstructured<'_>, words: &[&str]) -> Result<String> {
    match u.int_in_range(0..=5)? {
        0..=2 => Ok((*u.choose(words)?).to_owned()),
        3 => {
            let mut joined = String::new();
            for _ in 0..u.int_in_range(1..=6)? {
                joined += u.choose(words)?;
                joined += u.choose(&["", ",", ", ", ";", " ", "\t"])?;
            }
            Ok(joined)
        }
        4 => Ok(u.arbitrary::<String>()?.chars().take(200).collect()),
        // Any bytes, as HTTP sees them.
        _ => Ok(u.arbitrary::<Vec<u8>>()?.iter().take(200).map(|b| char::from(*b)).collect()),
    }
}

/// At most `most` values.
pub fn list<'a, T>(
    u: &mut Unstructured<'a>,
    most: usize,
    mut one: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    (0..u.int_in_range(0..=most)?).map(|_| one(u)).collect()
}

/// Origins and what looks like one.
pub const ORIGINS: &[&str] = &[
    "https://app.example",
    "https://api.example",
    "http://app.example",
    "https://app.example:8443",
    "https://*.app.example",
    "https://**.app.example",
    "https://preview-*.app.example",
    "https://app.example:*",
    "https://app.example:8000-9000",
    "https://[::1]",
    "http://127.0.0.1:3000",
    "http://localhost",
    "loopback",
    "capacitor://localhost",
    "null",
    "*",
    "https://github.io",
    "https://xn--bcher-kva.example",
    "https://APP.example/",
];

/// Names of headers.
pub const HEADER_NAMES: &[&str] = &[
    "accept",
    "accept-language",
    "content-language",
    "content-type",
    "range",
    "x-a",
    "X-B",
    "authorization",
    "cookie",
    "sec-a",
    "proxy-a",
    "x-http-method-override",
    "*",
    "",
];

/// Methods.
pub const METHODS: &[&str] =
    &["GET", "HEAD", "POST", "PUT", "DELETE", "patch", "PATCH", "OPTIONS", "TRACE", "*", ""];

/// Paths.
pub const PATHS: &[&str] = &[
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/a/../b",
    "/a/%2e%2e/b",
    "//a",
    "/a//b",
    "/A",
    "/%61",
    "/a;x/b",
    "/a?b",
    "/a%2fb",
    "*",
    "",
    "\\a",
    "/a/.",
    "/./a",
];
