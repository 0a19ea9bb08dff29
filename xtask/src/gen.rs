//! Generated files: one row each.

use std::fs;

use anyhow::bail;

use crate::command::cargo;
use crate::command::output;
use crate::command::root;

/// A generated file and the arguments of `crosscheck` that print it.
const FILES: [(&str, &[&str]); 2] = [
    ("docs/policy.schema.json", &["policy", "schema"]),
    ("docs/profiles.md", &["profiles", "--format", "markdown"]),
];

pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    let mut stale = Vec::new();
    for (file, arguments) in FILES {
        let mut command = cargo(&["run", "--quiet", "--package", "crosscheck-cli", "--"]);
        command.args(arguments);
        let text = output(command)?;
        let path = root().join(file);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            continue;
        }
        if check {
            stale.push(file);
        } else {
            fs::write(path, text)?;
        }
    }
    if !stale.is_empty() {
        bail!("out of date: {}; run `cargo xtask gen`", stale.join(", "));
    }
    Ok(())
}
