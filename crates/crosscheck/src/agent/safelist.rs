//! Which request headers need a preflight, in the eyes of one browser.

use alloc::string::String;
use alloc::vec::Vec;

use super::profile::AcceptRule;
use super::profile::Profile;
use crate::wire::HeaderList;
use crate::wire::is_cors_safelisted_request_header;
use crate::wire::is_cors_unsafe_request_header_byte;

/// The headers that need a preflight: names as script spelled them, each once, sorted without case.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>
pub(super) fn cors_unsafe_request_header_names(
    headers: &HeaderList,
    profile: &Profile,
) -> Vec<String> {
    // 1. The names that are unsafe.
    let mut unsafe_names: Vec<&str> = Vec::new();
    // 2. The names that are safe as long as there is not too much of them.
    let mut potentially_unsafe_names: Vec<&str> = Vec::new();
    // 3. How much of them there is.
    let mut total = 0;
    // 4. Judge each line on its own.
    for (name, value) in headers.iter() {
        if is_safelisted(name, value, profile) {
            potentially_unsafe_names.push(name);
            total += value.len();
        } else {
            unsafe_names.push(name);
        }
    }
    // 5. Too much: all of them are unsafe.
    if total > TOTAL_LIMIT && profile.limits_safelisted_total {
        unsafe_names.append(&mut potentially_unsafe_names);
    }
    // 6. Sort, and name each once.
    unsafe_names.sort_by_key(|name| name.to_ascii_lowercase());
    unsafe_names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    unsafe_names.into_iter().map(Into::into).collect()
}

pub(super) fn is_safelisted(name: &str, value: &[u8], profile: &Profile) -> bool {
    if name.eq_ignore_ascii_case("accept") && profile.accept_rule == AcceptRule::Delimiters {
        return value.len() <= VALUE_LIMIT && !value.iter().copied().any(is_delimiter_or_control);
    }
    if profile.safelists_client_hints && is_client_hint(name, value) {
        return true;
    }
    is_cors_safelisted_request_header(name, value)
}

fn is_delimiter_or_control(byte: u8) -> bool {
    is_cors_unsafe_request_header_byte(byte) || byte == b'\t'
}

/// Client hints that script may set, by the form of their values.
fn is_client_hint(name: &str, value: &[u8]) -> bool {
    let is_digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let is_decimal = |bytes: &[u8]| match bytes.iter().position(|byte| *byte == b'.') {
        Some(dot) => is_digits(&bytes[..dot]) && is_digits(&bytes[dot + 1..]),
        None => is_digits(bytes),
    };
    if value.len() > VALUE_LIMIT {
        return false;
    }
    match name.to_ascii_lowercase().as_str() {
        "device-memory" | "dpr" | "downlink" => is_decimal(value),
        "width" | "viewport-width" | "rtt" => is_digits(value),
        "ect" => [&b"slow-2g"[..], b"2g", b"3g", b"4g"].contains(&value),
        "save-data" => value.eq_ignore_ascii_case(b"on"),
        _ => false,
    }
}

const VALUE_LIMIT: usize = 128;

const TOTAL_LIMIT: usize = 1024;
