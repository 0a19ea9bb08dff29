//! What servers may take a character outside of ASCII for, if they normalize text, fold its case, leave
//! out accents and what is not seen: the table of all that come to something in ASCII.

use core::cmp::Ordering;

use super::fold_table::RUNS;

/// What a character becomes, one by one.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    /// What the table has, and by how much the first of it is above that.
    text: core::str::Chars<'static>,
    above: u8,
    /// The character itself, if it is not in the table.
    itself: Option<char>,
}

impl Default for Fold {
    fn default() -> Self {
        Self { text: "".chars(), above: 0, itself: None }
    }
}

impl Iterator for Fold {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let next = self.itself.take().or_else(|| self.text.next())?;
        match core::mem::take(&mut self.above) {
            0 => Some(next),
            above => Some(char::from(next as u8 + above)),
        }
    }
}

/// Characters in a row that become the same, or one after the other what starts with it.
pub(super) struct Run {
    pub(super) first: u32,
    pub(super) last: u32,
    /// U+FFFD stands for what is not ASCII.
    pub(super) becomes: &'static str,
    pub(super) ascends: bool,
}

/// What a character outside of ASCII becomes; what is not in the table stays as it is.
pub(super) fn fold(character: char) -> Fold {
    let code = u32::from(character);
    let place = RUNS.binary_search_by(|run| match code {
        _ if run.last < code => Ordering::Less,
        _ if run.first > code => Ordering::Greater,
        _ => Ordering::Equal,
    });
    let itself = Fold { itself: Some(character), ..Fold::default() };
    let Some(run) = place.ok().and_then(|place| RUNS.get(place)) else { return itself };
    let above = if run.ascends { code - run.first } else { 0 };
    Fold { text: run.becomes.chars(), above: above as u8, itself: None }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::iter;

    use icu_normalizer::DecomposingNormalizerBorrowed;
    use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

    use super::fold;
    use crate::server::path::readings::ascii;

    /// The table says what the Unicode standard says; it is written anew with `CROSSCHECK_WRITE=1`.
    #[test]
    fn the_table_is_what_unicode_says() {
        if std::env::var_os("CROSSCHECK_WRITE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/server/path/fold_table.rs");
            std::fs::write(path, table()).expect("the table is written");
            return;
        }
        for character in outside_of_ascii() {
            let expected = folded(character).unwrap_or_else(|| String::from(character));
            assert_eq!(fold(character).collect::<String>(), expected, "{character:?}");
        }
    }

    fn outside_of_ascii() -> impl Iterator<Item = char> {
        ('\u{80}'..=char::MAX).filter(|character| !character.is_ascii())
    }

    /// What becomes ASCII, wholly or in part, or nothing; `None` for all else.
    fn folded(character: char) -> Option<String> {
        let normalizer = DecomposingNormalizerBorrowed::new_nfkd();
        let parts = normalizer.normalize_iter(iter::once(character)).filter(|c| !is_ignored(*c));
        let parts: Vec<char> = parts.flat_map(char::to_lowercase).map(alike).collect();
        let is_kept = !parts.is_empty() && !parts.iter().any(char::is_ascii);
        let known = |part: char| if part.is_ascii() { part } else { char::REPLACEMENT_CHARACTER };
        (!is_kept).then(|| parts.into_iter().map(known).collect())
    }

    /// What is no longer ASCII's after it was normalized, and is taken for it nevertheless.
    fn alike(character: char) -> char {
        match character {
            '\u{131}' => 'i',
            '\u{2044}' | '\u{2215}' | '\u{29f8}' => '/',
            '\u{2216}' | '\u{29f5}' | '\u{29f9}' => '\\',
            character if character.is_ascii() => ascii(character),
            character if character.is_whitespace() => ' ',
            character if character.is_control() => '\0',
            character => character,
        }
    }

    /// Accents, and what is not seen.
    fn is_ignored(character: char) -> bool {
        let marks = CanonicalCombiningClassMapBorrowed::new();
        marks.get32_u8(u32::from(character)) != 0
            || matches!(
                character,
                '\u{ad}'
                    | '\u{34f}'
                    | '\u{61c}'
                    | '\u{180b}'..='\u{180f}'
                    | '\u{200b}'..='\u{200f}'
                    | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{fe00}'..='\u{fe0f}'
                    | '\u{feff}'
                    | '\u{e0000}'..='\u{e0fff}'
            )
    }

    struct Row {
        first: u32,
        last: u32,
        becomes: String,
        ascends: bool,
    }

    impl Row {
        /// Takes the next character in, if it goes on like the ones before.
        fn takes(&mut self, code: u32, becomes: &str) -> bool {
            let count = code - self.first;
            let single = |text: &str| (text.len() == 1).then(|| u32::from(text.as_bytes()[0]));
            let goes_up = single(becomes).zip(single(&self.becomes));
            let goes_up = goes_up.is_some_and(|(this, first)| this == first + count);
            let is_next = code == self.last + 1
                && match self.ascends {
                    false if becomes == self.becomes => true,
                    false if count == 1 && goes_up => {
                        self.ascends = true;
                        true
                    }
                    ascends => ascends && goes_up,
                };
            if is_next {
                self.last = code;
            }
            is_next
        }
    }

    fn table() -> String {
        let mut rows: Vec<Row> = Vec::new();
        for character in outside_of_ascii() {
            let Some(becomes) = folded(character) else { continue };
            let code = u32::from(character);
            if !rows.last_mut().is_some_and(|row| row.takes(code, &becomes)) {
                rows.push(Row { first: code, last: code, becomes, ascends: false });
            }
        }
        let mut text = String::from(
            "//! Made by the test of `folds.rs` of the Unicode standard's data, as `icu_normalizer` has it.\n\nuse super::folds::Run;\n\n\
             const fn run(first: u32, last: u32, becomes: &'static str, ascends: bool) -> Run {\n    \
             Run { first, last, becomes, ascends }\n}\n\n\
             /// Sorted; none overlaps another.\n#[rustfmt::skip]\npub(super) static RUNS: &[Run] = &[\n",
        );
        for Row { first, last, becomes, ascends } in rows {
            let becomes = becomes.escape_default();
            text += &format!("    run({first:#x}, {last:#x}, \"{becomes}\", {ascends}),\n");
        }
        text + "];\n"
    }
}
