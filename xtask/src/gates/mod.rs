//! What a release needs beside tests: other targets, the oldest compiler, each feature alone,
//! packages, dependencies, hostile input.
//!
//! Each gate says in one line what it held true.

mod adapters;
mod dependencies;
mod examples;
mod features;
mod fuzz;
mod packages;
mod promises;
mod published;
mod targets;

use clap::ValueEnum;

pub(crate) use targets::has_target;
pub(crate) use targets::install;
pub(crate) use targets::skipped;

/// One gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gate {
    /// Licences, sources, second versions.
    Dependencies,
    /// What each library promises in its first lines.
    Promises,
    /// What people call in the core is shown.
    Examples,
    /// Each published crate packs and is described.
    Packages,
    /// Each feature alone.
    Features,
    /// The core and the analysis for a browser.
    Browser,
    /// The portable libraries for other systems.
    Systems,
    /// The libraries with the oldest compiler that they promise.
    OldestCompiler,
    /// Rocket, Salvo, Poem, warp; Lambda, Workers, Spin: a workspace of their own.
    Adapters,
    /// Hostile input, ten seconds for each target.
    Fuzz,
}

impl Gate {
    /// All of them, the quickest first.
    pub(crate) const ALL: [Self; 10] = [
        Self::Dependencies,
        Self::Promises,
        Self::Examples,
        Self::Packages,
        Self::Browser,
        Self::Systems,
        Self::OldestCompiler,
        Self::Features,
        Self::Adapters,
        Self::Fuzz,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dependencies => "dependencies",
            Self::Promises => "promises",
            Self::Examples => "examples",
            Self::Packages => "packages",
            Self::Features => "features one by one",
            Self::Browser => "in a browser",
            Self::Systems => "other systems",
            Self::OldestCompiler => "oldest compiler",
            Self::Adapters => "adapters",
            Self::Fuzz => "hostile input",
        }
    }

    pub(crate) fn check(self) -> anyhow::Result<()> {
        match self {
            Self::Dependencies => dependencies::run(),
            Self::Promises => promises::run(),
            Self::Examples => examples::run(),
            Self::Packages => packages::run(),
            Self::Features => features::run(),
            Self::Browser => targets::browser(),
            Self::Systems => targets::systems(),
            Self::OldestCompiler => targets::oldest_compiler(),
            Self::Adapters => adapters::run(),
            Self::Fuzz => fuzz::run(),
        }
    }
}

/// One gate, or all.
pub(crate) fn run(gate: Option<Gate>) -> anyhow::Result<()> {
    match gate {
        Some(gate) => gate.check(),
        None => Gate::ALL.into_iter().try_for_each(Gate::check),
    }
}
