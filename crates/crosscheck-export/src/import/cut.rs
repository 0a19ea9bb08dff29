//! Cuts texts in two.

/// What letters of a kind a text begins with, and the rest.
pub(crate) fn split_while(text: &str, is: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|letter| !is(letter)).unwrap_or(text.len()))
}

/// What stands before the first of some marks, the mark, and what is behind it.
pub(crate) fn split_at_mark<'t>(text: &'t str, marks: &[char]) -> (&'t str, Option<char>, &'t str) {
    let (before, rest) = split_while(text, |letter| !marks.contains(&letter));
    let mut letters = rest.chars();
    (before, letters.next(), letters.as_str())
}

/// What stands before the bracket that closes, and what is behind it; `None` if there is none before the next that opens.
pub(crate) fn split_closed(text: &str, [open, close]: [char; 2]) -> Option<(&str, &str)> {
    let (inside, rest) = split_while(text, |letter| letter != open && letter != close);
    Some((inside, rest.strip_prefix(close)?))
}
