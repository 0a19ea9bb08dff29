//! The time of a line, as RFC 3339 has it: its second is written once, its microseconds for each line.

use std::cell::RefCell;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

struct Written {
    second: u64,
    text: String,
    /// How much of the text is the second, with the point behind it.
    length: usize,
}

thread_local! {
    static WRITTEN: RefCell<Written> =
        const { RefCell::new(Written { second: u64::MAX, text: String::new(), length: 0 }) };
}

/// Has it used, such as `2026-01-31T23:59:58.000123Z`.
pub(crate) fn with_time<T>(now: SystemTime, then: impl FnOnce(&str) -> T) -> T {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    WRITTEN.with_borrow_mut(|Written { second, text, length }| {
        if *second != since.as_secs() {
            let whole = UNIX_EPOCH + Duration::from_secs(since.as_secs());
            *text = OffsetDateTime::from(whole).format(&Rfc3339).unwrap_or_default();
            text.truncate(text.len().saturating_sub(1));
            text.push('.');
            (*second, *length) = (since.as_secs(), text.len());
        }
        text.truncate(*length);
        let mut rest = since.subsec_micros();
        for place in [100_000, 10_000, 1_000, 100, 10, 1] {
            text.push(char::from(b'0' + (rest / place) as u8));
            rest %= place;
        }
        text.push('Z');
        then(text)
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use std::time::UNIX_EPOCH;

    use super::with_time;

    #[test]
    fn a_time_is_the_one_that_it_is() {
        for (nanoseconds, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (999_999_999, "1970-01-01T00:00:00.999999Z"),
            (1_000_001_000, "1970-01-01T00:00:01.000001Z"),
            (951_827_696_123_456_789, "2000-02-29T12:34:56.123456Z"),
            (951_827_696_000_000_000, "2000-02-29T12:34:56.000000Z"),
            (1_000_001_000, "1970-01-01T00:00:01.000001Z"),
        ] {
            let now = UNIX_EPOCH + Duration::from_nanos(nanoseconds);
            assert_eq!(with_time(now, str::to_owned), text);
        }
    }
}
