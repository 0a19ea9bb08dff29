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
//! Addresses are told apart by the ranges that hold them, which lie in each other or apart: one of each
//! that is in no smaller range stands for the rest.
//!
//! Hosts that end with no base are alike, and matter where a scheme is listed as a whole.
//!
//! Hosts that somebody named are looked at one by one, and left out of these three. On each host,
//! ports are told apart by where the ranges of its patterns begin and end.
//!
//! Where only some of the lists matter, as to the rules of one path, only what these tell apart is
//! looked at (`space.rs`, `covered_alike.rs`); what is found is what would have been found first among
//! the kinds that all tell apart.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::iter;
use core::net::Ipv4Addr;
use core::ops::ControlFlow;

use super::covered_alike::Rest;
use super::entries::Entries;
use super::entries::Scheme;
use super::entries::merged;
use super::labels::Budget;
use super::labels::Ends;
use super::labels::LONGEST_LABEL;
use super::labels::TooManyOriginClasses;
use super::labels::Visited;
use super::labels::alphabet;
use super::labels::tell_apart;
use super::labels::words;
use super::space::Names;
use super::space::OriginSpace;
use super::space::covering;
use super::space::covering_below;
use super::space::covering_origin;
use super::space::uncovered_host;
use crate::server::origin::OriginPattern;
use crate::server::origin::OriginSet;
use crate::server::origin::default_port;
use crate::server::origin::mask;
use crate::server::policy::Policy;

/// A witness for each kind of origins that the entries of some sets tell apart, as a browser sends
/// it; the first is of the kind that no entry but `*` covers.
///
/// Fails if there are too many; a few hundred patterns, and as many exact origins as you like, are
/// not, unless hundreds of wildcards stand in the labels of one domain and overlap.
pub(crate) fn witnesses<'s>(
    sets: impl IntoIterator<Item = &'s OriginSet>,
) -> Result<Vec<String>, TooManyOriginClasses> {
    let space = OriginSpace::of(Entries::of(sets));
    let mut found = Vec::new();
    let _ = Kinds::of(&space).each(&mut |origin| {
        found.push(origin.into());
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

impl Policy {
    /// One origin for each kind that the policy's entries tell apart, as a browser sends it: one that
    /// none covers, each listed origin, and some that patterns cover. What holds for these on a path
    /// holds for every origin.
    ///
    /// Fails if there are too many.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy};
    /// let origins = vec!["https://*.example.com".into()];
    /// let policy = Policy::new(&Config { origins, ..Config::default() })?;
    /// let classes = policy.origin_classes()?;
    /// let allowed: Vec<bool> =
    ///     classes.iter().map(|origin| policy.allows_origin("/", origin.as_bytes())).collect();
    /// assert_eq!(allowed, [false, true], "{classes:?}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn origin_classes(&self) -> Result<Vec<String>, TooManyOriginClasses> {
        witnesses(self.rules.iter().map(|rule| &rule.origins))
    }
}

/// Kinds of origins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kinds<'k, 's> {
    /// All entries: they say which hosts stand for themselves alone.
    pub(crate) all: &'k OriginSpace<'s>,
    /// Those of them that matter: they say what is told apart.
    pub(crate) of: [&'k Entries<'s>; 2],
}

/// What is done with a witness; whether to go on.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(&str) -> ControlFlow<()>;

impl<'k, 's> Kinds<'k, 's> {
    /// All kinds that a space tells apart.
    pub(crate) fn of(space: &'k OriginSpace<'s>) -> Self {
        Self { all: space, of: space.entries() }
    }

    /// Hands over a witness of each kind, always in the same order; of some kinds several.
    pub(crate) fn each(&self, visit: Visit<'_>) -> Visited {
        let named = self.all.layers.iter().map(|entries| entries.exact.len()).sum();
        self.each_within(&mut Budget::beside(named), visit)
    }

    /// The same, as far as a budget goes that others share.
    pub(crate) fn each_within(&self, budget: &mut Budget, visit: Visit<'_>) -> Visited {
        if visit(self.all.uncovered()).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        // Which patterns that matter cover what was handed over; where none does, it was the first.
        let mut kinds = BTreeSet::from([Vec::new()]);
        let is_listed = |origin: &str| self.of.iter().any(|entries| entries.lists(origin));
        let [one, other] = self.of.map(|entries| entries.exact.iter().copied());
        for origin in merged(merged(one, other), self.first_of_each_kind().into_iter()) {
            let is_new = is_listed(origin) || kinds.insert(covering_origin(self.of, origin));
            if is_new && visit(origin).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let [one, other] = self.of.map(|entries| entries.schemes.keys().copied());
        for name in merged(one, other) {
            let of = self.of.map(|entries| entries.scheme(name));
            if of.iter().all(|scheme| scheme.patterns().is_empty()) {
                continue;
            }
            let (all, names) = (self.all.schemes(name), self.all.names(name));
            let kinds = &mut kinds;
            let visited = OfScheme { name, all, names, of, kinds, visit }.each(budget)?;
            if visited.is_break() {
                return Ok(visited);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Of all exact origins that are covered alike, the first that no entry that matters lists; in
    /// order.
    fn first_of_each_kind(&self) -> Vec<&'s str> {
        let mut layers = self.all.layers.iter().zip(self.of);
        if layers.all(|(all, of)| all.exact.len() == of.exact.len()) {
            return Vec::new();
        }
        let patterns: Vec<_> = self.of.into_iter().flat_map(Entries::patterns).collect();
        if patterns.is_empty() {
            return Vec::new();
        }
        let is_left = |origin: &&&str| !self.of.iter().any(|entries| entries.lists(origin));
        let classes = self.all.exact().covered_by(&patterns);
        let mut first: Vec<_> =
            classes.filter_map(|class| class.iter().find(is_left).copied()).collect();
        first.sort_unstable();
        first
    }
}

/// The kinds of one scheme's origins, while they are handed over.
struct OfScheme<'k, 's, 'v> {
    name: &'k str,
    all: [&'k Scheme<'s>; 2],
    names: &'k Names<'s>,
    of: [&'k Scheme<'s>; 2],
    /// Those that were handed over: which patterns that matter cover them.
    kinds: &'v mut BTreeSet<Vec<&'s OriginPattern>>,
    visit: Visit<'v>,
}

impl<'s> OfScheme<'_, 's, '_> {
    fn each(&mut self, budget: &mut Budget) -> Visited {
        let (names, of) = (self.names, self.of);
        if of.iter().any(|scheme| scheme.has_any_host()) {
            let visited = self.ports(&uncovered_host(self.all), budget)?;
            if visited.is_break() {
                return Ok(visited);
            }
        }
        let [one, other] = self.all.map(Scheme::networks);
        for network in merged(one, other) {
            if let Some(host) = address_in(network, self.all) {
                let visited = self.ports(&host, budget)?;
                if visited.is_break() {
                    return Ok(visited);
                }
            }
        }
        let patterns: Vec<&OriginPattern> =
            of.iter().flat_map(|scheme| scheme.patterns()).copied().collect();
        let telling = of.into_iter().flat_map(Scheme::bases_with_labels);
        let visited = names.below.each(&patterns, telling, &mut |base| {
            let visited = self.below(base, budget)?;
            Ok(self.and_rest(visited, &covering_below(of, base)))
        })?;
        if visited.is_break() {
            return Ok(visited);
        }
        for hosts in [&names.bases, &names.named] {
            let visited = hosts.each(&patterns, iter::empty(), &mut |host| {
                let visited = self.ports(host, budget)?;
                Ok(self.and_rest(visited, &covering(of, host)))
            })?;
            if visited.is_break() {
                return Ok(visited);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Whether other names that these patterns cover may be of a kind that was not handed over.
    fn and_rest(
        &self,
        visited: ControlFlow<()>,
        covering: &[&OriginPattern],
    ) -> ControlFlow<(), Rest> {
        match visited {
            ControlFlow::Break(()) => ControlFlow::Break(()),
            _ if self.is_known(covering) => ControlFlow::Continue(Rest::IsKnown),
            _ => ControlFlow::Continue(Rest::Matters),
        }
    }

    /// Whether what these patterns cover was handed over, whatever its port.
    fn is_known(&self, covering: &[&OriginPattern]) -> bool {
        let mut ports = covering.iter().map(|pattern| pattern.ports);
        let first = ports.next();
        let are_alike = ports.all(|other| Some(other) == first);
        match are_alike {
            true => self.kinds.contains(covering),
            false => starts(covering)
                .into_iter()
                .all(|start| self.kinds.contains(&on_port(covering, start))),
        }
    }

    /// Hosts below a base that nobody names.
    #[expect(clippy::indexing_slicing, reason = "each base has a front")]
    fn below(&mut self, base: &str, budget: &mut Budget) -> Visited {
        let (all, of) = (self.all, self.of);
        let telling: Vec<Ends<'_>> =
            of.iter().flat_map(|scheme| scheme.ends_before(base)).collect();
        let taken = all.map(|scheme| scheme.taken_before(base));
        let ends = || all.iter().flat_map(|scheme| scheme.ends_before(base));
        let known = &self.names.fronts[base];
        let bytes = known.bytes.get_or_init(|| alphabet(ends(), taken));
        let room = LONGEST_HOST.saturating_sub(base.len() + 1);
        let visited = tell_apart(&telling, taken, bytes, room, budget, &mut |label, budget| {
            self.ports(&format!("{label}.{base}"), budget)
        })?;
        if visited.is_break() {
            return Ok(visited);
        }
        match known.deep_host.get_or_init(|| deep_host(all, base)) {
            Some(host) => self.ports(host, budget),
            None => Ok(ControlFlow::Continue(())),
        }
    }

    /// An origin for each kind of port on a host that is new.
    fn ports(&mut self, host: &str, budget: &mut Budget) -> Visited {
        let covering = covering(self.of, host);
        if self.is_known(&covering) {
            return Ok(ControlFlow::Continue(()));
        }
        let own = default_port(self.name.as_bytes());
        let starts = starts(&self::covering(self.all, host));
        let ends = starts.iter().skip(1);
        let exact = self.all.map(|scheme| scheme.ports_of(host));
        for (first, end) in starts.iter().zip(ends) {
            let kind = on_port(&covering, *first);
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
}

/// An address of a range that is in no smaller one, and that nobody names.
fn address_in((first, bits): (u32, u8), all: [&Scheme<'_>; 2]) -> Option<String> {
    let last = |first: u32, bits: u8| first | !mask(bits);
    let mut address = first;
    loop {
        if address > last(first, bits) {
            return None;
        }
        let within = all
            .iter()
            .flat_map(|scheme| scheme.networks())
            .find(|(other, fixed)| *fixed > bits && address & mask(*fixed) == *other);
        let next = match within {
            Some((other, fixed)) => last(other, fixed),
            None => {
                let host = Ipv4Addr::from(address).to_string();
                if !all.iter().any(|scheme| scheme.names(&host)) {
                    return Some(host);
                }
                address
            }
        };
        address = next.checked_add(1)?;
    }
}

/// A host with two labels in front of a base that no longer base and nobody's name is.
fn deep_host(all: [&Scheme<'_>; 2], base: &str) -> Option<String> {
    let is_free = |label: &str| !all.iter().any(|scheme| scheme.is_below(base, label));
    let is_named = |host: &str| all.iter().any(|scheme| scheme.names(host));
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

/// Where the ports that are told apart begin, and behind the last.
fn starts(covering: &[&OriginPattern]) -> BTreeSet<u32> {
    let ports = covering.iter().map(|pattern| pattern.ports);
    ports.flat_map(|(first, last)| [u32::from(first), u32::from(last) + 1]).collect()
}

/// Those of some patterns that cover a port.
fn on_port<'s>(covering: &[&'s OriginPattern], port: u32) -> Vec<&'s OriginPattern> {
    let port = u16::try_from(port);
    let is_here = |pattern: &&OriginPattern| port.is_ok_and(|port| pattern.covers_port(port));
    covering.iter().copied().filter(is_here).collect()
}

const LONGEST_HOST: usize = 253;
