//! Which algorithms of the standards are in the code, step by step: its comments held against stored
//! outlines.
//!
//! An algorithm is a function whose documentation names its place, `Spec: <…#anchor>`; an algorithm
//! may be cut into several functions. Its steps are the comments `// 7.1. …` inside, by the numbers
//! of the standard; `// 7.8 to 7.10. …` is several at once, `// MISSING: 3. …` one that is not done,
//! `// DEVIATES: …` and `// SHORTCUT: …` ones that are done otherwise. `outline/` says in our own words which steps each algorithm has, and as of when.

mod code;
mod outline;
mod page;
mod steps;

use std::collections::BTreeMap;
use std::fs;

use anyhow::bail;

use crate::command::root;
use crate::command::told;
use crate::spec::code::Function;
use crate::spec::outline::Outline;

/// Writes `docs/spec-coverage.md`; with `check`, fails if it would change. Fails on a step that the
/// standard has elsewhere, or that is not told.
pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    let outline = Outline::read()?;
    let (functions, strays) = code::read(&root().join("crates/crosscheck/src"))?;
    let mut algorithms: BTreeMap<String, Vec<Function>> = BTreeMap::new();
    for function in functions {
        algorithms.entry(function.place.clone()).or_default().push(function);
    }
    let mut wrong = strays;
    for (place, functions) in &algorithms {
        wrong.extend(steps::check(place, functions, &outline));
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    let tally = steps::tally(&algorithms, &outline);
    told(&format!(
        "{} algorithms in {} functions; of {} steps {} are told by the standard's number and {} are \
         said to be missing",
        algorithms.len(),
        algorithms.values().map(Vec::len).sum::<usize>(),
        tally.steps,
        tally.told,
        tally.missing,
    ));
    let text = page::write(&algorithms, &outline);
    let path = root().join("docs/spec-coverage.md");
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if check {
        bail!("out of date: docs/spec-coverage.md; run `cargo xtask spec`");
    }
    Ok(fs::write(path, text)?)
}
