//! How much of a text is looked at.

/// The beginning of a text: so many bytes at most, and whole letters.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let mut ends = (0..=text.len().min(most)).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}
