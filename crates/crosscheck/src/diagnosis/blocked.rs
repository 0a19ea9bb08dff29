//! The sentence by which Firefox says that a request was blocked.

use alloc::format;
use alloc::string::String;

/// The reason that it gives where no answer came, or none that counts.
pub(super) const DID_NOT_SUCCEED: &str =
    "(Reason: CORS request did not succeed). Status code: (null).";

/// That a URL may not be read, and why.
pub(super) fn blocked(url: &str, reason: &str) -> String {
    format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
         resource at {url}. {reason}"
    )
}
