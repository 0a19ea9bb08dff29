//! Text cut at a sign, and put together again: one small search for all that is read once, where each of the standard
//! library's brings a searcher of its own into the program.

use alloc::collections::BinaryHeap;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

/// What stands before the first of a sign, and behind it.
#[inline(never)]
pub(crate) fn cut<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let is_it = |part: &[u8]| part == sign.as_bytes();
    let at = text.as_bytes().windows(sign.len()).position(is_it)?;
    Some((text.get(..at)?, text.get(at + sign.len()..)?))
}

/// What stands before the last of a sign, and behind it.
#[inline(never)]
pub(crate) fn cut_last<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let is_it = |part: &[u8]| part == sign.as_bytes();
    let at = text.as_bytes().windows(sign.len()).rposition(is_it)?;
    Some((text.get(..at)?, text.get(at + sign.len()..)?))
}

/// What stands before, between and behind all of a sign.
pub(crate) fn split<'t>(text: &'t str, sign: &'t str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let text = rest?;
        let (part, behind) =
            cut(text, sign).map_or((text, None), |(part, behind)| (part, Some(behind)));
        rest = behind;
        Some(part)
    })
}

/// Whether a sign stands in text.
#[inline(never)]
pub(crate) fn holds(text: &str, sign: &str) -> bool {
    cut(text, sign).is_some()
}

/// Text with something else in the place of each sign.
#[inline(never)]
pub(crate) fn replaced(mut text: &str, sign: &str, by: &str) -> String {
    let mut written = String::new();
    while let Some((before, behind)) = cut(text, sign) {
        written.push_str(before);
        written.push_str(by);
        text = behind;
    }
    written.push_str(text);
    written
}

/// Text in lower case.
#[inline(never)]
pub(crate) fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// Texts in one, with a sign between them.
#[inline(never)]
pub(crate) fn joined(texts: &[String], sign: &str) -> String {
    let mut written = String::new();
    for (index, text) in texts.iter().enumerate() {
        written.push_str(if index == 0 { "" } else { sign });
        written.push_str(text);
    }
    written
}

/// Texts, sorted: by a heap, whose code is a tenth of a sort's.
pub(crate) fn sorted(texts: Vec<String>) -> Vec<String> {
    BinaryHeap::from(texts).into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::cut;
    use super::cut_last;
    use super::joined;
    use super::replaced;
    use super::split;

    proptest! {
        #[test]
        fn text_is_cut_as_the_standard_library_cuts_it(text in "[a*é:/]{0,12}", sign in "[*:é]|\\*\\*|://|a:") {
            prop_assert_eq!(cut(&text, &sign), text.split_once(&sign));
            prop_assert_eq!(cut_last(&text, &sign), text.rsplit_once(&sign));
            prop_assert_eq!(replaced(&text, &sign, "é*"), text.replace(&sign, "é*"));
            prop_assert!(split(&text, &sign).eq(text.split(&sign)));
            let parts: Vec<String> = text.split(&sign).map(String::from).collect();
            prop_assert_eq!(joined(&parts, &sign), text);
        }
    }
}
