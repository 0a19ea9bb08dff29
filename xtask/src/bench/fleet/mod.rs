//! A server of policies: how long a change takes to all nodes, what changes nothing, and what ten thousand
//! nodes cost it.

mod network;
mod real;
mod served;
mod simulated;

use std::fmt::Write;
use std::process;

use self::real::ENVOYS;
use self::real::median_and_most;
use self::simulated::NODES;
use crate::bench::gateway::page::grouped;
use crate::bench::section;
use crate::command::cargo;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;

/// Runs both scenes and writes the fleet's section of `docs/benchmarks.md`.
pub(super) fn run() -> anyhow::Result<()> {
    if !network::is_here() {
        build()?;
        if let Some(mut within) = network::within()? {
            let status = within.status()?;
            // It has said why.
            process::exit(status.code().unwrap_or(2));
        }
        told("on loopback: this system lets nobody make a network of their own here");
    }
    let release = target().canonicalize()?.join("release");
    let real = real::run(&release)?;
    let simulated = simulated::run(&release)?;
    section::write("A fleet", &page(&real, &simulated)?)
}

fn build() -> anyhow::Result<()> {
    // The module is the one that tests run, beside this program.
    succeed(cargo(&["build", "--quiet", "--package", "crosscheck-envoy"]))?;
    succeed(cargo(&["build", "--quiet", "--release", "--bin", "crosscheck"]))?;
    let nodes = ["build", "--quiet", "--release", "--package", "crosscheck-fleet", "--examples"];
    succeed(cargo(&nodes))
}

fn page(real: &real::Seen, simulated: &simulated::Seen) -> anyhow::Result<String> {
    let mut page = String::from(
        "Written by `cargo xtask bench fleet`: one `crosscheck fleet serve` and all its nodes on one machine. A change is a file \
         that is renamed into the folder; it has reached a node when a page is answered by it there. Times are medians, and \
         in brackets the longest.\n\n",
    );
    let place = match network::is_here() {
        true => "each in a network namespace of its own",
        false => "on loopback",
    };
    let ((quiet, quiet_most), (loaded, loaded_most)) =
        (median_and_most(&real.quiet), median_and_most(&real.loaded));
    writeln!(
        page,
        "| | |\n| --- | --: |\n\
         | {ENVOYS} Envoys, {place}: a change reaches all | {quiet} ms ({quiet_most}) |\n\
         | the same while pages ask all of them | {loaded} ms ({loaded_most}) |\n\
         | of {} requests meanwhile: lost, or answered by a policy that was never pushed | 0 |\n\
         | Envoys that a file with a mistake, or one that widens, reaches | 0 |\n\
         | policies that are pushed anew once the server was killed and started again | 0 |",
        grouped(real.answered as u64),
    )?;
    let (change, change_most) = median_and_most(&simulated.changes);
    let of_nodes = simulated.memory.saturating_sub(simulated.memory_alone);
    writeln!(
        page,
        "| {} simulated nodes: all are connected and have a policy | {:.1} s |\n\
         | a change reaches all of them | {change} ms ({change_most}) |\n\
         | the most that the server held | {} MiB |\n\
         | of that for each node | {:.1} KiB |",
        grouped(NODES as u64),
        simulated.connected.as_secs_f64(),
        simulated.memory >> 10,
        of_nodes as f64 / NODES as f64,
    )?;
    writeln!(
        page,
        "\nEach zero is asserted: the bench fails where it is another number. The nodes that are simulated share two cores \
         with the server, and theirs is the larger part of the work."
    )?;
    Ok(page)
}
