//! Which crate depends on which: read off their manifests.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use crate::command::cargo;
use crate::command::output;
use crate::layers::arrows::Arrows;
use crate::layers::arrows::Sees;

/// The manifests of the workspace and of those that are workspaces of their own.
const MANIFESTS: [&str; 4] =
    ["Cargo.toml", "adapters/Cargo.toml", "bench/Cargo.toml", "fuzz/Cargo.toml"];

/// A crate of ours.
pub(super) struct Crate {
    pub(super) name: String,
    /// Its `lib.rs` and `main.rs`.
    pub(super) starts: Vec<PathBuf>,
    /// What it is made of, by name; ours and strangers'.
    needs: BTreeSet<String>,
    /// What only its tests need.
    tests_need: BTreeSet<String>,
}

impl Crate {
    pub(super) fn all() -> anyhow::Result<Vec<Self>> {
        let mut crates = Vec::new();
        for manifest in MANIFESTS {
            let metadata = output(cargo(&[
                "metadata",
                "--no-deps",
                "--offline",
                "--format-version=1",
                "--manifest-path",
                manifest,
            ]))?;
            let metadata: Value = serde_json::from_str(&metadata)?;
            let packages = metadata["packages"].as_array().context("a list of packages")?;
            crates.extend(packages.iter().map(Self::of));
        }
        Ok(crates)
    }

    fn of(package: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let name = text(&package["name"]);
        let starts = list(&package["targets"]).into_iter().filter(|target| {
            let kinds = list(&target["kind"]);
            kinds.iter().any(|kind| ["lib", "bin", "cdylib"].iter().any(|known| kind == known))
        });
        let (mut needs, mut tests_need) = (BTreeSet::new(), BTreeSet::new());
        for dependency in list(&package["dependencies"]) {
            let needed = text(&dependency["name"]);
            // A crate's tests may turn its own features on.
            if needed != name {
                let side = if dependency["kind"] == "dev" { &mut tests_need } else { &mut needs };
                side.insert(needed);
            }
        }
        let starts = starts.map(|target| text(&target["src_path"]).into()).collect();
        Self { name, starts, needs, tests_need }
    }
}

/// What is wrong between crates. Tests may need whatever does not stand on what they test.
pub(super) fn check(crates: &[Crate], arrows: &Arrows) -> Vec<String> {
    let ours: BTreeSet<&str> = crates.iter().map(|each| each.name.as_str()).collect();
    let mut wrong: Vec<String> = arrows.circles().collect();
    for each in crates {
        let name = &each.name;
        let Some(sees) = arrows.rows.get(name) else {
            wrong.push(format!("ARCHITECTURE.md: no row for the crate `{name}`"));
            continue;
        };
        let Sees::These(allowed) = sees else { continue };
        for needed in each.needs.iter().filter(|needed| ours.contains(needed.as_str())) {
            if !allowed.contains(needed) {
                wrong.push(format!("`{name}` may not depend on `{needed}`"));
            }
        }
        for seen in allowed.iter().filter(|seen| !each.needs.contains(*seen)) {
            wrong
                .push(format!("ARCHITECTURE.md: `{name}` does not depend on `{seen}`, as it says"));
        }
        for needed in each.tests_need.iter().filter(|needed| ours.contains(needed.as_str())) {
            if arrows.reaches(needed, name) {
                wrong.push(format!("the tests of `{name}` need `{needed}`, which stands on it"));
            }
        }
    }
    for name in arrows.rows.keys().filter(|name| !ours.contains(name.as_str())) {
        wrong.push(format!("ARCHITECTURE.md: there is no crate `{name}`"));
    }
    wrong
}
