//! Header lines as tools write them.

use super::header_side::is_answered;

/// Names and values, in order.
pub(super) type Lines = Vec<(String, String)>;

/// The first value of a name, whatever its capitals.
pub(super) fn find<'l>(lines: &'l Lines, name: &str) -> Option<&'l str> {
    let mut lines = lines.iter();
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// `Name: value`, or `name:` without one.
pub(super) fn header_line(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    // Some leave the blank out; of what is no known header it is then a scheme or a port.
    let is_value = value.is_empty()
        || value.starts_with([' ', '\t'])
        || is_answered(&name.to_ascii_lowercase());
    (is_value && is_token(name)).then(|| (name.to_owned(), value.trim().to_owned()))
}

/// Whether a text may be a header's name.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
