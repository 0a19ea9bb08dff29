//! A page that is busy with one thing: how it asks, and what it is answered.

use crosscheck::agent::CacheMode;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::PreloadDestination;
use crosscheck::scenario::Context;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Settings;
use crosscheck::scenario::Step;
use crosscheck::scenario::ThirdPartyCookies;

use super::contexts::origin_in;
use super::cookies::OwnSites;
use super::cookies::place;
use super::freshness::STATE;
use super::freshness::says;
use super::routes::file;
use super::routes::moved;
use super::routes::permitting;
use super::routes::retype;
use super::routes::sharing;
use super::routes::takes_crossorigin;
use super::routes::url;
use super::routes::usable;
use super::themes::THEMES;
use super::themes::Theme;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

/// The page's own origin, one of its site and one of another.
type Servers = [String; 3];

impl Generator {
    pub(in crate::recorder::generate) fn theme(mut self) -> Scenario {
        let theme = self.weighted(THEMES);
        let OwnSites { page, same, third } = self.own_sites();
        let servers = [page, same, third];
        let longest = if theme.name == "day" { 9 } else { 5 };
        let (mut steps, mut server) = (Vec::new(), Vec::<Route>::new());
        for _ in 0..self.rng.usize(2..=longest) {
            let step = self.step_of(&theme, &servers, &server);
            if step.api != Api::Cookie && !server.iter().any(|route| is_at(route, &step)) {
                server.extend(self.answers_to(&step, &servers));
            }
            steps.push(step);
        }
        let mut settings = Settings::default();
        settings.third_party_cookies = self.maybe(0.05).then_some(ThirdPartyCookies::Block);
        Scenario { settings, ..self.scenario_of(theme.name, &servers[0], steps, server) }
    }

    /// Asks for a file, mostly one that was asked for before.
    fn step_of(&mut self, theme: &Theme, servers: &Servers, so_far: &[Route]) -> Step {
        let context = self.place_of(theme, servers);
        let is_worker =
            matches!(context, Context::Worker | Context::ModuleWorker | Context::SharedWorker);
        let apis: Vec<(Api, u32)> = theme
            .apis
            .iter()
            .filter(|(api, _)| !is_worker || runs_in_workers(*api))
            .copied()
            .collect();
        let api = self.weighted(if apis.is_empty() { &[(Api::Fetch, 1)] } else { &apis });
        if api == Api::Cookie {
            let partition = self.pick(&["", "; Partitioned"]);
            let set = self.maybe(0.5).then(|| format!("js=1; Secure; SameSite=None{partition}"));
            let context = if is_worker { Context::Top } else { context };
            return Step { api, context, set, ..Step::default() };
        }
        let mut step = self.dressed(api);
        let name = name_of_file(&step);
        let ending = format!("/{name}");
        let origin = match so_far.iter().find(|route| route.path.ends_with(&ending)) {
            Some(route) if self.maybe(0.75) => route.origin.clone(),
            _ => {
                let [page, same, third] = servers;
                self.weighted(&[(&**page, 2), (&**same, 3), (&**third, 4)]).into()
            }
        };
        step.url = url(api, &origin, &self.path(name));
        step.context = context;
        step.wait_ms = self.weighted(&[(0, 24), (1_200, 1)]);
        step
    }

    fn place_of(&mut self, theme: &Theme, servers: &Servers) -> Context {
        let word = self.weighted(theme.places);
        match word {
            "frame" | "window" | "credentialless" => {
                let [page, same, third] = servers;
                place(word, self.weighted(&[(&**third, 3), (&**page, 1), (&**same, 1)]))
            }
            word => Context::parse(word).expect("a context"),
        }
    }

    /// A step with what the API takes beside a URL.
    fn dressed(&mut self, api: Api) -> Step {
        let mut step = Step::new(api, "");
        match api {
            Api::Fetch => self.dress_fetch(&mut step),
            Api::Xhr => {
                self.dress_method(&mut step);
                step.credentials = self.maybe(0.4).then_some(CredentialsMode::Include);
            }
            Api::EventSource => {
                step.credentials = self.maybe(0.5).then_some(CredentialsMode::Include);
            }
            Api::Beacon => step.body = Some(self.some_body()),
            Api::Form => step.method = Some(self.pick(&["GET", "POST"]).into()),
            Api::Preload => {
                step.destination = Some(self.weighted(&[
                    (PreloadDestination::Image, 3),
                    (PreloadDestination::Script, 3),
                    (PreloadDestination::Style, 2),
                    (PreloadDestination::Font, 3),
                    (PreloadDestination::Fetch, 3),
                ]));
            }
            Api::Script => step.module = self.maybe(0.3),
            _ => {}
        }
        if takes_crossorigin(api) {
            let marks = [(None, 4), (Some("anonymous"), 3), (Some("use-credentials"), 1)];
            step.crossorigin = self.weighted(&marks).map(str::to_owned);
        }
        step
    }

    fn dress_fetch(&mut self, step: &mut Step) {
        let modes =
            [(None, 5), (Some(CredentialsMode::Include), 3), (Some(CredentialsMode::Omit), 1)];
        step.credentials = self.weighted(&modes);
        if self.maybe(0.15) {
            step.mode = Some(self.pick(&[RequestMode::NoCors, RequestMode::SameOrigin]));
        }
        if self.maybe(0.15) {
            step.cache = Some(self.pick(CacheMode::ALL));
            if step.cache == Some(CacheMode::OnlyIfCached) {
                step.mode = Some(RequestMode::SameOrigin);
            }
        }
        if self.maybe(0.1) {
            step.redirect = Some(self.pick(&[RedirectMode::Manual, RedirectMode::Error]));
        }
        if step.mode == Some(RequestMode::NoCors) {
            step.redirect = None;
        } else {
            self.dress_method(step);
        }
        step.keepalive = self.maybe(0.08);
    }

    /// A method, headers and a body of script's own.
    fn dress_method(&mut self, step: &mut Step) {
        let methods = [("GET", 6), ("POST", 3), ("PUT", 2), ("DELETE", 1), ("patch", 1)];
        let method = self.weighted(&methods);
        if method != "GET" {
            step.method = Some(method.into());
        }
        if method != "GET" && self.maybe(0.5) {
            step.body = Some(self.some_body());
        }
        if self.maybe(0.3) {
            let (name, value) = self.pick(&[
                ("X-Api-Key", "k"),
                ("Authorization", "Bearer t"),
                ("Content-Type", "application/json"),
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Accept", "application/json"),
                ("Cache-Control", "no-cache"),
                ("Range", "bytes=0-1"),
                ("If-None-Match", STATE),
            ]);
            step.headers.push(header(name, value));
        }
    }

    /// What is answered to a step and to whoever else asks for the same.
    fn answers_to(&mut self, step: &Step, servers: &Servers) -> Vec<Route> {
        let Some((origin, path)) = place_on_wire(step) else { return Vec::new() };
        let asking = origin_in(&step.context, &servers[0]);
        let (used, path) = (user_of(step), path.as_str());
        if used == Api::WebSocket {
            return vec![self.handshake(&origin, path)];
        }
        let credentialed = self.maybe(0.5);
        let shared = match self.weighted(&[(&*asking, 6), ("*", 3), ("null", 1), ("", 2)]) {
            "" => Headers::new(),
            with => sharing(with, credentialed),
        };
        let mut routes = Vec::new();
        let (mut origin, mut at) = (origin, path.to_owned());
        let mut preflight = permitting(&origin, &at, &shared);
        if let Some(age) = self.pick(&[None, Some("600"), Some("0")]) {
            preflight.headers.push(header("Access-Control-Max-Age", age));
        }
        routes.push(preflight);
        if self.maybe(0.2) {
            let next = self.rng.usize(0..3);
            let next = servers[next].clone();
            let target = format!("{at}2");
            let mut says = if self.maybe(0.8) { shared.clone() } else { Headers::new() };
            says.extend(self.freshness().into_iter().take(1));
            let status = self.pick(&[301, 302, 303, 307, 308]);
            let mut first = moved(&origin, &at, status, says, &format!("{next}{target}"));
            first.times = self.weighted(&[(None, 4), (Some(1), 1)]);
            let is_over = first.times.map(|_| usable(used, &origin, &at, &shared));
            routes.push(first);
            routes.extend(is_over);
            routes.push(permitting(&next, &target, &shared));
            (origin, at) = (next, target);
        }
        routes.extend(self.files(used, &origin, &at, &shared));
        routes
    }

    /// A file, and what is said of it: for how long, to whom, and what of it has changed.
    fn files(&mut self, used: Api, origin: &str, path: &str, shared: &Headers) -> Vec<Route> {
        let mut routes = Vec::new();
        let (kept, varies) = (self.freshness(), self.vary());
        if says(&kept, "ETag") {
            let on_304 = if self.maybe(0.7) { shared.clone() } else { Headers::new() };
            let mut unchanged = rule(origin, path, "*", 304, on_304, "");
            unchanged.headers.push(header("ETag", STATE));
            unchanged.when.insert("if-none-match".into(), HeaderCondition::Is(STATE.into()));
            routes.push(unchanged);
        }
        let plain = [kept, varies].concat();
        let mut last = usable(used, origin, path, &[shared.clone(), plain.clone()].concat());
        if self.maybe(0.06) {
            let wrong = self.pick(&["text/plain", "application/octet-stream", "text/html"]);
            retype(&mut last, wrong);
        }
        if self.maybe(0.08) {
            last.headers.push(header("X-Content-Type-Options", "nosniff"));
        }
        if self.maybe(0.08) {
            let policy = self.pick(&["same-origin", "same-site", "cross-origin"]);
            last.headers.push(header("Cross-Origin-Resource-Policy", policy));
        }
        if self.maybe(0.25) {
            let policy = self.pick(&["; SameSite=None", "; SameSite=Lax", "; SameSite=Strict", ""]);
            let partition = self.pick(&["", "", "; Partitioned"]);
            let cookie = format!("c=1; Path=/; Secure{policy}{partition}");
            last.headers.push(header("Set-Cookie", &cookie));
        }
        if self.maybe(0.03) {
            let what = self.pick(&["\"cache\"", "\"cookies\""]);
            last.headers.push(header("Clear-Site-Data", what));
        }
        last.status = self.weighted(&[(200, 20), (404, 1), (500, 1)]);
        if self.maybe(0.12) {
            // It is mended after the first answer.
            let first = usable(used, origin, path, &plain);
            routes.push(Route { times: Some(1), ..first });
        } else if self.maybe(0.15) {
            let unnamed = usable(used, origin, path, &plain);
            last.when.insert("origin".into(), HeaderCondition::Present);
            routes.push(last);
            last = unnamed;
        }
        routes.push(last);
        routes
    }

    fn handshake(&mut self, origin: &str, path: &str) -> Route {
        let status = self.weighted(&[(101, 6), (401, 1), (200, 1), (404, 1)]);
        let mut headers = Headers::new();
        if self.maybe(0.3) {
            headers.push(header("Set-Cookie", "socket=1; Path=/; Secure; SameSite=None"));
        }
        rule(origin, path, "*", status, headers, "")
    }
}

/// Whether a route is where a step leads.
fn is_at(route: &Route, step: &Step) -> bool {
    place_on_wire(step).is_some_and(|(origin, path)| route.origin == origin && route.path == path)
}

/// The origin and the path that a server sees of a step.
fn place_on_wire(step: &Step) -> Option<(String, String)> {
    let (scheme, rest) = step.url.split_once("://")?;
    let (authority, path) = rest.split_once('/')?;
    Some((format!("{}://{authority}", scheme.replacen("ws", "http", 1)), format!("/{path}")))
}

/// By what a file is used that a step asks for.
fn user_of(step: &Step) -> Api {
    match step.destination {
        Some(PreloadDestination::Image) => Api::Img,
        Some(PreloadDestination::Script) => Api::Script,
        Some(PreloadDestination::Style) => Api::Style,
        Some(PreloadDestination::Font) => Api::Font,
        _ => step.api,
    }
}

/// What takes the same type of file asks for the same file.
fn name_of_file(step: &Step) -> &'static str {
    match user_of(step) {
        Api::WebSocket => "socket",
        used => file(used).0.trim_start_matches('@'),
    }
}

fn runs_in_workers(api: Api) -> bool {
    matches!(
        api,
        Api::Fetch
            | Api::Xhr
            | Api::Import
            | Api::JsonModule
            | Api::ImportScripts
            | Api::EventSource
            | Api::WebSocket
            | Api::Cookie
    )
}
