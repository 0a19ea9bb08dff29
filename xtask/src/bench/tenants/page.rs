//! The section of `docs/benchmarks.md`.

use std::fmt::Write;
use std::time::Duration;

use super::seen::Seen;
use crate::bench::gateway::page::grouped;
use crate::bench::gateway::page::median;

const INTRODUCTION: &str = "Written by `cargo xtask bench tenants`: one gateway with a policy of ten origins for each host, one \
worker, alone on a core that it shares with its own look at the files; whoever asks is on the same machine. An answer is one to a \
preflight, over one connection, asked for one after the other, of hosts all over. A change is a file that is renamed into its place, \
and has come when a page is answered by it. Times are medians, and in brackets the longest; of answers, what 99 of 100 are below.\n\n";

/// Of a change, in milliseconds; of an answer, beside one host.
const GOALS: (f64, f64) = (10.0, 1.05);

pub(super) fn page(seen: &[Seen]) -> anyhow::Result<String> {
    let mut page = INTRODUCTION.to_owned();
    writeln!(
        page,
        "| | hosts | start | MiB | MiB after {} changes | a change, by `--watch` | on SIGHUP | an answer, µs | × one host |\n\
         | --- | --: | --: | --: | --: | --: | --: | --: | --: |",
        seen.first().map_or(0, |it| it.watched.len() + it.told.len()),
    )?;
    let mut goals = String::new();
    for it in seen {
        let answer = median(it.p50.clone());
        let ratio = beside(it, seen);
        writeln!(
            page,
            "| {} | {} | {:.0} ms | {:.1} | {:.1} | {} | {} | {answer:.1} ({:.1}) | {ratio:.2} |",
            it.name,
            grouped(it.tenants as u64),
            it.start.as_secs_f64() * 1e3,
            it.memory.0,
            it.memory.1,
            times(&it.watched),
            times(&it.told),
            median(it.p99.clone()),
        )?;
        let met = |is_met| if is_met { "met" } else { "**missed**" };
        let change = milliseconds(&it.watched).0;
        writeln!(
            goals,
            "| {}, a change, ms | {:.0} | {change:.1} | {} |\n| {}, an answer, × one host | {:.2} | {ratio:.2} | {} |",
            it.name,
            GOALS.0,
            met(change <= GOALS.0),
            it.name,
            GOALS.1,
            met(ratio <= GOALS.1),
        )?;
    }
    writeln!(
        page,
        "\n| goal | at most | measured | |\n| --- | --: | --: | --- |\n{}",
        goals.trim_end()
    )?;
    Ok(page)
}

/// How many times longer an answer takes than from the first, in the same round.
fn beside(it: &Seen, all: &[Seen]) -> f64 {
    let Some(first) = all.first() else { return f64::NAN };
    median(it.p50.iter().zip(&first.p50).map(|(it, first)| it / first).collect())
}

/// The median and the longest.
fn milliseconds(all: &[Duration]) -> (f64, f64) {
    let all: Vec<f64> = all.iter().map(|it| it.as_secs_f64() * 1e3).collect();
    (median(all.clone()), all.iter().copied().fold(0.0, f64::max))
}

fn times(all: &[Duration]) -> String {
    let (median, most) = milliseconds(all);
    format!("{median:.1} ms ({most:.1})")
}
