//! One origin for each kind that lists of origins tell apart: what holds for these holds for all.
//!
//! Two origins are of one kind if the same exact entries and the same patterns cover them. An exact
//! origin is its own kind. For the rest, take a host, and the longest of the patterns' bases (or of
//! the domains above them) that it ends with:
//!
//! - it *is* that base: one host, looked at as it is;
//! - it has one label more: only wildcards within that label can tell it from others (`labels.rs`);
//! - it has more labels: nothing can, so any will do.
//!
//! Hosts that somebody named are looked at one by one, and left out of these three. On each host,
//! ports are told apart by where the ranges of its patterns begin and end.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::labels::Budget;
use super::labels::Ends;
use super::labels::LONGEST_LABEL;
use super::labels::TooManyKinds;
use super::labels::tell_apart;
use super::labels::word;
use super::origins::OriginSet;
use super::pattern::OriginPattern;
use super::pattern::Reach;
use super::presented::Presented;
use super::presented::default_port;

/// A witness for each kind of origins that the entries of some sets tell apart, as a browser sends
/// it; the first is of the kind that no entry but `*` covers.
///
/// Fails if there are too many; a few hundred patterns, and as many exact origins as you like, are
/// not, unless hundreds of wildcards stand in the labels of one domain and overlap.
pub(super) fn witnesses<'s>(
    sets: impl IntoIterator<Item = &'s OriginSet>,
) -> Result<Vec<String>, TooManyKinds> {
    let mut exact: BTreeSet<&str> = BTreeSet::new();
    let mut schemes: BTreeMap<&str, Scheme<'_>> = BTreeMap::new();
    for set in sets {
        for origin in set.exact() {
            let text = core::str::from_utf8(origin).expect("it was parsed from text");
            if exact.insert(text)
                && let Some(Presented { host, port, .. }) = Presented::parse(origin)
                && let Some((scheme, _)) = text.split_once("://")
            {
                let host = core::str::from_utf8(host).expect("it is ASCII");
                let scheme = schemes.entry(scheme).or_default();
                scheme.named.entry(host).or_default().insert(port);
            }
        }
        for pattern in set.patterns() {
            schemes.entry(&pattern.scheme).or_default().patterns.push(pattern);
        }
    }
    let mut found = vec![String::new()];
    found.extend(exact.iter().map(ToString::to_string));
    let mut budget = Budget::new();
    for (name, scheme) in &mut schemes {
        scheme.settle();
        scheme.witnesses(name, &mut budget, &mut found)?;
    }
    let https = schemes.remove("https").unwrap_or_default();
    found[0] = format!("https://{}", https.uncovered_host());
    Ok(found)
}

/// What sets say about the origins of one scheme.
#[derive(Debug, Default)]
struct Scheme<'s> {
    /// Each once, once settled.
    patterns: Vec<&'s OriginPattern>,
    /// Hosts that an entry names, and the ports that are exact origins there.
    named: BTreeMap<&'s str, BTreeSet<u16>>,
    /// The patterns of each base with something in front of it; every domain above a base, too.
    bases: BTreeMap<&'s str, Vec<u32>>,
    /// The patterns that are a whole host.
    hosts: BTreeMap<&'s str, Vec<u32>>,
    /// The labels in front of a domain that make another base.
    below: BTreeMap<&'s str, BTreeSet<&'s str>>,
}

impl<'s> Scheme<'s> {
    fn settle(&mut self) {
        let mut once = BTreeSet::new();
        self.patterns.retain(|pattern| once.insert(pattern.to_string()));
        for (number, pattern) in (0..).zip(&self.patterns) {
            if pattern.reach == Reach::Host {
                self.named.entry(&pattern.base).or_default();
                self.hosts.entry(&pattern.base).or_default().push(number);
                continue;
            }
            self.bases.entry(&pattern.base).or_default().push(number);
            let mut domain = pattern.base.as_str();
            while let Some((label, parent)) = domain.split_once('.') {
                self.below.entry(parent).or_default().insert(label);
                self.bases.entry(parent).or_default();
                domain = parent;
            }
            self.below.entry("").or_default().insert(domain);
        }
    }

    fn witnesses(
        &self,
        name: &str,
        budget: &mut Budget,
        found: &mut Vec<String>,
    ) -> Result<(), TooManyKinds> {
        if self.patterns.is_empty() {
            return Ok(());
        }
        let mut kinds: BTreeSet<Vec<u32>> = BTreeSet::from([Vec::new()]);
        let mut taken: BTreeMap<&str, BTreeSet<&[u8]>> = BTreeMap::new();
        for host in self.named.keys().chain(self.bases.keys()) {
            if let Some((label, parent)) = host.split_once('.') {
                taken.entry(parent).or_default().insert(label.as_bytes());
            }
        }
        for (base, patterns) in &self.bases {
            let ends: Vec<Ends<'_>> = patterns
                .iter()
                .filter_map(|number| match &self.patterns[*number as usize].reach {
                    Reach::OneLabel { prefix, suffix } => {
                        Some((prefix.as_bytes(), suffix.as_bytes()))
                    }
                    Reach::Host | Reach::AnyDepth => None,
                })
                .collect();
            let taken: Vec<_> = taken.remove(base).unwrap_or_default().into_iter().collect();
            let room = LONGEST_HOST.saturating_sub(base.len() + 1);
            for label in tell_apart(&ends, &taken, room, budget)? {
                self.ports(name, &format!("{label}.{base}"), &mut kinds, budget, found)?;
            }
            if let Some(host) = self.deep_host(base) {
                self.ports(name, &host, &mut kinds, budget, found)?;
            }
        }
        for host in self.bases.keys().chain(self.named.keys()) {
            self.ports(name, host, &mut kinds, budget, found)?;
        }
        Ok(())
    }

    /// Adds an origin for each kind of port on a host that is new.
    fn ports(
        &self,
        name: &str,
        host: &str,
        kinds: &mut BTreeSet<Vec<u32>>,
        budget: &mut Budget,
        found: &mut Vec<String>,
    ) -> Result<(), TooManyKinds> {
        let covering = self.covering(host);
        let ports = |number: &u32| self.patterns[*number as usize].ports;
        let own = default_port(name.as_bytes());
        let mut starts: BTreeSet<u32> = BTreeSet::new();
        for (first, last) in covering.iter().map(ports) {
            starts.extend([u32::from(first), u32::from(last) + 1]);
        }
        let ends = starts.iter().skip(1);
        let exact = self.named.get(host);
        for (first, end) in starts.iter().zip(ends) {
            let here = |number: &&u32| {
                let (from, to) = ports(number);
                u32::from(from) <= *first && *first <= u32::from(to)
            };
            let kind: Vec<u32> = covering.iter().filter(here).copied().collect();
            budget.spend([1, kind.len()])?;
            if kinds.contains(&kind) {
                continue;
            }
            // Where a scheme has a port of its own, there is no other way to name none.
            let is_free = |port: &u16| {
                (*port != 0 || own.is_none()) && exact.is_none_or(|exact| !exact.contains(port))
            };
            let range = *first as u16..=(*end - 1) as u16;
            let own = own.unwrap_or(0);
            let preferred = Some(own).filter(|port| range.contains(port) && is_free(port));
            if let Some(port) = preferred.or_else(|| range.clone().find(is_free)) {
                kinds.insert(kind);
                let port = if port == own { String::new() } else { format!(":{port}") };
                found.push(format!("{name}://{host}{port}"));
            }
        }
        Ok(())
    }

    /// The patterns that cover a host on some port, in order.
    fn covering(&self, host: &str) -> Vec<u32> {
        let mut covering = self.hosts.get(host).cloned().unwrap_or_default();
        for (dot, _) in host.match_indices('.') {
            let front = &host.as_bytes()[..dot];
            let patterns = self.bases.get(&host[dot + 1..]).into_iter().flatten();
            let fits = |number: &&u32| self.patterns[**number as usize].reach.fits(front);
            covering.extend(patterns.filter(fits));
        }
        covering.sort_unstable();
        covering
    }

    /// A host with two labels in front of a base that no longer base and nobody's name is.
    fn deep_host(&self, base: &str) -> Option<String> {
        let below = self.below.get(base);
        let is_free = |label: &str| below.is_none_or(|below| !below.contains(label));
        let room = LONGEST_HOST.checked_sub(base.len() + 2)?.min(LONGEST_LABEL);
        (2..=room).find_map(|length| {
            (1..length).find_map(|inner| {
                words(inner).filter(|label| is_free(label)).find_map(|label| {
                    let hosts =
                        words(length - inner).map(|first| format!("{first}.{label}.{base}"));
                    hosts.into_iter().find(|host| !self.named.contains_key(host.as_str()))
                })
            })
        })
    }

    /// A host under no base, that nobody names.
    fn uncovered_host(&self) -> String {
        let top = self.below.get("");
        let reserved = ["example", "test", "invalid"].into_iter().map(String::from);
        let domains = reserved.chain((1..=LONGEST_LABEL).flat_map(words));
        domains
            .filter(|domain| top.is_none_or(|top| !top.contains(domain.as_str())))
            .map(|domain| format!("evil.{domain}"))
            .find(|host| !self.named.contains_key(host.as_str()))
            .expect("there are more labels than anybody can list")
    }
}

/// Every word of a length.
fn words(length: usize) -> impl Iterator<Item = String> {
    (0..).map_while(move |number| word(length, number))
}

const LONGEST_HOST: usize = 253;
