//! Where else the libraries build: in a browser, on other systems, with the oldest compiler promised.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::command::PLUGIN;
use crate::command::cargo;
use crate::command::output;
use crate::command::root;
use crate::command::succeed;
use crate::command::told;
use crate::gates::published::Published;

/// Crates that run in a browser: no IO, clock or system.
const IN_A_BROWSER: [&str; 2] = ["crosscheck", "crosscheck-analysis"];

const BROWSER: &str = "wasm32-unknown-unknown";

/// Libraries that are pure or stand on portable ones only. TLS needs a C compiler for each target, so
/// what stands on it is not here.
const PORTABLE: [&str; 7] = [
    "crosscheck",
    "crosscheck-actix",
    "crosscheck-analysis",
    "crosscheck-config",
    "crosscheck-export",
    "crosscheck-service",
    "crosscheck-tower",
];

/// Examples of `adapters/` that are not for the system that builds them.
pub(super) const ELSEWHERE: [(&str, &str); 2] =
    [("spin-example", PLUGIN), ("worker-example", BROWSER)];

/// Libraries that are for no Windows, and say so.
const NOT_FOR_WINDOWS: [&str; 1] = ["crosscheck-envoy"];

const SYSTEMS: [&str; 2] = ["x86_64-apple-darwin", "x86_64-pc-windows-gnu"];

/// Built, not only checked: what cannot be linked for a browser shows there.
pub(crate) fn browser() -> anyhow::Result<()> {
    if !has_target(BROWSER)? {
        return skipped(BROWSER);
    }
    let mut build = cargo(&["build", "--quiet", "--target", BROWSER]);
    build.args(IN_A_BROWSER.iter().flat_map(|name| ["--package", name]));
    succeed(build)?;
    told(&format!("{} build for {BROWSER}", IN_A_BROWSER.join(" and ")));
    Ok(())
}

/// Checked, not linked: that needs those systems' own linkers.
pub(crate) fn systems() -> anyhow::Result<()> {
    for system in SYSTEMS {
        if !has_target(system)? {
            return skipped(system);
        }
        let mut check = cargo(&["check", "--quiet", "--lib", "--target", system]);
        let others = NOT_FOR_WINDOWS.iter().filter(|_| !system.contains("windows"));
        check.args(PORTABLE.iter().chain(others).flat_map(|name| ["--package", name]));
        succeed(check)?;
    }
    told(&format!("{} libraries check for {}", PORTABLE.len(), SYSTEMS.join(" and ")));
    told(&format!("{} checks for {} alone", NOT_FOR_WINDOWS.join(", "), SYSTEMS[0]));
    Ok(())
}

/// What is built with the oldest compiler of all: what decides and serves. What plays a browser stands on
/// `url`, and what that stands on asks for a newer one.
const DECIDES: [&str; 3] =
    ["crosscheck/prove", "crosscheck/public-suffix", "crosscheck-service/http"];

/// With the compilers that the manifests promise. Binaries keep to the current one.
pub(crate) fn oldest_compiler() -> anyhow::Result<()> {
    let promises = promises()?;
    for (version, libraries) in &promises {
        let toolchain = toolchain(version);
        let mut ask = Command::new("rustup");
        ask.args(["run", &toolchain, "rustc", "--version"]);
        if !ask.output().is_ok_and(|output| output.status.success()) {
            return skipped(&format!("Rust {version}"));
        }
        let mut check = Command::new("rustup");
        check.args(["run", &toolchain, "cargo", "check", "--quiet", "--lib"]).current_dir(root());
        // Cargo's own variables, which name the compiler that runs this.
        check.env_remove("CARGO").env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN");
        check.args(libraries.iter().flat_map(|name| ["--package", name]));
        if promises.first_key_value().is_some_and(|(oldest, _)| oldest == version) {
            check.arg("--no-default-features").args(["--features", &DECIDES.join(",")]);
        }
        succeed(check)?;
        told(&format!("{} libraries check with Rust {version}", libraries.len()));
    }
    Ok(())
}

/// The libraries by the compiler that they promise, the oldest first.
fn promises() -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let mut promises: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for library in Published::all()?.into_iter().filter(|each| each.is_library) {
        promises.entry(library.rust_version).or_default().push(library.name);
    }
    Ok(promises)
}

/// Installs all that these need.
pub(crate) fn install() -> anyhow::Result<()> {
    let mut add = Command::new("rustup");
    let elsewhere = ELSEWHERE.map(|(_, target)| target);
    add.args(["target", "add", BROWSER, PLUGIN]).args(SYSTEMS).args(elsewhere).current_dir(root());
    succeed(add)?;
    for version in promises()?.keys() {
        let mut add = Command::new("rustup");
        add.args(["toolchain", "install", "--profile", "minimal", &toolchain(version)]);
        succeed(add)?;
    }
    Ok(())
}

/// `1.88` is `1.88.0` by its whole name, so that no later repair of it is asked for.
fn toolchain(version: &str) -> String {
    match version.matches('.').count() {
        1 => format!("{version}.0"),
        _ => version.to_owned(),
    }
}

pub(crate) fn has_target(target: &str) -> anyhow::Result<bool> {
    let mut ask = Command::new("rustc");
    ask.args(["--print", "sysroot"]).current_dir(root());
    let sysroot = output(ask)?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(target).join("lib").is_dir())
}

/// On a user's machine a gate that cannot run is named; where nothing may be skipped it fails.
pub(crate) fn skipped(what: &str) -> anyhow::Result<()> {
    if std::env::var_os("CROSSCHECK_ALL_PEERS").is_some() {
        bail!("{what} is not installed: `cargo xtask setup`");
    }
    told(&format!("skipped: {what} is not installed (`cargo xtask setup`)"));
    Ok(())
}
