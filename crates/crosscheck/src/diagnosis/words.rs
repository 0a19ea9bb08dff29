//! What several texts need: one of several names.

use alloc::string::String;

/// Of several names the one that comes first in a sorted `Access-Control-Request-Headers`.
pub(super) fn first_by_name(names: &[String]) -> String {
    names.iter().map(|name| name.to_ascii_lowercase()).min().unwrap_or_default()
}
