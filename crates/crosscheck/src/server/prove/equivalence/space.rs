//! All that is listed somewhere, with what of it is looked at again and again done once.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::covered_alike::CoveredAlike;
use super::entries::Entries;
use super::entries::Scheme;
use super::entries::merged;
use super::labels::LONGEST_LABEL;
use super::labels::words;
use crate::server::origin::OriginParts;
use crate::server::origin::OriginPattern;

/// All entries. In two layers, so that one of many sentences is held against entries that were sorted
/// once.
#[derive(Debug)]
pub(crate) struct OriginSpace<'s> {
    pub(crate) layers: [Arc<Entries<'s>>; 2],
    /// An origin that no entry but `*` covers.
    uncovered: OnceCell<String>,
    /// The exact origins.
    exact: OnceCell<CoveredAlike<'s>>,
    schemes: OnceCell<BTreeMap<&'s str, Names<'s>>>,
}

/// The names of one scheme.
#[derive(Debug)]
pub(crate) struct Names<'s> {
    /// Bases, and the domains above them, by the patterns of any depth that cover what is below.
    pub(crate) below: CoveredAlike<'s>,
    /// The same as hosts, by the patterns that cover them on some port.
    pub(crate) bases: CoveredAlike<'s>,
    /// Hosts that an entry names.
    pub(crate) named: CoveredAlike<'s>,
    /// What is in front of each base.
    pub(crate) fronts: BTreeMap<&'s str, Front>,
}

/// What is in front of a base.
#[derive(Debug, Default)]
pub(crate) struct Front {
    /// The bytes that labels there are put together of.
    pub(crate) bytes: OnceCell<Vec<u8>>,
    /// A host two labels deeper that nothing but the base says anything about.
    pub(crate) deep_host: OnceCell<Option<String>>,
}

impl<'s> OriginSpace<'s> {
    pub(crate) fn of(entries: Entries<'s>) -> Self {
        Self::in_layers([Arc::new(entries), Arc::default()])
    }

    pub(crate) fn in_layers(layers: [Arc<Entries<'s>>; 2]) -> Self {
        let (uncovered, exact, schemes) = Default::default();
        Self { layers, uncovered, exact, schemes }
    }

    pub(crate) fn uncovered(&self) -> &str {
        let host = || uncovered_host(self.schemes("https"));
        self.uncovered.get_or_init(|| format!("https://{}", host()))
    }

    pub(crate) fn exact(&self) -> &CoveredAlike<'s> {
        self.exact.get_or_init(|| {
            let entries = self.entries();
            let [one, other] = entries.map(|entries| entries.exact.iter().copied());
            CoveredAlike::new(
                merged(one, other).map(|origin| (origin, covering_origin(entries, origin))),
            )
        })
    }

    pub(crate) fn schemes(&self, name: &str) -> [&Scheme<'s>; 2] {
        self.entries().map(|entries| entries.scheme(name))
    }

    /// The names of a scheme that is listed.
    pub(crate) fn names(&self, scheme: &str) -> &Names<'s> {
        let schemes = self.schemes.get_or_init(|| {
            let [one, other] = self.entries().map(|entries| entries.schemes.keys().copied());
            merged(one, other).map(|name| (name, Names::of(self.schemes(name)))).collect()
        });
        &schemes[scheme]
    }

    pub(crate) fn entries(&self) -> [&Entries<'s>; 2] {
        self.layers.each_ref().map(|layer| &**layer)
    }
}

impl<'s> Names<'s> {
    fn of(schemes: [&Scheme<'s>; 2]) -> Self {
        let [one, other] = schemes;
        let bases = || merged(one.bases(), other.bases());
        let named = merged(one.named_hosts(), other.named_hosts());
        Self {
            below: CoveredAlike::new(bases().map(|base| (base, covering_below(schemes, base)))),
            bases: CoveredAlike::new(bases().map(|host| (host, covering(schemes, host)))),
            named: CoveredAlike::new(named.map(|host| (host, covering(schemes, host)))),
            fronts: bases().map(|base| (base, Front::default())).collect(),
        }
    }
}

/// The patterns that cover an origin, in order, each once.
pub(crate) fn covering_origin<'s>(
    entries: [&Entries<'s>; 2],
    origin: &str,
) -> Vec<&'s OriginPattern> {
    let Some(OriginParts { scheme, host, port, .. }) = OriginParts::parse(origin.as_bytes()) else {
        return Vec::new();
    };
    let [scheme, host] = [scheme, host].map(|text| core::str::from_utf8(text).expect("ASCII"));
    let mut covering = covering(entries.map(|entries| entries.scheme(scheme)), host);
    covering.retain(|pattern| pattern.covers_port(port));
    covering
}

/// The patterns that cover a host on some port, in order, each once.
pub(crate) fn covering<'s>(schemes: [&Scheme<'s>; 2], host: &str) -> Vec<&'s OriginPattern> {
    let mut covering = Vec::new();
    for scheme in schemes.into_iter().filter(|scheme| scheme.may_cover(host)) {
        scheme.covering(host, &mut covering);
    }
    covering.sort_unstable();
    covering.dedup();
    covering
}

/// The patterns that cover whatever is below a base, in order, each once.
pub(crate) fn covering_below<'s>(schemes: [&Scheme<'s>; 2], base: &str) -> Vec<&'s OriginPattern> {
    let mut covering: Vec<_> =
        schemes.into_iter().flat_map(|scheme| scheme.covering_below(base)).collect();
    covering.sort_unstable();
    covering.dedup();
    covering
}

/// A host under no base, that nobody names.
pub(crate) fn uncovered_host(all: [&Scheme<'_>; 2]) -> String {
    let reserved = ["example", "test", "invalid"].into_iter().map(String::from);
    let domains = reserved.chain((1..=LONGEST_LABEL).flat_map(words));
    domains
        .filter(|domain| !all.iter().any(|scheme| scheme.is_below("", domain)))
        .map(|domain| format!("evil.{domain}"))
        .find(|host| !all.iter().any(|scheme| scheme.names(host)))
        .expect("there are more labels than anybody can list")
}
