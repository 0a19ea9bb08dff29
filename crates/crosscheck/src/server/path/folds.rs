//! What servers may take a character outside of ASCII for, if they normalize text, fold its case, leave
//! out accents and what is not seen: the table of all that come to something in ASCII.

use core::ops::RangeInclusive;
use core::slice::Iter;

use super::fold_table::ROWS;

/// What a character becomes, one by one.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    /// What the table has, and by how much the first of it is above that.
    text: Iter<'static, u8>,
    above: u8,
    /// The character itself, if it is not in the table.
    itself: Option<char>,
}

impl Default for Fold {
    fn default() -> Self {
        Self { text: [].iter(), above: 0, itself: None }
    }
}

impl Iterator for Fold {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        if let Some(itself) = self.itself.take() {
            return Some(itself);
        }
        match *self.text.next()? {
            NOT_ASCII => Some(char::REPLACEMENT_CHARACTER),
            byte => Some(char::from(byte + core::mem::take(&mut self.above))),
        }
    }
}

/// What a character outside of ASCII becomes; what is not in the table stays as it is.
pub(super) fn fold(character: char) -> Fold {
    let itself = Fold { itself: Some(character), ..Fold::default() };
    in_table(u32::from(character)).unwrap_or(itself)
}

fn in_table(code: u32) -> Option<Fold> {
    if NOT_SEEN.contains(&code) {
        return Some(Fold::default());
    }
    let (first_plane, second_plane) = RUNS.first.split_at_checked(IN_FIRST_PLANE)?;
    let (before, plane) = match code >> 16 {
        0 => (0, first_plane),
        1 => (IN_FIRST_PLANE, second_plane),
        _ => return None,
    };
    let code = code as u16;
    let run = before + plane.partition_point(|first| *first <= code).checked_sub(1)?;
    let above = code - RUNS.first.get(run)?;
    let length = RUNS.length.get(run)?;
    if above >= u16::from(length & !ASCENDS) {
        return None;
    }
    let start = match run.checked_sub(1) {
        Some(before) => *RUNS.end.get(before)?,
        None => 0,
    };
    let text = RUNS.text.get(usize::from(start)..usize::from(*RUNS.end.get(run)?))?.iter();
    let above = if length & ASCENDS != 0 { above as u8 } else { 0 };
    Some(Fold { text, above, itself: None })
}

/// Tags and their like, which come to nothing: one row that is longer than all others.
const NOT_SEEN: RangeInclusive<u32> = 0xe0000..=0xe0fff;

/// The rows, packed: each is 5 bytes and a text.
struct Runs {
    /// The lower 16 bits: first those of the first plane, then those of the second.
    first: [u16; ROWS.len()],
    /// How many characters, and whether they ascend.
    length: [u8; ROWS.len()],
    /// Where its text ends, and the next one starts.
    end: [u16; ROWS.len()],
    /// One byte a character.
    text: [u8; texts()],
}

const ASCENDS: u8 = 1 << 7;
const NOT_ASCII: u8 = 0xff;

#[expect(clippy::indexing_slicing, reason = "it is made while compiling")]
static RUNS: Runs = {
    let mut runs = Runs {
        first: [0; ROWS.len()],
        length: [0; ROWS.len()],
        end: [0; ROWS.len()],
        text: [0; texts()],
    };
    let (mut at, mut filled) = (0, 0);
    while at < ROWS.len() {
        let (first, last, becomes, ascends) = ROWS[at];
        runs.first[at] = first as u16;
        let length = last - first + 1;
        assert!(length < ASCENDS as u32 && first >> 16 == (at >= IN_FIRST_PLANE) as u32);
        runs.length[at] = length as u8 | if ascends { ASCENDS } else { 0 };
        let (bytes, mut byte) = (becomes.as_bytes(), 0);
        while byte < bytes.len() {
            // What is not ASCII is written once, by its first byte.
            if bytes[byte] & 0xc0 != 0x80 {
                runs.text[filled] = if bytes[byte].is_ascii() { bytes[byte] } else { NOT_ASCII };
                filled += 1;
            }
            byte += 1;
        }
        runs.end[at] = filled as u16;
        at += 1;
    }
    runs
};

/// How many rows are of the first plane.
#[expect(clippy::indexing_slicing, reason = "they are counted while compiling")]
const IN_FIRST_PLANE: usize = {
    let mut count = 0;
    while ROWS[count].0 >> 16 == 0 {
        count += 1;
    }
    count
};

/// How many characters the texts of all rows have.
#[expect(clippy::indexing_slicing, reason = "they are counted while compiling")]
const fn texts() -> usize {
    let (mut count, mut at) = (0, 0);
    while at < ROWS.len() {
        let (bytes, mut byte) = (ROWS[at].2.as_bytes(), 0);
        while byte < bytes.len() {
            count += (bytes[byte] & 0xc0 != 0x80) as usize;
            byte += 1;
        }
        at += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::iter;

    use icu_normalizer::DecomposingNormalizerBorrowed;
    use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

    use super::NOT_SEEN;
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

    struct Run {
        first: u32,
        last: u32,
        becomes: String,
        ascends: bool,
    }

    impl Run {
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
        let mut runs: Vec<Run> = Vec::new();
        let is_in_table = |character: &char| !NOT_SEEN.contains(&u32::from(*character));
        for character in outside_of_ascii().filter(is_in_table) {
            let Some(becomes) = folded(character) else { continue };
            let code = u32::from(character);
            if !runs.last_mut().is_some_and(|run| run.takes(code, &becomes)) {
                runs.push(Run { first: code, last: code, becomes, ascends: false });
            }
        }
        let mut text = String::from(
            "//! Made by the test of `folds.rs` of the Unicode standard's data, as `icu_normalizer` has it.\n\n\
             /// Characters in a row that become the same, or one after the other what starts with it: the \
             first, the\n/// last, what they become, and whether it ascends. U+FFFD stands for what is not \
             ASCII. Sorted; none\n/// overlaps another.\n#[rustfmt::skip]\n\
             pub(super) const ROWS: &[(u32, u32, &str, bool)] = &[\n",
        );
        for Run { first, last, becomes, ascends } in runs {
            let becomes = becomes.escape_default();
            text += &format!("    ({first:#x}, {last:#x}, \"{becomes}\", {ascends}),\n");
        }
        text + "];\n"
    }
}
