//! What is remembered of preflights, beside the HTTP cache.

use crosscheck::agent::CacheMode;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::routes::sharing;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

impl Generator {
    pub(in crate::recorder::generate) fn preflights(mut self) -> Scenario {
        let party = self.party();
        let (origin, path) = (self.other(party, 0.65), self.path("item"));
        let credentialed = self.maybe(0.3);
        let method = self.pick(&["PUT", "DELETE", "GET"]);
        let has_header = method == "GET" || self.maybe(0.4);
        let mut steps = Vec::new();
        for _ in 0..self.rng.usize(2..=4) {
            let query = self.pick(&["", "", "?a=1"]);
            let mut step = Step::new(Api::Fetch, &format!("{origin}{path}{query}"));
            step.method = Some(method.into());
            if has_header {
                step.headers.push(header("X-Api-Key", "k"));
            }
            if self.maybe(0.5) {
                step.cache = Some(self.pick(&[
                    CacheMode::Default,
                    CacheMode::NoStore,
                    CacheMode::Reload,
                    CacheMode::NoCache,
                    CacheMode::ForceCache,
                ]));
            }
            if credentialed {
                let modes = [(CredentialsMode::Include, 3), (CredentialsMode::Omit, 1)];
                step.credentials = Some(self.weighted(&modes));
            }
            step.keepalive = self.maybe(0.08);
            if self.maybe(0.12) {
                let frame = format!("frame:{}", party.page);
                step.context = match self.maybe(0.5) {
                    true => Context::Worker,
                    false => Context::parse(&frame).expect("a context"),
                };
            }
            if self.maybe(0.05) {
                step.wait_ms = 5500;
            }
            steps.push(step);
        }
        let names_page = credentialed || self.maybe(0.5);
        let shared = sharing(if names_page { party.page } else { "*" }, credentialed);
        let mut answer = shared.clone();
        if self.maybe(0.3) {
            answer.extend(self.freshness());
        }
        let methods = self.pick(&["PUT, DELETE", "PUT, DELETE", "*", "GET"]);
        answer.push(header("Access-Control-Allow-Methods", methods));
        let names = self.pick(&["x-api-key", "x-api-key", "*", ""]);
        answer.push(header("Access-Control-Allow-Headers", names));
        let age = self.pick(&["", "600", "600", "0", "5", "86400"]);
        if !age.is_empty() {
            answer.push(header("Access-Control-Max-Age", age));
        }
        let status = self.pick(&[204, 204, 200]);
        let preflight = rule(origin, &path, "OPTIONS", status, answer, "");
        let headers = [shared, self.freshness()].concat();
        let server = vec![preflight, rule(origin, &path, "*", 200, headers, "item")];
        self.scenario_of("preflight", party.page, steps, server)
    }
}
