//! The one form of `Range` that may cross origins without a preflight: `bytes=START-[END]`.

/// A single byte range as written: decimal digits, either end may be absent, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a single range has these two ends")]
pub struct RangeHeader<'a> {
    /// Digits before the dash.
    pub start: Option<&'a [u8]>,
    /// Digits after the dash.
    pub end: Option<&'a [u8]>,
}

/// Parses a `Range` value that names one range, without any whitespace; `None` if it does not.
///
/// Numbers are compared as decimals of any length, so no value overflows.
///
/// Spec: <https://fetch.spec.whatwg.org/#simple-range-header-value>
///
/// # Example
/// ```
/// use crosscheck::wire::parse_single_range;
/// assert!(parse_single_range(b"bytes=0-499").is_some());
/// assert!(parse_single_range(b"bytes=0-1,5-6").is_none(), "these are two");
/// ```
pub fn parse_single_range(value: &[u8]) -> Option<RangeHeader<'_>> {
    // 2 to 5. The unit; no blanks anywhere.
    let rest = value.strip_prefix(b"bytes=")?;
    // 8 to 14. Both numbers.
    let (start, rest) = take_digits(rest);
    let (end, rest) = take_digits(rest.strip_prefix(b"-")?);
    // 16. Nothing else.
    if !rest.is_empty() {
        return None;
    }
    // 17 to 18. At least one of them, in order.
    match (start, end) {
        (None, None) => None,
        (Some(s), Some(e)) if is_decimal_greater(s, e) => None,
        _ => Some(RangeHeader { start, end }),
    }
}

fn take_digits(bytes: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let end = bytes.iter().position(|b| !b.is_ascii_digit()).unwrap_or(bytes.len());
    let (digits, rest) = bytes.split_at(end);
    ((!digits.is_empty()).then_some(digits), rest)
}

fn is_decimal_greater(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = (without_zeros(a), without_zeros(b));
    (a.len(), a) > (b.len(), b)
}

fn without_zeros(mut digits: &[u8]) -> &[u8] {
    while let [b'0', rest @ ..] = digits {
        digits = rest;
    }
    digits
}
