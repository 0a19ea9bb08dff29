//! What we stand on: licences, sources, and crates that are there twice. The lists are in `deny.toml`,
//! which cargo-deny reads too.
//!
//! Advisories are not asked for: their database is a repository that a build may not reach. Whoever can
//! runs `cargo deny check`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;

use anyhow::Context;
use anyhow::bail;
use serde::Deserialize;
use serde_json::Value;
use spdx::Expression;
use spdx::ParseMode;

use crate::command::cargo;
use crate::command::output;
use crate::command::root;
use crate::command::told;

/// What `deny.toml` says that is checked here.
#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
    /// What single crates may have beside.
    exceptions: Vec<Excepted>,
}

#[derive(Deserialize)]
struct Excepted {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    skip: Vec<Twice>,
}

/// A crate whose other version is there too.
#[derive(Deserialize)]
struct Twice {
    /// `http@0.2.12`
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// A crate that something of ours is made of.
struct Needed {
    name: String,
    version: String,
    license: String,
    source: Option<String>,
}

pub(crate) fn run() -> anyhow::Result<()> {
    let rules = fs::read_to_string(root().join("deny.toml"))?;
    let rules: Rules = toml::from_str(&rules).context("deny.toml")?;
    let needed = needed("Cargo.toml")?;
    // Frameworks bring what they bring, older versions of what is here among it.
    let brought = self::needed("adapters/Cargo.toml")?;
    let mut wrong = BTreeSet::new();
    for package in needed.iter().chain(&brought) {
        wrong.extend(licence(package, &rules.licenses));
        wrong.extend(source(package, &rules.sources));
    }
    wrong.extend(twice(&needed, &rules.bans));
    if !wrong.is_empty() {
        bail!("{}", Vec::from_iter(wrong).join("\n"));
    }
    told(&format!(
        "{} crates of others and {} of the adapters', under {} licences, all of one registry; {} of the \
         first there twice, each for a reason",
        needed.len(),
        brought.len(),
        rules.licenses.allow.len(),
        rules.bans.skip.len(),
    ));
    Ok(())
}

/// What the lock file beside a workspace's manifest holds of others.
fn needed(manifest: &str) -> anyhow::Result<Vec<Needed>> {
    let ask = ["metadata", "--all-features", "--locked", "--format-version=1", "--manifest-path"];
    let metadata = output(cargo(&[&ask[..], &[manifest]].concat()))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("a list of packages")?;
    let needed = packages
        .iter()
        .map(|package| {
            let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
            let source = package["source"].as_str().map(str::to_owned);
            let (name, version) = (text("name"), text("version"));
            Needed { name, version, license: text("license"), source }
        })
        .filter(|package| package.source.is_some())
        .collect();
    Ok(needed)
}

fn licence(package: &Needed, rules: &Licenses) -> Option<String> {
    let Needed { name, version, license, .. } = package;
    let Ok(expression) = Expression::parse_mode(license, ParseMode::LAX) else {
        return Some(format!("{name} {version}: its licence cannot be read: {license:?}"));
    };
    let excepted = rules.exceptions.iter().find(|excepted| excepted.name == *name);
    let is_allowed = expression.evaluate(|requirement| {
        let requirement = requirement.to_string();
        // `MPL-2.0+` is that or any later one.
        let asked = requirement.trim_end_matches('+');
        rules.allow.contains(&requirement)
            || excepted.is_some_and(|excepted| excepted.allow.contains(asked))
    });
    (!is_allowed).then(|| format!("{name} {version}: its licence is not in deny.toml: {license}"))
}

fn source(package: &Needed, rules: &Sources) -> Option<String> {
    let source = package.source.as_deref()?;
    let registry = source.strip_prefix("registry+").unwrap_or(source);
    let is_known = rules.allow_registry.iter().any(|known| known == registry);
    (!is_known).then(|| format!("{}: comes from {source}", package.name))
}

/// A second version that is not listed, and a listed one that is not there.
fn twice(needed: &[Needed], rules: &Bans) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in needed {
        versions.entry(&package.name).or_default().insert(&package.version);
    }
    let mut wrong = Vec::new();
    let mut listed = BTreeSet::new();
    for twice in &rules.skip {
        let (name, version) = twice.name.split_once('@').unwrap_or((&twice.name, ""));
        let there =
            versions.get_mut(name).is_some_and(|known| known.len() > 1 && known.remove(version));
        if !there {
            wrong.push(format!("deny.toml: {} is not there twice", twice.name));
        }
        listed.insert(name);
    }
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let versions: Vec<&str> = versions.iter().copied().collect();
        wrong.push(format!("{name} is there in {}: list all but one", versions.join(", ")));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::Bans;
    use super::Excepted;
    use super::Licenses;
    use super::Needed;
    use super::Twice;
    use super::licence;
    use super::twice;

    fn needed(name: &str, version: &str, license: &str) -> Needed {
        let (name, version, license) = (name.into(), version.into(), license.into());
        Needed { name, version, license, source: Some(String::new()) }
    }

    #[test]
    fn one_licence_of_a_choice_is_enough_and_both_of_two_are_needed() {
        let exception = Excepted { name: "b".into(), allow: ["MPL-2.0".to_owned()].into() };
        let rules = Licenses {
            allow: ["MIT".to_owned(), "ISC".to_owned()].into(),
            exceptions: vec![exception],
        };
        let fits = |license: &str| licence(&needed("a", "1.0.0", license), &rules).is_none();
        assert!(fits("MIT OR GPL-3.0-only"));
        assert!(fits("MIT/Apache-2.0"));
        assert!(fits("MIT AND ISC"));
        assert!(!fits("MIT AND GPL-3.0-only"));
        assert!(!fits("GPL-3.0-only"));
        assert!(!fits(""));
        let excepted = |name: &str| licence(&needed(name, "1.0.0", "MPL-2.0+"), &rules).is_none();
        assert!(excepted("b") && !excepted("a"));
    }

    #[test]
    fn a_second_version_is_listed_or_wrong() {
        let list = |name: &str| Bans { skip: vec![Twice { name: name.to_owned() }] };
        let both = [needed("http", "0.2.12", ""), needed("http", "1.3.1", "")];
        assert!(twice(&both, &list("http@0.2.12")).is_empty());
        assert_eq!(twice(&both, &list("http@0.1.0")).len(), 2);
        assert_eq!(twice(&both, &Bans { skip: Vec::new() }).len(), 1);
        assert_eq!(twice(&both[1..], &list("http@0.2.12")).len(), 1);
    }
}
