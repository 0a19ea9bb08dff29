//! The time of an answer, as its head says it: written once a second.

use std::cell::RefCell;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

struct Written {
    second: Duration,
    text: String,
}

thread_local! {
    static WRITTEN: RefCell<Written> =
        const { RefCell::new(Written { second: Duration::MAX, text: String::new() }) };
}

/// Writes the time that it is.
pub(super) fn write_date(to: &mut Vec<u8>) {
    let now = SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    WRITTEN.with_borrow_mut(|written| {
        if written.second.as_secs() != since.as_secs() {
            *written = Written { second: since, text: httpdate::fmt_http_date(now) };
        }
        to.extend_from_slice(written.text.as_bytes());
    });
}
