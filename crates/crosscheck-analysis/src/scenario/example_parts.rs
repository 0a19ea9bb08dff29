//! What examples are made of: a page, what it asks, what a server says.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Body;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

use super::example::Example;
use super::example::Why;
use crate::import::console_scenario;

pub(super) const APP: &str = "https://app.example";
pub(super) const STRANGER: &str = "https://stranger.example";
pub(super) const LOOKALIKE: &str = "https://evilapp.example";
pub(super) const API: &str = "https://api.example";
pub(super) const ORDERS: &str = "https://api.example/orders";
pub(super) const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
pub(super) const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
pub(super) const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
pub(super) const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";

pub(super) type Lines = Vec<HeaderLine>;

pub(super) fn live(scenario: Scenario) -> Example {
    Example { scenario: Some(scenario), ..Example::default() }
}

pub(super) fn unseen(scenario: Scenario, why: Why) -> Example {
    Example { why: Some(why), ..live(scenario) }
}

pub(super) fn scene(id: &'static str) -> Example {
    Example { scene: Some(id), ..Example::default() }
}

/// A page of somebody else, which reads what an account holds, since the server lets it.
pub(super) fn stranger(page: &str) -> Scenario {
    let said = vec![
        line(ALLOW_ORIGIN, page),
        line(ALLOW_CREDENTIALS, "true"),
        line("Vary", "Origin"),
        line("Content-Type", "application/json"),
    ];
    let answer = Route { body: r#"{"owner":"you"}"#.into(), ..answer("*", 200, said) };
    ask(page, with_credentials(fetch(ORDERS)), [answer])
}

/// The same request twice, and how long the permission for it holds.
pub(super) fn twice(max_age: &str) -> Scenario {
    let mut asked = vec![line(ALLOW_ORIGIN, APP), line("Vary", "Origin")];
    let said = asked.clone();
    asked.push(line(ALLOW_METHODS, "PUT"));
    asked.push(line("Access-Control-Max-Age", max_age));
    let answers = [answer("OPTIONS", 204, asked), answer("*", 200, said)];
    let mut scenario = ask(APP, method("PUT"), answers);
    scenario.steps.push(scenario.steps[0].clone());
    scenario
}

pub(super) fn ask<const N: usize>(page: &str, step: Step, server: [Route; N]) -> Scenario {
    Scenario {
        id: "lab".into(),
        page: Origin::parse(page).expect("a constant that is an origin"),
        steps: vec![step],
        server: server.into(),
        ..Scenario::default()
    }
}

pub(super) fn fetch(url: &str) -> Step {
    Step::new(Api::Fetch, url)
}

pub(super) fn method(method: &str) -> Step {
    Step { method: Some(method.into()), ..fetch(ORDERS) }
}

pub(super) fn with_credentials(step: Step) -> Step {
    Step { credentials: Some(CredentialsMode::Include), ..step }
}

pub(super) fn answer(method: &str, status: u16, headers: Lines) -> Route {
    Route { method: method.into(), headers, ..Route::new(API, "/orders", status) }
}

pub(super) fn line(name: &str, value: &str) -> HeaderLine {
    (name.to_owned().into(), value.into())
}

pub(super) fn text(value: &str) -> Body {
    Body::new(BodyKind::Text, value)
}

pub(super) fn scenario_of(rule: FetchRule) -> Scenario {
    console_scenario(&Refusal::new(rule)).expect("a rule that a scenario shows")
}
