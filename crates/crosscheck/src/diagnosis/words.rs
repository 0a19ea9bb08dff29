//! What several texts need: bytes as they are shown, and one of several names.

use alloc::string::String;

/// Bytes as text whose code points are those bytes, as consoles show header values.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// Of several names the one that comes first in a sorted `Access-Control-Request-Headers`.
pub(super) fn first_by_name(names: &[String]) -> String {
    names.iter().map(|name| name.to_ascii_lowercase()).min().unwrap_or_default()
}
