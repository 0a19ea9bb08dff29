//! What holds for tower, actix and the gateway, byte for byte, holds for these.

#[path = "../../../../conformance/tests/servers/adapters/any_origin.rs"]
mod any_origin;
mod blocked;
#[path = "../../../../conformance/tests/servers/adapters/case.rs"]
mod case;
mod errors;
#[path = "../../../../conformance/tests/servers/adapters/one_origin.rs"]
mod one_origin;
mod poem;
mod rocket;
mod salvo;
#[path = "../../../../conformance/tests/servers/adapters/several_rules.rs"]
mod several_rules;
mod warp;

use case::Case;

/// What answers behind the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum App {
    /// Each path and method with 200 and what the table's handler says.
    Everything,
    /// The same, where what is refused is blocked.
    BlocksRefused,
    /// One path alone, `/fails`, which fails.
    FailsAlone,
}

/// How a framework is asked.
type Ask = fn(&Case, App) -> String;

const FRAMEWORKS: [(&str, Ask); 4] =
    [("poem", poem::ask), ("rocket", rocket::ask), ("salvo", salvo::ask), ("warp", warp::ask)];

/// Whether every adapter says just this.
fn all_say(case: &Case, status: u16, lines: &[&str]) {
    all_of(case, App::Everything, status, lines);
}

fn all_of(case: &Case, app: App, status: u16, lines: &[&str]) {
    let mut told = format!("{status}\n");
    lines.iter().for_each(|line| told.push_str(&format!("{line}\n")));
    for (name, ask) in FRAMEWORKS {
        assert_eq!(ask(case, app), told, "{name}");
    }
}

/// Waits for one thing, on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(future)
}
