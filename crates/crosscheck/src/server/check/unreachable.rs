//! Which rules answer all that another one could: it is asked after them, and would never be heard.
#![expect(clippy::indexing_slicing, reason = "rules have the numbers of their places")]

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::ControlFlow;

use crate::server::config::Written;
use crate::server::origin::OriginPattern;
use crate::server::origin::OriginSet;
use crate::server::policy::CheckedRule;
use crate::server::policy::OriginsAsked;
use crate::server::policy::RuleNumber;
use crate::server::prove::Budget;
use crate::server::prove::Entries;
use crate::server::prove::Kinds;
use crate::server::prove::OriginSpace;
use crate::server::prove::covering_origin;

/// The rules of a policy, asked about each other.
#[derive(Debug)]
pub(crate) struct EarlierRules<'c> {
    rules: &'c [CheckedRule],
    listed: OnceCell<Listed<'c>>,
    budget: Budget,
}

impl<'c> EarlierRules<'c> {
    pub(crate) fn among(rules: &'c [CheckedRule]) -> Self {
        Self { rules, listed: OnceCell::new(), budget: Budget::beside(0) }
    }

    /// Why a rule never answers on a path, if it does not: which of those before it do.
    pub(crate) fn why_unreachable(
        &mut self,
        rule: usize,
        before: &[RuleNumber],
        written: &[(String, Written<'_>)],
        path: &str,
    ) -> Option<String> {
        let answering = self.answering_all_of(rule, before);
        let names = answering.iter().map(|rule| written[rule.at()].0.trim_end_matches('.'));
        let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        let answer = match answering.len() {
            0 => return None,
            1 => "answers",
            _ => "together answer",
        };
        Some(format!(
            "{} {answer} every origin of this rule on `{path}`, so this rule never does; put the \
             narrower one first",
            names.join(" and ")
        ))
    }

    /// Of the rules that are asked before one, those that answer every origin of it: one that does
    /// alone, or else those that do together; none if something is left.
    ///
    /// In: the rules before it, by their numbers, sorted. Where wildcards overlap in more ways than can
    /// be looked at, what only rules together cover is not found.
    fn answering_all_of(&mut self, rule: usize, before: &[RuleNumber]) -> Vec<RuleNumber> {
        let listed = &self.listed;
        let listed = (before.len() > FEW).then(|| listed.get_or_init(|| Listed::by(self.rules)));
        answering_all_of(rule, before, self.rules, listed, &mut self.budget)
    }
}

/// In: what the rules list, where they are not asked one by one.
fn answering_all_of(
    rule: usize,
    before: &[RuleNumber],
    rules: &[CheckedRule],
    listed: Option<&Listed<'_>>,
    budget: &mut Budget,
) -> Vec<RuleNumber> {
    let set = |number: &RuleNumber| &rules[number.at()].origins;
    let origins = &rules[rule].origins;
    let asks = rules[rule].source != OriginsAsked::Never;
    if origins.is_empty() || before.is_empty() || asks {
        return Vec::new();
    }
    let first = |origin: &[u8]| match listed {
        Some(listed) => listed.first(origin, before),
        None => before.iter().copied().find(|earlier| set(earlier).contains(origin)),
    };
    // Nearly always something is left that is easy to find: one of its own origins, or one that
    // its own patterns cover.
    let is_left = |origin: &[u8]| origins.contains(origin) && first(origin).is_none();
    let is_example_left = |pattern: &OriginPattern| is_left(pattern.example().as_bytes());
    if !origins.any
        && (origins.exact().any(is_left) || origins.patterns().iter().any(is_example_left))
    {
        return Vec::new();
    }
    let may_alone = match listed {
        Some(listed) => listed.may_cover(origins, before),
        None => before.iter().copied().collect(),
    };
    if let Some(alone) = may_alone.into_iter().find(|earlier| set(earlier).covers(origins)) {
        return vec![alone];
    }
    if origins.any {
        return Vec::new();
    }
    let mut answers: BTreeSet<RuleNumber> = origins.exact().filter_map(first).collect();
    let mut look = |entries: Entries<'_>| {
        Kinds::of(&OriginSpace::of(entries)).each_within(budget, &mut |origin| {
            let origin = origin.as_bytes();
            answers.extend(first(origin).filter(|_| origins.contains(origin)));
            match is_left(origin) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })
    };
    if origins.patterns().is_empty() {
        return answers.into_iter().collect();
    }
    if matches!(look(Entries::of([origins])), Ok(ControlFlow::Break(()))) {
        return Vec::new();
    }
    match look(Entries::of(before.iter().map(set).chain([origins]))) {
        Ok(ControlFlow::Continue(())) => answers.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Rules by what they list; numbers are sorted.
#[derive(Debug)]
struct Listed<'c> {
    entries: Entries<'c>,
    any: Vec<RuleNumber>,
    exact: BTreeMap<&'c [u8], Vec<RuleNumber>>,
    patterns: BTreeMap<&'c OriginPattern, Vec<RuleNumber>>,
}

impl<'c> Listed<'c> {
    fn by(rules: &'c [CheckedRule]) -> Self {
        let entries = Entries::of(rules.iter().map(|rule| &rule.origins));
        let (any, exact, patterns) = Default::default();
        let mut listed = Self { entries, any, exact, patterns };
        for (number, rule) in (0..).map(RuleNumber::new).zip(rules) {
            if rule.origins.any {
                listed.any.push(number);
            }
            for origin in rule.origins.exact() {
                listed.exact.entry(origin).or_default().push(number);
            }
            for pattern in rule.origins.patterns() {
                listed.patterns.entry(pattern).or_default().push(number);
            }
        }
        listed
    }

    /// The first of some rules that allows an origin.
    fn first(&self, origin: &[u8], among: &[RuleNumber]) -> Option<RuleNumber> {
        self.allowing(origin).filter_map(|rules| in_both(rules, among).next()).min()
    }

    /// Those of some rules that may cover a set: they allow one of its origins, which few do.
    fn may_cover(&self, origins: &OriginSet, among: &[RuleNumber]) -> BTreeSet<RuleNumber> {
        let examples: Vec<_> = origins.patterns().iter().map(OriginPattern::example).collect();
        let examples = examples.iter().map(|example| example.as_bytes());
        let how_many =
            |origin: &&[u8]| self.allowing(origin).map(<[RuleNumber]>::len).sum::<usize>();
        let rarest = match origins.any {
            true => None,
            false => origins.exact().chain(examples).min_by_key(how_many),
        };
        let allowing = match rarest {
            Some(origin) => self.allowing(origin).collect(),
            None => vec![self.any.as_slice()],
        };
        allowing.into_iter().flat_map(|rules| in_both(rules, among)).collect()
    }

    /// The rules that allow an origin, by the entries that do.
    fn allowing(&self, origin: &[u8]) -> impl Iterator<Item = &[RuleNumber]> {
        let text = core::str::from_utf8(origin).expect("origins are text");
        let covering = covering_origin([&self.entries, &Entries::default()], text);
        let patterns = covering.into_iter().filter_map(|pattern| self.patterns.get(pattern));
        let exact = self.exact.get(origin).into_iter();
        exact.chain(patterns).map(Vec::as_slice).chain([self.any.as_slice()])
    }
}

/// The numbers that are in two sorted lists.
fn in_both<'n>(one: &'n [RuleNumber], other: &'n [RuleNumber]) -> impl Iterator<Item = RuleNumber> {
    let (fewer, more) = if one.len() < other.len() { (one, other) } else { (other, one) };
    fewer.iter().copied().filter(|number| more.binary_search(number).is_ok())
}

/// As many rules as this are asked one by one.
const FEW: usize = 8;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::Listed;
    use super::answering_all_of;
    use crate::server::policy::RuleNumber;
    use crate::server::prove::Budget;
    use crate::server::prove::naive;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn rules_found_by_what_they_list_are_those_that_are_found_one_by_one(
            rules in naive::rules(),
        ) {
            let Some(policy) = naive::policy(rules) else { return Ok(()) };
            let (rules, listed) = (&policy.rules, Listed::by(&policy.rules));
            for rule in 0..rules.len() {
                let others = (0..rules.len()).filter(|other| *other != rule);
                let others: Vec<RuleNumber> = others.map(RuleNumber::new).collect();
                let [found, asked] = [Some(&listed), None].map(|listed| {
                    answering_all_of(rule, &others, rules, listed, &mut Budget::beside(0))
                });
                prop_assert_eq!(found, asked);
            }
        }
    }
}
