//! Names that the same patterns cover: of many, the first that will do stands for the rest.
//!
//! Of everything that is listed only some patterns may matter, as those of one path's rules. What they
//! cover is found here without a look at all that they do not.
#![expect(clippy::indexing_slicing, reason = "each number is of a class, and none is empty")]

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::ops::ControlFlow;

use super::labels::TooManyOriginClasses;
use super::labels::Visited;
use crate::server::origin::OriginPattern;

/// Names by the patterns that cover them.
#[derive(Debug, Default)]
pub(crate) struct CoveredAlike<'s> {
    /// Names that the same patterns cover, in order; not those that none covers.
    classes: Vec<Vec<&'s str>>,
    /// The classes that a pattern covers.
    of: BTreeMap<&'s OriginPattern, Vec<usize>>,
}

/// What is left to do about names that are covered as the last one was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// The next of them may show what this one could not.
    Matters,
    /// They would show nothing new.
    IsKnown,
}

impl<'s> CoveredAlike<'s> {
    /// In: names in order, each with the patterns that cover it, in order.
    pub(crate) fn new(names: impl Iterator<Item = (&'s str, Vec<&'s OriginPattern>)>) -> Self {
        let mut alike = Self::default();
        let mut numbers: BTreeMap<Vec<&OriginPattern>, usize> = BTreeMap::new();
        for (name, covering) in names {
            if let Some(number) = numbers.get(&covering) {
                alike.classes[*number].push(name);
            } else if !covering.is_empty() {
                let number = alike.classes.len();
                for pattern in &covering {
                    alike.of.entry(pattern).or_default().push(number);
                }
                numbers.insert(covering, number);
                alike.classes.push(Vec::from([name]));
            }
        }
        alike
    }

    /// The classes that some patterns cover, each once.
    pub(crate) fn covered_by(
        &self,
        patterns: &[&OriginPattern],
    ) -> impl Iterator<Item = &[&'s str]> {
        self.numbers(patterns).into_iter().map(|number| self.classes[number].as_slice())
    }

    /// Hands over names that some patterns cover, and others, in order, each once.
    pub(crate) fn each(
        &self,
        patterns: &[&OriginPattern],
        others: impl Iterator<Item = &'s str>,
        visit: &mut dyn FnMut(&'s str) -> Result<ControlFlow<(), Rest>, TooManyOriginClasses>,
    ) -> Visited {
        // The next name of each class, with its place there.
        let mut open: BTreeSet<(&str, Option<(usize, usize)>)> =
            others.map(|name| (name, None)).collect();
        let numbers = self.numbers(patterns).into_iter();
        open.extend(numbers.map(|number| (self.classes[number][0], Some((number, 0)))));
        let mut last = None;
        while let Some((name, at)) = open.pop_first() {
            let rest = match last {
                Some((known, rest)) if known == name => rest,
                _ => match visit(name)? {
                    ControlFlow::Continue(rest) => rest,
                    ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
                },
            };
            last = Some((name, rest));
            if let Some((number, place)) = at.filter(|_| rest == Rest::Matters) {
                if let Some(next) = self.classes[number].get(place + 1) {
                    open.insert((next, Some((number, place + 1))));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn numbers(&self, patterns: &[&OriginPattern]) -> BTreeSet<usize> {
        patterns.iter().filter_map(|pattern| self.of.get(pattern)).flatten().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;
    use core::ops::ControlFlow;

    use super::CoveredAlike;
    use super::Rest;
    use crate::server::origin::Entry;
    use crate::server::origin::OriginPattern;

    fn pattern(text: &str) -> OriginPattern {
        let Ok(Entry::Patterns(mut patterns)) = Entry::parse(text) else { panic!("{text}") };
        patterns.remove(0)
    }

    #[test]
    fn of_names_that_are_covered_alike_the_next_is_looked_at_while_it_matters() {
        let [one, other] = ["https://*.a.example", "https://*.b.example"].map(pattern);
        let names = [
            ("a", vec![&one]),
            ("b", vec![]),
            ("c", vec![&one, &other]),
            ("d", vec![&one]),
            ("e", vec![&other]),
            ("f", vec![&one]),
        ];
        let alike = CoveredAlike::new(names.into_iter());
        let seen = |patterns: &[&OriginPattern], until: &str| {
            let mut seen = Vec::new();
            let _ = alike.each(patterns, ["b", "c"].into_iter(), &mut |name| {
                seen.push(name);
                let rest = if name < until { Rest::Matters } else { Rest::IsKnown };
                Ok(ControlFlow::Continue(rest))
            });
            seen.concat()
        };
        assert_eq!(seen(&[], "z"), "bc");
        assert_eq!(seen(&[&one], "a"), "abc");
        assert_eq!(seen(&[&one], "b"), "abcd");
        assert_eq!(seen(&[&one], "z"), "abcdf");
        assert_eq!(seen(&[&other], "z"), "bce");
        assert_eq!(seen(&[&one, &other], "z"), "abcdef");
    }
}
