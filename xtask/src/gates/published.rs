//! The crates that are published, as their manifests describe them.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use crate::command::cargo;
use crate::command::output;

/// A crate that strangers depend on.
pub(super) struct Published {
    pub(super) name: String,
    /// The folder that holds it.
    pub(super) folder: PathBuf,
    pub(super) features: Vec<String>,
    pub(super) is_library: bool,
    /// The oldest compiler that it promises to build with.
    pub(super) rust_version: String,
    manifest: Value,
}

impl Published {
    /// All of them, by name.
    pub(super) fn all() -> anyhow::Result<Vec<Self>> {
        let metadata =
            output(cargo(&["metadata", "--no-deps", "--offline", "--format-version=1"]))?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        let packages = metadata["packages"].as_array().context("a list of packages")?;
        // An empty list of registries is `publish = false`.
        let packages = packages.iter().filter(|package| package["publish"].is_null());
        packages.map(Self::of).collect()
    }

    fn of(package: &Value) -> anyhow::Result<Self> {
        let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
        let manifest = PathBuf::from(text("manifest_path"));
        let targets = package["targets"].as_array().context("targets")?;
        let features = package["features"].as_object().context("features")?;
        Ok(Self {
            name: text("name"),
            folder: manifest.parent().context("a folder")?.to_path_buf(),
            features: features.keys().filter(|name| *name != "default").cloned().collect(),
            is_library: targets.iter().any(|target| target["kind"][0] == "lib"),
            rust_version: text("rust_version"),
            manifest: package.clone(),
        })
    }

    /// What the manifest says under a name: whether it says anything.
    pub(super) fn says(&self, name: &str) -> bool {
        match &self.manifest[name] {
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => false,
        }
    }

    /// The files that it is made of: `src/lib.rs`.
    pub(super) fn sources(&self) -> anyhow::Result<Vec<String>> {
        let entries = fs::read_dir(self.folder.join("src"))?;
        let names = entries.map(|entry| Ok(format!("src/{}", entry?.file_name().display())));
        names.filter(|name| name.as_ref().map_or(true, |name| name.ends_with(".rs"))).collect()
    }

    /// The text of a file of it; empty if there is none.
    pub(super) fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}
