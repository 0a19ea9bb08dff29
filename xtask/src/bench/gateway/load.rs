//! A second of requests, or ten thousand, and what was seen of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use anyhow::ensure;

use super::scene::Load;
use super::scene::Scene;
use crate::command::output;

/// What the load saw.
#[derive(Clone, Copy, Debug)]
pub(in crate::bench) struct Seen {
    pub(in crate::bench) requests: f64,
    pub(in crate::bench) each_second: f64,
    /// Milliseconds; h2load does not tell.
    pub(in crate::bench) p50: Option<f64>,
    pub(in crate::bench) p99: Option<f64>,
}

/// Asks a server for a second, over HTTP/2 ten thousand times, from the core that it does not run on.
pub(in crate::bench) fn run(scene: &Scene, folder: &Path, port: u16) -> anyhow::Result<Seen> {
    let mut command = Command::new("taskset");
    command.args(["-c", "1"]);
    match scene.load {
        Load::Wrk { path, script } => {
            let file = folder.join("scene.lua");
            fs::write(&file, script)?;
            command.args(["wrk", "-t1", "-d1s", "--latency"]);
            command.arg(format!("-c{}", scene.connections)).arg("-s").arg(file);
            command.arg(format!("http://127.0.0.1:{port}{path}"));
            seen_by_wrk(&output(command)?)
        }
        Load::H2load => {
            // A number and not a time (`-D`): a connection that opens after that has passed is never ended.
            command.args(["h2load", "-t1", "-m8", "-n10000", "-Horigin: https://app.example"]);
            command.arg(format!("-c{}", scene.connections));
            command.arg(format!("https://127.0.0.1:{}/", port + 1));
            seen_by_h2load(&output(command)?)
        }
    }
}

fn seen_by_wrk(text: &str) -> anyhow::Result<Seen> {
    ensure!(!text.contains("Non-2xx") && !text.contains("Socket errors"), "{text}");
    let after = |word: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(word));
        line.and_then(|line| line.split_whitespace().nth(1)).with_context(|| text.to_owned())
    };
    let requests = text.lines().find(|line| line.contains("requests in"));
    let requests = requests.and_then(|line| line.split_whitespace().next()).context("requests")?;
    Ok(Seen {
        requests: requests.parse()?,
        each_second: after("Requests/sec:")?.parse()?,
        p50: Some(milliseconds(after("50%")?)?),
        p99: Some(milliseconds(after("99%")?)?),
    })
}

fn seen_by_h2load(text: &str) -> anyhow::Result<Seen> {
    let number = |line: &str, ending: &str| {
        let line = text.lines().find(|it| it.starts_with(line)).context("a line")?;
        let word = line.split([',', ' ']).zip(line.split([',', ' ']).skip(1));
        let found = word.into_iter().find(|(_, unit)| *unit == ending).context("a number")?;
        Ok::<f64, anyhow::Error>(found.0.parse()?)
    };
    ensure!(text.contains(" 0 failed, 0 errored"), "{text}");
    let done = number("requests:", "succeeded").with_context(|| text.to_owned())?;
    let each_second = number("finished in", "req/s").with_context(|| text.to_owned())?;
    Ok(Seen { requests: done, each_second, p50: None, p99: None })
}

/// `1.52ms`, `890.00us`, `1.01s`.
fn milliseconds(text: &str) -> anyhow::Result<f64> {
    let (number, factor) = if let Some(number) = text.strip_suffix("us") {
        (number, 0.001)
    } else if let Some(number) = text.strip_suffix("ms") {
        (number, 1.0)
    } else {
        (text.trim_end_matches('s'), 1000.0)
    };
    Ok(number.parse::<f64>()? * factor)
}

#[cfg(test)]
mod tests {
    use super::seen_by_h2load;
    use super::seen_by_wrk;

    #[test]
    fn what_both_tools_print_is_read() {
        let wrk = "  Thread Stats   Avg\n  Latency Distribution\n     50%    1.50ms\n     99%  890.00us\n  \
                   43210 requests in 1.01s, 5MB read\nRequests/sec:  42782.18\n";
        let seen = seen_by_wrk(wrk).expect("it is read");
        assert_eq!((seen.requests, seen.each_second), (43210.0, 42782.18));
        assert_eq!((seen.p50, seen.p99), (Some(1.5), Some(0.89)));
        assert!(seen_by_wrk(&format!("{wrk}  Non-2xx or 3xx responses: 3\n")).is_err());

        let h2load = "finished in 1.00s, 12345.60 req/s, 3MB/s\nrequests: 12345 total, 12473 started, 12345 done, \
                      12340 succeeded, 0 failed, 0 errored, 0 timeout\n";
        let seen = seen_by_h2load(h2load).expect("it is read");
        assert_eq!((seen.requests, seen.each_second), (12340.0, 12345.6));
    }
}
