//! A hash table of numbers: finds what lives elsewhere, at 4 bytes a slot.

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::Deref;

use crate::server::number::Number;

/// An open-addressing table of numbers that mean something to the caller: which entry, or where it
/// starts. Keys stay with the caller, who compares them.
///
/// At most half of the slots are taken, so a search ends after a few. The hash is not secret: the
/// keys are a policy's own, and whoever asks cannot add any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index<N, S = Vec<u32>> {
    /// 0 is empty; otherwise the number plus one. A power of two long, or empty.
    slots: S,
    numbers: PhantomData<N>,
}

impl<N, S: Default> Default for Index<N, S> {
    fn default() -> Self {
        Self { slots: S::default(), numbers: PhantomData }
    }
}

impl<N: Number> Index<N> {
    /// An index with room for `entries`, at most 2^31.
    pub(crate) fn with_room_for(entries: usize) -> Self {
        Self { slots: empty_slots(entries), numbers: PhantomData }
    }

    /// Adds an entry. There is room for as many as were announced.
    #[expect(clippy::indexing_slicing, reason = "the mask keeps each place among the slots")]
    pub(crate) fn insert(&mut self, hash: u64, entry: N) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = entry.at() as u32 + 1;
    }

    /// Nothing is added any more: clones share it.
    pub(crate) fn freeze(self) -> Index<N, Arc<[u32]>> {
        Index { slots: self.slots.into(), numbers: PhantomData }
    }
}

impl<N: Number, S: Deref<Target = [u32]>> Index<N, S> {
    /// Whether it was made for nothing.
    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The entries under that hash, and perhaps others: whoever asks compares.
    #[inline(always)]
    pub(crate) fn candidates(&self, hash: u64) -> Candidates<'_, N> {
        Candidates { slots: &self.slots, at: hash as usize, numbers: PhantomData }
    }
}

/// Entries, up to the first empty slot.
pub(crate) struct Candidates<'i, N> {
    slots: &'i [u32],
    at: usize,
    numbers: PhantomData<N>,
}

impl<N: Number> Iterator for Candidates<'_, N> {
    type Item = N;

    #[inline(always)]
    fn next(&mut self) -> Option<N> {
        let mask = self.slots.len().checked_sub(1)?;
        let entry = self.slots.get(self.at & mask)?.checked_sub(1)?;
        self.at = self.at.wrapping_add(1);
        Some(N::new(entry as usize))
    }
}

/// One copy for all kinds of numbers.
#[inline(never)]
fn empty_slots(entries: usize) -> Vec<u32> {
    // A few more for a few entries: what is not there then nearly never meets one.
    vec![0; (entries * 2).next_power_of_two().max(16)]
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::Index;
    use crate::server::hash::hash;
    use crate::server::number::Number;

    impl Number for usize {
        fn new(place: usize) -> Self {
            place
        }

        fn at(self) -> usize {
            self
        }
    }

    #[test]
    fn what_was_added_is_found_and_nothing_else() {
        let words = ["a", "b", "https://app.example", "https://app.example:8443", ""];
        let mut index: Index<usize> = Index::with_room_for(words.len());
        for (number, word) in words.iter().enumerate() {
            index.insert(hash(word.as_bytes()), number);
        }
        for (number, word) in words.iter().enumerate() {
            let mut candidates = index.candidates(hash(word.as_bytes()));
            assert_eq!(candidates.find(|n| words[*n] == *word), Some(number));
        }
        assert!(index.candidates(hash(b"c")).all(|n| words[n] != "c"));
        assert_eq!(Index::<usize>::default().candidates(1).next(), None);
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
            let mut index: Index<usize> = Index::with_room_for(words.len());
            for (number, word) in words.iter().enumerate() {
                index.insert(hash(word.as_bytes()), number);
            }
            let looked = |word: &str| {
                let mut looked = 0;
                let is_it = |n: usize| {
                    looked += 1;
                    words[n] == word
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

    #[test]
    fn entries_with_one_hash_are_told_apart() {
        let mut index: Index<usize> = Index::with_room_for(3);
        for entry in 0..3 {
            index.insert(7, entry);
        }
        assert!(index.candidates(7).eq([0, 1, 2]));
    }
}
