//! Which request headers need a preflight, in the eyes of one browser.

use alloc::string::String;
use alloc::vec::Vec;

use crate::agent::profile::Profile;
use crate::agent::profile::RangeRule;
use crate::wire::HeaderList;
use crate::wire::SAFELISTED_TOTAL_LIMIT;
use crate::wire::SAFELISTED_VALUE_LIMIT;
use crate::wire::get_decode_and_split;
use crate::wire::is_cors_safelisted_request_header;
use crate::wire::parse_single_range;
use crate::wire::trim_http_tab_or_space;

/// The headers that need a preflight: names as script spelled them, each once, sorted without case.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>
pub(in crate::agent) fn cors_unsafe_request_header_names(
    headers: &HeaderList,
    profile: &Profile,
) -> Vec<String> {
    // 1. The names that are unsafe.
    let mut unsafe_names: Vec<&str> = Vec::new();
    // 2 to 3. How much there is of what is safe as long as there is not too much of it.
    let mut total = 0;
    // 4. Judge each line on its own.
    for (name, value) in headers.iter() {
        match is_safelisted(name, value, profile) {
            true => total += value.len(),
            false => unsafe_names.push(name),
        }
    }
    // 5. Too much: all of it is unsafe.
    if total > SAFELISTED_TOTAL_LIMIT && profile.limits_safelisted_total {
        let safelisted = headers.iter().filter(|(name, value)| is_safelisted(name, value, profile));
        unsafe_names.extend(safelisted.map(|(name, _)| name));
    }
    // 6. Sort, and name each once.
    unsafe_names.sort_by(|a, b| lower_case(a).cmp(lower_case(b)));
    if !profile.repeats_requested_names {
        unsafe_names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    }
    unsafe_names.into_iter().map(Into::into).collect()
}

fn lower_case(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|letter| letter.to_ascii_lowercase())
}

pub(in crate::agent) fn is_safelisted(name: &str, value: &[u8], profile: &Profile) -> bool {
    if profile.safelists_strictly {
        let several = || get_decode_and_split(value).len() > 1;
        // One empty parameter is overlooked, but not after another parameter.
        let ends_open = || {
            let parts = value.split(|byte| *byte == b';').map(trim_http_tab_or_space);
            parts.skip(2).last().is_some_and(<[u8]>::is_empty)
        };
        let is_type = name.eq_ignore_ascii_case("content-type");
        if !value.is_ascii() || (is_type && (several() || ends_open())) {
            return false;
        }
    }
    if name.eq_ignore_ascii_case("range") {
        return is_safelisted_range(value, profile.range_rule);
    }
    if profile.safelists_client_hints && is_client_hint(name, value) {
        return true;
    }
    is_cors_safelisted_request_header(name, value)
}

fn is_safelisted_range(value: &[u8], rule: RangeRule) -> bool {
    let is_long = value.len() > SAFELISTED_VALUE_LIMIT;
    let mut value = value.to_vec();
    if rule == RangeRule::SixtyThreeBitsAnySpelling {
        value = without_signs(&value);
        value.make_ascii_lowercase();
    }
    let fits = |digits: Option<&[u8]>| {
        digits.is_none_or(|digits| {
            let number = core::str::from_utf8(digits).ok().and_then(|d| d.parse::<i64>().ok());
            let limit = match rule {
                RangeRule::LessThanSixtyThreeBits => i64::MAX - 1,
                _ => i64::MAX,
            };
            number.is_some_and(|number| number <= limit)
        })
    };
    !is_long
        && parse_single_range(&value).is_some_and(|range| {
            range.start.is_some()
                && (rule == RangeRule::AnyLength || (fits(range.start) && fits(range.end)))
        })
}

/// A range whose numbers may have a sign, without it.
pub(in crate::agent) fn without_signs(value: &[u8]) -> Vec<u8> {
    let next = value.iter().skip(1).map(Some).chain([None]);
    let is_sign =
        |(byte, next): &(&u8, Option<&u8>)| **byte == b'+' && next.is_some_and(u8::is_ascii_digit);
    value.iter().zip(next).filter(|pair| !is_sign(pair)).map(|(byte, _)| *byte).collect()
}

/// Whether a name is a client hint's that script may set.
pub(in crate::agent) fn is_client_hint_name(name: &str) -> bool {
    CLIENT_HINTS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Client hints that script may set, by the form of their values.
fn is_client_hint(name: &str, value: &[u8]) -> bool {
    let is_digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let is_decimal = |bytes: &[u8]| bytes.splitn(2, |byte| *byte == b'.').all(is_digits);
    let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    if value.len() > SAFELISTED_VALUE_LIMIT {
        false
    } else if is(&["device-memory", "dpr", "downlink"]) {
        is_decimal(value)
    } else if is(&["width", "viewport-width", "rtt"]) {
        is_digits(value)
    } else if is(&["ect"]) {
        [&b"slow-2g"[..], b"2g", b"3g", b"4g"].contains(&value)
    } else {
        is(&["save-data"]) && value.eq_ignore_ascii_case(b"on")
    }
}

/// `Save-Data` is not among them: it stays on redirects.
const CLIENT_HINTS: [&str; 7] =
    ["device-memory", "downlink", "dpr", "ect", "rtt", "viewport-width", "width"];

#[cfg(test)]
mod tests {
    use super::cors_unsafe_request_header_names;
    use crate::agent::Profile;
    use crate::wire::HeaderList;

    #[test]
    fn names_to_ask_for_are_sorted_and_named_once() {
        let headers = [("X-B", "1"), ("x-a", "2"), ("X-b", "3"), ("Accept", "*/*")];
        let headers: HeaderList = headers.into_iter().collect();
        assert_eq!(cors_unsafe_request_header_names(&headers, &Profile::SPEC), ["x-a", "X-B"]);
        let twice = cors_unsafe_request_header_names(&headers, &Profile::FIREFOX);
        assert_eq!(twice, ["x-a", "X-B", "X-b"]);
    }

    #[test]
    fn more_than_1024_safelisted_bytes_need_permission_together() {
        let of = |length: usize| "a".repeat(length);
        let eight = (0..8).map(|_| ("Accept", of(128)));
        let enough: HeaderList = eight.clone().collect();
        assert!(cors_unsafe_request_header_names(&enough, &Profile::SPEC).is_empty());
        let too_much: HeaderList = eight.chain([("Accept-Language", of(1))]).collect();
        let names = cors_unsafe_request_header_names(&too_much, &Profile::SPEC);
        assert_eq!(names, ["Accept", "Accept-Language"]);
        assert!(cors_unsafe_request_header_names(&too_much, &Profile::WEBKIT).is_empty());
    }
}
