//! Generated files: one row each.

use std::fs;
use std::process::Command;

use anyhow::bail;
use conformance::binary;

use crate::command::build_what_runs;
use crate::command::output;
use crate::command::root;

/// A generated file and the arguments of `crosscheck` that print it.
const FILES: [(&str, &[&str]); 2] = [
    ("docs/policy.schema.json", &["policy", "schema"]),
    ("docs/profiles.md", &["profiles", "--output", "markdown"]),
];

pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    build_what_runs()?;
    let mut stale = Vec::new();
    for (file, arguments) in FILES {
        let mut command = Command::new(binary::crosscheck());
        command.args(arguments).current_dir(root());
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
