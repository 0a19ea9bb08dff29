//! Deciding assertions, for every origin and every path at once.
//!
//! Paths are looked at by the rules that are asked on them: whatever holds where some rules are asked
//! holds wherever the same ones are. Often these lists and the assertion's already tell by
//! themselves; if not, origins are looked at kind by kind (`equivalence`), told apart by these rules and
//! the assertion alone, and the rules are asked for each. So a yes is a proof, and a no has a request
//! that shows it.
#![expect(clippy::indexing_slicing, reason = "each number is of what was found here")]

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::ControlFlow;

use super::access::Access;
use super::assertion::Assertion;
use super::assertion::Checked;
use super::assertion::Counterexample;
use super::assertion::UnknownOrigins;
use super::assertion::Unproven;
use crate::server::config::ConfigErrors;
use crate::server::path::Place;
use crate::server::path::spell_path;
use crate::server::policy::CheckedRule;
use crate::server::policy::OriginsAsked;
use crate::server::policy::Policy;
use crate::server::policy::RuleNumber;
use crate::server::prove::equivalence::Entries;
use crate::server::prove::equivalence::Kinds;
use crate::server::prove::equivalence::OriginSpace;
use crate::server::prove::equivalence::TooManyOriginClasses;
use crate::server::prove::equivalence::merged;

/// Decides many assertions about one policy: what they have in common is done once.
///
/// # Example
/// ```
/// use crosscheck::server::{Assertion, Config, Policy, Prover};
/// let policy = Policy::new(&Config {
///     origins: vec!["https://app.example".into()],
///     ..Config::default()
/// })
/// .unwrap();
/// let prover = Prover::new(&policy);
/// let never = |word: &str| Assertion::new().never([word]);
/// assert!(prover.prove(&never("read with credentials")).unwrap().is_empty());
/// assert_eq!(prover.prove(&never("read")).unwrap()[0].origin, "https://app.example");
/// ```
#[derive(Debug)]
pub struct Prover<'p> {
    policy: &'p Policy,
    /// Every path that the policy tells apart, in order, and the number of the rules asked there.
    places: Vec<(Place, usize)>,
    /// Whatever rules are asked together somewhere, in the order of their first places.
    asked: Vec<Asked<'p>>,
    /// The number of some rules in `asked`.
    numbers: BTreeMap<&'p [RuleNumber], usize>,
    /// No rules, as on a path that servers read in two ways.
    nobody: Asked<'p>,
    entries: OnceCell<Arc<Entries<'p>>>,
}

/// Rules that are asked in this order.
#[derive(Debug)]
struct Asked<'p> {
    rules: &'p [RuleNumber],
    /// The number of the first place where they are.
    first: usize,
    /// Whether all is left to a handler there.
    is_left: bool,
    entries: OnceCell<Entries<'p>>,
}

/// An assertion that is being proven.
struct Sentence<'a, 'p> {
    prover: &'a Prover<'p>,
    checked: &'a Checked,
    space: OnceCell<OriginSpace<'a>>,
}

/// What is known of a word where some rules are asked, each with an origin that shows it.
enum Told<'p> {
    Holds,
    /// By the rule that answers, or by none.
    Broken(String, Option<&'p CheckedRule>),
    /// The rule asks about the origin while the server runs.
    Unknown(String, &'p CheckedRule),
}

/// One word of it.
struct Word<'a> {
    access: &'a Access,
    never: bool,
}

impl Policy {
    /// Decides whether an assertion holds for every origin and every path: empty if it does,
    /// otherwise a counterexample for each part that does not.
    ///
    /// Nothing is known of a path that is left to its handler: an assertion that speaks of one, and is
    /// not broken elsewhere, is not proven.
    ///
    /// A path counts as servers read it alike; one that they could read in two ways is either
    /// refused or answered as one of those. Where it depends on whom a source of origins knows, and
    /// nothing else breaks it, it is not to be proven.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Assertion, Config, Policy};
    /// let policy = Policy::new(&Config {
    ///     origins: vec!["https://**.example.com".into()],
    ///     credentials: true,
    ///     ..Config::default()
    /// })
    /// .unwrap();
    /// let outside = |origin: &str| Assertion::new().outside([origin]).never(["read with credentials"]);
    /// assert!(policy.prove(&outside("https://**.example.com")).unwrap().is_empty());
    /// let shown = policy.prove(&outside("https://*.example.com")).unwrap();
    /// assert_eq!(shown[0].origin, "https://x.x.example.com");
    /// ```
    pub fn prove(&self, assertion: &Assertion) -> Result<Vec<Counterexample>, Unproven> {
        Prover::new(self).prove(assertion)
    }
}

impl<'p> Prover<'p> {
    /// Prepares to prove assertions about a policy.
    pub fn new(policy: &'p Policy) -> Self {
        let nobody = Asked { rules: &[], first: 0, is_left: false, entries: OnceCell::new() };
        let (places, asked, numbers, entries) = Default::default();
        let mut prover = Self { policy, places, asked, numbers, nobody, entries };
        for place in policy.paths.places() {
            let path = spell_path(&place);
            let rules = policy.rules_on(&path);
            let number = *prover.numbers.entry(rules).or_insert(prover.asked.len());
            if number == prover.asked.len() {
                let (first, entries) = (prover.places.len(), OnceCell::new());
                let is_left = policy.is_left_to_handler(&path);
                prover.asked.push(Asked { rules, first, is_left, entries });
            }
            prover.places.push((place, number));
        }
        prover
    }

    /// Decides whether an assertion holds; see [`Policy::prove`].
    pub fn prove(&self, assertion: &Assertion) -> Result<Vec<Counterexample>, Unproven> {
        let checked = Checked::new(assertion)
            .map_err(|findings| Unproven::Malformed(ConfigErrors(findings)))?;
        let space = OnceCell::new();
        let sentence = Sentence { prover: self, checked: &checked, space };
        // What never happens on a path does not happen where a server ignores case, either.
        let (may, never) = (OnceCell::new(), OnceCell::new());
        let (mut shown, mut unknown) = (Vec::new(), None);
        for (place, access) in &checked.words {
            let word = Word { access, never: place.starts_with("never") };
            let targets = match word.never {
                true => never.get_or_init(|| sentence.targets(<[u8]>::to_ascii_lowercase)),
                false => may.get_or_init(|| sentence.targets(<[u8]>::to_vec)),
            };
            for (path, asked) in targets {
                if asked.is_left {
                    let path = spell_path(path);
                    unknown.get_or_insert(Unproven::LeftToHandler { path });
                    continue;
                }
                let told = sentence.tell(&word, asked).map_err(Unproven::TooManyOriginClasses)?;
                let (origin, rule) = match told {
                    Told::Holds => continue,
                    Told::Broken(origin, rule) => (origin, rule),
                    Told::Unknown(origin, rule) => {
                        let (place, path) = (place.clone(), spell_path(path));
                        let source = format!("{}origin_source", rule.prefix);
                        unknown.get_or_insert(Unproven::UnknownOrigins(UnknownOrigins {
                            place,
                            source,
                            path,
                            origin,
                        }));
                        continue;
                    }
                };
                shown.push(Counterexample {
                    place: place.clone(),
                    access: access.clone(),
                    answered_by: rule.map(|rule| rule.entry_for(&origin)),
                    origin,
                    path: spell_path(path),
                });
                break;
            }
        }
        // What is broken elsewhere is broken, whatever is not known.
        match unknown.filter(|_| shown.is_empty()) {
            Some(unknown) => Err(unknown),
            None => Ok(shown),
        }
    }

    /// The rules that are asked on a path.
    fn asked_on(&self, place: &Place) -> &Asked<'p> {
        let number = self.numbers.get(self.policy.rules_on(&spell_path(place)));
        number.map_or(&self.nobody, |number| &self.asked[*number])
    }

    fn entries(&self) -> Arc<Entries<'p>> {
        let sets = || self.policy.rules.iter().map(|rule| &rule.origins);
        self.entries.get_or_init(|| Arc::new(Entries::of(sets()))).clone()
    }
}

impl<'a, 'p> Sentence<'a, 'p> {
    /// The paths that it is about, each with the rules that are asked there: for each such rules the
    /// first path. In: how a segment's name is read.
    fn targets(&self, reading: fn(&[u8]) -> Vec<u8>) -> Vec<(&'a Place, &'a Asked<'p>)> {
        let (prover, paths) = (self.prover, &self.checked.paths);
        if paths.iter().any(Vec::is_empty) {
            let first = |asked: &'a Asked<'p>| (&prover.places[asked.first].0, asked);
            return prover.asked.iter().map(first).collect();
        }
        let read =
            |place: &[Vec<u8>]| -> Place { place.iter().map(|name| reading(name)).collect() };
        let above: BTreeSet<Place> = paths.iter().map(|path| read(path)).collect();
        let is_meant = |place: &&Place| {
            let place = read(place);
            (0..=place.len()).any(|length| above.contains(&place[..length]))
        };
        let meant = prover.places.iter().map(|(place, _)| place).filter(is_meant);
        let mut seen = BTreeSet::new();
        let targets = merged(meant, paths.iter()).filter_map(|place| {
            let known = prover.places.binary_search_by(|(other, _)| other.cmp(place));
            let asked = match known {
                Ok(at) => &prover.asked[prover.places[at].1],
                Err(_) => prover.asked_on(place),
            };
            seen.insert(asked.rules).then_some((place, asked))
        });
        targets.collect()
    }

    /// Whether a word holds where some rules are asked; if not, an origin that breaks it, and the rule
    /// that answers it.
    fn tell(&self, word: &Word<'_>, asked: &Asked<'p>) -> Result<Told<'p>, TooManyOriginClasses> {
        let Checked { spoken, outside, .. } = self.checked;
        let policy = self.prover.policy;
        let rules = || asked.rules.iter().map(|number| policy.rule(*number));
        let is_bad = |rule: &CheckedRule| match word.never {
            true => rule.allows_some(word.access),
            false => !rule.allows(word.access),
        };
        if self.plainly_holds(word, rules(), is_bad) {
            return Ok(Told::Holds);
        }
        let sets = || rules().map(|rule| &rule.origins);
        let all = self.space.get_or_init(|| {
            let layers = [self.prover.entries(), Arc::new(Entries::of([spoken]))];
            OriginSpace::in_layers(layers)
        });
        let asked = asked.entries.get_or_init(|| Entries::of(sets()));
        let kinds = Kinds { all, of: [asked, &all.layers[1]] };
        let asking = rules().find(|rule| rule.source != OriginsAsked::Never);
        let mut told = Told::Holds;
        let _ = kinds.each(&mut |origin| {
            let bytes = origin.as_bytes();
            if spoken.contains(bytes) == *outside {
                return ControlFlow::Continue(());
            }
            let rule = rules().find(|rule| rule.origins.contains(bytes));
            let asking = asking.filter(|asking| {
                // Where it answers as if it were not there, it does not matter whom it knows.
                rule.is_none() && is_bad(asking) == word.never && asking.asks_about(bytes).is_some()
            });
            if let Some(asking) = asking {
                told = Told::Unknown(origin.to_string(), asking);
                return ControlFlow::Continue(());
            }
            if !rule.map_or(!word.never, is_bad) {
                return ControlFlow::Continue(());
            }
            told = Told::Broken(origin.to_string(), rule);
            ControlFlow::Break(())
        })?;
        Ok(told)
    }

    /// Whether a word holds where some rules are asked, as far as each list tells by itself.
    fn plainly_holds(
        &self,
        word: &Word<'_>,
        rules: impl Iterator<Item = &'p CheckedRule> + Clone,
        is_bad: impl Fn(&CheckedRule) -> bool,
    ) -> bool {
        let Checked { spoken, outside, .. } = self.checked;
        let mut bad = rules.clone().filter(|rule| is_bad(rule)).peekable();
        if word.never && bad.peek().is_none() {
            return true;
        }
        if word.never
            && bad.all(|rule| match outside {
                _ if rule.source != OriginsAsked::Never => false,
                true => spoken.covers(&rule.origins),
                false => !spoken.may_meet(&rule.origins),
            })
        {
            return true;
        }
        // One rule answers everybody who is meant, unless one before it does.
        let answers_all = |rule: &&CheckedRule| match outside {
            true => rule.origins.any,
            false => rule.origins.covers(spoken),
        };
        let mut up_to = rules.take_while(|rule| !is_bad(rule));
        up_to.any(|rule| answers_all(&rule))
    }
}
