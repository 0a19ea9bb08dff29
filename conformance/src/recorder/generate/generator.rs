//! Dice, and what they are thrown for first: which kind of scenario.

use std::collections::BTreeSet;

use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use fastrand::Rng;
use url::Url;

use super::kind::Kind;

/// The first `count` scenarios of a seed about some kinds of things. The same seed makes the same
/// scenarios.
pub fn generate(seed: u64, count: usize, kinds: &[Kind]) -> Vec<Scenario> {
    (0..count)
        .map(|index| {
            let id = format!("{seed:x}x{index}");
            // Each of its own, so that a part of a run can be made again.
            let rng = Rng::with_seed(seed ^ (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let mut scenario = Generator { rng, id, part: 0 }.scenario(kinds);
            wait_for_revalidation(&mut scenario);
            scenario
        })
        .collect()
}

/// Who uses a stale answer asks for the next one when it finds time: until then nothing else is asked, for when
/// that is, is nobody's rule.
fn wait_for_revalidation(scenario: &mut Scenario) {
    let says = |route: &Route, name: &str, value: &str| {
        route.headers.iter().any(|(n, v)| n.eq_ignore_ascii_case(name) && v.contains(value))
    };
    let routes = &scenario.server;
    let mut renewed: BTreeSet<String> = routes
        .iter()
        .filter(|route| says(route, "Cache-Control", "stale-while-revalidate"))
        .map(|route| route.path.clone())
        .collect();
    let leads_there = |route: &&Route| renewed.iter().any(|path| says(route, "Location", path));
    let leading: Vec<String> =
        routes.iter().filter(leads_there).map(|route| route.path.clone()).collect();
    renewed.extend(leading);
    let is_renewed: Vec<bool> = scenario
        .steps
        .iter()
        .map(|step| Url::parse(&step.url).is_ok_and(|url| renewed.contains(url.path())))
        .collect();
    for (step, _) in scenario.steps.iter_mut().skip(1).zip(is_renewed).filter(|(_, is)| *is) {
        step.wait_ms = step.wait_ms.max(REVALIDATION_MS);
    }
}

/// Long enough for a browser on a busy machine.
const REVALIDATION_MS: u64 = 700;

pub(super) struct Generator {
    pub(super) rng: Rng,
    pub(super) id: String,
    /// Which of several parts of the scenario is being made.
    pub(super) part: usize,
}

pub(super) type Headers = Vec<HeaderLine>;

impl Generator {
    fn scenario(mut self, kinds: &[Kind]) -> Scenario {
        let weighted: Vec<(Kind, u32)> = kinds.iter().map(|kind| (*kind, kind.weight())).collect();
        match self.weighted(&weighted) {
            Kind::Loopback => self.loopback(),
            Kind::Cache => self.cache(),
            Kind::Preflight => self.preflights(),
            Kind::LocalNetwork => self.local_network(),
            Kind::LocalNetworkPrompt => self.local_prompt(),
            Kind::Cookies => self.cookies(),
            Kind::CookiesHttp => self.plain_cookies(),
            Kind::SignIn => self.sign_in(),
            Kind::Contexts => self.contexts(),
            Kind::Elements => self.elements(),
            Kind::Fonts => self.fonts(),
            Kind::Reuse => self.reuse(),
            Kind::MixedContent => self.mixed_content(),
            Kind::Origin => self.origins(),
            Kind::Embedder => self.embedders(),
            Kind::Story => self.story(),
            Kind::Theme => self.theme(),
        }
    }

    pub(super) fn path(&self, name: &str) -> String {
        match self.part {
            0 => format!("/s/{}/{name}", self.id),
            part => format!("/s/{}/{part}/{name}", self.id),
        }
    }

    pub(super) fn maybe(&mut self, probability: f64) -> bool {
        self.rng.f64() < probability
    }

    pub(super) fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.rng.usize(0..values.len())]
    }

    pub(super) fn weighted<T: Copy>(&mut self, values: &[(T, u32)]) -> T {
        let total = values.iter().map(|(_, weight)| weight).sum();
        let mut at = self.rng.u32(0..total);
        for (value, weight) in values {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        values[0].0
    }
}

pub(super) fn header(name: &str, value: &str) -> HeaderLine {
    (name.to_owned().into(), value.into())
}

pub(super) fn rule(
    origin: &str,
    path: &str,
    method: &str,
    status: u16,
    headers: Headers,
    body: &str,
) -> Route {
    Route { method: method.into(), headers, body: body.into(), ..Route::new(origin, path, status) }
}
