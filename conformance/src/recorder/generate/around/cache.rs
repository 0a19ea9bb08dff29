//! The HTTP cache between a page and its servers.

use crosscheck::agent::CacheMode;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::PreloadDestination;
use crosscheck::scenario::Context;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::freshness::LAST_CHANGED;
use super::freshness::STATE;
use super::freshness::says;
use super::parties::APP;
use super::routes::file;
use super::routes::moved;
use super::routes::permitting;
use super::routes::sharing;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

impl Generator {
    pub(in crate::recorder::generate) fn cache(mut self) -> Scenario {
        match self.weighted(&[(0, 5), (1, 4), (2, 2), (3, 2)]) {
            0 => self.element_first(),
            1 => self.cache_modes(),
            2 => self.kept_redirect(),
            _ => self.two_pages(),
        }
    }

    /// A store names the origin only when one asks: first an element without CORS, then the same URL
    /// with it.
    fn element_first(mut self) -> Scenario {
        let party = self.party();
        let (origin, path) = (self.other(party, 0.85), self.path("logo"));
        let url = format!("{origin}{path}");
        let api = self.weighted(&[
            (Api::Img, 5),
            (Api::Script, 2),
            (Api::Style, 2),
            (Api::Fetch, 2),
            (Api::Preload, 2),
        ]);
        let used = if api == Api::Preload { Api::Img } else { api };
        let mut first = Step::new(api, &url);
        match api {
            Api::Fetch => first.mode = Some(RequestMode::NoCors),
            Api::Preload => first.destination = Some(PreloadDestination::Image),
            _ => {}
        }
        let mut second = Step::new(used, &url);
        match self.weighted(&[(0, 4), (1, 3), (2, 1)]) {
            0 if used != Api::Fetch => {
                let value = self.weighted(&[("anonymous", 4), ("use-credentials", 1)]);
                second.crossorigin = Some(value.into());
            }
            2 => second.api = Api::Xhr,
            _ => {
                second.api = Api::Fetch;
                second.credentials = self.maybe(0.25).then_some(CredentialsMode::Include);
            }
        }
        let mut steps = vec![first.clone(), second.clone()];
        for _ in 0..self.weighted(&[(0, 4), (1, 3), (2, 1)]) {
            let mut step = self.weighted(&[(0, 1), (1, 3), (2, 1)]);
            let more = loop {
                match step {
                    0 => break second.clone(),
                    1 => {
                        let cache = Some(self.pick(CacheMode::ALL));
                        let cache = cache.filter(|mode| *mode != CacheMode::OnlyIfCached);
                        break Step { cache, ..Step::new(Api::Fetch, &url) };
                    }
                    _ if used == Api::Img => break first.clone(),
                    _ => step = 0,
                }
            };
            steps.push(more);
        }
        if self.maybe(0.2) {
            steps.swap(0, 1);
        }
        let with = self.pick(&["*", party.page]);
        let shared = sharing(with, with != "*" && self.maybe(0.3));
        let (kept, varies) = (self.freshness(), self.vary());
        let (body, mime_type) = file(used);
        let plain = [kept.clone(), vec![header("Content-Type", mime_type)]].concat();
        let always_varies = self.maybe(0.75);
        let named = [&*shared, &*plain, if always_varies { &*varies } else { &[] }].concat();
        let plain = [plain, varies.clone()].concat();
        let mut server = Vec::new();
        if says(&kept, "ETag") {
            let shares = self.maybe(0.5);
            let same = [if shares { &*shared } else { &[] }, &[header("ETag", STATE)], &*varies];
            server.push(unchanged(origin, &path, same.concat()));
        }
        let named = rule(origin, &path, "*", 200, named, body);
        server.push(when(named, "origin", HeaderCondition::Present));
        server.push(rule(origin, &path, "*", 200, plain, body));
        self.scenario_of("cache", party.page, steps, server)
    }

    /// One answer of an API under every cache mode; asked again with or without CORS headers on the 304.
    fn cache_modes(mut self) -> Scenario {
        let party = self.party();
        let is_other = self.maybe(0.85);
        let origin = if is_other { self.other(party, 0.65) } else { party.page };
        let path = self.path("data");
        let url = format!("{origin}{path}");
        let credentialed = self.maybe(0.25);
        let with = if credentialed { party.page } else { self.pick(&["*", party.page]) };
        let mut kept = self.freshness();
        let mut steps = Vec::new();
        for _ in 0..self.rng.usize(2..=5) {
            let mut step = Step::new(Api::Fetch, &url);
            step.cache = self.maybe(0.6).then(|| self.pick(CacheMode::ALL));
            if credentialed && self.maybe(0.8) {
                let modes = [(CredentialsMode::Include, 2), (CredentialsMode::Omit, 1)];
                step.credentials = Some(self.weighted(&modes));
            }
            if self.maybe(0.12) {
                step.mode = Some(self.pick(&[RequestMode::NoCors, RequestMode::SameOrigin]));
            }
            if self.maybe(0.06) {
                step.headers.push(header("If-None-Match", self.pick(&[STATE, "\"old\""])));
            }
            steps.push(step);
        }
        if self.maybe(0.1) {
            steps.last_mut().expect("there are some").wait_ms = 1200;
            kept = vec![header("Cache-Control", "max-age=1"), header("ETag", STATE)];
        }
        let mut good = sharing(with, credentialed);
        if self.maybe(0.6) {
            let exposed = self.pick(&["etag", "*", "x-v"]);
            good.push(header("Access-Control-Expose-Headers", exposed));
        }
        let on_304 = match self.weighted(&[(0, 2), (1, 2), (2, 1), (3, 1)]) {
            0 => good.clone(),
            1 => Headers::new(),
            2 => sharing("https://wrong.example", false),
            _ => [sharing(with, credentialed), vec![header("X-V", "304")]].concat(),
        };
        let mut server = vec![permitting(origin, &path, &sharing(with, credentialed))];
        if says(&kept, "ETag") {
            let headers = [&*on_304, &[header("ETag", STATE)]].concat();
            server.push(unchanged(origin, &path, headers));
        }
        if says(&kept, "Last-Modified") {
            let headers = [&*on_304, &[header("Last-Modified", LAST_CHANGED)]].concat();
            let same = rule(origin, &path, "*", 304, headers, "");
            let since = HeaderCondition::Is(LAST_CHANGED.into());
            server.push(when(same, "if-modified-since", since));
        }
        if self.maybe(0.4) {
            // A fault that is mended after the first answer.
            let wrong = self.maybe(0.2).then(|| sharing("https://wrong.example", false));
            let first =
                [wrong.unwrap_or_default(), kept.clone(), vec![header("X-V", "1")]].concat();
            let first = rule(origin, &path, "*", 200, first, "one");
            server.push(Route { times: Some(1), ..first });
        }
        let last = [good, kept, self.vary(), vec![header("X-V", "2")]].concat();
        server.push(rule(origin, &path, "*", 200, last, "two"));
        self.scenario_of("cache", party.page, steps, server)
    }

    /// A redirect that the cache keeps.
    fn kept_redirect(mut self) -> Scenario {
        let party = self.party();
        let from = self.other(party, 0.65);
        let another = self.other(party, 0.65);
        let to = self.pick(&[from, party.page, another]);
        let (old, new) = (self.path("old"), self.path("new"));
        let url = format!("{from}{old}");
        let mut steps = vec![Step::new(self.pick(&[Api::Img, Api::Fetch, Api::Fetch]), &url)];
        let method = self.pick(&["GET", "GET", "POST", "PUT"]);
        for _ in 0..self.rng.usize(1..=3) {
            let mut step = Step::new(Api::Fetch, &url);
            step.method = Some(self.pick(&["GET", method]).into());
            if self.maybe(0.15) {
                step.cache = Some(self.pick(&[
                    CacheMode::NoStore,
                    CacheMode::Reload,
                    CacheMode::NoCache,
                    CacheMode::ForceCache,
                ]));
            }
            step.mode = self.maybe(0.1).then_some(RequestMode::NoCors);
            steps.push(step);
        }
        let kept: Headers = match self.rng.u32(0..3) {
            0 => Headers::new(),
            1 => vec![header("Cache-Control", "max-age=600")],
            _ => vec![header("Cache-Control", "no-store")],
        };
        let first = match self.weighted(&[(0, 3), (1, 2), (2, 2)]) {
            0 => sharing("*", false),
            1 => Headers::new(),
            _ => sharing(party.page, false),
        };
        let second = match self.weighted(&[(0, 4), (1, 1), (2, 1), (3, 1)]) {
            0 => sharing("*", false),
            1 => sharing(party.page, false),
            2 => sharing("null", false),
            _ => Headers::new(),
        };
        let status = self.pick(&[301, 308, 301, 302, 307]);
        let target = format!("{to}{new}");
        let shared = [first.clone(), kept.clone()].concat();
        let mut server = vec![permitting(from, &old, &first), permitting(to, &new, &second)];
        let redirect = moved(from, &old, status, shared, &target);
        server.push(match self.maybe(0.3) {
            true => when(redirect, "origin", HeaderCondition::Present),
            false => redirect,
        });
        server.push(moved(from, &old, status, kept, &target));
        let mut headers = [second, self.freshness()].concat();
        headers.push(header("Content-Type", "image/png"));
        server.push(rule(to, &new, "*", 200, headers, "@png"));
        self.scenario_of("cache", party.page, steps, server)
    }

    /// What was made for one page is given to another of its site.
    fn two_pages(mut self) -> Scenario {
        let page = APP.page;
        let other = self.pick(&["https://www.example.com", "https://admin.example.com"]);
        let origin = self.pick(&["https://cdn.example.com:8443", "https://d111.cloudfront.net"]);
        let path = self.path("lib");
        let step = Step::new(Api::Fetch, &format!("{origin}{path}"));
        let there = self.pick(&["frame:", "frame:", "window:"]);
        let there = match self.weighted(&[(0, 3), (1, 1), (2, 1)]) {
            0 => Context::parse(&format!("{there}{other}")).expect("a context"),
            1 => Context::Sandbox,
            _ => Context::Worker,
        };
        let mut steps = vec![step.clone(), Step { context: there, ..step.clone() }];
        if self.maybe(0.4) {
            steps.push(step);
        }
        if self.maybe(0.3) {
            steps.reverse();
        }
        let kept: Headers = match self.rng.u32(0..3) {
            0 => vec![header("Cache-Control", "max-age=3600")],
            1 => vec![header("Cache-Control", "public, max-age=86400")],
            _ => vec![header("Cache-Control", "max-age=0"), header("ETag", STATE)],
        };
        let varies = self.vary();
        let mut server = Vec::new();
        for asker in [page, other] {
            let is = || HeaderCondition::Is(asker.into());
            if says(&kept, "ETag") {
                let headers = if self.maybe(0.6) { sharing(asker, false) } else { Headers::new() };
                server.push(when(unchanged(origin, &path, headers), "origin", is()));
            }
            let headers = [sharing(asker, false), kept.clone(), varies.clone()].concat();
            server.push(when(rule(origin, &path, "*", 200, headers, "lib"), "origin", is()));
        }
        let shared = if self.maybe(0.5) { sharing("*", false) } else { Headers::new() };
        let headers = [shared, kept, varies].concat();
        server.push(rule(origin, &path, "*", 200, headers, "lib"));
        // An answer about another state stands before the answers in full.
        server.sort_by_key(|route| route.status != 304);
        self.scenario_of("cache", page, steps, server)
    }
}

/// The answer to whoever has the state at hand.
fn unchanged(origin: &str, path: &str, headers: Headers) -> Route {
    let route = rule(origin, path, "*", 304, headers, "");
    when(route, "if-none-match", HeaderCondition::Is(STATE.into()))
}

fn when(mut route: Route, name: &str, condition: HeaderCondition) -> Route {
    route.when.insert(name.into(), condition);
    route
}
