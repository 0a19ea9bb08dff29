//! Which algorithms of the standards are in the code, and where: read off its comments.
//!
//! An algorithm is a function whose documentation names its place, `Spec: <…#anchor>`; its steps are
//! the comments `// 4. …` inside, numbered by us. An algorithm may be cut into several functions: their
//! numbers together must run from 1 without a gap.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::bail;

use crate::command::root;
use crate::layers::visit;

/// Writes `docs/spec-coverage.md`; with `check`, fails if it would change. Fails on a gap.
pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    let mut functions = Vec::new();
    for folder in ["agent", "wire"] {
        let mut files = BTreeMap::new();
        visit(&root().join("crates/crosscheck/src").join(folder), &mut |file, text| {
            files.insert(file.to_owned(), text.to_owned());
        })?;
        for (file, text) in files {
            functions.extend(read(&file, &text));
        }
    }
    let mut algorithms: BTreeMap<String, Vec<Function>> = BTreeMap::new();
    for function in functions {
        algorithms.entry(function.place.clone()).or_default().push(function);
    }
    let gaps: Vec<String> = algorithms.iter().filter_map(|(place, fs)| gap(place, fs)).collect();
    if !gaps.is_empty() {
        bail!("{}", gaps.join("\n"));
    }
    let text = page(&algorithms);
    let path = root().join("docs/spec-coverage.md");
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if check {
        bail!("out of date: docs/spec-coverage.md; run `cargo xtask spec`");
    }
    Ok(fs::write(path, text)?)
}

struct Function {
    place: String,
    name: String,
    file: String,
    steps: BTreeSet<u32>,
    labels: Vec<String>,
}

fn read(file: &Path, text: &str) -> Vec<Function> {
    let shown = file.strip_prefix(root().join("crates/crosscheck/src")).unwrap_or(file);
    let mut functions: Vec<Function> = Vec::new();
    let (mut place, mut inside) = (None, false);
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(rest) = trimmed.strip_prefix("/// Spec: <") {
            place = rest.strip_suffix('>').map(str::to_owned);
            inside = false;
        } else if let Some(name) = function_name(trimmed) {
            inside = place.is_some();
            if let Some(place) = place.take() {
                let (steps, labels) = (BTreeSet::new(), Vec::new());
                let file = shown.display().to_string();
                functions.push(Function { place, name, file, steps, labels });
            }
        } else if is_item(trimmed) {
            place = None;
        } else if let Some(function) = functions.last_mut().filter(|_| inside) {
            function.steps.extend(step(trimmed));
            let label = ["// DEVIATES:", "// MISSING:", "// SHORTCUT:"];
            if label.iter().any(|label| trimmed.starts_with(label)) {
                function.labels.push(trimmed.trim_start_matches("// ").to_owned());
            }
        }
    }
    functions
}

fn function_name(line: &str) -> Option<String> {
    let (before, rest) = line.split_once("fn ")?;
    let words = ["pub", "pub(super)", "pub(crate)", "const"];
    let before = match before.strip_prefix("pub(in ") {
        Some(path) => path.split_once(')')?.1,
        None => before,
    };
    if !before.split_whitespace().all(|word| words.contains(&word)) {
        return None;
    }
    Some(rest.split(['(', '<']).next()?.to_owned())
}

/// Whether a line begins something else that documentation can belong to.
fn is_item(line: &str) -> bool {
    let starts =
        ["pub struct", "pub enum", "pub const", "const ", "pub(super) enum", "pub(in ", "struct "];
    starts.iter().any(|start| line.starts_with(start))
}

/// `// 7.1. The methods.` is step 7.
fn step(line: &str) -> Option<u32> {
    let (number, _) = line.strip_prefix("// ")?.split_once('.')?;
    number.parse().ok()
}

fn gap(place: &str, functions: &[Function]) -> Option<String> {
    let steps: BTreeSet<u32> = functions.iter().flat_map(|f| f.steps.iter().copied()).collect();
    let last = steps.last().copied().unwrap_or(0);
    let missing: Vec<String> =
        (1..=last).filter(|n| !steps.contains(n)).map(|n| n.to_string()).collect();
    (!missing.is_empty()).then(|| format!("{place}: no step {}", missing.join(", ")))
}

fn page(algorithms: &BTreeMap<String, Vec<Function>>) -> String {
    let mut text = String::from(
        "# What of the standards is in the code\n\nWritten by `cargo xtask spec` from the comments in \
         `crates/crosscheck/src`: each algorithm, the functions that do it, and how many steps\n(numbered by \
         us) they tell. What is done otherwise on purpose, or not at all, is told beside it.\n\n\
         | algorithm | functions | steps | otherwise |\n| --- | --- | --- | --- |\n",
    );
    for (place, functions) in algorithms {
        let name = place.split_once('#').map_or(place.as_str(), |(_, anchor)| anchor);
        let names: Vec<String> =
            functions.iter().map(|f| format!("`{}` ({})", f.name, f.file)).collect();
        let steps: BTreeSet<u32> = functions.iter().flat_map(|f| f.steps.iter().copied()).collect();
        let steps = if steps.is_empty() { String::from("one") } else { steps.len().to_string() };
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
