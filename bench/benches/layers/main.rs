//! Our middleware beside tower-http's and actix-cors, in one run: instructions and allocations by
//! callgrind, time by turns. Prints Markdown; `cargo xtask bench` puts it into `docs/benchmarks.md`.
//!
//! Every figure of middleware is net: what the same service costs without any is taken off. Beside it
//! stands what a scenario costs.

mod callgrind;
mod compile;
mod report;
mod scenarios;
mod scenes;
mod subjects;
mod time;

use std::env;

use crate::scenarios::Part;
use crate::scenes::Scene;
use crate::subjects::Subject;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        // What callgrind runs: one subject, one scene.
        ["run", subject, scene] => {
            let subject = Subject::named(subject).expect("a subject's name");
            let scene = Scene::named(scene).expect("a scene's name");
            callgrind::run(subject.prepare(&scene), callgrind::times(&scene));
        }
        ["scenarios", part] => {
            let part = Part::named(part).expect("a part's name");
            callgrind::run(part.prepare(), scenarios::TIMES);
        }
        // What a process of its own weighs.
        ["compile", origins] => compile::run(origins.parse().expect("a number")),
        _ => print!("{}", report::write()),
    }
}
