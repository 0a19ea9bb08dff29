//! The sentence by which Firefox says that a request was blocked.

use alloc::string::String;
use core::fmt::Display;

use url::Url;

use super::texts::filled;
use super::texts::firefox as words;

/// That a URL may not be read, and why.
pub(super) fn blocked(url: &dyn Display, reason: &str) -> String {
    let mut text = filled!(words::BLOCKED, url = url);
    text.push_str(reason);
    text
}

/// That no answer came from a URL, or none that counts.
pub(super) fn did_not_succeed(url: &Url) -> String {
    blocked(url, &filled!(words::DID_NOT_SUCCEED))
}
