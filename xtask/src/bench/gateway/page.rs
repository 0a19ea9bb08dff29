//! The section of `docs/benchmarks.md`.

use std::fmt::Write;

use super::callgrind::Counted;
use super::callgrind::KINDS;
use super::rival::CONSTANTS;
use super::round::Figures;
use super::round::Slice;
use super::scene::SCENES;

const INTRODUCTION: &str = "Written by `cargo xtask bench gateway`. Each server has the same policy and one \
worker, alone on one core; the load (wrk, h2load) and the upstream (nginx, an answer of 1 KiB in one piece) are on another. \
Slices of a second, over HTTP/2 of 10,000 requests, by turns; a ratio is to nginx in the same round: the median, and in brackets between what \
it lies with 95 per cent. Cost is the processor's time of a request, in the kernel and without; busy is how much of its core a server had use for. One that is not busy to the end waits \
for the other core, and its requests each second are the load's.\n";

/// The goals: cost and requests, as ratios to nginx; the time in which 99 of 100 GETs are answered is to be no longer.
const GOALS: [(&str, f64, Option<f64>); 5] = [
    ("GET", 0.85, Some(1.15)),
    ("GET, 256 connections", 0.95, None),
    ("preflight", 0.80, None),
    ("preflight, 256 connections", 0.95, None),
    ("GET, HTTP/2 and TLS", 1.00, None),
];

pub(super) fn page(figures: &[Figures], counted: &[Counted]) -> anyhow::Result<String> {
    let mut page = INTRODUCTION.to_owned();
    for scene in &SCENES {
        let of_it: Vec<_> = figures.iter().filter(|it| it.scene.name == scene.name).collect();
        let Some(nginx) = of_it.first() else { continue };
        writeln!(
            page,
            "\n### {}\n\n| | cost, × nginx | requests, × nginx | µs | each second | busy | p50, ms | p99, ms | MiB |\n\
             | --- | --: | --: | --: | --: | --: | --: | --: | --: |",
            scene.name
        )?;
        for it in &of_it {
            let latency = |of: fn(&Slice) -> Option<f64>| {
                let all: Option<Vec<f64>> = it.slices.iter().map(of).collect();
                all.map_or_else(|| "–".to_owned(), |all| format!("{:.2}", median(all)))
            };
            writeln!(
                page,
                "| {} | {} | {} | {:.1} | {:.0} | {:.0} % | {} | {} | {:.1} |",
                it.rival,
                ratio(it, nginx, |slice| slice.cost),
                ratio(it, nginx, |slice| slice.seen.each_second),
                median(it.slices.iter().map(|slice| slice.cost).collect()),
                median(it.slices.iter().map(|slice| slice.seen.each_second).collect()),
                median(
                    it.slices
                        .iter()
                        .map(|slice| slice.cost * slice.seen.each_second / 1e4)
                        .collect()
                ),
                latency(|slice| slice.seen.p50),
                latency(|slice| slice.seen.p99),
                it.memory,
            )?;
        }
    }
    writeln!(
        page,
        "\n### Instructions\n\nCounted by callgrind outside the kernel, connections kept.\n"
    )?;
    let kinds = KINDS.map(|(kind, _)| kind).join(" | ");
    writeln!(page, "| | {kinds} |\n| --- |{}", " --: |".repeat(KINDS.len()))?;
    for it in counted {
        let counts: Vec<_> = it.instructions.iter().map(|count| grouped(*count)).collect();
        writeln!(page, "| {} | {} |", it.rival, counts.join(" | "))?;
    }
    writeln!(
        page,
        "\n### Goals\n\nThe last column is what `bench/src/bin/constants.rs` takes, which decides nothing: what the \
         kernel alone takes of a gateway.\n\n\
         | scene | what | goal | measured | | constants |\n| --- | --- | --: | --: | --- | --: |"
    )?;
    for (scene, cost, requests) in GOALS {
        let find = |rival| figures.iter().find(|it| it.scene.name == scene && it.rival == rival);
        let (Some(ours), Some(nginx)) = (find("crosscheck"), find("nginx")) else { continue };
        let mut line =
            |what, goal: f64, figure: fn(&Slice) -> f64, is_met: fn(&f64, &f64) -> bool| {
                let measured = median(ratios(ours, nginx, figure));
                let met = if is_met(&measured, &goal) { "met" } else { "**missed**" };
                let least = find(CONSTANTS).map_or_else(
                    || "–".to_owned(),
                    |constants| format!("{:.2}", median(ratios(constants, nginx, figure))),
                );
                writeln!(page, "| {scene} | {what} | {goal:.2} | {measured:.2} | {met} | {least} |")
            };
        line("cost", cost, |slice| slice.cost, f64::le)?;
        if let Some(goal) = requests {
            line("requests", goal, |slice| slice.seen.each_second, f64::ge)?;
            line("requests, were its core busy", goal, |slice| 1.0 / slice.cost, f64::ge)?;
            line("p99", 1.0, |slice| slice.seen.p99.unwrap_or(f64::NAN), f64::le)?;
        }
    }
    Ok(page)
}

pub(in crate::bench) fn ratios(of: &Figures, to: &Figures, figure: fn(&Slice) -> f64) -> Vec<f64> {
    of.slices.iter().zip(&to.slices).map(|(of, to)| figure(of) / figure(to)).collect()
}

/// `0.91 (0.86–0.95)`.
pub(in crate::bench) fn ratio(of: &Figures, to: &Figures, figure: fn(&Slice) -> f64) -> String {
    let mut all = ratios(of, to, figure);
    all.sort_by(f64::total_cmp);
    // Between these two of the sorted the median of all rounds that there could be lies with 95 %.
    let reach = (all.len() as f64).sqrt() * 0.98;
    let low = ((all.len() as f64 / 2.0 - reach).floor().max(0.0)) as usize;
    let high = all.len() - 1 - low;
    format!("{:.2} ({:.2}–{:.2})", all[all.len() / 2], all[low], all[high])
}

pub(in crate::bench) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// `1,234,567`.
pub(in crate::bench) fn grouped(number: u64) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{},{:03}", grouped(thousands), number % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn each_three_digits_are_a_group() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
            (1_000_000_009, "1,000,000,009"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
