//! What `Origin` says: methods, modes, referrer policies, redirects, forms.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::ReferrerPolicy;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::FormEncoding;
use crosscheck::scenario::Context;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::cookies::place;
use super::parties::APP;
use super::parties::DEVELOPER;
use super::parties::PLAIN;
use super::routes::moved;
use super::routes::permitting;
use super::routes::sharing;
use super::routes::url;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::header;

impl Generator {
    pub(in crate::recorder::generate) fn origins(mut self) -> Scenario {
        let party = self.weighted(&[(APP, 5), (PLAIN, 2), (DEVELOPER, 1)]);
        let mut page_headers = Vec::new();
        if self.maybe(0.35) {
            let policy = self.pick(ReferrerPolicy::ALL);
            page_headers.push(header("Referrer-Policy", policy.name()));
        }
        let (mut steps, mut server) = (Vec::new(), Vec::new());
        for number in 0..self.rng.usize(1..=3) {
            let another = self.other(party, 0.65);
            let origin = self.weighted(&[(party.page, 3), (another, 5)]);
            let path = self.path(&number.to_string());
            let frame = self.other(party, 0.65);
            let step = self.origin_step(origin, &path, frame);
            let with = self.weighted(&[("*", 4), (party.page, 3), ("null", 1)]);
            let shared = sharing(with, self.maybe(0.4));
            let (mut origin, mut at) = (origin, path);
            let hops = if step.api == Api::WebSocket { 0 } else { self.pick(&[0, 0, 0, 1, 1, 2]) };
            for _ in 0..hops {
                let another = self.other(party, 0.65);
                let next = self.pick(&[party.page, origin, another]);
                let target = format!("{at}r");
                let status = self.pick(&[301, 302, 303, 307, 308]);
                server.push(permitting(origin, &at, &shared));
                let to = format!("{next}{target}");
                server.push(moved(origin, &at, status, shared.clone(), &to));
                (origin, at) = (next, target);
            }
            let mut preflight = permitting(origin, &at, &shared);
            if self.maybe(0.3) {
                let methods = self.pick(&["*", "PUT"]);
                let own = preflight.headers.iter_mut();
                own.filter(|(name, _)| name == "Access-Control-Allow-Methods")
                    .for_each(|(_, value)| *value = methods.into());
            }
            server.push(preflight);
            let mut last = usable(step.api, origin, &at, &shared);
            if step.api == Api::Form {
                last.body = "<p>sent".into();
                last.headers.retain(|(name, _)| name != "Content-Type");
                last.headers.push(header("Content-Type", "text/html"));
            }
            if step.api != Api::WebSocket {
                last.headers.push(header("Cache-Control", "no-store"));
            }
            server.push(last);
            steps.push(step);
        }
        Scenario { page_headers, ..self.scenario_of("origin", party.page, steps, server) }
    }

    fn origin_step(&mut self, origin: &str, path: &str, frame: &str) -> Step {
        let api = self.weighted(&[
            (Api::Fetch, 14),
            (Api::Form, 6),
            (Api::WebSocket, 2),
            (Api::Beacon, 2),
            (Api::FetchLater, if origin.starts_with("https") { 2 } else { 0 }),
            (Api::Xhr, 2),
            (Api::EventSource, 1),
            (Api::Img, 1),
            (Api::Script, 1),
            (Api::Import, 1),
            (Api::Font, 1),
        ]);
        let mut step = Step::new(api, &url(api, origin, path));
        match api {
            Api::Fetch | Api::FetchLater => {
                let method = self.weighted(&[
                    ("GET", 6),
                    ("HEAD", 2),
                    ("POST", 8),
                    ("PUT", 4),
                    ("QUERY", 3),
                    ("query", 1),
                    ("PATCH", 1),
                    ("patch", 1),
                    ("DELETE", 1),
                    ("OPTIONS", 1),
                    ("PROPFIND", 1),
                ]);
                step.method = Some(method.into());
                step.mode = self.weighted(&[
                    (None, 6),
                    (Some(RequestMode::NoCors), 2),
                    (Some(RequestMode::SameOrigin), 1),
                    (Some(RequestMode::Cors), 1),
                ]);
                if self.maybe(0.15) {
                    let modes = [CredentialsMode::Include, CredentialsMode::Omit];
                    step.credentials = Some(self.pick(&modes));
                }
                if !matches!(method, "GET" | "HEAD") && self.maybe(0.6) {
                    step.body = Some(self.some_body());
                }
                step.keepalive = api == Api::Fetch && self.maybe(0.15);
            }
            Api::Form => {
                step.method = Some(self.weighted(&[("POST", 6), ("GET", 1)]).into());
                if self.maybe(0.4) {
                    let ways = [FormEncoding::Text, FormEncoding::Multipart];
                    step.enctype = Some(self.pick(&ways));
                }
            }
            Api::Beacon => step.body = Some(self.some_body()),
            Api::Xhr => step.method = Some(self.pick(&["GET", "POST", "QUERY"]).into()),
            _ => {}
        }
        let takes_policy = matches!(api, Api::Fetch | Api::FetchLater | Api::Img | Api::Script);
        if takes_policy && self.maybe(0.25) {
            step.referrer_policy = Some(self.pick(ReferrerPolicy::ALL));
        }
        let can_move = matches!(api, Api::Fetch | Api::Xhr | Api::Form | Api::Beacon | Api::Img);
        if can_move && self.maybe(0.12) {
            step.context = match self.rng.u32(0..3) {
                0 => Context::Sandbox,
                1 => place("frame", frame),
                _ if matches!(api, Api::Fetch | Api::Xhr) => Context::Worker,
                _ => Context::Srcdoc,
            };
        }
        step
    }
}
