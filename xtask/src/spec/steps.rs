//! The steps that functions tell, held against an algorithm's outline.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::spec::code::Function;
use crate::spec::outline::Outline;
use crate::spec::outline::Step;

/// How much is told.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) steps: usize,
    pub(super) told: usize,
    pub(super) missing: usize,
}

/// What is wrong with the comments of one algorithm.
pub(super) fn check(place: &str, functions: &[Function], outline: &Outline) -> Vec<String> {
    let mut wrong = Vec::new();
    let Some(steps) = outline.algorithms.get(place) else {
        let has_steps = functions.iter().any(|function| !function.told.is_empty());
        if has_steps || outline.knows_standard_of(place) {
            wrong.push(format!("{place}: no outline in xtask/src/spec/outline knows it"));
        }
        return wrong;
    };
    for function in functions {
        let mut before = 0;
        for told in &function.told {
            let at = format!("{}:{}", function.file, told.line);
            let find = |number: &str| steps.iter().position(|step| step.number == *number);
            let (Some(first), Some(last)) = (find(&told.first), find(&told.last)) else {
                wrong.push(format!("{at}: {place} has no step {} to {}", told.first, told.last));
                continue;
            };
            if first < before {
                wrong.push(format!("{at}: step {} stands after a later one", told.first));
            }
            before = last.max(first);
        }
    }
    let told = covered(steps, functions, |_| true);
    let untold: Vec<&str> = leaves(steps)
        .filter(|step| !step.is_silent && !told.contains(step.number.as_str()))
        .map(|step| step.number.as_str())
        .collect();
    if !untold.is_empty() {
        let files: BTreeSet<&str> = functions.iter().map(|function| &function.file[..]).collect();
        let files: Vec<&str> = files.into_iter().collect();
        wrong.push(format!("{}: {place}: nobody tells {}", files.join(" "), untold.join(", ")));
    }
    wrong
}

/// Over all algorithms that have an outline.
pub(super) fn tally(algorithms: &BTreeMap<String, Vec<Function>>, outline: &Outline) -> Tally {
    let mut sum = Tally::default();
    for (place, functions) in algorithms {
        let of = tally_of(place, functions, outline);
        sum.steps += of.steps;
        sum.told += of.told;
        sum.missing += of.missing;
    }
    sum
}

/// Of one algorithm: the steps that could be seen left out.
pub(super) fn tally_of(place: &str, functions: &[Function], outline: &Outline) -> Tally {
    let Some(steps) = outline.algorithms.get(place) else { return Tally::default() };
    let seen = || leaves(steps).filter(|step| !step.is_silent);
    let done = covered(steps, functions, |is_missing| !is_missing);
    let missing = covered(steps, functions, |is_missing| is_missing);
    let told = seen().filter(|step| done.contains(step.number.as_str())).count();
    Tally {
        steps: seen().count(),
        told,
        missing: seen()
            .filter(|step| missing.contains(step.number.as_str()))
            .filter(|step| !done.contains(step.number.as_str()))
            .count(),
    }
}

/// The steps without steps below them: a step that has some is told by telling those.
fn leaves(steps: &[Step]) -> impl Iterator<Item = &Step> {
    steps.iter().filter(|step| {
        let below = format!("{}.", step.number);
        !steps.iter().any(|other| other.number.starts_with(&below))
    })
}

/// The numbers that comments tell: their own, and all below one below which nothing is told apart.
fn covered<'a>(
    steps: &'a [Step],
    functions: &[Function],
    counts: impl Fn(bool) -> bool,
) -> BTreeSet<&'a str> {
    let position = |number: &str| steps.iter().position(|step| step.number == *number);
    let all = || functions.iter().flat_map(|function| &function.told);
    let told = |counts: &dyn Fn(bool) -> bool| -> BTreeSet<&'a str> {
        let told = all().filter(|told| counts(told.is_missing));
        let ranges = told.filter_map(|told| Some(position(&told.first)?..=position(&told.last)?));
        ranges.flatten().map(|index| steps[index].number.as_str()).collect()
    };
    let (anywhere, here) = (told(&|_| true), told(&counts));
    let is_apart = |number: &str| {
        let below = format!("{number}.");
        anywhere.iter().any(|told| told.starts_with(&below))
    };
    let is_covered = |number: &str| {
        here.iter().any(|told| {
            let is_below = number.strip_prefix(told).is_some_and(|rest| rest.starts_with('.'));
            number == *told || (is_below && !is_apart(told))
        })
    };
    steps.iter().map(|step| step.number.as_str()).filter(|number| is_covered(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use super::tally_of;
    use crate::spec::code::Function;
    use crate::spec::code::Told;
    use crate::spec::outline::Outline;
    use crate::spec::outline::Step;

    const PLACE: &str = "https://a.example/#check";

    fn outline(numbers: &[&str]) -> Outline {
        let step = |number: &&str| Step {
            number: number.trim_start_matches('~').to_owned(),
            is_silent: number.starts_with('~'),
        };
        let algorithms = [(PLACE.to_owned(), numbers.iter().map(step).collect())].into();
        Outline { algorithms, standards: vec![("https://a.example/".into(), String::new())] }
    }

    fn function(told: &[&str]) -> Function {
        let told = told.iter().map(|told| {
            let is_missing = told.starts_with('-');
            let told = told.trim_start_matches('-');
            let (first, last) = told.split_once(' ').unwrap_or((told, told));
            Told { line: 1, first: first.into(), last: last.into(), is_missing }
        });
        Function {
            place: PLACE.into(),
            name: "check".into(),
            file: "a.rs".into(),
            told: told.collect(),
            labels: Vec::new(),
        }
    }

    #[test]
    fn every_step_is_told_once_by_its_own_number() {
        let outline = outline(&["~1", "2", "3", "3.1", "3.2", "4"]);
        let wrong = |functions: &[Function]| check(PLACE, functions, &outline).join("\n");
        assert_eq!(wrong(&[function(&["2", "3", "4"])]), "");
        assert_eq!(wrong(&[function(&["2", "3.1 3.2", "-4"])]), "");
        assert_eq!(wrong(&[function(&["2"]), function(&["3", "4"])]), "");
        assert!(wrong(&[function(&["2", "3.1", "4"])]).contains("nobody tells 3.2"));
        assert!(wrong(&[function(&["2", "3"])]).contains("nobody tells 4"));
        assert!(wrong(&[function(&["3", "2", "4"])]).contains("after a later one"));
        assert!(wrong(&[function(&["2", "3", "4", "5"])]).contains("no step 5"));
    }

    #[test]
    fn an_algorithm_that_nobody_outlined_is_no_algorithm() {
        let outline = outline(&[]);
        let other = "https://a.example/#other";
        assert!(!check(other, &[function(&[])], &outline).is_empty());
        let elsewhere = "https://b.example/#other";
        assert!(check(elsewhere, &[function(&[])], &outline).is_empty());
        assert!(!check(elsewhere, &[function(&["1"])], &outline).is_empty());
    }

    #[test]
    fn what_is_missing_is_counted_apart() {
        let outline = outline(&["~1", "2", "3.1", "3.2"]);
        let tally = tally_of(PLACE, &[function(&["2", "-3.1 3.2"])], &outline);
        assert_eq!((tally.steps, tally.told, tally.missing), (3, 1, 2));
    }
}
