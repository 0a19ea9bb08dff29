//! Groups of nodes, by the names of their files.

use std::path::Path;

/// The group that a file is the policy of.
pub(crate) fn policy_name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_suffix(".toml").filter(|name| is_name(name))
}

/// Letters, digits, `-` and `_`.
pub(crate) fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&name.len()) && name.bytes().all(is_letter)
}
