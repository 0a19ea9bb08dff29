//! The set of origins that a rule allows, compiled: its size does not change what a look-up costs.

use alloc::vec::Vec;

use super::hash::hash;
use super::hash::mix;
use super::hash::same;
use super::index::Index;
use super::network::address;
use super::network::mask;
use super::parts::OriginParts;
use super::pattern::OriginPattern;
use super::pattern::Reach;
use crate::server::number::number;

/// Which origins may read.
///
/// A look-up hashes the origin once and compares it with one listed origin. If that fails and there
/// are patterns, it asks for the one whose base is the host without its first label and, if some
/// cover any depth, at each dot for the one whose base comes after it. Nothing is allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OriginSet {
    /// Every origin.
    pub(crate) any: bool,
    exact: ExactSet,
    pub(super) patterns: PatternSet,
}

impl OriginSet {
    /// Every origin: what is listed beside the star adds nothing.
    pub(crate) fn everybody() -> Self {
        Self { any: true, ..Self::default() }
    }

    pub(crate) fn with_room_for(origins: usize) -> Self {
        let exact = ExactSet { index: Index::with_room_for(origins), ..ExactSet::default() };
        Self { exact, ..Self::default() }
    }

    /// Adds an origin; `false` if it is there already. At most 4 GiB of them.
    pub(crate) fn add_origin(&mut self, origin: &str) -> bool {
        self.exact.add(origin)
    }

    /// Sets the patterns, without those that are there twice. Now no origin is added any more.
    pub(crate) fn set_patterns(&mut self, patterns: Vec<OriginPattern>) {
        if self.exact.bytes.is_empty() {
            self.exact = ExactSet::default();
        }
        let index = Index::with_room_for(patterns.len());
        self.patterns = PatternSet { index, ..PatternSet::default() };
        patterns.into_iter().for_each(|pattern| self.patterns.add(pattern));
    }

    /// Whether the set holds an origin, given as the bytes of `Origin`.
    pub(crate) fn contains(&self, origin: &[u8]) -> bool {
        self.lists(origin) || self.holds_unlisted(origin)
    }

    /// Whether an origin is listed by itself.
    #[inline(always)]
    pub(crate) fn lists(&self, origin: &[u8]) -> bool {
        self.exact.contains(origin)
    }

    /// Whether the set holds an origin that is not listed by itself.
    #[inline]
    pub(crate) fn holds_unlisted(&self, origin: &[u8]) -> bool {
        self.any || (!self.patterns.patterns.is_empty() && self.pattern_for(origin).is_some())
    }

    /// The pattern, if any, that covers an origin.
    #[inline(never)]
    pub(crate) fn pattern_for(&self, origin: &[u8]) -> Option<&OriginPattern> {
        let OriginParts { scheme, host, first_label, port } = OriginParts::parse(origin)?;
        let asked = Asked { scheme, ports: (port, port), except: None };
        self.patterns.covering_host(&asked, host, first_label)
    }

    /// A pattern that covers every origin of another one, itself aside.
    ///
    /// Looks at one pattern at a time: what only two of them cover together is not found.
    pub(crate) fn pattern_covering(&self, inner: &OriginPattern) -> Option<&OriginPattern> {
        let (scheme, ports) = (inner.scheme.as_bytes(), inner.ports);
        let asked = Asked { scheme, ports, except: Some(inner) };
        self.patterns.covering_pattern(&asked, inner)
    }

    pub(crate) fn exact(&self) -> impl Iterator<Item = &[u8]> {
        self.exact.iter()
    }

    pub(crate) fn patterns(&self) -> &[OriginPattern] {
        &self.patterns.patterns
    }
}

number! {
    /// Where an origin starts among the bytes of all.
    OriginStart
}

number! {
    /// The number of a pattern.
    PatternNumber
}

/// Origins end to end, each behind its length in two bytes; the index finds where they start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ExactSet {
    bytes: Vec<u8>,
    index: Index<OriginStart>,
}

impl ExactSet {
    fn add(&mut self, origin: &str) -> bool {
        if self.contains(origin.as_bytes()) {
            return false;
        }
        let start = OriginStart::new(self.bytes.len());
        assert_eq!(start.at(), self.bytes.len(), "a policy holds less than 4 GiB");
        let length = u16::try_from(origin.len()).expect("a checked origin is short");
        self.index.insert(hash(origin.as_bytes()), start);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(origin.as_bytes());
        true
    }

    #[inline(always)]
    fn contains(&self, origin: &[u8]) -> bool {
        if self.index.is_empty() {
            return false;
        }
        for start in self.index.candidates(hash(origin)) {
            if self.is_at(start.at(), origin) {
                return true;
            }
        }
        false
    }

    /// Whether an origin is the one that starts there.
    #[inline(always)]
    fn is_at(&self, start: usize, origin: &[u8]) -> bool {
        let there = self.bytes.get(start..).and_then(|rest| rest.get(..2 + origin.len()));
        let Some((length, there)) = there.and_then(<[u8]>::split_first_chunk) else { return false };
        usize::from(u16::from_le_bytes(*length)) == origin.len() && same(there, origin)
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
pub(super) struct PatternSet {
    patterns: Vec<OriginPattern>,
    index: Index<PatternNumber>,
    /// How long the literal parts around a `*` are: each pair that occurs, once. A label of at most
    /// 63 bytes is cut once for each, however many patterns there are.
    shapes: Vec<(u8, u8)>,
    /// Whether any pattern is a whole host: what is not there is not looked for.
    hosts: bool,
    /// Whether any pattern covers all hosts of a scheme.
    schemes: bool,
    /// How many bits are fixed in ranges of addresses: each number that occurs, once.
    networks: Vec<u8>,
    /// How long the longest base of the patterns of any depth is, if there are any.
    longest_deep: Option<usize>,
}

/// What a pattern must cover, whatever the host.
struct Asked<'a> {
    scheme: &'a [u8],
    /// The first and the last of them.
    ports: (u16, u16),
    /// A pattern that is no answer.
    except: Option<&'a OriginPattern>,
}

impl Asked<'_> {
    #[inline(always)]
    fn fits(&self, pattern: &OriginPattern, base: &[u8]) -> bool {
        pattern.ports.0 <= self.ports.0
            && self.ports.1 <= pattern.ports.1
            && pattern.base.as_bytes() == base
            && same(pattern.scheme.as_bytes(), self.scheme)
            && self.except != Some(pattern)
    }
}

impl PatternSet {
    fn add(&mut self, pattern: OriginPattern) {
        if self.holds(&pattern) {
            return;
        }
        match &pattern.reach {
            Reach::Host => self.hosts = true,
            Reach::AnyHost => self.schemes = true,
            Reach::Network { bits, .. } => {
                if !self.networks.contains(bits) {
                    self.networks.push(*bits);
                }
            }
            Reach::AnyDepth => {
                self.longest_deep = self.longest_deep.max(Some(pattern.base.len()));
            }
            Reach::OneLabel { prefix, suffix } => {
                let shape = (prefix.len() as u8, suffix.len() as u8);
                if !self.shapes.contains(&shape) {
                    self.shapes.push(shape);
                }
            }
        }
        self.index.insert(hash_pattern(&pattern), PatternNumber::new(self.patterns.len()));
        self.patterns.push(pattern);
    }

    pub(super) fn holds(&self, pattern: &OriginPattern) -> bool {
        self.candidates(hash_pattern(pattern)).any(|there| there == pattern)
    }

    /// A pattern that covers a host. In: where its first label ends, if others follow.
    #[inline(always)]
    fn covering_host(
        &self,
        asked: &Asked<'_>,
        host: &[u8],
        first_label: Option<usize>,
    ) -> Option<&OriginPattern> {
        if self.longest_deep.is_some()
            && let Some(found) = self.deep(asked, None, host)
        {
            return Some(found);
        }
        if self.hosts
            && let Some(found) = self.plain(asked, host, &Reach::Host, HOST)
        {
            return Some(found);
        }
        let found = first_label.and_then(|end| {
            let (first, base) = host.split_at_checked(end)?;
            self.label(asked, base.get(1..)?, (first, first), first.len())
        });
        if found.is_some() || (!self.schemes && self.networks.is_empty()) {
            return found;
        }
        self.whole_scheme(asked).or_else(|| self.network(asked, address(host)?, 32))
    }

    /// A range of addresses that holds an address. In: how many bits it may fix at most.
    #[inline(never)]
    fn network(&self, asked: &Asked<'_>, address: u32, most: u8) -> Option<&OriginPattern> {
        let mut networks = self.networks.iter().filter(|bits| **bits <= most);
        networks.find_map(|bits| {
            let reach = Reach::Network { first: address & mask(*bits), bits: *bits };
            let mut candidates = self.candidates(hash_network(address & mask(*bits), *bits));
            candidates.find(|pattern| {
                pattern.reach == reach && asked.fits(pattern, pattern.base.as_bytes())
            })
        })
    }

    /// A pattern that covers all that another one covers.
    fn covering_pattern(&self, asked: &Asked<'_>, inner: &OriginPattern) -> Option<&OriginPattern> {
        let base = inner.base.as_bytes();
        let found = match &inner.reach {
            Reach::Host => {
                let first_label = base.iter().position(|byte| *byte == b'.');
                self.covering_host(asked, base, first_label)
            }
            Reach::AnyHost => self.whole_scheme(asked),
            Reach::Network { first, bits } => self.network(asked, *first, *bits),
            Reach::AnyDepth => self.deep(asked, Some(base), base),
            Reach::OneLabel { prefix, suffix } => {
                self.deep(asked, Some(base), base).or_else(|| {
                    let ends = (prefix.as_bytes(), suffix.as_bytes());
                    self.label(asked, base, ends, usize::MAX)
                })
            }
        };
        found.or_else(|| self.whole_scheme(asked))
    }

    /// A pattern for whatever host a scheme has.
    fn whole_scheme(&self, asked: &Asked<'_>) -> Option<&OriginPattern> {
        self.plain(asked, b"", &Reach::AnyHost, ANY_HOST)
    }

    /// A pattern of any depth, for whatever is in front of a base, or in front of one of the parts
    /// of a host that come after a dot.
    #[inline(never)]
    fn deep(&self, asked: &Asked<'_>, base: Option<&[u8]>, host: &[u8]) -> Option<&OriginPattern> {
        let near = host.len().saturating_sub(self.longest_deep? + 1);
        let dots = host[near..].iter().enumerate().filter(|(_, byte)| **byte == b'.');
        let below = dots.map(|(at, _)| &host[near + at + 1..]);
        let mut bases = base.into_iter().chain(below);
        bases.find_map(|base| self.plain(asked, base, &Reach::AnyDepth, ANY_DEPTH))
    }

    /// A pattern of one form for a base.
    #[inline]
    fn plain(
        &self,
        asked: &Asked<'_>,
        base: &[u8],
        reach: &Reach,
        front: u64,
    ) -> Option<&OriginPattern> {
        let mut candidates = self.candidates(mix(hash(base), front));
        candidates.find(|pattern| pattern.reach == *reach && asked.fits(pattern, base))
    }

    /// A pattern of one label before a base. In: what the label begins and ends with; how long it
    /// is, at least one byte of which must be left to the wildcard.
    #[inline(always)]
    fn label(
        &self,
        asked: &Asked<'_>,
        base: &[u8],
        (first, last): (&[u8], &[u8]),
        length: usize,
    ) -> Option<&OriginPattern> {
        let base_hash = hash(base);
        for (before, after) in &self.shapes {
            let (before, after) = (usize::from(*before), usize::from(*after));
            if before + after + 1 > length || before > first.len() || after > last.len() {
                continue;
            }
            let (prefix, suffix) = (&first[..before], &last[last.len() - after..]);
            for pattern in self.candidates(mix(base_hash, label_hash(prefix, suffix))) {
                if let Reach::OneLabel { prefix: its_prefix, suffix: its_suffix } = &pattern.reach
                    && is_part(its_prefix, prefix)
                    && is_part(its_suffix, suffix)
                    && asked.fits(pattern, base)
                {
                    return Some(pattern);
                }
            }
        }
        None
    }

    #[inline(always)]
    fn candidates(&self, hash: u64) -> impl Iterator<Item = &OriginPattern> {
        self.index.candidates(hash).map(|entry| &self.patterns[entry.at()])
    }
}

/// Whether a part of a label is the one that a pattern writes: most write none.
#[inline(always)]
fn is_part(written: &str, part: &[u8]) -> bool {
    written.len() == part.len() && (part.is_empty() || written.as_bytes() == part)
}

fn hash_pattern(pattern: &OriginPattern) -> u64 {
    let front = match &pattern.reach {
        Reach::Host => HOST,
        Reach::AnyDepth => ANY_DEPTH,
        Reach::AnyHost => ANY_HOST,
        Reach::Network { first, bits } => return hash_network(*first, *bits),
        Reach::OneLabel { prefix, suffix } => label_hash(prefix.as_bytes(), suffix.as_bytes()),
    };
    mix(hash(pattern.base.as_bytes()), front)
}

fn hash_network(first: u32, bits: u8) -> u64 {
    mix(hash(&first.to_be_bytes()), NETWORK + u64::from(bits))
}

#[inline(always)]
fn label_hash(prefix: &[u8], suffix: &[u8]) -> u64 {
    match (prefix, suffix) {
        ([], []) => ANY_LABEL,
        _ => mix(hash(prefix), hash(suffix)),
    }
}

const HOST: u64 = 1;
const ANY_DEPTH: u64 = 2;
const ANY_LABEL: u64 = 3;
const ANY_HOST: u64 = 4;
const NETWORK: u64 = 5;

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
