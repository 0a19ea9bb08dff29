//! What is said on the standard error.

use std::io::Write;

/// A line of talk.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
