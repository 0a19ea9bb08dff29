//! Pages with an embedder policy, and resources that say who may embed them.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::parties::APP;
use super::routes::sharing;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

impl Generator {
    pub(in crate::recorder::generate) fn embedders(mut self) -> Scenario {
        let policy = self.pick(&["require-corp", "credentialless"]);
        let mut page_headers = vec![header("Cross-Origin-Embedder-Policy", policy)];
        if self.maybe(0.5) {
            page_headers.push(header("Cross-Origin-Opener-Policy", "same-origin"));
        }
        let (mut steps, mut server) = (Vec::new(), Vec::new());
        for number in 0..self.rng.usize(1..=3) {
            let origin = self.other(APP, 0.65);
            let path = self.path(&number.to_string());
            let api = self.weighted(&[
                (Api::Img, 8),
                (Api::Script, 4),
                (Api::Style, 2),
                (Api::Fetch, 8),
                (Api::Font, 2),
                (Api::Iframe, 2),
                (Api::Audio, 1),
                (Api::JsonModule, 1),
            ]);
            let mut step = Step::new(api, &format!("{origin}{path}"));
            match api {
                Api::Img | Api::Script | Api::Style | Api::Audio if self.maybe(0.5) => {
                    let value = self.pick(&["anonymous", "use-credentials"]);
                    step.crossorigin = Some(value.into());
                }
                Api::Fetch => {
                    step.mode = self.maybe(0.6).then_some(RequestMode::NoCors);
                    step.credentials = self.maybe(0.5).then_some(CredentialsMode::Include);
                    if self.maybe(0.25) {
                        step.context = self.own_context();
                    }
                }
                _ => {}
            }
            let credentialed = self.maybe(0.4);
            let mut headers = match self.weighted(&[(0, 2), (1, 1), (2, 1)]) {
                0 => Headers::new(),
                1 => sharing("*", credentialed),
                _ => sharing(APP.page, credentialed),
            };
            if self.maybe(0.6) {
                let policies = [("cross-origin", 3), ("same-site", 2), ("same-origin", 2)];
                let policy = self.weighted(&policies);
                headers.push(header("Cross-Origin-Resource-Policy", policy));
            }
            if api == Api::Iframe && self.maybe(0.6) {
                headers.push(header("Cross-Origin-Embedder-Policy", "require-corp"));
            }
            steps.push(step.clone());
            if self.maybe(0.3) {
                let cookie = format!("e=1; Path={path}; Secure; SameSite=None");
                headers.push(header("Set-Cookie", &cookie));
                steps.push(step);
            }
            server.push(usable(api, origin, &path, &headers));
        }
        Scenario { page_headers, ..self.scenario_of("embedder", APP.page, steps, server) }
    }
}
