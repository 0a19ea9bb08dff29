//! Elements of all kinds, preloads and modules.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::ReferrerPolicy;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::PreloadDestination;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::routes::moved;
use super::routes::retype;
use super::routes::sharing;
use super::routes::takes_crossorigin;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

impl Generator {
    pub(in crate::recorder::generate) fn elements(mut self) -> Scenario {
        let party = self.party();
        let is_other = self.maybe(0.85);
        let first = if is_other { self.other(party, 0.65) } else { party.page };
        let path = self.path("x");
        let steps = self.element_steps(&format!("{first}{path}"));
        let used = steps.last().expect("there is one").api;
        let with = [("*", 5), (party.page, 4), ("", 3), ("https://wrong.example", 1)];
        let with = self.weighted(&with);
        let credentialed = self.maybe(0.35);
        let mut headers = match with {
            "" => Headers::new(),
            with => sharing(with, credentialed),
        };
        let (mut origin, mut at) = (first, path.clone());
        let mut server = Vec::new();
        if self.maybe(0.25) {
            let another = self.other(party, 0.65);
            let next = self.pick(&[origin, party.page, another]);
            let target = format!("{path}2");
            let says = if self.maybe(0.75) { headers.clone() } else { Headers::new() };
            let status = self.pick(&[302, 301, 307]);
            server.push(moved(origin, &at, status, says, &format!("{next}{target}")));
            (origin, at) = (next, target);
            if self.maybe(0.3) {
                headers = sharing(self.pick(&["null", "*"]), credentialed);
            }
        }
        let mut last = usable(used, origin, &at, &headers);
        if self.maybe(0.15) {
            let types = ["text/plain", "application/octet-stream", "text/html"];
            let wrong = self.pick(&types);
            retype(&mut last, wrong);
        }
        if self.maybe(0.15) {
            last.headers.push(header("X-Content-Type-Options", "nosniff"));
        }
        if self.maybe(0.15) {
            let policy = self.pick(&["same-origin", "same-site", "cross-origin"]);
            last.headers.push(header("Cross-Origin-Resource-Policy", policy));
        }
        let kept = self.weighted(&[("no-store", 2), ("max-age=600", 3)]);
        last.headers.push(header("Cache-Control", kept));
        last.status = if self.maybe(0.93) { 200 } else { 404 };
        server.push(last);
        self.scenario_of("elements", party.page, steps, server)
    }

    fn element_steps(&mut self, url: &str) -> Vec<Step> {
        let api = self.weighted(&[
            (Api::Preload, 12),
            (Api::Video, 6),
            (Api::Audio, 6),
            (Api::Track, 4),
            (Api::JsonModule, 6),
            (Api::CssModule, 6),
            (Api::Import, 4),
            (Api::AtImport, 4),
            (Api::Mask, 3),
            (Api::Shape, 1),
            (Api::Background, 1),
            (Api::SvgUse, 3),
            (Api::Font, 4),
            (Api::Script, 5),
            (Api::Style, 4),
            (Api::Img, 4),
            (Api::ModulePreload, 3),
            (Api::Iframe, 1),
            (Api::EventSource, 1),
        ]);
        let mut step = Step::new(api, url);
        let marks =
            [(None, 4), (Some("anonymous"), 4), (Some("use-credentials"), 1), (Some(""), 1)];
        let mark = self.weighted(&marks).map(str::to_owned);
        step.crossorigin = mark.filter(|_| takes_crossorigin(api));
        if self.maybe(0.15) {
            step.referrer_policy = Some(self.pick(&[
                ReferrerPolicy::NoReferrer,
                ReferrerPolicy::Origin,
                ReferrerPolicy::StrictOrigin,
            ]));
        }
        match api {
            Api::Preload => {
                let (destination, used) = self.pick(&[
                    (PreloadDestination::Font, Api::Font),
                    (PreloadDestination::Fetch, Api::Fetch),
                    (PreloadDestination::Script, Api::Script),
                    (PreloadDestination::Style, Api::Style),
                    (PreloadDestination::Image, Api::Img),
                ]);
                step.destination = Some(destination);
                let mut then = Step::new(used, url);
                match used {
                    Api::Fetch => {
                        then.credentials = self.maybe(0.3).then_some(CredentialsMode::Include);
                    }
                    Api::Font => {}
                    _ if self.maybe(0.5) => {
                        let value = self.pick(&["anonymous", "use-credentials"]);
                        then.crossorigin = Some(value.into());
                    }
                    _ => {}
                }
                then.module = used == Api::Script && self.maybe(0.2);
                vec![step, then]
            }
            Api::ModulePreload => vec![step, Step::new(Api::Import, url)],
            Api::Script | Api::Style => {
                step.module = api == Api::Script && self.maybe(0.25);
                if self.maybe(0.4) {
                    let right = if api == Api::Script { SCRIPT_DIGEST } else { STYLE_DIGEST };
                    let value = if self.maybe(0.75) { right } else { WRONG_DIGEST };
                    step.integrity = Some(value.into());
                }
                vec![step]
            }
            _ => vec![step],
        }
    }
}

/// What the small files' digests are.
const SCRIPT_DIGEST: &str = "sha256-GNbi0BgY3h4/sCUBZBhzGESKMABeIE/P511+gy1d3fc=";
const STYLE_DIGEST: &str = "sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=";
const WRONG_DIGEST: &str = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
