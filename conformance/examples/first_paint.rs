//! When pages are first painted: medians over several loads, the pages by turns, so that whatever
//! else the machine does falls on each alike.
//!
//! Each page is opened, for which Chromium starts a process, and then loaded anew in the process that
//! is there: the difference is the browser's start, whatever the page.
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
    let mut rows = vec![[const { Moments::new() }; 2]; urls.len()];
    // The first round warms the browser up.
    for round in 0..=loads {
        for (url, row) in urls.iter().zip(&mut rows) {
            hands.open(url, look)?;
            let opened = moments(&mut hands)?;
            hands.evaluate("window.isLeft = true; location.reload()")?;
            hands.wait_for("!window.isLeft")?;
            let anew = moments(&mut hands)?;
            if round > 0 {
                row[0].push(opened);
                row[1].push(anew);
            }
        }
    }
    let mut text = format!("medians of {loads} loads, in ms: {}\n", MOMENTS.join(", "));
    for (url, row) in urls.iter().zip(&rows) {
        for (how, loads) in ["opened", "loaded anew"].into_iter().zip(row) {
            let medians =
                (0..MOMENTS.len()).map(|moment| format!("{:>6.0}", median(loads, moment)));
            text.push_str(&format!("{}  {url}, {how}\n", medians.collect::<String>()));
        }
    }
    eprint!("{text}");
    Ok(())
}

/// One for each load.
type Moments = Vec<[f64; MOMENTS.len()]>;

fn moments(hands: &mut Hands) -> anyhow::Result<[f64; MOMENTS.len()]> {
    hands.wait_for("performance.getEntriesByName('first-paint').length === 1")?;
    hands.wait_for("performance.getEntriesByType('navigation')[0]?.loadEventEnd > 0")?;
    let told = hands.evaluate(READ)?;
    let moments: Vec<f64> =
        told.as_array().context("moments")?.iter().filter_map(Value::as_f64).collect();
    moments.try_into().ok().context("a number for each moment")
}

fn median(loads: &Moments, moment: usize) -> f64 {
    let mut all: Vec<f64> = loads.iter().map(|load| load[moment]).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

const MOMENTS: [&str; 5] =
    ["request sent", "answer began", "answer ended", "first paint", "everything loaded"];

const READ: &str = "(() => { const [n] = performance.getEntriesByType('navigation'); \
    return [n.requestStart, n.responseStart, n.responseEnd, \
    performance.getEntriesByName('first-paint')[0].startTime, n.loadEventEnd]; })()";
