//! The section of `docs/benchmarks.md`.

use std::fmt::Write;

use super::callgrind::Counted;
use super::kind::IDLE;
use super::kind::NONE;
use super::kind::OWN;
use super::scene::SCENES;
use crate::bench::gateway::page::grouped;
use crate::bench::gateway::page::median;
use crate::bench::gateway::page::ratio;
use crate::bench::gateway::page::ratios;
use crate::bench::gateway::round::Figures;

const INTRODUCTION: &str = "Written by `cargo xtask bench envoy`. Envoy 1.40 with one worker, alone on one core, \
with the same policy; the load (wrk) and the upstream (nginx, an answer of 1 KiB) are on another. Slices of a \
second by turns; a ratio is to the first row of its table in the same round: the median, and in brackets between \
what it lies with 95 per cent. Cost is the processor's time of a request, in the kernel and without: rough where \
the machine does something else. Instructions are counted by callgrind outside the kernel (the \
least of five slices of 200 requests, for Envoy's timers fall into some), and judge.\n";

/// The goals: scene, who, held to whom, at most so much of its instructions.
const GOALS: [(&str, &str, &str, f64); 10] = [
    ("GET of a page", IDLE, NONE, 1.03),
    ("GET of a page", "module, 1 origin", NONE, 1.03),
    ("GET of a page", "module, 1,000,000 origins", NONE, 1.03),
    ("GET without Origin", "module, 1 origin", NONE, 1.03),
    ("GET of a page", "module, 1 origin", OWN, 1.0),
    ("GET of a page", "module, 1,000,000 origins", OWN, 1.0),
    ("preflight", "module, 1 origin", OWN, 0.67),
    ("preflight", "module, 1,000,000 origins", OWN, 0.67),
    ("GET of a page", "proxy-wasm, 1 origin", "module, 1 origin", 3.0),
    ("preflight", "proxy-wasm, 1 origin", "module, 1 origin", 3.0),
];

pub(super) fn page(figures: &[Figures], counted: &[Counted]) -> anyhow::Result<String> {
    let mut page = INTRODUCTION.to_owned();
    for (number, scene) in SCENES.iter().enumerate() {
        let of_it: Vec<_> = figures.iter().filter(|it| it.scene.name == scene.name).collect();
        let Some(first) = of_it.first() else { continue };
        writeln!(
            page,
            "\n### {}\n\n| | cost | µs | each second | instructions | MiB |\n\
             | --- | --: | --: | --: | --: | --: |",
            scene.name
        )?;
        for it in &of_it {
            let counted = counted.iter().find(|counted| counted.kind == it.rival);
            let instructions = counted.and_then(|counted| counted.instructions[number]);
            writeln!(
                page,
                "| {} | {} | {:.1} | {:.0} | {} | {:.0} |",
                it.rival,
                ratio(it, first, |slice| slice.cost),
                median(it.slices.iter().map(|slice| slice.cost).collect()),
                median(it.slices.iter().map(|slice| slice.seen.each_second).collect()),
                instructions.map_or_else(|| "–".to_owned(), grouped),
                it.memory,
            )?;
        }
    }
    writeln!(
        page,
        "\n### Goals\n\n| scene | whose | × that of | goal | instructions | cost | |\n\
         | --- | --- | --- | --: | --: | --: | --- |"
    )?;
    for (scene, who, to, goal) in GOALS {
        let find = |rival| figures.iter().find(|it| it.scene.name == scene && it.rival == rival);
        let (Some(ours), Some(theirs)) = (find(who), find(to)) else { continue };
        let number = SCENES.iter().position(|it| it.name == scene).unwrap_or_default();
        let count = |kind| {
            let counted = counted.iter().find(|counted| counted.kind == kind)?;
            counted.instructions[number].map(|count| count as f64)
        };
        let (Some(own), Some(other)) = (count(who), count(to)) else { continue };
        let (counted, cost) = (own / other, median(ratios(ours, theirs, |slice| slice.cost)));
        let met = if counted <= goal { "met" } else { "**missed**" };
        writeln!(
            page,
            "| {scene} | {who} | {to} | {goal:.2} | {counted:.3} | {cost:.2} | {met} |"
        )?;
    }
    Ok(page)
}
