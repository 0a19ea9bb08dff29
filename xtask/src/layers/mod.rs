//! Who may see whom: between crates, between the folders of the core, and between files.
//!
//! The arrows stand in `ARCHITECTURE.md`, once, and are read from there. Circles of files are found
//! by reading the code; the few that stay are listed with their reasons.

mod arrows;
mod circles;
mod crates;
mod known;
mod lengths;
mod paths;
mod tree;

use std::collections::BTreeSet;
use std::fs;

use anyhow::bail;

use crate::command::root;
use crate::command::told;
use crate::layers::arrows::Arrows;
use crate::layers::crates::Crate;
use crate::layers::tree::Tree;

/// Fails on an arrow that `ARCHITECTURE.md` does not show, one that it shows and nobody needs, a new
/// circle of files, and a file that is too long.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    let text = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    let crates = Crate::all()?;
    let between_crates = Arrows::read(&text, "crate")?;
    wrong.extend(crates::check(&crates, &between_crates));

    let mut files = 0;
    let mut circles = Vec::new();
    let mut between_folders = None;
    for of in &crates {
        for start in &of.starts {
            let tree = Tree::read(start)?;
            files += tree.files.len();
            let edges = tree.edges();
            circles.extend(circles::find(&edges));
            if of.name == "crosscheck" {
                let arrows = Arrows::read(&text, "folder")?;
                wrong.extend(arrows::check_folders(&tree, &edges, &arrows));
                between_folders = Some(arrows);
            }
        }
    }
    wrong.extend(known::check(&circles));
    let lib = fs::read_to_string(root().join("crates/crosscheck/src/lib.rs"))?;
    for promise in ["#![no_std]", "#![forbid(unsafe_code)]"] {
        if !lib.contains(promise) {
            wrong.push(format!("crates/crosscheck/src/lib.rs: `{promise}` is missing"));
        }
    }
    wrong.extend(lengths::check()?);
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    let folders = between_folders.map_or(0, |arrows| arrows.rows.len());
    let in_circles: BTreeSet<&String> = circles.iter().flat_map(|circle| &circle.files).collect();
    told(&format!(
        "{} crates and {folders} folders of the core see what ARCHITECTURE.md says; {} circles of files, \
         all known, hold {} of {files} files",
        crates.len(),
        circles.len(),
        in_circles.len(),
    ));
    Ok(())
}
