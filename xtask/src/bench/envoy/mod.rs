//! What CORS costs in Envoy: none of it, Envoy's own filter, our module with few origins and with very many, and the
//! same as a plugin of proxy-wasm, with the same policy; each alone on one core, load and the upstream on another, by turns.
//!
//! Takes five minutes on a machine that does nothing else. Needs Envoy, nginx, wrk, taskset and valgrind.

mod callgrind;
mod kind;
mod page;
mod scene;

use std::fs;
use std::path::Path;

use anyhow::Context;

use self::kind::KINDS;
use self::scene::FIRST_PORT;
use self::scene::SCENES;
use self::scene::UPSTREAM_PORT;
use self::scene::is_asked;
use crate::bench::gateway::load;
use crate::bench::gateway::round::Figures;
use crate::bench::gateway::round::Running;
use crate::bench::gateway::round::Slice;
use crate::bench::gateway::round::start_upstream;
use crate::bench::section;
use crate::command::build_plugin;
use crate::command::cargo;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;

/// Runs all rounds of all scenes and writes the section of `docs/benchmarks.md`.
pub(super) fn run() -> anyhow::Result<()> {
    succeed(cargo(&["build", "--quiet", "--release", "--package", "crosscheck-envoy"]))?;
    build_plugin()?;
    let folder = target().canonicalize()?.join("bench-envoy");
    fs::create_dir_all(folder.join("www"))?;
    let _upstream = start_upstream(&folder, UPSTREAM_PORT)?;
    let figures = measure(&folder)?;
    let counted = callgrind::count(&folder)?;
    section::write("Envoy", &page::page(&figures, &counted)?)
}

fn measure(folder: &Path) -> anyhow::Result<Vec<Figures>> {
    let mut running = Vec::new();
    for (port, kind) in (FIRST_PORT..).zip(&KINDS) {
        let command = kind.command(folder, port, UPSTREAM_PORT)?;
        running.push((kind, port, Running::start("0", &command, port)?));
    }
    let mut figures = Vec::new();
    for scene in &SCENES {
        let asked: Vec<_> = running.iter().filter(|(kind, ..)| is_asked(kind, scene)).collect();
        told(&format!("{}, {} rounds of {}", scene.name, scene.rounds, asked.len()));
        let mut slices: Vec<Vec<Slice>> = asked.iter().map(|_| Vec::new()).collect();
        for _ in 0..scene.rounds {
            for ((kind, port, server), slices) in asked.iter().zip(&mut slices) {
                let before = server.processor_time()?;
                let seen = load::run(scene, folder, *port).with_context(|| kind.name)?;
                let cost = (server.processor_time()? - before) * 1e6 / seen.requests;
                slices.push(Slice { cost, seen });
            }
        }
        for ((kind, _, server), slices) in asked.iter().zip(slices) {
            figures.push(Figures { scene, rival: kind.name, slices, memory: server.memory()? });
        }
    }
    Ok(figures)
}
