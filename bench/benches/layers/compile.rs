//! Making a policy of a long list: how long it takes, and what it then weighs.

use std::env;
use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use crosscheck::server::Policy;

use crate::scenes::Origins;
use crate::subjects::config;

/// What a policy costs before it has decided anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compiled {
    /// Of the quickest of several processes.
    pub(crate) seconds: f64,
    /// Memory that the kernel had to give, for each origin.
    pub(crate) bytes_per_origin: f64,
    /// How long an origin's text is.
    pub(crate) text_per_origin: f64,
}

/// Makes policies of so many origins, each in a process of its own.
pub(crate) fn measure(origins: usize) -> Compiled {
    let once = || {
        let output = Command::new(env::current_exe().expect("a program knows where it is"))
            .args(["compile", &origins.to_string()])
            .output()
            .expect("a program can run itself");
        let text = String::from_utf8(output.stdout).expect("numbers");
        let numbers: Vec<f64> = text.split(' ').filter_map(|n| n.trim().parse().ok()).collect();
        let [seconds, bytes_per_origin, text_per_origin] = numbers[..] else {
            panic!("three numbers, not {text:?}")
        };
        Compiled { seconds, bytes_per_origin, text_per_origin }
    };
    let rest = (1..TIMES).map(|_| once());
    rest.fold(once(), |best, other| if other.seconds < best.seconds { other } else { best })
}

/// What such a process does: prints seconds, and bytes an origin, in memory and as text.
pub(crate) fn run(origins: usize) {
    let config = config(Origins::Listed(origins));
    let count = origins as f64;
    let text: usize = config.origins.iter().map(String::len).sum();
    let (before, started) = (resident_bytes(), Instant::now());
    let policy = black_box(Policy::new(&config).expect("a sound policy"));
    let (seconds, after) = (started.elapsed().as_secs_f64(), resident_bytes());
    println!("{seconds} {} {}", (after - before) / count, text as f64 / count);
    drop(policy);
}

/// Memory that this process has in use, as Linux counts it.
fn resident_bytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    let kibibytes = line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number");
    kibibytes * 1024.0
}

const TIMES: usize = 5;
