//! `docs/spec-coverage.md`.

use std::collections::BTreeMap;

use crate::spec::code::Function;
use crate::spec::outline::Outline;
use crate::spec::steps::tally_of;

pub(super) fn write(algorithms: &BTreeMap<String, Vec<Function>>, outline: &Outline) -> String {
    let mut text = String::from(
        "# What of the standards is in the code\n\nWritten by `cargo xtask spec` from the comments in \
         `crates/crosscheck/src`, which have the standards' own numbers: each algorithm,\nthe functions \
         that do it, and how many of its steps they do (those that only name something are not \
         counted).\nWhat is done otherwise on purpose, or not at all, is told beside it. The standards \
         as they were read:\n\n",
    );
    for (standard, read) in &outline.standards {
        text.push_str(&format!("- <{standard}>: {read}\n"));
    }
    text.push_str("\n| algorithm | functions | steps | otherwise |\n| --- | --- | --- | --- |\n");
    for (place, functions) in algorithms {
        let name = place.split_once('#').map_or(place.as_str(), |(_, anchor)| anchor);
        let names: Vec<String> =
            functions.iter().map(|f| format!("`{}` ({})", f.name, f.file)).collect();
        let tally = tally_of(place, functions, outline);
        let steps = match tally.steps {
            0 => String::from("one"),
            steps => format!("{} of {steps}", tally.told),
        };
        let labels: Vec<&str> =
            functions.iter().flat_map(|f| f.labels.iter().map(String::as_str)).collect();
        text.push_str(&format!(
            "| [{name}]({place}) | {} | {steps} | {} |\n",
            names.join(", "),
            labels.join("; "),
        ));
    }
    text
}
