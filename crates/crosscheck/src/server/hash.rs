//! Hashes of short texts: the same on every machine, quick, and no secret.

use core::hash::Hash;
use core::hash::Hasher;

/// Hashes text sixteen bytes at a step; the last step may overlap the one before it.
#[inline(always)]
pub(crate) fn hash(text: &[u8]) -> u64 {
    let mut hash = text.len() as u64;
    let Some(last) = text.last_chunk::<16>() else {
        return match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) => mix_two(hash, word(first), word(last)),
            _ => mix(hash, short_word(text)),
        };
    };
    let mut rest = text;
    while let Some((pair, after)) = rest.split_first_chunk().filter(|(_, rest)| !rest.is_empty()) {
        hash = mix_pair(hash, pair);
        rest = after;
    }
    mix_pair(hash, last)
}

/// Up to seven bytes as a number: its last four overlap the first.
fn short_word(text: &[u8]) -> u64 {
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let first = u64::from(u32::from_be_bytes(*first));
            (first << (8 * (text.len() - 4))) | u64::from(u32::from_be_bytes(*last))
        }
        _ => text.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    }
}

/// Whether two texts are the same. Quicker than to call for it: what is compared here is as long as
/// an origin or a scheme.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        0..4 => one.iter().eq(other),
        4..8 => same_ends::<4>(one, other),
        8..16 => same_ends::<8>(one, other),
        16..=32 => same_ends::<16>(one, other),
        _ => one == other,
    }
}

/// The same for texts of one length, which two pieces of this length cover.
#[inline(always)]
fn same_ends<const LENGTH: usize>(one: &[u8], other: &[u8]) -> bool {
    one.first_chunk::<LENGTH>() == other.first_chunk()
        && one.last_chunk::<LENGTH>() == other.last_chunk()
}

/// The same hash, called for: where nothing waits for it.
#[inline(never)]
pub(crate) fn hash_at_rest(text: &[u8]) -> u64 {
    hash(text)
}

/// Mixes a word into a hash: a full product, its halves folded.
pub(crate) const fn mix(hash: u64, word: u64) -> u64 {
    mix_two(hash, 0, word)
}

fn mix_pair(hash: u64, pair: &[u8; 16]) -> u64 {
    let (Some(first), Some(last)) = (pair.first_chunk(), pair.last_chunk()) else {
        unreachable!("sixteen bytes are two words")
    };
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
        self.0 = mix(self.0, hash_at_rest(bytes));
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
    use alloc::vec::Vec;

    use super::fingerprint;
    use super::same;

    /// Logs and metrics of many machines speak of one policy by its number.
    #[test]
    fn a_fingerprint_is_the_same_everywhere_and_for_ever() {
        let value = ("https://app.example", 7200_u32, [true, false], 9_usize);
        assert_eq!(fingerprint(&value), 8_044_191_231_273_945_927);
        assert_eq!(fingerprint(&""), 6_462_541_923_365_956_593);
        assert_ne!(fingerprint(&[0_usize, 1]), fingerprint(&[0_usize, 2]));
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
}
