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
//!
//! Where only some of the lists matter, as to the rules of one path, only what these tell apart is
//! looked at; what is found is what would have been found first among the kinds that all tell apart.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::entries::Entries;
use super::entries::Scheme;
use super::entries::merged;
use super::labels::Budget;
use super::labels::Ends;
use super::labels::LONGEST_LABEL;
use super::labels::TooManyKinds;
use super::labels::Visited;
use super::labels::alphabet;
use super::labels::tell_apart;
use super::labels::word;
use super::origins::OriginSet;
use super::pattern::OriginPattern;
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
    let (entries, none) = (Entries::of(sets), Entries::default());
    let mut found = Vec::new();
    let everything = Kinds { all: [&entries, &none], of: [&entries, &none] };
    let _ = everything.each(&mut |origin| {
        found.push(origin.into());
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Kinds of origins. In two layers each, so that one of many sentences is held against entries that
/// were sorted once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds<'a> {
    /// All entries: they say which hosts stand for themselves alone.
    pub(super) all: [&'a Entries<'a>; 2],
    /// Those of them that matter: they say what is told apart.
    pub(super) of: [&'a Entries<'a>; 2],
}

/// What is done with a witness; whether to go on.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&str) -> ControlFlow<()>;

impl Kinds<'_> {
    /// Hands over a witness of each kind, always in the same order; of some kinds several.
    pub(super) fn each(&self, visit: Visit<'_>) -> Visited {
        let named = self.all.iter().map(|entries| entries.exact.len()).sum();
        self.each_within(&mut Budget::beside(named), visit)
    }

    /// The same, as far as a budget goes that others share.
    pub(super) fn each_within(&self, budget: &mut Budget, visit: Visit<'_>) -> Visited {
        let https = self.all.map(|entries| entries.scheme("https"));
        if visit(&format!("https://{}", OfScheme::uncovered_host(https))).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        // Which patterns that matter cover what was handed over; where none does, it was the first.
        let mut kinds = BTreeSet::from([Vec::new()]);
        let listed = match self.of.iter().any(|entries| entries.has_patterns()) {
            true => self.all,
            false => self.of,
        };
        let [one, other] = listed.map(|entries| entries.exact.iter().copied());
        for origin in merged(one, other) {
            let is_new = self.of.iter().any(|entries| entries.lists(origin))
                || kinds.insert(self.covering(origin));
            if is_new && visit(origin).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let [one, other] = self.of.map(|entries| entries.schemes.keys().copied());
        for name in merged(one, other) {
            let all = self.all.map(|entries| entries.scheme(name));
            let of = self.of.map(|entries| entries.scheme(name));
            let kinds = &mut kinds;
            let visited = OfScheme { name, all, of, kinds, visit }.each(budget)?;
            if visited.is_break() {
                return Ok(visited);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

impl<'a> Kinds<'a> {
    /// The patterns that matter and cover an origin.
    fn covering(&self, origin: &str) -> Vec<&'a OriginPattern> {
        let Some(Presented { scheme, host, port, .. }) = Presented::parse(origin.as_bytes()) else {
            return Vec::new();
        };
        let [scheme, host] = [scheme, host].map(|text| core::str::from_utf8(text).expect("ASCII"));
        let mut covering = covering(self.of.map(|entries| entries.scheme(scheme)), host);
        covering.retain(|pattern| pattern.covers_port(port));
        covering
    }
}

/// The kinds of one scheme's origins, while they are handed over.
struct OfScheme<'a, 'v> {
    name: &'a str,
    all: [&'a Scheme<'a>; 2],
    of: [&'a Scheme<'a>; 2],
    /// Those that were handed over: which patterns that matter cover them.
    kinds: &'v mut BTreeSet<Vec<&'a OriginPattern>>,
    visit: Visit<'v>,
}

impl OfScheme<'_, '_> {
    fn each(&mut self, budget: &mut Budget) -> Visited {
        if self.of.iter().all(|scheme| scheme.is_without_patterns()) {
            return Ok(ControlFlow::Continue(()));
        }
        let [one, other] = self.all;
        let bases = || merged(one.bases(), other.bases());
        for base in bases() {
            let visited = self.below(base, budget)?;
            if visited.is_break() {
                return Ok(visited);
            }
        }
        let named = merged(one.named_hosts(), other.named_hosts());
        for host in bases().chain(named) {
            let visited = self.ports(host, budget)?;
            if visited.is_break() {
                return Ok(visited);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Hosts below a base that nobody names.
    fn below(&mut self, base: &str, budget: &mut Budget) -> Visited {
        let (all, of) = (self.all, self.of);
        if !of.iter().any(|scheme| scheme.may_cover(base)) {
            return Ok(ControlFlow::Continue(()));
        }
        let telling: Vec<Ends<'_>> =
            of.iter().flat_map(|scheme| scheme.ends_before(base)).collect();
        if telling.is_empty() && !of.iter().any(|scheme| scheme.covers_below(base)) {
            return Ok(ControlFlow::Continue(()));
        }
        let taken = all.map(|scheme| scheme.taken_before(base));
        let bytes = alphabet(all.iter().flat_map(|scheme| scheme.ends_before(base)), taken);
        let room = LONGEST_HOST.saturating_sub(base.len() + 1);
        let visited = tell_apart(&telling, taken, &bytes, room, budget, &mut |label, budget| {
            self.ports(&format!("{label}.{base}"), budget)
        })?;
        if visited.is_break() {
            return Ok(visited);
        }
        match self.deep_host(base) {
            Some(host) => self.ports(&host, budget),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    /// An origin for each kind of port on a host that is new.
    fn ports(&mut self, host: &str, budget: &mut Budget) -> Visited {
        let covering = covering(self.of, host);
        let are_alike = covering.iter().all(|pattern| pattern.ports == covering[0].ports);
        if are_alike && self.kinds.contains(&covering) {
            return Ok(ControlFlow::Continue(()));
        }
        let here = |port: u32| -> Vec<&OriginPattern> {
            let port = u16::try_from(port);
            let is_here =
                |pattern: &&OriginPattern| port.is_ok_and(|port| pattern.covers_port(port));
            covering.iter().copied().filter(is_here).collect()
        };
        if starts(&covering).into_iter().all(|start| self.kinds.contains(&here(start))) {
            budget.spend([1])?;
            return Ok(ControlFlow::Continue(()));
        }
        let own = default_port(self.name.as_bytes());
        let starts = starts(&self::covering(self.all, host));
        let ends = starts.iter().skip(1);
        let exact = self.all.map(|scheme| scheme.ports_of(host));
        for (first, end) in starts.iter().zip(ends) {
            let kind = here(*first);
            budget.spend([1, kind.len()])?;
            if self.kinds.contains(&kind) {
                continue;
            }
            // Where a scheme has a port of its own, there is no other way to name none.
            let is_free = |port: &u16| {
                (*port != 0 || own.is_none())
                    && exact.iter().all(|exact| exact.binary_search(&(host, *port)).is_err())
            };
            let range = *first as u16..=(*end - 1) as u16;
            let own = own.unwrap_or(0);
            let preferred = Some(own).filter(|port| range.contains(port) && is_free(port));
            if let Some(port) = preferred.or_else(|| range.clone().find(is_free)) {
                self.kinds.insert(kind);
                let port = if port == own { String::new() } else { format!(":{port}") };
                if (self.visit)(&format!("{}://{host}{port}", self.name)).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A host with two labels in front of a base that no longer base and nobody's name is.
    fn deep_host(&self, base: &str) -> Option<String> {
        let is_free = |label: &str| !self.all.iter().any(|scheme| scheme.is_below(base, label));
        let is_named = |host: &str| self.all.iter().any(|scheme| scheme.names(host));
        let room = LONGEST_HOST.checked_sub(base.len() + 2)?.min(LONGEST_LABEL);
        (2..=room).find_map(|length| {
            (1..length).find_map(|inner| {
                words(inner).filter(|label| is_free(label)).find_map(|label| {
                    let mut hosts =
                        words(length - inner).map(|first| format!("{first}.{label}.{base}"));
                    hosts.find(|host| !is_named(host))
                })
            })
        })
    }

    /// A host under no base, that nobody names.
    fn uncovered_host(all: [&Scheme<'_>; 2]) -> String {
        let reserved = ["example", "test", "invalid"].into_iter().map(String::from);
        let domains = reserved.chain((1..=LONGEST_LABEL).flat_map(words));
        domains
            .filter(|domain| !all.iter().any(|scheme| scheme.is_below("", domain)))
            .map(|domain| format!("evil.{domain}"))
            .find(|host| !all.iter().any(|scheme| scheme.names(host)))
            .expect("there are more labels than anybody can list")
    }
}

/// Where the ports that are told apart begin, and behind the last.
fn starts(covering: &[&OriginPattern]) -> BTreeSet<u32> {
    let ports = covering.iter().map(|pattern| pattern.ports);
    ports.flat_map(|(first, last)| [u32::from(first), u32::from(last) + 1]).collect()
}

/// The patterns that cover a host on some port, in order, each once.
fn covering<'a>(schemes: [&'a Scheme<'a>; 2], host: &str) -> Vec<&'a OriginPattern> {
    let mut covering = Vec::new();
    for scheme in schemes.into_iter().filter(|scheme| scheme.may_cover(host)) {
        scheme.covering(host, &mut covering);
    }
    covering.sort_unstable();
    covering.dedup();
    covering
}

/// Every word of a length.
fn words(length: usize) -> impl Iterator<Item = String> {
    (0..).map_while(move |number| word(length, number))
}

const LONGEST_HOST: usize = 253;
