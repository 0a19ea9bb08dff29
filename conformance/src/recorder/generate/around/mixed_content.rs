//! From TLS to where there is none, and back: mixed content, HSTS, upgrades.

use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Context;
use crosscheck::scenario::PermissionState;
use crosscheck::scenario::Permissions;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::routes::moved;
use super::routes::permitting;
use super::routes::sharing;
use super::routes::url;
use super::routes::usable;
use super::routes::with_scheme;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

impl Generator {
    pub(in crate::recorder::generate) fn mixed_content(mut self) -> Scenario {
        match self.weighted(&[(0, 5), (1, 4), (2, 2), (3, 2)]) {
            0 => self.plain_servers("https://app.example.com", Headers::new()),
            1 => self.known_by_hsts(),
            2 => {
                let policy = self.pick(&["upgrade-insecure-requests", "block-all-mixed-content"]);
                let headers = vec![header("Content-Security-Policy", policy)];
                self.plain_servers("https://app.example.com", headers)
            }
            _ => self.plain_servers("http://app.example.com", Headers::new()),
        }
    }

    /// A page asks where there is no TLS, or, itself without, where there is.
    fn plain_servers(mut self, page: &'static str, page_headers: Headers) -> Scenario {
        let origin = match page.starts_with("https:") {
            true => self.pick(&[
                "http://api.example.com",
                "http://legacy.other.test",
                "http://app.example.com",
                "http://localhost:3000",
                "http://127.0.0.1:8000",
                "http://203.0.113.9",
            ]),
            false => self.pick(&[
                "https://api.example.com",
                "https://app.example.com",
                "https://api.partner.net",
            ]),
        };
        let is_own_machine = origin.contains("localhost") || origin.contains("127.0.0.1");
        let mut permissions = Permissions::default();
        let page = match is_own_machine {
            // The user has decided; else the browser asks.
            true => {
                permissions.local_network = Some(PermissionState::Granted);
                permissions.loopback_network = Some(PermissionState::Granted);
                "https://mixed.example.org"
            }
            false => page,
        };
        let (mut steps, mut server) = (Vec::new(), Vec::new());
        for number in 0..self.rng.usize(1..=3) {
            let path = self.path(&number.to_string());
            let mut step = self.plain_step(origin, &path);
            if matches!(step.api, Api::Fetch | Api::Img | Api::Xhr) && self.maybe(0.2) {
                let via = self.pick(&["https://api.example.com", "https://api.partner.net"]);
                let way = format!("{path}-via");
                let open = sharing("*", false);
                let status = self.pick(&[302, 301, 307]);
                server.push(permitting(via, &way, &open));
                server.push(moved(via, &way, status, open, &step.url));
                step.url = format!("{via}{way}");
            }
            let mut origins = vec![origin.to_owned(), with_scheme(origin, "https")];
            origins.dedup();
            for origin in origins {
                let headers = self.plain_sharing(page);
                server.push(permitting(&origin, &path, &headers));
                server.push(usable(step.api, &origin, &path, &headers));
            }
            steps.push(step);
        }
        let scenario = self.scenario_of("mixed-content", page, steps, server);
        Scenario { page_headers, permissions, ..scenario }
    }

    fn plain_step(&mut self, origin: &str, path: &str) -> Step {
        let api = self.weighted(&[
            (Api::Fetch, 8),
            (Api::Xhr, 2),
            (Api::Img, 6),
            (Api::Script, 3),
            (Api::Style, 2),
            (Api::Font, 2),
            (Api::Audio, 2),
            (Api::WebSocket, 2),
            (Api::Iframe, 2),
            (Api::Form, 1),
            (Api::EventSource, 1),
            (Api::Beacon, 1),
            (Api::Track, 1),
            (Api::Video, 1),
        ]);
        let mut step = Step::new(api, &url(api, origin, path));
        match api {
            Api::Fetch => match self.rng.u32(0..10) {
                0..3 => step.mode = Some(RequestMode::NoCors),
                3..5 => step.method = Some("PUT".into()),
                _ => {}
            },
            Api::Beacon => step.body = Some(Body::new(BodyKind::Text, "b")),
            Api::Img | Api::Script | Api::Style | Api::Audio | Api::Video | Api::Track
                if self.maybe(0.5) =>
            {
                step.crossorigin = Some("anonymous".into());
            }
            _ => {}
        }
        // Only secure pages have service workers.
        let by_secure_page = origin.starts_with("http:");
        if by_secure_page
            && matches!(api, Api::Fetch | Api::Xhr | Api::WebSocket)
            && self.maybe(0.25)
        {
            step.context = self.own_context();
        }
        step
    }

    fn plain_sharing(&mut self, page: &str) -> Headers {
        match self.weighted(&[(0, 3), (1, 3), (2, 1)]) {
            0 => sharing("*", false),
            1 => sharing(page, false),
            _ => Headers::new(),
        }
    }

    /// A host, or one above it, has said that it is reached with TLS only.
    fn known_by_hsts(mut self) -> Scenario {
        let site = format!("hsts{}.com", self.id);
        let own = self.pick(&["https://www.", "http://www."]);
        let own = format!("{own}{site}");
        let page = self.weighted(&[(&*own, 2), ("https://app.example.com", 1)]);
        let (safe, plain) = (format!("https://api.{site}"), format!("http://api.{site}"));
        let is_above = self.maybe(0.3);
        let (says, policy) = match is_above {
            true => (format!("https://{site}"), "max-age=31536000; includeSubDomains"),
            false => {
                let policies = [
                    "max-age=31536000",
                    "max-age=31536000; includeSubDomains",
                    "max-age=0",
                    "max-age=600",
                ];
                (safe.clone(), self.pick(&policies))
            }
        };
        let (set, path) = (self.path("set"), self.path("r"));
        let first = self.pick(&[Api::Fetch, Api::Img]);
        let mut teacher = Step::new(first, &format!("{says}{set}"));
        if first == Api::Fetch && self.maybe(0.3) {
            teacher.method = Some("PUT".into());
        }
        let mut steps = vec![teacher];
        let api = self.weighted(&[
            (Api::Fetch, 5),
            (Api::Img, 2),
            (Api::Script, 1),
            (Api::WebSocket, 1),
            (Api::Xhr, 1),
        ]);
        for _ in 0..self.rng.usize(1..=2) {
            let mut step = Step::new(api, &url(api, &plain, &path));
            if api == Api::Fetch && self.maybe(0.4) {
                step.method = Some("PUT".into());
            }
            if matches!(api, Api::Img | Api::Script) && self.maybe(0.5) {
                step.crossorigin = Some("anonymous".into());
            }
            let is_safe = page.starts_with("https:");
            if matches!(api, Api::Fetch | Api::Xhr | Api::WebSocket) && self.maybe(0.3) {
                let context = self.own_context();
                // Only secure pages have service workers.
                if is_safe || context != Context::ServiceWorkerControlled {
                    step.context = context;
                }
            }
            steps.push(step);
        }
        let mut headers = sharing("*", false);
        headers.push(header("Strict-Transport-Security", policy));
        let (preflight, answer) = match self.maybe(0.5) {
            true => (headers.clone(), sharing("*", false)),
            false => (sharing("*", false), headers.clone()),
        };
        let mut server = match steps[0].method.is_some() {
            true => {
                vec![permitting(&says, &set, &preflight), usable(Api::Img, &says, &set, &answer)]
            }
            false => vec![usable(Api::Img, &says, &set, &headers)],
        };
        for origin in [&safe, &plain] {
            let headers = self.plain_sharing(page);
            server.push(permitting(origin, &path, &headers));
            server.push(usable(api, origin, &path, &headers));
        }
        self.scenario_of("mixed-content", page, steps, server)
    }
}
