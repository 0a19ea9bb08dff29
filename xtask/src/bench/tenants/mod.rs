//! A gateway with a policy for each of very many hosts, in a folder and in one file, beside one with one host: what
//! it takes to start, what it holds, how soon a changed policy is in force, and how long an answer takes.
//!
//! Takes two minutes. What is asked are preflights, which the gateway answers alone.

mod kept;
mod page;
mod seen;
mod served;

use std::fs;

use self::kept::Kept;
use self::seen::Seen;
use self::served::Reload;
use self::served::Served;
use crate::bench::section;
use crate::command::cargo;
use crate::command::succeed;
use crate::command::target;
use crate::command::told;

/// How many hosts; the goals are of as many.
const MANY: usize = 100_000;
const CHANGES: usize = 21;
const ROUNDS: usize = 15;
const FIRST_PORT: u16 = 19_520;

/// Asks all of them and writes the section of `docs/benchmarks.md`.
pub(super) fn run() -> anyhow::Result<()> {
    succeed(cargo(&["build", "--quiet", "--release", "--bin", "crosscheck"]))?;
    let program = target().canonicalize()?.join("release/crosscheck");
    let folder = tempfile::tempdir()?;
    let mut all = Vec::new();
    for (port, (name, kept, tenants)) in (FIRST_PORT..).zip([
        ("one host", Kept::InOneFile, 1),
        ("a file for each", Kept::InAFolder, MANY),
        ("one file for all", Kept::InOneFile, MANY),
    ]) {
        told(name);
        let place = folder.path().join(port.to_string());
        fs::create_dir(&place)?;
        kept.write(&place, tenants)?;
        let served = Served::start(&program, &place, kept, tenants, port)?;
        let memory = (served.memory()?, 0.0);
        let seen = Seen {
            name,
            tenants,
            start: served.start,
            memory,
            watched: Vec::new(),
            told: Vec::new(),
            p50: Vec::new(),
            p99: Vec::new(),
        };
        all.push((served, seen));
    }
    told("answers, by turns");
    for _ in 0..ROUNDS {
        for (served, seen) in &mut all {
            let (p50, p99) = served.ask_many()?;
            seen.p50.push(p50);
            seen.p99.push(p99);
        }
    }
    for (served, seen) in &mut all {
        told(&format!("changes: {}", seen.name));
        for _ in 0..CHANGES {
            seen.watched.push(served.change(Reload::ByItself)?);
        }
        // Afterwards, for on a signal all is looked at: what is written meanwhile waits.
        for _ in 0..CHANGES {
            seen.told.push(served.change(Reload::OnSignal)?);
        }
        seen.memory.1 = served.memory()?;
    }
    let seen: Vec<Seen> = all.into_iter().map(|(_, seen)| seen).collect();
    section::write("Tenants", &page::page(&seen)?)
}
