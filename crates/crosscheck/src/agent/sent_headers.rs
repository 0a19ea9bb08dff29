//! What a browser makes of a request's headers on their way to the wire.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::profile::Profile;
use crate::wire::HeaderList;
use crate::wire::parse_single_range;
use crate::wire::trim_http_tab_or_space;

/// What a browser adds where script set nothing.
pub(super) fn add_defaults(headers: &mut HeaderList, profile: &Profile) {
    if !headers.contains("Accept") {
        headers.append("Accept", "*/*");
    }
    if let Some(language) = profile.accept_language.filter(|_| !headers.contains("Accept-Language"))
    {
        headers.append("Accept-Language", language);
    }
}

/// Of several `Content-Type` lines keeps the first, or the last if there is no body.
pub(super) fn keep_one_content_type(headers: &mut HeaderList, has_body: bool) {
    let kept = {
        let mut lines = headers.lines("Content-Type");
        if has_body { lines.next() } else { lines.last() }.map(<[u8]>::to_vec)
    };
    if let Some(kept) = kept {
        headers.set("Content-Type", kept);
    }
}

/// The bytes that a browser puts on the wire for a value that script set.
pub(super) fn value_as_sent(method: &str, name: &str, value: &[u8], profile: &Profile) -> Vec<u8> {
    if profile.rewrites_range && method == "GET" && name.eq_ignore_ascii_case("range") {
        return shortest_range(value).unwrap_or_else(|| value.to_vec());
    }
    let value = trim_http_tab_or_space(value);
    if profile.sends_values_as_utf8 {
        return value.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes();
    }
    value.to_vec()
}

/// A single byte range without blanks and leading zeros; `None` if it is not one.
fn shortest_range(value: &[u8]) -> Option<Vec<u8>> {
    let compact: Vec<u8> =
        value.iter().filter(|byte| !matches!(byte, b' ' | b'\t')).copied().collect();
    let compact = compact.to_ascii_lowercase();
    let range = parse_single_range(&compact)?;
    let number = |digits: Option<&[u8]>| match digits {
        None => Some(String::new()),
        Some(digits) => {
            core::str::from_utf8(digits).ok()?.parse::<i64>().ok().map(|number| number.to_string())
        }
    };
    Some(format!("bytes={}-{}", number(range.start)?, number(range.end)?).into_bytes())
}
