//! When pages are first painted: medians over several loads, the pages by turns, so that whatever
//! else the machine does falls on each alike.
//!
//! `cargo run -p conformance --example first_paint -- 9 http://localhost:8080/ http://localhost:8080/docs/`

use std::env;

use anyhow::Context;
use conformance::devtools::Hands;
use conformance::devtools::Look;
use serde_json::Value;

fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let loads: usize = arguments.next().context("how many loads?")?.parse()?;
    let urls: Vec<String> = arguments.collect();
    anyhow::ensure!(loads > 0 && !urls.is_empty(), "give a number of loads, and URLs");
    let mut hands = Hands::start()?;
    let look = Look { width: 1280, height: 900, dark: false };
    let mut rows: Vec<Vec<Vec<f64>>> = vec![vec![Vec::new(); MOMENTS.len()]; urls.len()];
    // The first round warms the browser up.
    for round in 0..=loads {
        for (url, row) in urls.iter().zip(&mut rows) {
            hands.open(url, look)?;
            hands.wait_for("performance.getEntriesByName('first-paint').length === 1")?;
            hands.wait_for("performance.getEntriesByType('navigation')[0]?.loadEventEnd > 0")?;
            let told = hands.evaluate(READ)?;
            let moments = told.as_array().context("moments")?.iter().filter_map(Value::as_f64);
            for (all, moment) in row.iter_mut().zip(moments).filter(|_| round > 0) {
                all.push(moment);
            }
        }
    }
    let mut text = format!("medians of {loads} loads, in ms: {}\n", MOMENTS.join(", "));
    for (url, row) in urls.iter().zip(&mut rows) {
        let medians: Vec<String> =
            row.iter_mut().map(|all| format!("{:>6.0}", median(all))).collect();
        text.push_str(&format!("{}  {url}\n", medians.join(" ")));
    }
    eprint!("{text}");
    Ok(())
}

fn median(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

const MOMENTS: [&str; 5] =
    ["request sent", "answer began", "answer ended", "first paint", "everything loaded"];

const READ: &str = "(() => { const [n] = performance.getEntriesByType('navigation'); \
    return [n.requestStart, n.responseStart, n.responseEnd, \
    performance.getEntriesByName('first-paint')[0].startTime, n.loadEventEnd]; })()";
