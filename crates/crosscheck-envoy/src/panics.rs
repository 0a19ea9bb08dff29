//! A panic ends where it began: one that crossed into Envoy would end Envoy, and all that it serves.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use crate::log::Level;
use crate::log::Log;

/// Calls what may panic. `None` if it did: that is a mistake of ours, which the log tells; whoever calls
/// goes on in the safe way, and looks at nothing that may be half made.
pub(crate) fn contain<T>(log: &impl Log, call: impl FnOnce() -> T) -> Option<T> {
    let result = catch_unwind(AssertUnwindSafe(call));
    if let Err(panic) = &result {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("no text");
        log.write(Level::Error, &format!("a mistake of the module, please report it: {text}"));
    }
    // What a panic holds may panic when it is dropped.
    result.map_err(std::mem::forget).ok()
}

#[cfg(test)]
mod tests {
    use super::contain;
    use crate::fake::FakeLog;

    #[test]
    fn a_panic_is_told_and_goes_no_further() {
        let log = FakeLog::default();
        assert_eq!(contain(&log, || 7), Some(7));
        assert!(log.lines().is_empty());
        assert_eq!(contain(&log, || panic!("number {}", 7)), None::<()>);
        let [line] = &log.lines()[..] else { panic!("one line") };
        assert!(line.ends_with("number 7"), "{line}");
    }
}
