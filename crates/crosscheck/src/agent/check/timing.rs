//! The timing check: may script time an answer?

use crate::wire::HeaderList;
use crate::wire::get_decode_and_split;

/// Whether an answer lets its timings be seen by an origin.
///
/// In: the answer's headers; the origin as sent; whether the response is the page's own.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-tao-check>
///
/// # Example
/// ```
/// use crosscheck::agent::tao_check;
/// use crosscheck::wire::HeaderList;
///
/// let headers: HeaderList = [("Timing-Allow-Origin", "https://app.example")].into_iter().collect();
/// assert!(tao_check(&headers, "https://app.example", false));
/// assert!(!tao_check(&headers, "https://other.example", false));
/// assert!(tao_check(&HeaderList::new(), "https://app.example", true), "its own answers");
/// ```
pub fn tao_check(headers: &HeaderList, origin: &str, is_basic: bool) -> bool {
    // SHORTCUT: 2. Who failed once stays failed: the caller only ever sets its flag.
    // 4 to 5. A star or the origin among the values.
    let values = headers.get("Timing-Allow-Origin").unwrap_or_default();
    if get_decode_and_split(&values).iter().any(|value| value == "*" || value == origin) {
        return true;
    }
    // MISSING: 6. Navigations.
    // 7. Else only the page's own.
    is_basic
}
