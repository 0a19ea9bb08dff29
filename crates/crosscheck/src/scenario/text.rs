//! Text whose code points are bytes.

use alloc::string::String;
use alloc::vec::Vec;

/// Text whose code points are bytes, as those bytes; what does not fit is cut to its low byte.
pub(super) fn isomorphic_encode(text: &str) -> Vec<u8> {
    text.chars().map(|c| u32::from(c).to_le_bytes()[0]).collect()
}

/// Bytes as text whose code points are those bytes.
pub(super) fn isomorphic_decode(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}
