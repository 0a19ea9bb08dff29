//! What is suggested in the place of what is wrong is right itself.

use alloc::string::String;

/// A suggestion that would be accepted: the first one, or what is suggested in its place, and so on a few times.
///
/// In: what reads it, and fails with what it suggests by itself.
pub(super) fn settled(
    first: Option<String>,
    read: fn(&str) -> Result<(), Option<String>>,
) -> Option<String> {
    let mut suggestion = first?;
    for _ in 0..4 {
        match read(&suggestion) {
            Ok(()) => return Some(suggestion),
            Err(next) => suggestion = next?,
        }
    }
    None
}
