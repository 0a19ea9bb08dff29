//! Origins that are listed by themselves.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Deref;

use crate::server::hash::hash;
use crate::server::hash::hash_at_rest;
use crate::server::hash::mix;
use crate::server::hash::same;
use crate::server::index::Candidates;
use crate::server::index::Index;
use crate::server::number::number;

number! {
    /// Where an origin starts among the bytes of all.
    OriginStart
}

/// Origins end to end, each behind its length in two bytes; the index finds where they start.
#[derive(Clone, Debug, Default)]
pub(super) struct ExactSet<B = Vec<u8>, S = Vec<u32>> {
    bytes: B,
    index: Index<OriginStart, S>,
    count: usize,
    /// The same for the same origins, in whatever order they were added.
    sum: u64,
}

/// A set that is finished: clones share it.
pub(super) type Frozen = ExactSet<Arc<[u8]>, Arc<[u32]>>;

impl ExactSet {
    pub(super) fn with_room_for(origins: usize) -> Self {
        Self { index: Index::with_room_for(origins), ..Self::default() }
    }

    /// Adds an origin; `false` if it is there already. At most 4 GiB of them.
    pub(super) fn add(&mut self, origin: &[u8]) -> bool {
        if self.contains_after_all(origin) {
            return false;
        }
        let start = OriginStart::new(self.bytes.len());
        assert_eq!(start.at(), self.bytes.len(), "a policy holds less than 4 GiB");
        let length = u16::try_from(origin.len()).expect("a checked origin is short");
        let hash = hash_at_rest(origin);
        self.index.insert(hash, start);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(origin);
        self.count += 1;
        self.sum = self.sum.wrapping_add(mix(hash, ORIGIN));
        true
    }

    pub(super) fn freeze(self) -> Frozen {
        if self.count == 0 {
            return Frozen::default();
        }
        let Self { bytes, index, count, sum } = self;
        ExactSet { bytes: bytes.into(), index: index.freeze(), count, sum }
    }
}

impl<B: Deref<Target = [u8]>, S: Deref<Target = [u32]>> ExactSet<B, S> {
    #[inline(always)]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        if self.index.is_empty() {
            return false;
        }
        for start in self.index.candidates(hash(origin)) {
            if is_at(&self.bytes, start, origin) {
                return true;
            }
        }
        false
    }

    /// The same, called for: where it is rarely asked.
    pub(super) fn contains_after_all(&self, origin: &[u8]) -> bool {
        is_among(&self.bytes, self.index.candidates(hash_at_rest(origin)), origin)
    }

    fn at(&self, start: usize) -> Option<&[u8]> {
        let (length, rest) = self.bytes.get(start..)?.split_first_chunk()?;
        rest.get(..usize::from(u16::from_le_bytes(*length)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        Origins { set: self, start: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.count
    }

    pub(super) const fn sum(&self) -> u64 {
        self.sum
    }
}

/// Whether an origin is the one that starts there.
#[inline(always)]
fn is_at(bytes: &[u8], start: OriginStart, origin: &[u8]) -> bool {
    let there = bytes.get(start.at()..).and_then(|rest| rest.get(..2 + origin.len()));
    let Some((length, there)) = there.and_then(<[u8]>::split_first_chunk) else { return false };
    usize::from(u16::from_le_bytes(*length)) == origin.len() && same(there, origin)
}

/// Whether an origin is one of those that start there.
#[inline(never)]
fn is_among(bytes: &[u8], mut starts: Candidates<'_, OriginStart>, origin: &[u8]) -> bool {
    starts.any(|start| is_at(bytes, start, origin))
}

/// The origins of a set, in the order in which they were added.
struct Origins<'s, B, S> {
    set: &'s ExactSet<B, S>,
    start: usize,
}

impl<B, S> Clone for Origins<'_, B, S> {
    fn clone(&self) -> Self {
        Self { set: self.set, start: self.start }
    }
}

impl<'s, B: Deref<Target = [u8]>, S: Deref<Target = [u32]>> Iterator for Origins<'s, B, S> {
    type Item = &'s [u8];

    fn next(&mut self) -> Option<&'s [u8]> {
        let origin = self.set.at(self.start)?;
        self.start += 2 + origin.len();
        Some(origin)
    }
}

/// Tells the sum of origins from that of other things.
const ORIGIN: u64 = 1;

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::ExactSet;

    #[test]
    fn what_lies_side_by_side_is_kept_apart() {
        let origins: Vec<_> = (0..60).map(|n| format!("https://{n}")).collect();
        let mut set = ExactSet::with_room_for(origins.len());
        assert!(origins.iter().all(|origin| set.add(origin.as_bytes())));
        assert!(origins.iter().all(|origin| !set.add(origin.as_bytes())));
        let set = set.freeze();
        assert!(set.iter().eq(origins.iter().map(|origin| origin.as_bytes())));
        assert_eq!(set.len(), 60);
        for origin in &origins {
            assert!(set.contains(origin.as_bytes()));
            for start in 0..set.bytes.len() {
                let longer = &set.bytes[start..];
                let longer = &longer[..longer.len().min(origin.len() + 9)];
                let listed = origins.iter().any(|origin| origin.as_bytes() == longer);
                assert_eq!(set.contains(longer), listed, "{longer:?}");
            }
        }
    }
}
