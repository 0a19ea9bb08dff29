//! Names that nobody can guess.

use std::fmt::Write;

/// So many bytes of the system's randomness, in hexadecimal.
pub(crate) fn unguessable<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("every system that runs this has randomness");
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
