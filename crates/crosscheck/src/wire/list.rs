//! Tokens, comma-separated lists and delta-seconds, as HTTP writes them.

use alloc::string::String;
use alloc::vec::Vec;

use super::isomorphic::isomorphic_decode;

/// Whether bytes are one HTTP token: the grammar of methods and header names. Never empty.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#tokens>
///
/// # Example
/// ```
/// use crosscheck::wire::is_token;
/// assert!(is_token(b"x-token"));
/// assert!(!is_token(b"x token") && !is_token(b""));
/// ```
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().copied().all(is_token_byte)
}

/// Strips spaces and tabs from both ends.
///
/// # Example
/// ```
/// use crosscheck::wire::trim_http_tab_or_space;
///
/// assert_eq!(trim_http_tab_or_space(b"\t PUT "), b"PUT");
/// assert_eq!(trim_http_tab_or_space(b"PUT\n"), b"PUT\n", "a line's end is none of them");
/// ```
pub fn trim_http_tab_or_space(bytes: &[u8]) -> &[u8] {
    trimmed(bytes, |byte| matches!(byte, b' ' | b'\t'))
}

/// Strips what is blank from both ends.
#[inline]
pub(super) fn trimmed(mut bytes: &[u8], is_blank: impl Fn(&u8) -> bool) -> &[u8] {
    while let Some((_, rest)) = bytes.split_first().filter(|(first, _)| is_blank(first)) {
        bytes = rest;
    }
    while let Some((_, rest)) = bytes.split_last().filter(|(last, _)| is_blank(last)) {
        bytes = rest;
    }
    bytes
}

/// Reads header lines as one list of tokens; `Err` carries the first item that is not a token.
///
/// In: the values of all lines with one name. Out: items in order, blanks around them and empty
/// items dropped. Fails on the first item that is not a token: one bad item voids the whole list.
///
/// Spec: <https://fetch.spec.whatwg.org/#extract-header-list-values>
/// # Example
/// ```
/// use crosscheck::wire::extract_token_list;
/// assert_eq!(extract_token_list([b"PUT,, GET".as_slice()]).unwrap(), ["PUT", "GET"]);
/// assert_eq!(extract_token_list([b"PUT, G@T".as_slice()]).unwrap_err(), b"G@T");
/// ```
pub fn extract_token_list<'a>(
    lines: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<String>, Vec<u8>> {
    // MISSING: 2. These are all lists: several lines are one.
    // 4. Line by line; one bad item voids them all.
    let mut items = Vec::new();
    for line in lines {
        for item in line.split(|b| *b == b',') {
            let item = trim_http_tab_or_space(item);
            if item.is_empty() {
                continue;
            }
            if !is_token(item) {
                return Err(item.into());
            }
            items.push(isomorphic_decode(item));
        }
    }
    Ok(items)
}

/// Splits a combined value at the commas that are outside of quoted strings; keeps empty items.
///
/// Spec: <https://fetch.spec.whatwg.org/#header-value-get-decode-and-split>
///
/// # Example
/// ```
/// use crosscheck::wire::get_decode_and_split;
/// assert_eq!(get_decode_and_split(b"a, \"b,c\""), ["a", "\"b,c\""]);
/// assert_eq!(get_decode_and_split(b"a,,"), ["a", "", ""]);
/// ```
pub fn get_decode_and_split(value: &[u8]) -> Vec<String> {
    // SHORTCUT: 5. One walk over the bytes.
    let mut items = Vec::new();
    let (mut item, mut quoted, mut escaped) = (Vec::new(), false, false);
    for &byte in value {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                items.push(decode_item(&item));
                item.clear();
                continue;
            }
            _ => {}
        }
        item.push(byte);
    }
    items.push(decode_item(&item));
    items
}

/// Reads whole seconds: digits and nothing else. A number too large to hold is `u64::MAX`.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#delta-seconds>
///
/// # Example
/// ```
/// use crosscheck::wire::delta_seconds;
/// assert_eq!(delta_seconds(b"600"), Some(600));
/// assert_eq!(delta_seconds(b"-1"), None);
/// ```
pub fn delta_seconds(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        bytes.iter().fold(0_u64, |sum, digit| {
            sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        }),
    )
}

fn decode_item(item: &[u8]) -> String {
    isomorphic_decode(trim_http_tab_or_space(item))
}

/// Whether a word is one of those that are known, in any case.
pub(super) fn is_one_of(word: &str, known: &[&'static str]) -> bool {
    one_of(word, known).is_some()
}

/// The one of the known words that a word is, in any case. Not inlined: each of its places would compare
/// word by word.
#[inline(never)]
pub(crate) fn one_of(word: &str, known: &[&'static str]) -> Option<&'static str> {
    known.iter().copied().find(|known| word.eq_ignore_ascii_case(known))
}

pub(super) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
