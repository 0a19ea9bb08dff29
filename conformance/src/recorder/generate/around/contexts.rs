//! Frames, windows and workers.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::parties::APP;
use super::parties::DEVELOPER;
use super::parties::PLAIN;
use super::routes::permitting;
use super::routes::sharing;
use super::routes::url;
use super::routes::usable;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

impl Generator {
    pub(in crate::recorder::generate) fn contexts(mut self) -> Scenario {
        let party = self.weighted(&[(APP, 5), (DEVELOPER, 2), (PLAIN, 1)]);
        let is_other = self.maybe(0.85);
        let origin = if is_other { self.other(party, 0.65) } else { party.page };
        let is_safe = party.page != PLAIN.page;
        let widget = match is_safe {
            true => self.pick(&["https://widget.partner.net", "https://www.example.com"]),
            false => "http://widget.partner.net",
        };
        let (mut steps, mut server) = (Vec::new(), Vec::new());
        for number in 0..self.rng.usize(1..=4) {
            let context = self.some_context(widget, origin, is_safe);
            let me = origin_in(&context, party.page);
            let path = self.path(&number.to_string());
            let step = self.step_in(context, origin, &path);
            let credentialed = self.maybe(0.5);
            let headers = match self.weighted(&[(0, 5), (1, 3), (2, 2), (3, 1), (4, 1)]) {
                0 => sharing(&me, credentialed),
                1 => sharing("*", credentialed),
                2 => sharing(party.page, credentialed),
                3 => sharing("null", credentialed),
                _ => Headers::new(),
            };
            server.push(permitting(origin, &path, &headers));
            server.push(usable(step.api, origin, &path, &headers));
            steps.push(step);
        }
        self.scenario_of("contexts", party.page, steps, server)
    }

    fn some_context(&mut self, widget: &str, origin: &str, is_safe: bool) -> Context {
        let [frame, own, window, without] =
            [("frame", widget), ("frame", origin), ("window", widget), ("credentialless", widget)]
                .map(|(kind, origin)| format!("{kind}:{origin}"));
        let word = self.weighted(&[
            (&*frame, 8),
            ("sandbox", 8),
            ("worker", 6),
            ("shared-worker", 2),
            ("service-worker-controlled", if is_safe { 3 } else { 0 }),
            ("srcdoc", 2),
            ("module-worker", 1),
            (&*own, 3),
            (&*without, 1),
            ("top", 2),
            (&*window, 1),
        ]);
        Context::parse(word).expect("a context")
    }

    /// A frame or a worker of the page's own origin.
    pub(super) fn own_context(&mut self) -> Context {
        let word = self.weighted(&[
            ("worker", 3),
            ("shared-worker", 3),
            ("module-worker", 1),
            ("srcdoc", 2),
            ("sandbox", 2),
            ("service-worker-controlled", 2),
        ]);
        Context::parse(word).expect("a context")
    }

    fn step_in(&mut self, context: Context, origin: &str, path: &str) -> Step {
        let is_worker =
            matches!(context, Context::Worker | Context::ModuleWorker | Context::SharedWorker);
        let api = match is_worker {
            true => self.weighted(&[
                (Api::Fetch, 16),
                (Api::Xhr, 2),
                (Api::EventSource, 1),
                (Api::WebSocket, 1),
                (Api::Import, 2),
                (Api::ImportScripts, if context == Context::ModuleWorker { 0 } else { 2 }),
            ]),
            false => self.weighted(&[
                (Api::Fetch, 16),
                (Api::Xhr, 2),
                (Api::Img, 2),
                (Api::Font, 1),
                (Api::Script, 2),
                (Api::WebSocket, 1),
                (Api::Form, 1),
                (Api::Import, 1),
                (Api::EventSource, 1),
                (Api::Beacon, 1),
            ]),
        };
        let mut step = Step { context, ..Step::new(api, &url(api, origin, path)) };
        match api {
            Api::Fetch => {
                step.method = Some(self.weighted(&[("GET", 4), ("POST", 2), ("PUT", 2)]).into());
                if self.maybe(0.3) {
                    let (name, value) = self.pick(&[
                        ("X-Api-Key", "k"),
                        ("Content-Type", "application/json"),
                        ("Authorization", "Bearer t"),
                    ]);
                    step.headers.push(header(name, value));
                }
                let modes = [
                    (None, 6),
                    (Some(CredentialsMode::Include), 4),
                    (Some(CredentialsMode::Omit), 1),
                ];
                step.credentials = self.weighted(&modes);
                if self.maybe(0.12) {
                    step.mode = Some(self.pick(&[RequestMode::NoCors, RequestMode::SameOrigin]));
                }
                if step.method.as_deref() != Some("GET") && self.maybe(0.5) {
                    step.body = Some(self.some_body());
                }
            }
            Api::Img | Api::Script if self.maybe(0.6) => {
                step.crossorigin = Some(self.pick(&["anonymous", "use-credentials"]).into());
            }
            Api::Beacon => step.body = Some(self.some_body()),
            _ => {}
        }
        step
    }
}

/// Whose name a request of a context has. In: the page's origin.
pub(super) fn origin_in(context: &Context, page: &str) -> String {
    match context {
        Context::Sandbox => "null".to_owned(),
        Context::Frame(origin) | Context::Credentialless(origin) | Context::Window(origin) => {
            origin.serialize().to_owned()
        }
        _ => page.to_owned(),
    }
}
