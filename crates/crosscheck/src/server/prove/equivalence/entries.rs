//! The entries of lists of origins, sorted by what they name: schemes, hosts and bases.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;

use super::labels::Ends;
use super::labels::Taken;
use crate::server::origin::OriginParts;
use crate::server::origin::OriginPattern;
use crate::server::origin::OriginSet;
use crate::server::origin::Reach;
use crate::server::origin::address;
use crate::server::origin::mask;

/// What some sets list.
#[derive(Debug, Default)]
pub(crate) struct Entries<'s> {
    /// The exact origins, sorted, each once.
    pub(crate) exact: Vec<&'s str>,
    pub(crate) schemes: BTreeMap<&'s str, Scheme<'s>>,
}

impl<'s> Entries<'s> {
    pub(crate) fn of(sets: impl IntoIterator<Item = &'s OriginSet>) -> Self {
        let mut entries = Self::default();
        let mut patterns = BTreeSet::new();
        for set in sets {
            let exact = set.exact().map(core::str::from_utf8);
            entries.exact.extend(exact.map(|text| text.expect("it was parsed from text")));
            patterns.extend(set.patterns());
        }
        entries.exact.sort_unstable();
        entries.exact.dedup();
        for origin in &entries.exact {
            let parts = OriginParts::parse(origin.as_bytes()).zip(origin.split_once("://"));
            if let Some((OriginParts { host, port, .. }, (scheme, _))) = parts {
                let host = core::str::from_utf8(host).expect("it is ASCII");
                entries.schemes.entry(scheme).or_default().ports.push((host, port));
            }
        }
        for pattern in patterns {
            entries.schemes.entry(&pattern.scheme).or_default().add(pattern);
        }
        entries.schemes.values_mut().for_each(Scheme::settle);
        entries
    }

    pub(crate) fn lists(&self, origin: &str) -> bool {
        self.exact.binary_search(&origin).is_ok()
    }

    pub(crate) fn patterns(&self) -> impl Iterator<Item = &'s OriginPattern> {
        self.schemes.values().flat_map(|scheme| scheme.patterns.iter().copied())
    }

    pub(crate) fn scheme(&self, name: &str) -> &Scheme<'s> {
        const NONE: &Scheme<'static> = &Scheme::new();
        self.schemes.get(name).unwrap_or(NONE)
    }
}

/// What is listed about the origins of one scheme.
#[derive(Debug, Default)]
pub(crate) struct Scheme<'s> {
    /// The exact origins' hosts and ports, sorted.
    ports: Vec<(&'s str, u16)>,
    patterns: Vec<&'s OriginPattern>,
    /// The patterns of each base with something in front of it; every domain above a base, too.
    bases: BTreeMap<&'s str, Base<'s>>,
    /// The patterns that are a whole host.
    hosts: BTreeMap<&'s str, Vec<&'s OriginPattern>>,
    /// The patterns that cover every host.
    any_host: Vec<&'s OriginPattern>,
    /// Ranges of addresses, by the first address and how many bits are fixed.
    networks: BTreeMap<(u32, u8), Vec<&'s OriginPattern>>,
    /// A domain, and a label in front of it that makes another base.
    below: BTreeSet<(&'s str, &'s str)>,
    /// A domain, and a label in front of it that makes a named host or a base; sorted.
    taken: Vec<(&'s str, &'s str)>,
    /// What the hosts that patterns cover end with.
    ends: Vec<&'s str>,
}

/// The patterns of one base.
#[derive(Debug, Default)]
struct Base<'s> {
    any_depth: Vec<&'s OriginPattern>,
    one_label: BTreeMap<Ends<'s>, Vec<&'s OriginPattern>>,
    /// How long the ends of a label are: each pair that occurs.
    shapes: BTreeSet<(usize, usize)>,
}

impl<'s> Scheme<'s> {
    const fn new() -> Self {
        Self {
            ports: Vec::new(),
            patterns: Vec::new(),
            bases: BTreeMap::new(),
            hosts: BTreeMap::new(),
            any_host: Vec::new(),
            networks: BTreeMap::new(),
            below: BTreeSet::new(),
            taken: Vec::new(),
            ends: Vec::new(),
        }
    }

    fn add(&mut self, pattern: &'s OriginPattern) {
        self.patterns.push(pattern);
        let base = match &pattern.reach {
            Reach::Host => {
                self.hosts.entry(&pattern.base).or_default().push(pattern);
                return;
            }
            Reach::AnyHost => {
                self.any_host.push(pattern);
                return;
            }
            Reach::Network { first, bits } => {
                self.networks.entry((*first, *bits)).or_default().push(pattern);
                return;
            }
            _ => self.bases.entry(&pattern.base).or_default(),
        };
        match &pattern.reach {
            Reach::OneLabel { prefix, suffix } => {
                base.shapes.insert((prefix.len(), suffix.len()));
                let ends = (prefix.as_bytes(), suffix.as_bytes());
                base.one_label.entry(ends).or_default().push(pattern);
            }
            _ => base.any_depth.push(pattern),
        }
        let mut domain = pattern.base.as_str();
        while let Some((label, parent)) = domain.split_once('.') {
            self.below.insert((parent, label));
            self.bases.entry(parent).or_default();
            domain = parent;
        }
        self.below.insert(("", domain));
    }

    fn settle(&mut self) {
        self.ports.sort_unstable();
        let hosts = self.hosts.keys().chain(self.bases.keys()).copied();
        let hosts = self.ports.iter().map(|(host, _)| *host).chain(hosts);
        let taken =
            hosts.filter_map(|host| host.split_once('.').map(|(label, parent)| (parent, label)));
        self.taken = taken.collect();
        self.taken.sort_unstable();
        self.taken.dedup();
        let has_own =
            |(_, base): &(_, &Base<'_>)| !base.any_depth.is_empty() || !base.one_label.is_empty();
        let bases = self.bases.iter().filter(has_own).map(|(base, _)| *base);
        let is_anything = !self.any_host.is_empty() || !self.networks.is_empty();
        let anything = is_anything.then_some("");
        self.ends = bases.chain(self.hosts.keys().copied()).chain(anything).collect();
    }

    /// Whether a pattern may cover a host or some below it; a no is certain, and quick.
    pub(crate) fn may_cover(&self, host: &str) -> bool {
        const MANY: usize = 8;
        self.ends.len() > MANY || self.ends.iter().any(|end| host.ends_with(end))
    }

    /// Whether a pattern covers every host.
    pub(crate) fn has_any_host(&self) -> bool {
        !self.any_host.is_empty()
    }

    /// The ranges of addresses: the first address, and how many bits are fixed; sorted.
    pub(crate) fn networks(&self) -> impl Iterator<Item = (u32, u8)> {
        self.networks.keys().copied()
    }

    pub(crate) fn patterns(&self) -> &[&'s OriginPattern] {
        &self.patterns
    }

    /// The bases, and the domains above them; sorted.
    pub(crate) fn bases(&self) -> impl Iterator<Item = &'s str> {
        self.bases.keys().copied()
    }

    /// The hosts that an entry names, sorted.
    pub(crate) fn named_hosts(&self) -> impl Iterator<Item = &'s str> {
        let exact = self
            .ports
            .chunk_by(|one, other| one.0 == other.0)
            .filter_map(|ports| Some(ports.first()?.0));
        merged(exact, self.hosts.keys().copied())
    }

    pub(crate) fn names(&self, host: &str) -> bool {
        self.hosts.contains_key(host) || !self.ports_of(host).is_empty()
    }

    /// The exact origins of a host, by its name and their ports; sorted.
    pub(crate) fn ports_of(&self, host: &str) -> &[(&'s str, u16)] {
        alike(&self.ports, |(other, _)| (*other).cmp(host))
    }

    /// Whether a label in front of a domain makes another base, or a domain above one.
    pub(crate) fn is_below(&self, domain: &str, label: &str) -> bool {
        self.below.contains(&(domain, label))
    }

    /// The labels in front of a base that make a named host or another base.
    pub(crate) fn taken_before(&self, base: &str) -> Taken<'_> {
        alike(&self.taken, |(parent, _)| (*parent).cmp(base))
    }

    /// What stands around the wildcards in a label in front of a base.
    pub(crate) fn ends_before(&self, base: &str) -> impl Iterator<Item = Ends<'s>> {
        self.bases.get(base).into_iter().flat_map(|base| base.one_label.keys().copied())
    }

    /// The bases in front of which a wildcard stands in a label; sorted.
    pub(crate) fn bases_with_labels(&self) -> impl Iterator<Item = &'s str> {
        let bases = self.bases.iter().filter(|(_, base)| !base.one_label.is_empty());
        bases.map(|(base, _)| *base)
    }

    /// The patterns that cover whatever is below a base.
    pub(crate) fn covering_below(&self, base: &str) -> impl Iterator<Item = &'s OriginPattern> {
        let domains = core::iter::successors(Some(base), |domain| Some(domain.split_once('.')?.1));
        domains
            .filter_map(|domain| self.bases.get(domain))
            .flat_map(|base| &base.any_depth)
            .chain(&self.any_host)
            .copied()
    }

    /// Adds the patterns that cover a host on some port.
    pub(crate) fn covering(&self, host: &str, covering: &mut Vec<&'s OriginPattern>) {
        covering.extend(self.hosts.get(host).into_iter().flatten().chain(&self.any_host));
        let is_needed = !self.networks.is_empty();
        if let Some(address) = is_needed.then(|| address(host.as_bytes())).flatten() {
            let holding =
                (1..32).filter_map(|bits| self.networks.get(&(address & mask(bits), bits)));
            covering.extend(holding.flatten());
        }
        let (mut rest, mut is_whole) = (host, true);
        while let Some((label, below)) = rest.split_once('.') {
            rest = below;
            let is_first = mem::replace(&mut is_whole, false);
            let Some(base) = self.bases.get(below) else { continue };
            covering.extend(&base.any_depth);
            if !is_first {
                continue;
            }
            let label = label.as_bytes();
            for (before, after) in &base.shapes {
                if before + after < label.len() {
                    let (prefix, rest) = label.split_at(*before);
                    let (_, suffix) = rest.split_at(rest.len() - after);
                    covering.extend(base.one_label.get(&(prefix, suffix)).into_iter().flatten());
                }
            }
        }
    }
}

/// The members of a sorted list that are what is looked for.
fn alike<T>(sorted: &[T], order: impl Fn(&T) -> Ordering) -> &[T] {
    let from = sorted.partition_point(|member| order(member).is_lt());
    let (_, rest) = sorted.split_at(from);
    let (alike, _) = rest.split_at(rest.partition_point(|member| order(member).is_eq()));
    alike
}

/// The members of two sorted lists in order, each once.
pub(crate) fn merged<T: Ord + Copy>(
    one: impl Iterator<Item = T>,
    other: impl Iterator<Item = T>,
) -> impl Iterator<Item = T> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    core::iter::from_fn(move || match (one.peek().copied(), other.peek().copied()) {
        (Some(first), Some(second)) => {
            let least = first.min(second);
            one.next_if_eq(&least);
            other.next_if_eq(&least);
            Some(least)
        }
        (Some(_), None) => one.next(),
        (None, _) => other.next(),
    })
}
