//! What crosscheck costs beside its rivals: measured, and written down.

mod build;
mod envoy;
mod fleet;
mod gateway;
mod layers;
mod section;
mod tenants;

use anyhow::ensure;
use clap::ValueEnum;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// Instructions, allocations and time of the middleware; writes `docs/benchmarks.md`, needs valgrind.
    Layers,
    /// Crates, compile time and bytes that the middleware adds to an application; writes `docs/build.md`.
    Build,
    /// The gateway beside nginx, HAProxy, Envoy and Caddy; writes its section of `docs/benchmarks.md`. Ten minutes
    /// on a machine that does nothing else; needs wrk, h2load, openssl and valgrind.
    Gateway,
    /// CORS in Envoy: our module and plugin beside Envoy's own filter and none; writes its section of `docs/benchmarks.md`. Five
    /// minutes on a machine that does nothing else; needs Envoy, nginx, wrk and valgrind.
    Envoy,
    /// A server of policies: a change to twenty Envoys, and to ten thousand nodes that are simulated; writes its
    /// section of `docs/benchmarks.md`. A minute; needs Envoy.
    Fleet,
    /// A gateway with policies for 100,000 hosts; writes its section of `docs/benchmarks.md`. Two minutes.
    Tenants,
}

/// In: what; how many rounds at most, where that can be said.
pub(crate) fn run(what: What, rounds: Option<u64>) -> anyhow::Result<()> {
    ensure!(rounds.is_none() || what == What::Gateway, "`--rounds` is for `gateway` alone");
    match what {
        What::Layers => layers::run(),
        What::Build => build::run(),
        What::Gateway => gateway::run(rounds),
        What::Envoy => envoy::run(),
        What::Fleet => fleet::run(),
        What::Tenants => tenants::run(),
    }
}
