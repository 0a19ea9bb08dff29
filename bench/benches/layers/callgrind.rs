//! Instructions and allocations of one request, counted by valgrind's callgrind: the same whatever
//! else the machine does.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::process::Command;
use std::process::Stdio;

use crate::scenes::Scene;
use crate::subjects::Subject;
use crate::subjects::Work;

/// What one request costs, or one scenario.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) instructions: f64,
    /// Calls of `malloc`, `calloc` and `realloc`.
    pub(crate) allocations: f64,
}

/// Runs a subject and counts.
pub(crate) fn count_request(subject: Subject, scene: &Scene) -> Counts {
    count(&["run", subject.name(), scene.name], times(scene))
}

/// Runs this program with arguments that make it do something so many times, and counts. Panics if
/// valgrind is not installed.
pub(crate) fn count(arguments: &[&str], times: usize) -> Counts {
    let file = env::temp_dir().join(format!("crosscheck-callgrind-{}", std::process::id()));
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--toggle-collect=*{REGION}*"))
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(env::current_exe().expect("a program knows where it is"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("valgrind is installed");
    assert!(status.success(), "callgrind runs {arguments:?}");
    let text = fs::read_to_string(&file).expect("callgrind wrote its file");
    fs::remove_file(&file).expect("the file is ours");
    let times = times as f64;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let total: f64 = total.and_then(|total| total.trim().parse().ok()).expect("a total");
    Counts { instructions: total / times, allocations: allocations(&text) / times }
}

/// What callgrind runs.
pub(crate) fn run(mut work: Work, times: usize) {
    for _ in 0..WARM_UP {
        work();
    }
    crosscheck_bench_region(&mut work, times);
}

#[inline(never)]
fn crosscheck_bench_region(work: &mut Work, times: usize) {
    for _ in 0..times {
        work();
    }
}

const REGION: &str = "crosscheck_bench_region";
const WARM_UP: usize = 3;

/// How often a request of a scene is counted.
pub(crate) fn times(scene: &Scene) -> usize {
    if scene.is_large() { 10 } else { 200 }
}

/// Sums up the calls of the allocator: each is a line `cfn=NAME`, then `calls=COUNT …`.
fn allocations(text: &str) -> f64 {
    let mut calls: HashMap<&str, f64> = HashMap::new();
    let mut called = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("cfn=") {
            called = name;
        } else if let Some(rest) = line.strip_prefix("calls=") {
            let count = rest.split(' ').next().and_then(|count| count.parse::<f64>().ok());
            *calls.entry(called).or_default() += count.unwrap_or_default();
        }
    }
    ["malloc", "calloc", "realloc"].iter().filter_map(|name| calls.get(name)).sum()
}
