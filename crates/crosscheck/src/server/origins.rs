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
/// are patterns, it asks for the one whose base is the host without its first label and, if some
/// cover any depth, at each dot for the one whose base comes after it. Nothing is allocated.
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
    #[inline(always)]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        self.any || self.exact.contains(origin) || self.covers_by_pattern(origin)
    }

    #[inline]
    fn covers_by_pattern(&self, origin: &[u8]) -> bool {
        !self.patterns.patterns.is_empty() && self.pattern_for(origin).is_some()
    }

    /// Whether an origin is listed by itself.
    pub(super) fn lists(&self, origin: &[u8]) -> bool {
        self.exact.contains(origin)
    }

    /// The pattern, if any, that covers an origin.
    #[inline(never)]
    pub(super) fn pattern_for(&self, origin: &[u8]) -> Option<&OriginPattern> {
        let Presented { scheme, host, port } = Presented::parse(origin)?;
        self.patterns.covering(scheme, Front::Whole, host, (port, port), |_| true)
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

    #[inline(always)]
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
    /// Whether any pattern is a whole host: what is not there is not looked for.
    hosts: bool,
    /// How long the longest base of the patterns of any depth is, if there are any.
    longest_deep: Option<usize>,
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
        let fits = |pattern: &OriginPattern, base: &[u8]| {
            pattern.ports.0 <= ports.0
                && ports.1 <= pattern.ports.1
                && pattern.base.as_bytes() == base
                && pattern.scheme.as_bytes() == scheme
                && accept(pattern)
        };
        let plain = |base: &[u8], reach: &Reach, front: u64| {
            self.find(mix(hash(base), front), |pattern| {
                pattern.reach == *reach && fits(pattern, base)
            })
        };
        let deep = |base: &[u8]| plain(base, &Reach::AnyDepth, ANY_DEPTH);
        let label = |base: &[u8], first: &[u8], last: &[u8], spare: usize| {
            let base_hash = hash(base);
            self.shapes.iter().find_map(|(before, after)| {
                let (before, after) = (usize::from(*before), usize::from(*after));
                // A label that is known as a whole must leave a byte to the wildcard.
                if before + after + 1 > spare || before > first.len() || after > last.len() {
                    return None;
                }
                let (prefix, suffix) = (&first[..before], &last[last.len() - after..]);
                self.find(mix(base_hash, label_hash(prefix, suffix)), |pattern| {
                    matches!(&pattern.reach, Reach::OneLabel { prefix: p, suffix: s }
                        if p.as_bytes() == prefix && s.as_bytes() == suffix)
                        && fits(pattern, base)
                })
            })
        };

        if let Some(longest) = self.longest_deep {
            let whole = (!matches!(front, Front::Whole)).then_some(base);
            let near = base.len().saturating_sub(longest + 1);
            let dots = base[near..].iter().enumerate().filter(|(_, byte)| **byte == b'.');
            let below = dots.map(|(at, _)| &base[near + at + 1..]);
            let found = whole.into_iter().chain(below).find_map(deep);
            if found.is_some() {
                return found;
            }
        }
        match front {
            Front::Deep => None,
            Front::Label(prefix, suffix) => {
                label(base, prefix.as_bytes(), suffix.as_bytes(), usize::MAX)
            }
            Front::Whole => {
                let host = self.hosts.then(|| plain(base, &Reach::Host, HOST)).flatten();
                host.or_else(|| {
                    let dot = base.iter().position(|byte| *byte == b'.')?;
                    let first = &base[..dot];
                    label(&base[dot + 1..], first, first, first.len())
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
    mix(hash(pattern.base.as_bytes()), front)
}

fn label_hash(prefix: &[u8], suffix: &[u8]) -> u64 {
    match (prefix, suffix) {
        ([], []) => ANY_LABEL,
        _ => mix(hash(prefix), hash(suffix)),
    }
}

const HOST: u64 = 1;
const ANY_DEPTH: u64 = 2;
const ANY_LABEL: u64 = 3;

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
