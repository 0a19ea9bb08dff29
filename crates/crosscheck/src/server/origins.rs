//! The set of origins that a rule allows, compiled: its size does not change what a look-up costs.

use alloc::vec::Vec;

use super::index::Index;
use super::index::hash;
use super::index::mix;
use super::pattern::OriginPattern;
use super::pattern::Reach;
use super::presented::Presented;

/// Which origins may read.
///
/// A look-up hashes the origin once and compares it with one listed origin. If that fails and there
/// are patterns, it walks the host once from its end and asks, at each dot, for the pattern with
/// that base. Nothing is allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OriginSet {
    /// Every origin.
    pub(super) any: bool,
    exact: ExactSet,
    patterns: PatternSet,
}

impl OriginSet {
    pub(super) fn with_room_for(origins: usize) -> Self {
        let exact = ExactSet { index: Index::with_room_for(origins), ..ExactSet::default() };
        Self { exact, ..Self::default() }
    }

    /// Adds an origin; `false` if it is there already. At most 4 GiB of them.
    pub(super) fn add_origin(&mut self, origin: &str) -> bool {
        self.exact.add(origin)
    }

    /// Sets the patterns, without those that are there twice.
    pub(super) fn set_patterns(&mut self, patterns: Vec<OriginPattern>) {
        let index = Index::with_room_for(patterns.len());
        self.patterns = PatternSet { index, ..PatternSet::default() };
        patterns.into_iter().for_each(|pattern| self.patterns.add(pattern));
    }

    /// Whether the set holds an origin, given as the bytes of `Origin`.
    #[inline]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        self.any || self.exact.contains(origin) || self.pattern_for(origin).is_some()
    }

    /// Whether an origin is listed by itself.
    pub(super) fn lists(&self, origin: &[u8]) -> bool {
        self.exact.contains(origin)
    }

    /// The pattern, if any, that covers an origin.
    pub(super) fn pattern_for(&self, origin: &[u8]) -> Option<&OriginPattern> {
        if self.patterns.patterns.is_empty() {
            return None;
        }
        let presented = Presented::parse(origin)?;
        self.patterns.covering(
            presented.scheme,
            Front::Whole,
            presented.host,
            (presented.port, presented.port),
            |_| true,
        )
    }

    /// A pattern that covers every origin of another one, itself aside.
    ///
    /// Looks at one pattern at a time: what only two of them cover together is not found.
    pub(super) fn pattern_covering(&self, inner: &OriginPattern) -> Option<&OriginPattern> {
        let front = match &inner.reach {
            Reach::Host => Front::Whole,
            Reach::OneLabel { prefix, suffix } => Front::Label(prefix, suffix),
            Reach::AnyDepth => Front::Deep,
        };
        let (scheme, base) = (inner.scheme.as_bytes(), inner.base.as_bytes());
        self.patterns.covering(scheme, front, base, inner.ports, |outer| outer != inner)
    }

    /// Whether nothing was added: only where something is wrong.
    pub(super) fn is_empty(&self) -> bool {
        !self.any && self.exact.bytes.is_empty() && self.patterns.patterns.is_empty()
    }

    /// Whether everything that is in `other` is in this set as well. May say no where two patterns
    /// together would do; a yes is certain.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.any
            || (!other.any
                && other.exact.iter().all(|origin| self.contains(origin))
                && other.patterns.patterns.iter().all(|pattern| {
                    self.patterns.holds(pattern) || self.pattern_covering(pattern).is_some()
                }))
    }

    pub(super) fn exact(&self) -> impl Iterator<Item = &[u8]> {
        self.exact.iter()
    }

    pub(super) fn patterns(&self) -> &[OriginPattern] {
        &self.patterns.patterns
    }
}

/// Origins end to end, each behind its length in two bytes; the index finds where they start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ExactSet {
    bytes: Vec<u8>,
    index: Index,
}

impl ExactSet {
    fn add(&mut self, origin: &str) -> bool {
        if self.contains(origin.as_bytes()) {
            return false;
        }
        let start = u32::try_from(self.bytes.len()).expect("a policy holds less than 4 GiB");
        let length = u16::try_from(origin.len()).expect("a checked origin is short");
        self.index.insert(hash(origin.as_bytes()), start);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(origin.as_bytes());
        true
    }

    #[inline]
    fn contains(&self, origin: &[u8]) -> bool {
        let is_it = |start: u32| self.at(start as usize) == Some(origin);
        !self.bytes.is_empty() && self.index.find(hash(origin), is_it).is_some()
    }

    fn at(&self, start: usize) -> Option<&[u8]> {
        let (length, rest) = self.bytes.get(start..)?.split_first_chunk()?;
        rest.get(..usize::from(u16::from_le_bytes(*length)))
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        core::iter::from_fn(move || {
            let origin = self.at(start)?;
            start += 2 + origin.len();
            Some(origin)
        })
    }
}

/// Patterns, found by scheme, base and what stands in front of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct PatternSet {
    patterns: Vec<OriginPattern>,
    index: Index,
    /// How long the literal parts around a `*` are: each pair that occurs, once. A label of at most
    /// 63 bytes is cut once for each, however many patterns there are.
    shapes: Vec<(u8, u8)>,
    /// Whether any pattern is a whole host, or covers any depth: what is not there is not looked for.
    hosts: bool,
    deep: bool,
}

/// What stands in front of a base, in a question.
#[derive(Clone, Copy)]
enum Front<'a> {
    /// Nothing: the base is a whole host.
    Whole,
    /// Any label with these ends.
    Label(&'a str, &'a str),
    /// Any labels.
    Deep,
}

impl PatternSet {
    fn add(&mut self, pattern: OriginPattern) {
        if self.holds(&pattern) {
            return;
        }
        match &pattern.reach {
            Reach::Host => self.hosts = true,
            Reach::AnyDepth => self.deep = true,
            Reach::OneLabel { prefix, suffix } => {
                let shape = (prefix.len() as u8, suffix.len() as u8);
                if !self.shapes.contains(&shape) {
                    self.shapes.push(shape);
                }
            }
        }
        self.index.insert(hash_pattern(&pattern), self.patterns.len() as u32);
        self.patterns.push(pattern);
    }

    fn holds(&self, pattern: &OriginPattern) -> bool {
        let is_it = |entry: u32| self.patterns[entry as usize] == *pattern;
        self.index.find(hash_pattern(pattern), is_it).is_some()
    }

    /// A pattern that covers whatever is in front of a base, on all these ports.
    fn covering(
        &self,
        scheme: &[u8],
        front: Front<'_>,
        base: &[u8],
        ports: (u16, u16),
        accept: impl Fn(&OriginPattern) -> bool,
    ) -> Option<&OriginPattern> {
        let scheme_hash = hash(scheme);
        let fits = |pattern: &OriginPattern, base: &[u8]| {
            pattern.base.as_bytes() == base
                && pattern.scheme.as_bytes() == scheme
                && pattern.ports.0 <= ports.0
                && ports.1 <= pattern.ports.1
                && accept(pattern)
        };
        let plain = |base: &[u8], base_hash: u64, reach: &Reach, reach_hash: u64| {
            self.find(key(scheme_hash, base_hash, reach_hash), |pattern| {
                pattern.reach == *reach && fits(pattern, base)
            })
        };
        let deep = |base: &[u8], base_hash| {
            self.deep.then(|| plain(base, base_hash, &Reach::AnyDepth, ANY_DEPTH)).flatten()
        };
        let label = |base: &[u8], base_hash: u64, first: &[u8], last: &[u8], spare: usize| {
            self.shapes.iter().find_map(|(before, after)| {
                let (before, after) = (usize::from(*before), usize::from(*after));
                // A label that is known as a whole must leave a byte to the wildcard.
                if before + after + 1 > spare || before > first.len() || after > last.len() {
                    return None;
                }
                let (prefix, suffix) = (&first[..before], &last[last.len() - after..]);
                self.find(key(scheme_hash, base_hash, label_hash(prefix, suffix)), |pattern| {
                    matches!(&pattern.reach, Reach::OneLabel { prefix: p, suffix: s }
                        if p.as_bytes() == prefix && s.as_bytes() == suffix)
                        && fits(pattern, base)
                })
            })
        };

        let mut base_hash = BASE_SEED;
        let mut parent = None;
        for (at, byte) in base.iter().enumerate().rev() {
            if *byte == b'.' {
                parent = Some((at, base_hash));
                let found = deep(&base[at + 1..], base_hash);
                if found.is_some() {
                    return found;
                }
            }
            base_hash = step(base_hash, *byte);
        }
        match front {
            Front::Deep => deep(base, base_hash),
            Front::Label(prefix, suffix) => {
                let (first, last) = (prefix.as_bytes(), suffix.as_bytes());
                deep(base, base_hash).or_else(|| label(base, base_hash, first, last, usize::MAX))
            }
            Front::Whole => {
                let host = self.hosts.then(|| plain(base, base_hash, &Reach::Host, HOST)).flatten();
                host.or_else(|| {
                    let (dot, hash) = parent?;
                    let first = &base[..dot];
                    label(&base[dot + 1..], hash, first, first, first.len())
                })
            }
        }
    }

    fn find(&self, hash: u64, is_it: impl Fn(&OriginPattern) -> bool) -> Option<&OriginPattern> {
        let found = self.index.find(hash, |entry| is_it(&self.patterns[entry as usize]))?;
        Some(&self.patterns[found as usize])
    }
}

fn hash_pattern(pattern: &OriginPattern) -> u64 {
    let front = match &pattern.reach {
        Reach::Host => HOST,
        Reach::AnyDepth => ANY_DEPTH,
        Reach::OneLabel { prefix, suffix } => label_hash(prefix.as_bytes(), suffix.as_bytes()),
    };
    let base = pattern.base.bytes().rev().fold(BASE_SEED, step);
    key(hash(pattern.scheme.as_bytes()), base, front)
}

/// One step of a hash over a base, from its end.
const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

const fn key(scheme: u64, base: u64, front: u64) -> u64 {
    mix(mix(base, scheme), front)
}

fn label_hash(prefix: &[u8], suffix: &[u8]) -> u64 {
    mix(hash(prefix), hash(suffix))
}

const BASE_SEED: u64 = 0xcbf2_9ce4_8422_2325;
const HOST: u64 = 1;
const ANY_DEPTH: u64 = 2;

#[cfg(test)]
mod tests {
    use super::OriginSet;

    #[test]
    fn what_lies_side_by_side_is_kept_apart() {
        let origins: alloc::vec::Vec<_> = (0..60).map(|n| alloc::format!("https://{n}")).collect();
        let mut set = OriginSet::with_room_for(origins.len());
        assert!(origins.iter().all(|origin| set.add_origin(origin)));
        assert!(origins.iter().all(|origin| !set.add_origin(origin)));
        assert!(set.exact.iter().eq(origins.iter().map(|origin| origin.as_bytes())));
        for origin in &origins {
            assert!(set.contains(origin.as_bytes()));
            for start in 0..set.exact.bytes.len() {
                let longer = &set.exact.bytes[start..];
                let longer = &longer[..longer.len().min(origin.len() + 9)];
                let listed = origins.iter().any(|origin| origin.as_bytes() == longer);
                assert_eq!(set.contains(longer), listed, "{longer:?}");
            }
        }
    }
}
