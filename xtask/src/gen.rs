//! Generated files: one row each.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::bail;
use conformance::binary;

use crate::command::build_what_runs;
use crate::command::output;
use crate::command::root;
use crate::scenarios;

/// A generated file, the program that prints it, and its arguments.
type Generated = (&'static str, fn() -> PathBuf, &'static [&'static str]);

const FILES: [Generated; 4] = [
    ("deploy/kubernetes/crd.yaml", binary::kubernetes, &["crd"]),
    ("docs/policy.schema.json", crosscheck, &["policy", "schema"]),
    ("docs/scenario.schema.json", crosscheck, &["simulate", "--schema"]),
    ("docs/profiles.md", crosscheck, &["profiles", "--output", "markdown"]),
];

fn crosscheck() -> PathBuf {
    binary::crosscheck().clone()
}

pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    let mut stale = Vec::new();
    let mut settle = |file: &'static str, text: String| -> anyhow::Result<()> {
        let path = root().join(file);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        if check {
            stale.push(file);
            return Ok(());
        }
        Ok(fs::write(path, text)?)
    };
    // Off the sources first: the programs hold what is made of them.
    for (file, text) in scenarios::files()? {
        settle(file, text)?;
    }
    build_what_runs()?;
    for (file, program, arguments) in FILES {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(root());
        settle(file, output(command)?)?;
    }
    if !stale.is_empty() {
        bail!("out of date: {}; run `cargo xtask gen`", stale.join(", "));
    }
    Ok(())
}
