//! The kinds of scenarios: what a page does, step by step, and which servers it meets.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::CorsSettings;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

use super::parties::NEIGHBOUR;
use super::parties::PAGE;
use super::parties::STRANGER;
use super::values::ALLOW_CREDENTIALS;
use super::values::ALLOW_HEADERS;
use super::values::ALLOW_METHODS;
use super::values::ALLOW_ORIGIN;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

impl Generator {
    /// CORS itself.
    pub(in crate::recorder::generate) fn loopback(mut self) -> Scenario {
        let (kind, opaque) = match self.rng.u32(0..100) {
            0..36 => ("one", 0.06),
            36..58 => ("redirect", 0.08),
            58..74 => ("again", 0.05),
            74..80 => ("cookies", 0.0),
            80..84 => ("mixed", 0.05),
            _ => ("element", 0.1),
        };
        let is_opaque = self.maybe(opaque);
        let me = if is_opaque { "null" } else { PAGE };
        let (steps, server) = match kind {
            "one" => self.one(me),
            "redirect" => self.redirect(me),
            "again" => self.again(me),
            "cookies" => self.ports_and_paths(),
            "mixed" => self.mixed(me),
            _ => self.element(me),
        };
        let page = Origin::parse(me).expect("a constant that is an origin");
        Scenario { id: self.id, kind: kind.into(), page, steps, server, ..Scenario::default() }
    }

    /// One request, its preflight and its answer.
    pub(super) fn one(&mut self, me: &'static str) -> (Vec<Step>, Vec<Route>) {
        let origin = self.weighted(&[(NEIGHBOUR, 5), (STRANGER, 2), (PAGE, 1)]);
        let path = self.path("r");
        let step = self.request(&format!("{origin}{path}"));
        let manner = self.manner(me, &[&step]);
        let mut server = vec![self.preflight(origin, &path, &manner, &[&step])];
        if step.method.as_deref().is_some_and(|m| m.eq_ignore_ascii_case("OPTIONS")) {
            server.clear();
        }
        server.push(self.last_answer(origin, &path, &manner));
        (vec![step], server)
    }

    /// A chain of redirects, each with a preflight of its own.
    pub(super) fn redirect(&mut self, me: &'static str) -> (Vec<Step>, Vec<Route>) {
        let hops = match self.rng.u32(0..40) {
            0 => self.rng.usize(18..=22),
            _ => self.rng.usize(1..=3),
        };
        let mut origin = self.weighted(&[(NEIGHBOUR, 4), (STRANGER, 2), (PAGE, 3)]);
        let mut path = self.path("h0");
        let step = self.request(&format!("{origin}{path}"));
        let mut manner = self.manner(me, &[&step]);
        manner.good = self.weighted(&[(0.97, 6), (0.7, 2)]);
        let mut server = Vec::new();
        for hop in 1..=hops {
            let next = self.weighted(&[(PAGE, 2), (NEIGHBOUR, 4), (STRANGER, 3), (origin, 3)]);
            let next_path = self.path(&format!("h{hop}"));
            let location = self.location(origin, next, &next_path, hops < 5);
            server.push(self.preflight(origin, &path, &manner, &[&step]));
            let mut headers = self.sharing(&manner, true);
            headers.extend(location.map(|location| header("Location", &location)));
            if self.maybe(0.02) {
                headers.push(header("Location", "elsewhere"));
            }
            let status = self.weighted(&[
                (302, 5),
                (301, 3),
                (303, 3),
                (307, 5),
                (308, 4),
                (300, 1),
                (304, 1),
            ]);
            server.push(rule(origin, &path, "*", status, headers, ""));
            (origin, path) = (next, next_path);
        }
        server.push(self.preflight(origin, &path, &manner, &[&step]));
        let mut last = self.last_answer(origin, &path, &manner);
        if self.maybe(0.6) {
            let sharing = self.sharing(&manner, true);
            last.headers.retain(|(name, _)| !name.starts_with("Access-Control-Allow"));
            last.headers.extend(sharing);
        }
        server.push(last);
        (vec![step], server)
    }

    /// Several requests to the same URLs: what is remembered of a preflight, and for whom.
    pub(super) fn again(&mut self, me: &'static str) -> (Vec<Step>, Vec<Route>) {
        let origin = self.weighted(&[(NEIGHBOUR, 3), (STRANGER, 2)]);
        let path = self.path("r");
        let via = self.path("via");
        let count = self.rng.usize(2..=6);
        let mut steps = Vec::new();
        for index in 0..count {
            let query = self.pick(&["", "", "", "", "?q", "#f"]);
            let mut url = format!("{origin}{path}{query}");
            if self.maybe(0.15) {
                url = format!("{}{via}", self.pick(&[PAGE, NEIGHBOUR, STRANGER]));
            }
            let mut step = Step {
                api: self.pick(&[Api::Fetch, Api::Fetch, Api::Fetch, Api::Xhr]),
                url,
                method: Some(self.pick(&["PUT", "DELETE", "PATCH", "POST", "GET", "HEAD"]).into()),
                ..Step::default()
            };
            for _ in 0..self.rng.usize(0..=2) {
                let name = self.pick(&["X-Ping", "x-ping", "X-A", "X-B", "Authorization"]);
                step.headers.push(header(name, "1"));
            }
            step.credentials = self.credentials(step.api);
            if index > 0 && self.maybe(0.06) {
                step.wait_ms = self.pick(&[300, 1500, 2500]);
            }
            steps.push(step);
        }
        let all: Vec<&Step> = steps.iter().collect();
        let mut manner = self.manner(me, &all);
        manner.good = 0.96;
        let mut preflight = self.preflight(origin, &path, &manner, &all);
        preflight.status = self.weighted(&[(204, 12), (200, 6), (403, 1)]);
        preflight.headers.retain(|(name, _)| !is_about_what_is_allowed(name));
        let methods = self.pick(&["*", "PUT, DELETE, PATCH", "PUT", "put", "", "GET, PUT, POST"]);
        let headers = self.pick(&[
            "*",
            "x-ping",
            "x-ping, x-a, x-b, authorization",
            "*, authorization",
            "X-Ping, X-A",
            "",
        ]);
        for (name, value) in [(ALLOW_METHODS, methods), (ALLOW_HEADERS, headers)] {
            if !value.is_empty() {
                preflight.headers.push(header(name, value));
            }
        }
        let ages = [
            "600",
            "600",
            "600",
            "0",
            "-1",
            "abc",
            "1",
            "2",
            "5",
            "",
            "1.5",
            "+600",
            " 600 ",
            "0600",
            "600, 600",
            "99999999999999999999",
        ];
        if self.maybe(0.75) {
            let age = self.pick(&ages);
            preflight.headers.push(header("Access-Control-Max-Age", age));
            if self.maybe(0.05) {
                preflight.headers.push(header("Access-Control-Max-Age", "0"));
            }
        }
        let mut server = vec![preflight];
        for page in [PAGE, NEIGHBOUR, STRANGER] {
            let mut headers = self.sharing(&manner, false);
            let location = format!("{origin}{path}");
            headers.push(header("Location", &location));
            // A browser's HTTP cache keeps a 308 for good, which is nobody's CORS.
            headers.push(header("Cache-Control", "no-store"));
            let mut allowed = self.sharing(&manner, false);
            allowed.push(header(ALLOW_METHODS, "*"));
            allowed.push(header(ALLOW_HEADERS, "*, authorization"));
            server.push(rule(page, &via, "OPTIONS", 204, allowed, ""));
            let status = self.pick(&[302, 307, 308]);
            server.push(rule(page, &via, "*", status, headers, ""));
        }
        let status = self.weighted(&[(200, 12), (500, 1)]);
        let headers = match self.maybe(0.95) {
            true => self.sharing(&manner, true),
            false => Vec::new(),
        };
        server.push(rule(origin, &path, "*", status, headers, "x"));
        (steps, server)
    }

    /// A cookie is set, and then sent, or not, to another port, another path, another host.
    pub(super) fn ports_and_paths(&mut self) -> (Vec<Step>, Vec<Route>) {
        let own = format!("/s/{}/", self.id);
        let setter = self.pick(&[PAGE, NEIGHBOUR, NEIGHBOUR, STRANGER]);
        let reader = self.pick(&[PAGE, NEIGHBOUR, NEIGHBOUR, STRANGER]);
        let attributes = self.pick(&[
            "",
            "; SameSite=Lax",
            "; SameSite=Strict",
            "; HttpOnly",
            "; Max-Age=100",
            "; Max-Age=0",
            "; samesite=lax; httponly",
            "; Secure",
            "; SameSite=None",
            "; Max-Age=-5",
            "; Domain=localhost",
            "; Domain=.localhost",
            "; Domain=example.com",
            "; Domain=127.0.0.1",
            "; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "; Expires=Friday, 01-Jan-99 00:00:00 GMT; Max-Age=9",
            "; Expires=Wed, 01 Jan 2098 00:00:00 GMT",
            "; Expires=tomorrow",
            "; Path=nowhere",
            "; SameSite=odd",
            "; Secure; SameSite=None",
            "; Max-Age=x",
        ]);
        let place = self.pick(&["", "", "deep/"]);
        let prefix = self.weighted(&[("", 12), ("__Secure-", 1), ("__secure-", 1), ("__host-", 1)]);
        let value = self.weighted(&[("1", 12), ("", 1), ("a b", 1), ("\"q\"", 1), ("a=b", 1)]);
        let cookie = format!("{prefix}c{}={value}; Path={own}{place}{attributes}", self.id);
        let (set, get) = (format!("{own}set"), format!("{own}{}r", self.pick(&["", "deep/"])));
        let shared = vec![header(ALLOW_ORIGIN, PAGE), header(ALLOW_CREDENTIALS, "true")];
        let first = Step {
            url: format!("{setter}{set}"),
            credentials: self.pick(&[
                Some(CredentialsMode::Include),
                Some(CredentialsMode::Include),
                None,
            ]),
            ..Step::default()
        };
        let mut second = Step {
            api: self.pick(&[Api::Fetch, Api::Fetch, Api::Xhr]),
            url: format!("{reader}{get}"),
            method: Some(self.pick(&["GET", "POST", "PUT"]).into()),
            ..Step::default()
        };
        second.credentials = self.credentials(second.api);
        let mut setting = if self.maybe(0.85) { shared.clone() } else { Vec::new() };
        setting.push(header("Set-Cookie", &cookie));
        let mut allowed = shared.clone();
        allowed.push(header(ALLOW_METHODS, "PUT"));
        let server = vec![
            rule(setter, &set, "*", 200, setting, "set"),
            rule(reader, &get, "OPTIONS", 204, allowed, ""),
            rule(reader, &get, "*", 200, shared, "got"),
        ];
        (vec![first, second], server)
    }

    /// One thing after the other in one page, each with servers of its own.
    pub(super) fn mixed(&mut self, me: &'static str) -> (Vec<Step>, Vec<Route>) {
        let (mut steps, mut server) = (Vec::new(), Vec::new());
        for part in 1..=self.rng.usize(2..=4) {
            self.part = part;
            let (more_steps, more_rules) = match self.rng.u32(0..4) {
                0 => self.one(me),
                1 => self.redirect(me),
                2 => self.again(me),
                _ => self.element(me),
            };
            steps.extend(more_steps);
            server.extend(more_rules);
        }
        (steps, server)
    }

    /// Everything else that loads across origins.
    pub(super) fn element(&mut self, me: &'static str) -> (Vec<Step>, Vec<Route>) {
        let apis: &[Api] = match me {
            // A sandboxed frame draws nothing that could be asked about.
            "null" => {
                &[Api::Img, Api::Font, Api::Script, Api::Style, Api::EventSource, Api::Beacon]
            }
            _ => &[
                Api::Img,
                Api::Webgl,
                Api::Font,
                Api::Script,
                Api::Style,
                Api::Shape,
                Api::EventSource,
                Api::Beacon,
            ],
        };
        let api = self.pick(apis);
        let (body, mime_type) = match api {
            Api::Img | Api::Webgl | Api::Shape => ("@png", "image/png"),
            Api::Font => ("@font", "font/ttf"),
            Api::Script => ("@script", "text/javascript"),
            Api::Style => ("@css", "text/css"),
            Api::EventSource => ("@events", "text/event-stream"),
            _ => ("", "text/plain"),
        };
        let mut origin = self.pick(&[PAGE, NEIGHBOUR, NEIGHBOUR, STRANGER, STRANGER]);
        let mut path = self.path("r");
        let mut step = Step::new(api, &format!("{origin}{path}"));
        if matches!(api, Api::Img | Api::Webgl | Api::Script | Api::Style) {
            let values = [None, Some("anonymous"), Some("anonymous"), Some("use-credentials")];
            let odd = [Some(""), Some("bogus"), Some("USE-CREDENTIALS"), Some("omit")];
            let value = if self.maybe(0.8) { self.pick(&values) } else { self.pick(&odd) };
            step.crossorigin = value.map(Into::into);
            step.module = api == Api::Script && self.maybe(0.3);
        }
        if api == Api::EventSource {
            step.credentials = self.pick(&[None, Some(CredentialsMode::Include)]);
        }
        if api == Api::Beacon {
            step.body = self.body();
        }
        let mut manner = self.manner(me, &[&step]);
        manner.credentialed |= api == Api::Beacon
            || step
                .crossorigin
                .as_deref()
                .is_some_and(|v| CorsSettings::of_attribute(v) == CorsSettings::UseCredentials);
        let mut server = Vec::new();
        let hops = if api == Api::Shape { 0 } else { self.pick(&[0, 0, 0, 1, 1, 2]) };
        for hop in 1..=hops {
            let next = self.pick(&[PAGE, NEIGHBOUR, STRANGER, origin]);
            let next_path = self.path(&format!("r{hop}"));
            let location = self.location(origin, next, &next_path, false);
            let mut headers = self.sharing(&manner, true);
            headers.extend(location.map(|location| header("Location", &location)));
            if api == Api::Beacon {
                server.push(self.preflight(origin, &path, &manner, &[&step]));
            }
            let status = self.pick(&[301, 302, 303, 307, 308]);
            server.push(rule(origin, &path, "*", status, headers, ""));
            (origin, path) = (next, next_path);
        }
        server.push(self.preflight(origin, &path, &manner, &[&step]));
        let mut headers = self.sharing(&manner, true);
        headers.push(header("Content-Type", mime_type));
        if self.maybe(0.2) {
            headers.push(self.resource_policy());
        }
        let status = if self.maybe(0.93) { 200 } else { self.pick(&[404, 500, 204, 403]) };
        server.push(rule(origin, &path, "*", status, headers, body));
        (vec![step], server)
    }
}

fn is_about_what_is_allowed(name: &str) -> bool {
    [ALLOW_METHODS, ALLOW_HEADERS, "Access-Control-Max-Age"].contains(&name)
}
