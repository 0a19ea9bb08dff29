//! A font: preloaded, then used, from a server that shares it with everybody, with some, or with none.

use crosscheck::agent::api::Api;
use crosscheck::agent::api::PreloadDestination;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::routes::sharing;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;

impl Generator {
    pub(in crate::recorder::generate) fn fonts(mut self) -> Scenario {
        let party = self.party();
        let (origin, path) = (self.other(party, 0.9), self.path("font.ttf"));
        let url = format!("{origin}{path}");
        let mut steps = Vec::new();
        if self.maybe(0.7) {
            let marks = [(None, 4), (Some("anonymous"), 4), (Some("use-credentials"), 1)];
            steps.push(Step {
                destination: Some(PreloadDestination::Font),
                crossorigin: self.weighted(&marks).map(str::to_owned),
                ..Step::new(Api::Preload, &url)
            });
        }
        for _ in 0..self.weighted(&[(1, 4), (2, 1)]) {
            steps.push(Step::new(Api::Font, &url));
        }
        let kept = self.freshness();
        let mut server = Vec::new();
        if self.maybe(0.6) {
            let shared = sharing(self.pick(&["*", party.page]), false);
            let headers = [shared, kept.clone(), self.vary()].concat();
            let mut named = usable(Api::Font, origin, &path, &headers);
            named.when.insert("origin".into(), HeaderCondition::Present);
            server = vec![named, usable(Api::Font, origin, &path, &kept)];
        } else {
            let shared = match self.pick(&["*", party.page, "", "null"]) {
                "" => Headers::new(),
                with => sharing(with, false),
            };
            server.push(usable(Api::Font, origin, &path, &[shared, kept].concat()));
        }
        self.scenario_of("fonts", party.page, steps, server)
    }
}
