//! Every published crate packs, is described, and has a page of its own.

use anyhow::bail;

use crate::command::cargo;
use crate::command::succeed;
use crate::command::told;
use crate::gates::published::Published;

/// What a manifest must say. No repository: there is no public one to name yet.
const FIELDS: [&str; 6] =
    ["categories", "description", "keywords", "license", "readme", "rust_version"];

pub(crate) fn run() -> anyhow::Result<()> {
    let crates = Published::all()?;
    let mut wrong = Vec::new();
    for each in &crates {
        for field in FIELDS.iter().filter(|field| !each.says(field)) {
            wrong.push(format!("{}: `{field}` is missing in its manifest", each.name));
        }
        if !each.file("README.md").starts_with(&format!("# {}\n", each.name)) {
            wrong.push(format!("{}: no README.md of its own, headed by its name", each.name));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    // What is not committed yet is packed too; what is packed is built by the other stages.
    let mut package = cargo(&["package", "--quiet", "--offline", "--no-verify", "--allow-dirty"]);
    for each in &crates {
        package.args(["--package", &each.name]);
    }
    succeed(package)?;
    told(&format!("{} crates pack, each with {} and a README", crates.len(), FIELDS.join(", ")));
    Ok(())
}
