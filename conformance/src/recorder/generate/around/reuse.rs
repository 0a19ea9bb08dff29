//! One file, and whoever in a document uses it: elements, styles, script, and preloads for them.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::PreloadDestination;
use crosscheck::scenario::Context;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::parties::APP;
use super::parties::PLAIN;
use super::routes::moved;
use super::routes::retype;
use super::routes::sharing;
use super::routes::takes_crossorigin;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

/// Who takes files of one type, and what they are preloaded for.
type Users = (&'static [Api], PreloadDestination);

const IMAGES: Users =
    (&[Api::Img, Api::Img, Api::Background, Api::Mask, Api::Shape], PreloadDestination::Image);
const SCRIPTS: Users = (&[Api::Script], PreloadDestination::Script);
const SHEETS: Users = (&[Api::Style, Api::Style, Api::AtImport], PreloadDestination::Style);
const FONTS: Users = (&[Api::Font], PreloadDestination::Font);
const CAPTIONS: Users = (&[Api::Track], PreloadDestination::Track);
const DATA: Users = (&[Api::Fetch, Api::Xhr], PreloadDestination::Fetch);

impl Generator {
    pub(in crate::recorder::generate) fn reuse(mut self) -> Scenario {
        let party = self.weighted(&[(APP, 5), (PLAIN, 1)]);
        let origin = if self.maybe(0.7) { self.other(party, 0.5) } else { party.page };
        let path = self.path("file");
        let users = self.weighted(&[
            (IMAGES, 4),
            (SCRIPTS, 2),
            (SHEETS, 3),
            (FONTS, 1),
            (CAPTIONS, 1),
            (DATA, 2),
        ]);
        let count = self.weighted(&[(2, 3), (3, 3), (4, 1)]);
        let url = format!("{origin}{path}");
        let steps = (0..count).map(|_| self.use_of(users, &url)).collect();
        let mut headers = match self.weighted(&[("*", 4), (party.page, 3), ("", 1)]) {
            "" => Headers::new(),
            with => sharing(with, self.maybe(0.4)),
        };
        let mut server = Vec::new();
        let (mut origin, mut at) = (origin, path.clone());
        if self.maybe(0.3) {
            let another = self.other(party, 0.5);
            let next = self.pick(&[origin, party.page, another]);
            let target = format!("{path}2");
            let mut says = if self.maybe(0.8) { headers.clone() } else { Headers::new() };
            if let Some(kept) = self.pick(&[None, Some("no-store"), Some("max-age=600")]) {
                says.push(header("Cache-Control", kept));
            }
            let status = self.pick(&[302, 301, 307]);
            server.push(moved(origin, &at, status, says, &format!("{next}{target}")));
            (origin, at) = (next, target);
        }
        headers.extend(self.freshness());
        headers.extend(self.vary());
        if self.maybe(0.1) {
            let policy = self.pick(&["same-origin", "same-site", "cross-origin"]);
            headers.push(header("Cross-Origin-Resource-Policy", policy));
        }
        let mut last = usable(users.0[0], origin, &at, &headers);
        if self.maybe(0.1) {
            let wrong = self.pick(&["text/plain", "text/html", "application/json"]);
            retype(&mut last, wrong);
            if self.maybe(0.5) {
                last.headers.push(header("X-Content-Type-Options", "nosniff"));
            }
        }
        last.status = if self.maybe(0.95) { 200 } else { 404 };
        server.push(last);
        self.scenario_of("reuse", party.page, steps, server)
    }

    fn use_of(&mut self, (apis, destination): Users, url: &str) -> Step {
        let own = self.pick(apis);
        let api = self.weighted(&[(own, 6), (Api::Preload, 2), (Api::Fetch, 2), (Api::Xhr, 1)]);
        let mut step = Step::new(api, url);
        if takes_crossorigin(api) {
            let marks = [(None, 5), (Some("anonymous"), 3), (Some("use-credentials"), 1)];
            step.crossorigin = self.weighted(&marks).map(str::to_owned);
        }
        if api == Api::Preload {
            step.destination = Some(destination);
        }
        if api == Api::Fetch {
            step.mode = self.maybe(0.3).then_some(RequestMode::NoCors);
            step.credentials = self.pick(&[
                None,
                None,
                Some(CredentialsMode::Include),
                Some(CredentialsMode::Omit),
            ]);
            if self.maybe(0.1) {
                step.context = Context::Worker;
            }
        }
        if !matches!(api, Api::Fetch | Api::Xhr) && self.maybe(0.08) {
            let frame = self.pick(&["srcdoc", "frame:https://app.example.com"]);
            step.context = Context::parse(frame).expect("a context");
        }
        if self.maybe(0.2) {
            step.wait_ms = 300;
        }
        step
    }
}
