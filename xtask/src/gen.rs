//! Generated files: one row each.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::bail;
use conformance::binary;

use crate::command::build_what_runs;
use crate::command::output;
use crate::command::root;

/// A generated file, the program that prints it, and its arguments.
type Generated = (&'static str, fn() -> PathBuf, &'static [&'static str]);

const FILES: [Generated; 3] = [
    ("deploy/kubernetes/crd.yaml", binary::kubernetes, &["crd"]),
    ("docs/policy.schema.json", crosscheck, &["policy", "schema"]),
    ("docs/profiles.md", crosscheck, &["profiles", "--output", "markdown"]),
];

fn crosscheck() -> PathBuf {
    binary::crosscheck().clone()
}

pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    build_what_runs()?;
    let mut stale = Vec::new();
    for (file, program, arguments) in FILES {
        let mut command = Command::new(program());
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
