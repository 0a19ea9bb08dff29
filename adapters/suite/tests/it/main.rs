//! What holds for tower, actix and the gateway, byte for byte, holds for these.

#[path = "../../../../conformance/tests/servers/adapters/any_origin.rs"]
mod any_origin;
mod asked;
mod blocked;
mod by_host;
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
use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_tower::OriginAnswers;
use crosscheck_tower::OriginQuestion;
use crosscheck_tower::OriginSource;
use crosscheck_tower::OriginSourceError;
use crosscheck_tower::PoliciesByHost;

/// What answers behind the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum App {
    /// Each path and method with 200 and what the table's handler says.
    Everything,
    /// The same, where what is refused is blocked.
    BlocksRefused,
    /// The same as everything, where each host has a policy: `api.example` that of the row, any other one
    /// that lets nobody read.
    ByHost,
    /// The same as everything, with a source of origins: it knows `https://shop.example` as a page of
    /// `api.example`, and fails where `https://down.example` is asked about.
    Asks,
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

/// The policies of [`App::ByHost`].
fn by_host(case: &Case) -> PoliciesByHost {
    let policies = PoliciesByHost::new(Policy::new(&Config::new()).expect("nobody"));
    policies.insert("api.example", case.policy()).expect("a host");
    policies
}

/// The source of [`App::Asks`].
struct Pages;

impl OriginSource for Pages {
    async fn knows(&self, asked: &OriginQuestion) -> Result<bool, OriginSourceError> {
        tokio::task::yield_now().await;
        match asked.origin.as_str() {
            "https://down.example" => Err("no connection".into()),
            origin => Ok(asked.host == "api.example" && origin == "https://shop.example"),
        }
    }
}

fn source() -> OriginAnswers {
    OriginAnswers::new(Pages)
}

/// Waits for one thing, on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(future)
}
