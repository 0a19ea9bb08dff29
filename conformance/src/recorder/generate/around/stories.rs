//! Longer stories: one page and a few resources that its steps share, in an order that nobody planned.

use crosscheck::agent::CacheMode;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::agent::api::PreloadDestination;
use crosscheck::scenario::Body;
use crosscheck::scenario::Context;
use crosscheck::scenario::HeaderCondition;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::cookies::OwnSites;
use super::freshness::STATE;
use super::freshness::says;
use super::routes::file;
use super::routes::moved;
use super::routes::permitting;
use super::routes::sharing;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

/// What the steps of a story come back to.
struct Resource {
    url: String,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A file that elements use.
    File(Api),
    /// A thing behind an API, changed by requests that are asked for first.
    Item,
    /// Data that are asked again whether they have changed.
    Data,
    /// What knows who the user is.
    Account,
}

/// What a story takes place between.
struct Stage {
    page: String,
    /// The page's own origin, one of its site and one of another.
    servers: [String; 3],
}

impl Generator {
    pub(in crate::recorder::generate) fn story(mut self) -> Scenario {
        let OwnSites { page, same, third } = self.own_sites();
        let stage = Stage { servers: [page.clone(), same, third], page };
        let (mut resources, mut server) = (Vec::new(), Vec::new());
        for part in 1..=self.rng.usize(2..=4) {
            self.part = part;
            resources.push(match self.weighted(&[(0, 4), (1, 3), (2, 3), (3, 3), (4, 2)]) {
                0 => self.shared_file(&stage, &mut server),
                1 => self.shared_item(&stage, &mut server),
                2 => self.shared_data(&stage, &mut server),
                3 => self.shared_way(&stage, &mut server),
                _ => self.shared_account(&stage, &mut server),
            });
        }
        let count = self.rng.usize(5..=12);
        let mut steps = Vec::with_capacity(count);
        for _ in 0..count {
            let at = self.rng.usize(0..resources.len());
            let mut step = self.step_to(&resources[at]);
            step.context = self.somewhere(&stage, step.api);
            step.wait_ms = self.weighted(&[(0, 24), (1_200, 1)]);
            steps.push(step);
        }
        self.scenario_of("story", &stage.page, steps, server)
    }

    /// Where a resource is: mostly not where the page is.
    fn host<'s>(&mut self, stage: &'s Stage) -> &'s str {
        let [own, same_site, cross_site] = &stage.servers;
        self.weighted(&[(&**own, 1), (&**same_site, 3), (&**cross_site, 4)])
    }

    /// Whom an answer is shared with, and how.
    fn shared_with(&mut self, page: &str, credentialed: bool) -> Headers {
        match self.weighted(&[(0, 6), (1, 3), (2, 1), (3, 2)]) {
            0 => sharing(page, credentialed),
            1 => sharing("*", credentialed),
            2 => sharing("null", credentialed),
            _ => Headers::new(),
        }
    }

    /// A file of a store that names the origin only when one asks, or always.
    fn shared_file(&mut self, stage: &Stage, server: &mut Vec<Route>) -> Resource {
        let (origin, path) = (self.host(stage).to_owned(), self.path("file"));
        let api = self.pick(&[Api::Img, Api::Img, Api::Font, Api::Script, Api::Style]);
        let (body, mime_type) = file(api);
        let mut plain = [self.freshness(), self.vary()].concat();
        plain.push(header("Content-Type", mime_type));
        let credentialed = self.maybe(0.4);
        let shared = [self.shared_with(&stage.page, credentialed), plain.clone()].concat();
        let mut route = rule(&origin, &path, "*", 200, shared, body);
        if self.maybe(0.5) {
            route.when.insert("origin".into(), HeaderCondition::Present);
            server.push(route);
            route = rule(&origin, &path, "*", 200, plain, body);
        }
        server.push(route);
        Resource { url: format!("{origin}{path}"), sort: Sort::File(api) }
    }

    /// What a preflight is sent for, and remembered for some time.
    fn shared_item(&mut self, stage: &Stage, server: &mut Vec<Route>) -> Resource {
        let (origin, path) = (self.host(stage).to_owned(), self.path("item"));
        let credentialed = self.maybe(0.5);
        let shared = self.shared_with(&stage.page, credentialed);
        let mut answer = shared.clone();
        let methods = self.pick(&["PUT, DELETE, PATCH", "*", "PUT", "GET, POST"]);
        let names = self.pick(&["content-type, x-api-key, authorization", "*", "x-api-key"]);
        answer.push(header("Access-Control-Allow-Methods", methods));
        answer.push(header("Access-Control-Allow-Headers", names));
        if let Some(age) = self.pick(&[None, Some("600"), Some("1"), Some("0")]) {
            answer.push(header("Access-Control-Max-Age", age));
        }
        let status = self.pick(&[204, 200]);
        let kept = self.freshness();
        server.push(rule(&origin, &path, "OPTIONS", status, answer, ""));
        server.push(rule(&origin, &path, "*", 200, [shared, kept].concat(), "item"));
        Resource { url: format!("{origin}{path}"), sort: Sort::Item }
    }

    /// What has a state by which it is asked for again.
    fn shared_data(&mut self, stage: &Stage, server: &mut Vec<Route>) -> Resource {
        let (origin, path) = (self.host(stage).to_owned(), self.path("data"));
        let credentialed = self.maybe(0.4);
        let shared = self.shared_with(&stage.page, credentialed);
        let (mut kept, varies) = (self.freshness(), self.vary());
        if !says(&kept, "ETag") && self.maybe(0.6) {
            kept.push(header("ETag", STATE));
        }
        let on_304 = if self.maybe(0.7) { shared.clone() } else { Headers::new() };
        let mut unchanged = rule(&origin, &path, "*", 304, on_304, "");
        unchanged.when.insert("if-none-match".into(), HeaderCondition::Is(STATE.into()));
        server.push(permitting(&origin, &path, &shared));
        server.push(unchanged);
        let last = [shared, kept.clone(), varies.clone()].concat();
        if self.maybe(0.3) {
            // A fault that is mended after the first answer.
            let first = rule(&origin, &path, "*", 200, [kept, varies].concat(), "one");
            server.push(Route { times: Some(1), ..first });
        }
        server.push(rule(&origin, &path, "*", 200, last, "two"));
        Resource { url: format!("{origin}{path}"), sort: Sort::Data }
    }

    /// A redirect, once or for good, to the same server, another one, or home.
    fn shared_way(&mut self, stage: &Stage, server: &mut Vec<Route>) -> Resource {
        let (from, to) = (self.host(stage).to_owned(), self.host(stage).to_owned());
        let (old, new) = (self.path("old"), self.path("new"));
        let credentialed = self.maybe(0.4);
        let first = self.shared_with(&stage.page, credentialed);
        let second = match self.weighted(&[(0, 3), (1, 2)]) {
            0 => self.shared_with(&stage.page, credentialed),
            _ => sharing("null", credentialed),
        };
        let kept = match self.rng.u32(0..3) {
            0 => Headers::new(),
            1 => vec![header("Cache-Control", "max-age=600")],
            _ => vec![header("Cache-Control", "no-store")],
        };
        let status = self.pick(&[301, 302, 307, 308]);
        server.push(permitting(&from, &old, &first));
        server.push(permitting(&to, &new, &second));
        let shared = [first, kept].concat();
        server.push(moved(&from, &old, status, shared, &format!("{to}{new}")));
        let mut headers = [second, self.freshness()].concat();
        headers.push(header("Content-Type", "image/png"));
        server.push(rule(&to, &new, "*", 200, headers, "@png"));
        let sort = self.pick(&[Sort::File(Api::Img), Sort::Item, Sort::Data]);
        Resource { url: format!("{from}{old}"), sort }
    }

    /// What is given to those who have signed in; others are sent there, and back.
    fn shared_account(&mut self, stage: &Stage, server: &mut Vec<Route>) -> Resource {
        let api = self.host(stage).to_owned();
        let login = &stage.servers[2];
        let (me, authorize) = (self.path("me"), self.path("authorize"));
        let shared = self.shared_with(&stage.page, true);
        let name = format!("session{}", self.part);
        let policy = self.pick(&["; SameSite=None", "; SameSite=None", "; SameSite=Lax", ""]);
        let sets = header("Set-Cookie", &format!("{name}=1; Path=/; Secure{policy}"));
        server.push(permitting(&api, &me, &shared));
        let mut known = rule(&api, &me, "*", 200, shared.clone(), "me");
        known.headers.push(header("Cache-Control", "no-store"));
        known.when.insert("cookie".into(), HeaderCondition::Present);
        server.push(known);
        let to_login = format!("{login}{authorize}");
        let asks = moved(&api, &me, 302, shared.clone(), &to_login);
        let times = self.weighted(&[(1, 3), (2, 1)]);
        server.push(Route { times: Some(times), ..asks });
        let headers = [shared, vec![sets]].concat();
        server.push(rule(&api, &me, "*", 200, headers, "anonymous"));
        let at_login = self.shared_with(&stage.page, true);
        server.push(permitting(login, &authorize, &at_login));
        server.push(moved(login, &authorize, 303, at_login, &format!("{api}{me}")));
        Resource { url: format!("{api}{me}"), sort: Sort::Account }
    }

    /// A step that asks for a resource in one of the ways in which pages do.
    fn step_to(&mut self, resource: &Resource) -> Step {
        let mut step = match resource.sort {
            Sort::File(api) if self.maybe(0.6) => self.element_of(api, &resource.url),
            _ => Step::new(Api::Fetch, &resource.url),
        };
        if step.api != Api::Fetch {
            return step;
        }
        let include = if resource.sort == Sort::Account { 5 } else { 1 };
        let modes = [
            (None, 3),
            (Some(CredentialsMode::Include), include),
            (Some(CredentialsMode::Omit), 1),
        ];
        match resource.sort {
            Sort::Item => {
                step.method = Some(self.pick(&["GET", "PUT", "PUT", "DELETE", "POST"]).into());
                let names = [
                    ("X-Api-Key", "k"),
                    ("Content-Type", "application/json"),
                    ("Authorization", "Bearer t"),
                ];
                if self.maybe(0.4) {
                    let (name, value) = self.pick(&names);
                    step.headers.push(header(name, value));
                }
                if step.method.as_deref() != Some("GET") && self.maybe(0.5) {
                    step.body = Some(Body::new(BodyKind::Text, "{}"));
                }
            }
            Sort::Data => {
                if self.maybe(0.35) {
                    step.cache = Some(self.pick(CacheMode::ALL));
                    if step.cache == Some(CacheMode::OnlyIfCached) {
                        step.mode = Some(RequestMode::SameOrigin);
                    }
                }
            }
            Sort::File(_) | Sort::Account => {}
        }
        if step.mode.is_none() && step.method.is_none() && self.maybe(0.12) {
            step.mode = Some(RequestMode::NoCors);
        }
        if step.api == Api::Fetch && step.mode.is_none() && self.maybe(0.12) {
            let xhr = Step::new(Api::Xhr, &step.url);
            step = Step { method: step.method, headers: step.headers, body: step.body, ..xhr };
        }
        let credentials = self.weighted(&modes);
        let is_xhr = step.api == Api::Xhr;
        if step.api == Api::Fetch && step.mode != Some(RequestMode::NoCors) && self.maybe(0.05) {
            step.redirect = Some(self.pick(&[RedirectMode::Manual, RedirectMode::Error]));
        }
        step.credentials = credentials.filter(|mode| !is_xhr || *mode == CredentialsMode::Include);
        step
    }

    fn element_of(&mut self, api: Api, url: &str) -> Step {
        let preloads = match api {
            Api::Img => PreloadDestination::Image,
            Api::Font => PreloadDestination::Font,
            Api::Script => PreloadDestination::Script,
            _ => PreloadDestination::Style,
        };
        let is_preload = self.maybe(0.15);
        let mut step = Step::new(if is_preload { Api::Preload } else { api }, url);
        step.destination = is_preload.then_some(preloads);
        if (api != Api::Font || is_preload) && self.maybe(0.5) {
            let value = self.weighted(&[("anonymous", 4), ("use-credentials", 1)]);
            step.crossorigin = Some(value.into());
        }
        step
    }

    /// Where a step runs: mostly in the page itself.
    fn somewhere(&mut self, stage: &Stage, api: Api) -> Context {
        let own = format!("frame:{}", stage.page);
        let other = format!("frame:{}", stage.servers[2]);
        let window = format!("window:{}", stage.servers[1]);
        let is_element = !matches!(api, Api::Fetch | Api::Xhr);
        let in_workers = u32::from(!is_element);
        let word = self.weighted(&[
            ("top", 24),
            (&*own, 2),
            (&*other, 3),
            ("sandbox", 3),
            ("srcdoc", 1),
            ("worker", 3 * in_workers),
            ("shared-worker", in_workers),
            ("service-worker-controlled", 1),
            (&*window, 1),
        ]);
        Context::parse(word).expect("a context")
    }
}
