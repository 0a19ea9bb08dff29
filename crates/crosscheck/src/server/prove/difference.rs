//! What changes for pages if one policy takes the place of another: by meaning, not by spelling.
//!
//! Paths where both policies ask the same rules are looked at together; every kind of origin that
//! these rules tell apart is asked of both. What comes out is put together again in the words of the
//! policies: entries and paths.
#![expect(clippy::indexing_slicing, reason = "each number is of what was found here")]

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::fmt;
use core::ops::ControlFlow;

use super::access::Access;
use crate::server::config::ResourcePolicy;
use crate::server::path::spell_in_two_ways;
use crate::server::path::spell_path;
use crate::server::policy::CheckedRule;
use crate::server::policy::Policy;
use crate::server::policy::RuleNumber;
use crate::server::prove::equivalence::Entries;
use crate::server::prove::equivalence::Kinds;
use crate::server::prove::equivalence::OriginSpace;
use crate::server::prove::equivalence::TooManyOriginClasses;
use crate::server::prove::equivalence::Visit;
use crate::server::prove::equivalence::Visited;

/// What changes if one policy takes the place of another; empty if they mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyDifference {
    /// For whom, and where; each with a request that shows it.
    pub changes: Vec<AccessChange>,
    /// Who may embed answers without asking.
    pub embedding: Vec<EmbeddingChange>,
    /// Paths that are left to their handlers by one policy only, so that nobody knows what changes.
    pub handlers: Option<HandlerChange>,
}

/// Paths that are left to their handlers by one of two policies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HandlerChange {
    /// Those that are left now, and were not before.
    pub left: Vec<String>,
    /// Those that the policy speaks for now, and did not before.
    pub taken: Vec<String>,
}

/// What some origins gain or lose on some paths.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessChange {
    /// The origins, in the words of the policies.
    pub origins: Vec<AffectedOrigins>,
    /// The paths, each with what is below it, as far as no longer path is named.
    pub paths: Vec<String>,
    /// What they may do now, and could not before.
    pub gains: Vec<Access>,
    /// What they could do, and may not now.
    pub loses: Vec<Access>,
    /// For how many seconds a preflight may be remembered, before and now, if that differs; `None`
    /// leaves it to the browser.
    pub max_age: Option<(Option<u32>, Option<u32>)>,
    /// One of the origins, as a browser sends it.
    pub origin: String,
    /// One of the paths.
    pub path: String,
}

/// Origins, in the words of a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AffectedOrigins {
    /// An origin, or all that a pattern covers, those aside that are listed by themselves.
    Entry(String),
    /// Some of what a pattern covers: the others are spoken for, or do not change.
    SomeOf(String),
    /// Every origin that neither policy lists.
    EverybodyElse,
    /// Those of them whom a source of origins knows, which is known only while the server runs.
    KnownToSource,
}

impl fmt::Display for AffectedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(entry) => write!(f, "`{entry}`"),
            Self::SomeOf(entry) => write!(f, "some of `{entry}`"),
            Self::EverybodyElse => f.write_str("every other origin"),
            Self::KnownToSource => f.write_str("every other origin that the source knows"),
        }
    }
}

/// Who may embed answers of some paths without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmbeddingChange {
    /// The paths.
    pub paths: Vec<String>,
    /// Before; `None` says nothing about it.
    pub old: Option<ResourcePolicy>,
    /// Now.
    pub new: Option<ResourcePolicy>,
}

impl PolicyDifference {
    /// Whether both policies mean the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.embedding.is_empty() && self.handlers.is_none()
    }

    /// Whether anybody may do more than before, as far as is known: where a handler speaks now, it may
    /// be so.
    pub fn widens(&self) -> bool {
        self.changes.iter().any(|change| !change.gains.is_empty())
            || self.embedding.iter().any(|change| openness(change.new) > openness(change.old))
            || self.handlers.as_ref().is_some_and(|change| !change.left.is_empty())
    }
}

impl fmt::Display for AccessChange {
    /// One sentence, as a fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origins, paths, gains, loses, max_age, origin, path } = self;
        write!(f, "{}", joined(origins.iter().map(ToString::to_string)))?;
        let mut and = "";
        for (may, accesses) in [("may now", gains), ("may no longer", loses)] {
            if !accesses.is_empty() {
                write!(f, "{and} {may} {}", joined(in_words(accesses)))?;
                and = ", and";
            }
        }
        if let Some((old, new)) = max_age {
            let seconds = |age: &Option<u32>| match age {
                Some(seconds) => format!("{seconds} seconds"),
                None => "as long as browsers do by themselves".into(),
            };
            let (old, new) = (seconds(old), seconds(new));
            write!(f, "{and} may have preflights remembered for {new} instead of {old}")?;
        }
        write!(f, " on {}", joined(paths.iter().map(|path| format!("`{path}`"))))?;
        write!(f, "; e.g. `{origin}` on `{path}`")
    }
}

impl fmt::Display for HandlerChange {
    /// A sentence, as a fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |paths: &[String]| joined(paths.iter().map(|path| format!("`{path}`")));
        let mut and = "";
        for (paths, word) in [
            (&self.left, "left to its handler now"),
            (&self.taken, "not left to its handler any more"),
        ] {
            if !paths.is_empty() {
                write!(f, "{and}what is on {} is {word}", quoted(paths))?;
                and = ", and ";
            }
        }
        f.write_str("; what that changes is not known")
    }
}

impl fmt::Display for EmbeddingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |policy: Option<ResourcePolicy>| policy.map_or("unsaid", ResourcePolicy::name);
        write!(
            f,
            "who may embed answers of {} is {}, and was {}",
            joined(self.paths.iter().map(|path| format!("`{path}`"))),
            name(self.new),
            name(self.old)
        )
    }
}

impl Policy {
    /// What changes for pages if `new` takes the place of this policy.
    ///
    /// Origins that a rule asks about while the server runs are taken for known: as much as may be.
    /// Fails if there is too much to look at.
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Policy};
    /// let policy = |origins: &[&str]| {
    ///     let origins = origins.iter().map(|text| text.to_string()).collect();
    ///     Policy::new(&Config { origins, ..Config::default() }).unwrap()
    /// };
    /// let old = policy(&["https://*.example.com"]);
    /// let new = policy(&["https://**.example.com"]);
    /// let difference = old.diff(&new).unwrap();
    /// assert!(difference.widens());
    /// assert_eq!(
    ///     difference.changes[0].to_string(),
    ///     "some of `https://**.example.com` may now read on `/`; \
    ///      e.g. `https://x.x.example.com` on `/`"
    /// );
    /// ```
    pub fn diff(&self, new: &Self) -> Result<PolicyDifference, TooManyOriginClasses> {
        let mut comparison = Comparison::new(self, new);
        let mut embedding: BTreeMap<_, Vec<String>> = BTreeMap::new();
        let mut handlers = HandlerChange::default();
        let mut places = self.paths.places();
        places.extend(new.paths.places());
        for place in &places {
            let path = spell_path(place);
            // What a handler says is not known, so nothing is compared with it.
            let left = [self, new].map(|policy| policy.is_left_to_handler(&path));
            match left {
                [false, true] => handlers.left.push(path.clone()),
                [true, false] => handlers.taken.push(path.clone()),
                _ => {}
            }
            if left != [false, false] {
                continue;
            }
            let [before, now] = [self, new].map(|policy| policy.resource_policy_on(&path));
            if before != now {
                embedding.entry((before, now)).or_default().push(path.clone());
            }
            comparison.compare(path)?;
        }
        // A path that servers read in two ways is refused if they lead to different rules. If nothing
        // else changes, that is news; otherwise it goes with what was told already.
        if comparison.found.is_empty() && handlers == HandlerChange::default() {
            for path in places.iter().flat_map(|place| spell_in_two_ways(place)) {
                comparison.compare(path)?;
            }
        }
        let embedding =
            embedding.into_iter().map(|((old, new), paths)| EmbeddingChange { paths, old, new });
        let handlers = (handlers != HandlerChange::default()).then_some(handlers);
        let (changes, embedding) = (comparison.grouped(), embedding.collect());
        Ok(PolicyDifference { changes, embedding, handlers })
    }
}

/// Two policies, and what was found out about them.
pub(crate) struct Comparison<'p> {
    policies: [&'p Policy; 2],
    space: OnceCell<OriginSpace<'p>>,
    /// The rules that both ask on some paths, numbered.
    numbers: BTreeMap<[&'p [RuleNumber]; 2], usize>,
    /// The paths of each such number.
    pub(crate) paths: Vec<BTreeSet<String>>,
    /// For each change and each one whom it befalls: the numbers of rules that make it, and an origin
    /// that shows it.
    found: BTreeMap<(Change, AffectedOrigins), (Vec<usize>, String)>,
}

/// What changes for one origin on one path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    gains: Vec<Access>,
    loses: Vec<Access>,
    max_age: Option<(Option<u32>, Option<u32>)>,
}

impl<'p> Comparison<'p> {
    pub(crate) fn new(old: &'p Policy, new: &'p Policy) -> Self {
        let (space, numbers, paths, found) = Default::default();
        Self { policies: [old, new], space, numbers, paths, found }
    }

    /// Compares what both policies say about a path.
    fn compare(&mut self, path: String) -> Result<(), TooManyOriginClasses> {
        let asked = self.policies.map(|policy| policy.rules_on(&path));
        if let Some(number) = self.numbers.get(&asked) {
            self.paths[*number].insert(path);
            return Ok(());
        }
        let number = self.paths.len();
        self.numbers.insert(asked, number);
        self.paths.push(BTreeSet::from([path]));
        let [old, new] = [0, 1].map(|which| {
            let rules = asked[which].iter().map(|number| self.policies[which].rule(*number));
            rules.collect::<Vec<_>>()
        });
        let is_same = old.len() == new.len()
            && old.iter().zip(&new).all(|(old, new)| old.means_the_same(new));
        if is_same { Ok(()) } else { self.compare_rules([&old, &new], number) }
    }

    /// Compares what rules say, wherever these are asked.
    fn compare_rules(
        &mut self,
        asked: [&[&'p CheckedRule]; 2],
        number: usize,
    ) -> Result<(), TooManyOriginClasses> {
        let rules = || self.policies.iter().flat_map(|policy| &policy.rules);
        let all = self
            .space
            .get_or_init(|| OriginSpace::of(Entries::of(rules().map(|rule| &rule.origins))));
        let own = Entries::of(asked.iter().copied().flatten().map(|rule| &rule.origins));
        let kinds = Kinds { all, of: [&own, &Entries::default()] };
        let befalls = Self::befalls(asked, &mut |visit| kinds.each(visit))?;
        self.take(befalls, number);
        Ok(())
    }

    /// What befalls whom: asks both lists of rules for each origin that is handed over.
    pub(crate) fn befalls(
        asked: [&[&CheckedRule]; 2],
        each: &mut dyn FnMut(Visit<'_>) -> Visited,
    ) -> Result<Vec<(Change, AffectedOrigins, String)>, TooManyOriginClasses> {
        let mut numbered: BTreeMap<Change, usize> = BTreeMap::new();
        let mut known: BTreeMap<[Option<usize>; 2], usize> = BTreeMap::new();
        // What an origin is called, and whether only a source knows it.
        let mut befalls: BTreeMap<(Option<String>, bool), BTreeMap<usize, String>> =
            BTreeMap::new();
        let _ = each(&mut |origin| {
            let answers = |rule: &&CheckedRule| rule.origins.contains(origin.as_bytes());
            let asks = |rule: &&CheckedRule| rule.asks_about(origin.as_bytes()).is_some();
            let places = asked.map(|rules| {
                let listing = rules.iter().position(answers);
                listing.or_else(|| rules.iter().position(asks))
            });
            let answering = [0, 1].map(|which| places[which].map(|place| asked[which][place]));
            let change = *known.entry(places).or_insert_with(|| {
                let next = numbered.len();
                *numbered.entry(Change::between(answering)).or_insert(next)
            });
            let is_listed = answering.iter().flatten().any(answers);
            let shown = befalls.entry((entry_for(answering, origin), !is_listed)).or_default();
            shown.entry(change).or_insert_with(|| origin.into());
            ControlFlow::Continue(())
        })?;
        let changes: BTreeMap<usize, Change> =
            numbered.into_iter().map(|(change, number)| (number, change)).collect();
        let mut told = Vec::new();
        for ((entry, only_asked), shown) in befalls {
            let alone = shown.len() == 1;
            for (change, origin) in shown {
                let who = match &entry {
                    None if only_asked => AffectedOrigins::KnownToSource,
                    None => AffectedOrigins::EverybodyElse,
                    Some(entry) if alone => AffectedOrigins::Entry(entry.clone()),
                    Some(entry) => AffectedOrigins::SomeOf(entry.clone()),
                };
                told.push((changes[&change].clone(), who, origin));
            }
        }
        told.retain(|(change, ..)| *change != Change::default());
        Ok(told)
    }

    /// Takes what befalls whom by the rules of a number.
    pub(crate) fn take(&mut self, befalls: Vec<(Change, AffectedOrigins, String)>, number: usize) {
        for (change, who, origin) in befalls {
            let found = self.found.entry((change, who));
            found.or_insert_with(|| (Vec::new(), origin)).0.push(number);
        }
    }

    /// The same change on the same paths is told once.
    pub(crate) fn grouped(self) -> Vec<AccessChange> {
        let mut groups: BTreeMap<_, Vec<(AffectedOrigins, String)>> = BTreeMap::new();
        for ((change, who), (numbers, origin)) in self.found {
            groups.entry((change, numbers)).or_default().push((who, origin));
        }
        let paths = |numbers: &[usize]| -> BTreeSet<&String> {
            numbers.iter().flat_map(|number| &self.paths[*number]).collect()
        };
        let mut groups: Vec<_> = groups
            .into_iter()
            .map(|((change, numbers), befalls)| (change, paths(&numbers), befalls))
            .collect();
        groups.sort_by(|(change, paths, _), (other, others, _)| {
            (change, paths).cmp(&(other, others))
        });
        let grouped = groups.into_iter().map(|(change, paths, befalls)| AccessChange {
            origin: befalls[0].1.clone(),
            path: paths.first().map(ToString::to_string).unwrap_or_default(),
            origins: befalls.into_iter().map(|(who, _)| who).collect(),
            paths: paths.into_iter().cloned().collect(),
            gains: change.gains,
            loses: change.loses,
            max_age: change.max_age,
        });
        let mut grouped: Vec<AccessChange> = grouped.collect();
        // Whoever gains comes first: that is what a review is about.
        grouped.sort_by_key(|change| change.gains.is_empty());
        grouped
    }
}

impl Change {
    fn between([old, new]: [Option<&CheckedRule>; 2]) -> Self {
        let only = |one: Option<&CheckedRule>, other: Option<&CheckedRule>| {
            let all = one.map(CheckedRule::accesses).unwrap_or_default();
            let others = other.map(CheckedRule::accesses).unwrap_or_default();
            let allowed = |access: &Access| {
                others.contains(access) || other.is_some_and(|rule| rule.allows(access))
            };
            all.into_iter().filter(|access| !allowed(access)).collect()
        };
        let ages = old.zip(new).map(|(old, new)| (old.max_age_seconds, new.max_age_seconds));
        Self {
            gains: only(new, old),
            loses: only(old, new),
            max_age: ages.filter(|(old, new)| old != new),
        }
    }
}

/// What an origin is called: itself if a rule that answers lists it, else the pattern that covers it,
/// the new policy's first. `None` if only `*` does, or nothing.
fn entry_for([old, new]: [Option<&CheckedRule>; 2], origin: &str) -> Option<String> {
    let rules = || [new, old].into_iter().flatten();
    if rules().any(|rule| rule.origins.lists(origin.as_bytes())) {
        return Some(origin.into());
    }
    rules().find_map(|rule| rule.origins.pattern_for(origin.as_bytes())).map(ToString::to_string)
}

/// What is said for people: reading with credentials says that it is reading.
fn in_words(accesses: &[Access]) -> impl Iterator<Item = String> {
    let said = accesses.contains(&Access::ReadWithCredentials);
    accesses.iter().filter(move |access| !said || **access != Access::Read).map(Access::to_string)
}

/// `a, b and c`
fn joined(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    match texts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// How many may embed: the more, the greater. Saying nothing keeps out only who asks for it.
const fn openness(policy: Option<ResourcePolicy>) -> u8 {
    match policy {
        Some(ResourcePolicy::SameOrigin) => 0,
        Some(ResourcePolicy::SameSite) => 1,
        None => 2,
        Some(ResourcePolicy::CrossOrigin) => 3,
    }
}
