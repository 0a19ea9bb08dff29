//! The set of origins that a rule allows, compiled: its size does not change what a look-up costs.

use alloc::vec::Vec;
use core::mem;

use super::exact::ExactSet;
use super::exact::Frozen;
use super::network::address;
use super::network::mask;
use super::parts::OriginParts;
use super::parts::is_domain;
use super::parts::is_host;
use super::parts::split_label;
use super::pattern::OriginPattern;
use super::pattern::Reach;
use crate::server::hash::hash;
use crate::server::hash::hash_at_rest;
use crate::server::hash::mix;
use crate::server::hash::same;
use crate::server::index::Index;
use crate::server::number::number;

/// Which origins may read.
///
/// A look-up hashes the origin once and compares it with one listed origin. If that fails and there
/// are patterns, it asks for the one whose base is the host without its first label and, if some
/// cover any depth, at each dot for the one whose base comes after it. Nothing is allocated.
///
/// What is edited stands beside what was listed at first, which all clones share, until it is so much
/// that one list is made of both.
#[derive(Clone, Debug, Default)]
pub(crate) struct OriginSet {
    /// Every origin.
    pub(crate) any: bool,
    /// Whether `added` or `removed` holds any.
    is_edited: bool,
    listed: Frozen,
    /// Origins that are not in `listed`.
    added: ExactSet,
    /// Origins that are, and do not count any more.
    removed: ExactSet,
    pub(super) patterns: PatternSet,
}

impl OriginSet {
    /// Every origin: what is listed beside the star adds nothing.
    pub(crate) fn everybody() -> Self {
        Self { any: true, ..Self::default() }
    }

    pub(crate) fn with_room_for(origins: usize) -> Self {
        Self { added: ExactSet::with_room_for(origins), is_edited: true, ..Self::default() }
    }

    /// Adds an origin; `false` if it is there already. At most 4 GiB of them.
    pub(crate) fn add_origin(&mut self, origin: &str) -> bool {
        self.added.add(origin.as_bytes())
    }

    /// Sets the patterns, without those that are there twice. Now no origin is added any more, but by
    /// [`edited`](Self::edited).
    pub(crate) fn set_patterns(&mut self, patterns: Vec<OriginPattern>) {
        self.listed = mem::take(&mut self.added).freeze();
        self.is_edited = false;
        let index = Index::with_room_for(patterns.len());
        self.patterns = PatternSet { index, ..PatternSet::default() };
        patterns.into_iter().for_each(|pattern| self.patterns.add(pattern));
    }

    /// The same set with some origins more or less: those that others list by themselves, and their
    /// patterns. What is added and removed is removed.
    ///
    /// Costs as much as was edited since the set was made: once that is many, as much as all of it.
    #[inline]
    pub(crate) fn edited(&self, add: &Self, remove: &Self) -> Self {
        let mut set = Self { listed: self.listed.clone(), ..Self::default() };
        // What is as it was at first is no edit.
        set.added = ExactSet::with_room_for(self.added.len() + add.count());
        for origin in self.added.iter().chain(add.exact()) {
            if !remove.lists_rarely_asked(origin) && !self.listed.contains_after_all(origin) {
                set.added.add(origin);
            }
        }
        set.removed = ExactSet::with_room_for(self.removed.len() + remove.count());
        for origin in self.removed.iter().chain(remove.exact()) {
            let is_gone = remove.lists_rarely_asked(origin) || !add.lists_rarely_asked(origin);
            if is_gone && self.listed.contains_after_all(origin) {
                set.removed.add(origin);
            }
        }
        let edits = set.added.len() + set.removed.len();
        set.is_edited = edits > 0;
        if edits > FEW_EDITS.max(self.listed.len() / FEW_OF) {
            let mut listed = ExactSet::with_room_for(set.count());
            for origin in set.exact() {
                listed.add(origin);
            }
            set.listed = listed.freeze();
            (set.added, set.removed, set.is_edited) = Default::default();
        }
        let patterns = self.patterns().iter().chain(add.patterns());
        let left = patterns.filter(|pattern| !remove.patterns.holds(pattern));
        let left: Vec<&OriginPattern> = left.collect();
        set.patterns.index = Index::with_room_for(left.len());
        left.into_iter().for_each(|pattern| set.patterns.add(pattern.clone()));
        set
    }

    /// A number that is the same for the same entries, in whatever order they are listed.
    pub(crate) fn sum(&self) -> u64 {
        if self.any {
            return EVERYBODY;
        }
        let exact = self.listed.sum().wrapping_add(self.added.sum());
        exact.wrapping_sub(self.removed.sum()).wrapping_add(self.patterns.sum)
    }

    /// Whether the set holds an origin, given as the bytes of `Origin`.
    pub(crate) fn contains(&self, origin: &[u8]) -> bool {
        self.lists(origin) || self.holds_unlisted(origin)
    }

    /// Whether an origin is listed by itself.
    #[inline(always)]
    pub(crate) fn lists(&self, origin: &[u8]) -> bool {
        let is_listed = self.listed.contains(origin);
        if self.is_edited { self.lists_edited(origin, is_listed) } else { is_listed }
    }

    /// The same, called for: where it is rarely asked.
    #[inline(never)]
    fn lists_rarely_asked(&self, origin: &[u8]) -> bool {
        self.lists_edited(origin, self.listed.contains_after_all(origin))
    }

    #[inline(never)]
    fn lists_edited(&self, origin: &[u8], is_listed: bool) -> bool {
        match is_listed {
            true => !self.removed.contains_after_all(origin),
            false => self.added.contains_after_all(origin),
        }
    }

    /// Whether the set holds an origin that is not listed by itself.
    #[inline]
    pub(crate) fn holds_unlisted(&self, origin: &[u8]) -> bool {
        self.any || (!self.patterns.patterns.is_empty() && self.pattern_for(origin).is_some())
    }

    /// The pattern, if any, that covers an origin.
    #[inline(never)]
    pub(crate) fn pattern_for(&self, origin: &[u8]) -> Option<&OriginPattern> {
        let OriginParts { scheme, host, port } = OriginParts::split(origin)?;
        let asked = Asked { scheme, ports: (port, port), except: None };
        self.patterns.covering(&asked, &Reach::Host, host)
    }

    /// A pattern that covers every origin of another one, itself aside.
    ///
    /// Looks at one pattern at a time: what only two of them cover together is not found.
    pub(crate) fn pattern_covering(&self, inner: &OriginPattern) -> Option<&OriginPattern> {
        let (scheme, ports) = (inner.scheme.as_bytes(), inner.ports);
        let asked = Asked { scheme, ports, except: Some(inner) };
        self.patterns.covering(&asked, &inner.reach, inner.base.as_bytes())
    }

    pub(crate) fn exact(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let left = self.listed.iter().filter(|origin| !self.removed.contains_after_all(origin));
        left.chain(self.added.iter())
    }

    /// How many origins are listed by themselves.
    fn count(&self) -> usize {
        self.listed.len() + self.added.len() - self.removed.len()
    }

    pub(crate) fn patterns(&self) -> &[OriginPattern] {
        &self.patterns.patterns
    }
}

impl PartialEq for OriginSet {
    /// Whether both have the same entries, in whatever order.
    fn eq(&self, other: &Self) -> bool {
        let holds = |pattern| other.patterns.holds(pattern);
        self.sum() == other.sum()
            && self.any == other.any
            && self.count() == other.count()
            && self.patterns().len() == other.patterns().len()
            && self.exact().all(|origin| other.lists_rarely_asked(origin))
            && self.patterns().iter().all(holds)
    }
}

impl Eq for OriginSet {}

number! {
    /// The number of a pattern.
    PatternNumber
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
    /// The same for the same patterns, in whatever order they were added.
    sum: u64,
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
            && same(pattern.base.as_bytes(), base)
            && same(pattern.scheme.as_bytes(), self.scheme)
            && self.except != Some(pattern)
    }
}

impl PatternSet {
    #[inline(never)]
    fn add(&mut self, pattern: OriginPattern) {
        if self.holds(&pattern) {
            return;
        }
        let hash = hash_pattern(&pattern);
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
        self.index.insert(hash, PatternNumber::new(self.patterns.len()));
        let ports = u64::from(pattern.ports.0) << 16 | u64::from(pattern.ports.1);
        let whole = mix(mix(hash, hash_at_rest(pattern.scheme.as_bytes())), ports);
        self.sum = self.sum.wrapping_add(whole);
        self.patterns.push(pattern);
    }

    #[inline(never)]
    pub(super) fn holds(&self, pattern: &OriginPattern) -> bool {
        self.candidates(hash_pattern(pattern)).any(|there| there == pattern)
    }

    /// A pattern that covers all that stands before a base, of which a host is all: then the base is any bytes,
    /// and only what a wildcard stands for is looked at; the rest is a pattern's own, byte for byte.
    #[inline(always)]
    fn covering(&self, asked: &Asked<'_>, reach: &Reach, base: &[u8]) -> Option<&OriginPattern> {
        let is_one = matches!(reach, Reach::Host);
        if self.longest_deep.is_some() {
            let found = self.deep(asked, (!is_one).then_some(base), base);
            if found.is_some() {
                return found;
            }
        }
        if is_one && self.hosts && is_host(base) {
            let found = self.plain(asked, base, &Reach::Host, HOST);
            if found.is_some() {
                return found;
            }
        }
        let label = match reach {
            Reach::Host => {
                split_label(base).map(|(first, base)| ((first, first), base, first.len()))
            }
            Reach::OneLabel { prefix, suffix } => {
                Some(((prefix.as_bytes(), suffix.as_bytes()), base, usize::MAX))
            }
            _ => None,
        };
        if let Some((ends, base, length)) = label {
            let found = self.label(asked, base, ends, length);
            if found.is_some() {
                return found;
            }
        }
        if (!self.schemes && self.networks.is_empty()) || (is_one && !is_host(base)) {
            return None;
        }
        let network = match reach {
            Reach::Host => address(base).map(|address| (address, 32)),
            Reach::Network { first, bits } => Some((*first, *bits)),
            _ => None,
        };
        let whole_scheme = self.plain(asked, b"", &Reach::AnyHost, ANY_HOST);
        whole_scheme.or_else(|| network.and_then(|(first, most)| self.network(asked, first, most)))
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

    /// A pattern of any depth, for whatever is in front of a base, or in front of one of the parts
    /// of a host that come after a dot.
    #[inline(never)]
    fn deep(&self, asked: &Asked<'_>, base: Option<&[u8]>, host: &[u8]) -> Option<&OriginPattern> {
        let near = host.len().saturating_sub(self.longest_deep? + 1);
        let covering = |base| self.plain(asked, base, &Reach::AnyDepth, ANY_DEPTH);
        base.and_then(covering).or_else(|| {
            let mut dots = (near..host.len()).filter(|at| host.get(*at) == Some(&b'.'));
            dots.find_map(|dot| {
                let is_front = |_: &&OriginPattern| host.get(..dot).is_some_and(is_domain);
                covering(host.get(dot + 1..)?).filter(is_front)
            })
        })
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
            if before + after + 1 > length {
                continue;
            }
            let suffix = last.len().checked_sub(after).and_then(|start| last.get(start..));
            let (Some(prefix), Some(suffix)) = (first.get(..before), suffix) else { continue };
            for pattern in self.candidates(mix(base_hash, label_hash(prefix, suffix))) {
                let Reach::OneLabel { prefix: its, suffix: its_end } = &pattern.reach else {
                    continue;
                };
                if is_part(its, prefix) && is_part(its_end, suffix) && asked.fits(pattern, base) {
                    return Some(pattern);
                }
            }
        }
        None
    }

    #[inline(always)]
    fn candidates(&self, hash: u64) -> impl Iterator<Item = &OriginPattern> {
        self.index.candidates(hash).filter_map(|entry| self.patterns.get(entry.at()))
    }
}

/// Whether a part of a label is the one that a pattern writes: most write none.
#[inline(always)]
fn is_part(written: &str, part: &[u8]) -> bool {
    written.len() == part.len() && (part.is_empty() || written.as_bytes() == part)
}

#[inline(never)]
fn hash_pattern(pattern: &OriginPattern) -> u64 {
    let front = match &pattern.reach {
        Reach::Host => HOST,
        Reach::AnyDepth => ANY_DEPTH,
        Reach::AnyHost => ANY_HOST,
        Reach::Network { first, bits } => return hash_network(*first, *bits),
        Reach::OneLabel { prefix, suffix } => label_hash(prefix.as_bytes(), suffix.as_bytes()),
    };
    mix(hash_at_rest(pattern.base.as_bytes()), front)
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

/// So many edits are kept beside the list, whatever it holds, or one for so many that it holds. A bound
/// for the list of a million is near a thousand: more would make each edit slow, less the whole list be
/// made too often.
const FEW_EDITS: usize = 64;
const FEW_OF: usize = 1024;

/// The sum of a set that holds everybody.
const EVERYBODY: u64 = u64::MAX;

const HOST: u64 = 1;
const ANY_DEPTH: u64 = 2;
const ANY_LABEL: u64 = 3;
const ANY_HOST: u64 = 4;
const NETWORK: u64 = 5;
