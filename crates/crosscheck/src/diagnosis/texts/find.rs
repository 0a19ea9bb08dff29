//! The first of some texts in what people bring.

use super::template::can_start;
use super::template::match_at;
use super::text::Text;

/// The most letters that are looked at.
const MOST_LETTERS: usize = 16 * 1024;

/// What the first of these texts in another matched.
pub(super) fn first_of<'k, K: Iterator<Item = &'k Text>>(
    text: &str,
    texts: impl Fn() -> K,
) -> Option<&str> {
    text.char_indices().take(MOST_LETTERS).find_map(|(at, letter)| {
        let (end, _) = texts().find_map(|known| {
            can_start(known.template, letter).then(|| match_at(known.template, text, at))?
        })?;
        text.get(at..end)
    })
}
