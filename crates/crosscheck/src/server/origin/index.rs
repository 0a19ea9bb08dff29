//! A hash table of numbers: finds what lives elsewhere, at 4 bytes a slot.

use alloc::vec;
use alloc::vec::Vec;
use core::hash::Hash;
use core::hash::Hasher;

/// An open-addressing table of numbers that mean something to the caller: which entry, or where it
/// starts. Keys stay with the caller, who compares them.
///
/// At most half of the slots are taken, so a search ends after a few. The hash is not secret: the
/// keys are a policy's own, and whoever asks cannot add any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    /// 0 is empty; otherwise the number plus one. A power of two long, or empty.
    slots: Vec<u32>,
}

impl Index {
    /// An index with room for `entries`, at most 2^31.
    pub(crate) fn with_room_for(entries: usize) -> Self {
        // A few more for a few entries: what is not there then nearly never meets one.
        Self { slots: vec![0; (entries * 2).next_power_of_two().max(16)] }
    }

    /// Whether it was made for nothing.
    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds an entry. There is room for as many as were announced.
    pub(crate) fn insert(&mut self, hash: u64, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = entry + 1;
    }

    /// The entries under that hash, and perhaps others: whoever asks compares.
    #[inline(always)]
    pub(crate) fn candidates(&self, hash: u64) -> Candidates<'_> {
        Candidates { slots: &self.slots, at: hash as usize }
    }
}

/// Entries, up to the first empty slot.
pub(crate) struct Candidates<'i> {
    slots: &'i [u32],
    at: usize,
}

impl Iterator for Candidates<'_> {
    type Item = u32;

    #[inline(always)]
    fn next(&mut self) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let entry = self.slots[self.at & mask].checked_sub(1)?;
        self.at = self.at.wrapping_add(1);
        Some(entry)
    }
}

/// Hashes text sixteen bytes at a step; the last step may overlap the one before it.
#[inline(always)]
pub(crate) fn hash(text: &[u8]) -> u64 {
    let mut hash = text.len() as u64;
    let Some(last) = text.last_chunk::<16>() else {
        return match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) => mix_two(hash, word(first), word(last)),
            _ => mix(hash, text.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte))),
        };
    };
    let mut rest = text;
    while let Some((pair, after)) = rest.split_first_chunk().filter(|(_, rest)| !rest.is_empty()) {
        hash = mix_pair(hash, pair);
        rest = after;
    }
    mix_pair(hash, last)
}

/// Whether two texts are the same. Quicker than to call for it: what is compared here is as long as
/// an origin or a scheme.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        16.. => same_in_steps::<16>(one, other),
        8.. => same_in_steps::<8>(one, other),
        4.. => same_in_steps::<4>(one, other),
        _ => same_in_steps::<1>(one, other),
    }
}

/// The same for texts of one length, so many bytes at a step; the last step may overlap the one
/// before it.
#[inline(always)]
fn same_in_steps<const STEP: usize>(one: &[u8], other: &[u8]) -> bool {
    let ((steps, _), (other_steps, _)) = (one.as_chunks::<STEP>(), other.as_chunks());
    for (step, other) in steps.iter().zip(other_steps) {
        if step != other {
            return false;
        }
    }
    one.last_chunk::<STEP>() == other.last_chunk()
}

/// Mixes a word into a hash: a full product, its halves folded.
pub(crate) const fn mix(hash: u64, word: u64) -> u64 {
    mix_two(hash, 0, word)
}

fn mix_pair(hash: u64, pair: &[u8; 16]) -> u64 {
    let ([first, last], _) = pair.as_chunks() else { unreachable!("sixteen bytes are two words") };
    mix_two(hash, word(first), word(last))
}

const fn mix_two(hash: u64, one: u64, other: u64) -> u64 {
    let product =
        ((hash ^ one ^ 0x9e37_79b9_7f4a_7c15) as u128) * ((other ^ 0xa076_1d64_78bd_642f) as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

const fn word(bytes: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*bytes)
}

/// A number that stands for a value: the same on every machine, unlike the standard hasher's.
pub(crate) fn fingerprint(value: &impl Hash) -> u64 {
    let mut words = Words(0);
    value.hash(&mut words);
    words.finish()
}

struct Words(u64);

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0, hash(bytes));
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = mix(self.0, number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::Index;
    use super::fingerprint;
    use super::hash;
    use super::same;

    #[test]
    fn what_was_added_is_found_and_nothing_else() {
        let words = ["a", "b", "https://app.example", "https://app.example:8443", ""];
        let mut index = Index::with_room_for(words.len());
        for (number, word) in words.iter().enumerate() {
            index.insert(hash(word.as_bytes()), number as u32);
        }
        for (number, word) in words.iter().enumerate() {
            let mut candidates = index.candidates(hash(word.as_bytes()));
            assert_eq!(candidates.find(|n| words[*n as usize] == *word), Some(number as u32));
        }
        assert!(index.candidates(hash(b"c")).all(|n| words[n as usize] != "c"));
        assert_eq!(Index::default().candidates(1).next(), None);
    }

    /// Logs and metrics of many machines speak of one policy by its number.
    #[test]
    fn a_fingerprint_is_the_same_everywhere_and_for_ever() {
        let value = ("https://app.example", 7200_u32, [true, false], 9_usize);
        assert_eq!(fingerprint(&value), 8_044_191_231_273_945_927);
        assert_eq!(fingerprint(&""), 6_462_541_923_365_956_593);
        assert_ne!(fingerprint(&[0_usize, 1]), fingerprint(&[0_usize, 2]));
    }

    /// Origins of a policy are alike, and few of them may meet in a slot.
    #[test]
    fn a_search_ends_after_a_few() {
        let shapes: [fn(usize) -> String; 4] = [
            |n| format!("https://customer-{n}.app.example.com"),
            |n| format!("https://{n:x}"),
            |n| format!("{n}"),
            |n| format!("http://localhost:{n}"),
        ];
        for (shape, text) in shapes.into_iter().enumerate() {
            let words: Vec<String> = (0..4096).map(text).collect();
            let mut index = Index::with_room_for(words.len());
            for (number, word) in words.iter().enumerate() {
                index.insert(hash(word.as_bytes()), number as u32);
            }
            let looked = |word: &str| {
                let mut looked = 0;
                let is_it = |n: u32| {
                    looked += 1;
                    words[n as usize] == word
                };
                (index.candidates(hash(word.as_bytes())).any(is_it), looked)
            };
            let (found, hits): (Vec<_>, Vec<u32>) = words.iter().map(|w| looked(w)).unzip();
            assert!(found.iter().all(|found| *found));
            let hits: u32 = hits.iter().sum();
            let (found, misses): (Vec<_>, Vec<u32>) =
                (4096..8192).map(|n| looked(&text(n))).unzip();
            assert!(!found.contains(&true));
            let misses: u32 = misses.iter().sum();
            // Half of the slots are taken: by chance 1.5 on the way to what is there, or to a gap.
            assert!(hits < 4096 * 5 / 2, "shape {shape}: {hits}");
            assert!(misses < 4096 * 5 / 2, "shape {shape}: {misses}");
        }
    }

    /// Texts of every length up to some steps, and all that part from them in one byte.
    #[test]
    fn texts_that_part_anywhere_are_told_apart() {
        let text: Vec<u8> = (1..=40).collect();
        for length in 0..=text.len() {
            let one = &text[..length];
            assert!(same(one, one));
            assert!(!same(one, &[one, &[0]].concat()));
            for at in 0..length {
                let mut other = one.to_vec();
                other[at] ^= 0x80;
                assert!(!same(one, &other), "{length} bytes, another one at {at}");
            }
        }
    }

    #[test]
    fn entries_with_one_hash_are_told_apart() {
        let mut index = Index::with_room_for(3);
        for entry in 0..3 {
            index.insert(7, entry);
        }
        assert!(index.candidates(7).eq([0, 1, 2]));
    }
}
