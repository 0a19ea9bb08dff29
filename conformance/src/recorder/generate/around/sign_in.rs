//! An API that sends whoever has no session to a sign-in of another site, and back.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

use super::cookies::OwnSites;
use super::cookies::place;
use super::routes::moved;
use super::routes::permitting;
use super::routes::sharing;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

impl Generator {
    pub(in crate::recorder::generate) fn sign_in(mut self) -> Scenario {
        let OwnSites { page, same, third: login } = self.own_sites();
        let api = self.weighted(&[(&*same, 4), (&*page, 3), (&*login, 1)]);
        let [sign_in, start, me, authorize, callback] =
            ["signin", "start", "me", "authorize", "callback"].map(|name| self.path(name));
        let (to_login, to_api) = (format!("{login}{authorize}"), format!("{api}{callback}"));
        let ok = sharing(&page, true);
        let comes_back = self.maybe(0.5);

        let mut steps = Vec::new();
        if self.maybe(0.6) {
            let step = Step::new(Api::Fetch, &format!("{login}{sign_in}"));
            steps.push(Step { context: place("window", &login), ..step });
        }
        if api != page && self.maybe(0.4) {
            let credentials = Some(CredentialsMode::Include);
            let step = Step::new(Api::Fetch, &format!("{api}{start}"));
            steps.push(Step { credentials, ..step });
        }
        let step = self.step_without_session(&format!("{api}{me}"));
        steps.push(step.clone());
        if self.maybe(0.4) {
            steps.push(step);
        }

        let mut headers = if api == page { Headers::new() } else { ok.clone() };
        if self.maybe(0.2) {
            headers.clear();
        }
        headers.extend(self.some_cookie("want", 0.3));
        let status = self.weighted(&[(302, 10), (303, 2), (307, 4), (301, 1)]);
        let asks = moved(api, &me, status, headers, &to_login);
        let at_login = match self.weighted(&[(0, 8), (1, 4), (2, 2), (3, 3)]) {
            0 => Headers::new(),
            1 => sharing(&page, true),
            2 => sharing("*", false),
            _ => sharing("null", true),
        };
        let flow = [at_login.clone(), self.some_cookie("flow", 0.4)].concat();
        let authorizes = match comes_back {
            true => {
                let status = self.pick(&[302, 303]);
                moved(&login, &authorize, status, flow, &to_api)
            }
            false => {
                let html = vec![header("Content-Type", "text/html")];
                rule(&login, &authorize, "*", 200, [flow, html].concat(), "@html")
            }
        };
        let mut shared = match self.weighted(&[(0, 2), (1, 2), (2, 1)]) {
            0 => sharing(&page, true),
            1 => sharing("null", true),
            _ => sharing("*", false),
        };
        shared.extend(self.some_cookie("session", 1.0));
        let returns = match self.maybe(0.6) {
            true => moved(api, &callback, 302, shared, &format!("{api}{me}")),
            false => rule(api, &callback, "*", 200, shared, "callback"),
        };
        let last = sharing(self.pick(&[&*page, "null"]), true);
        let signs_in = self.some_cookie("sso", 1.0);
        let starts = [ok.clone(), self.some_cookie("start", 1.0)].concat();
        let server = vec![
            rule(&login, &sign_in, "*", 200, signs_in, "in"),
            rule(api, &start, "*", 200, starts, "started"),
            permitting(api, &me, &ok),
            Route { times: comes_back.then_some(1), ..asks },
            permitting(&login, &authorize, &at_login),
            authorizes,
            permitting(api, &callback, &ok),
            returns,
            rule(api, &me, "*", 200, last, "me"),
        ];
        self.scenario_of("sign-in", &page, steps, server)
    }

    fn step_without_session(&mut self, url: &str) -> Step {
        let api =
            self.weighted(&[(Api::Fetch, 10), (Api::Xhr, 2), (Api::Img, 1), (Api::Iframe, 1)]);
        let mut step = Step::new(api, url);
        let modes = [
            (Some(CredentialsMode::Include), 6),
            (Some(CredentialsMode::SameOrigin), 1),
            (None, 1),
        ];
        let credentials = self.weighted(&modes);
        match api {
            Api::Fetch => {
                step.credentials = credentials;
                step.method = Some(self.weighted(&[("GET", 5), ("POST", 2), ("PUT", 1)]).into());
                if self.maybe(0.3) {
                    let headers = [("X-Api-Key", "k"), ("Content-Type", "application/json")];
                    let (name, value) = self.pick(&headers);
                    step.headers.push(header(name, value));
                }
                if step.method.as_deref() != Some("GET") && self.maybe(0.7) {
                    step.body = Some(Body::new(BodyKind::Text, "{}"));
                }
                if self.maybe(0.15) {
                    step.redirect = Some(self.pick(&[RedirectMode::Manual, RedirectMode::Error]));
                }
                if self.maybe(0.1) {
                    let redirect = step.redirect;
                    step = Step { mode: Some(RequestMode::NoCors), ..Step::new(api, url) };
                    (step.credentials, step.redirect) = (credentials, redirect);
                }
            }
            Api::Xhr if credentials == Some(CredentialsMode::Include) => {
                step.credentials = credentials;
            }
            _ => {}
        }
        step
    }

    fn some_cookie(&mut self, name: &str, probability: f64) -> Headers {
        if !self.maybe(probability) {
            return Headers::new();
        }
        let policies =
            [("; SameSite=None", 4), ("; SameSite=Lax", 2), ("; SameSite=Strict", 1), ("", 1)];
        let policy = self.weighted(&policies);
        let http_only = self.pick(&["", "; HttpOnly"]);
        vec![header("Set-Cookie", &format!("{name}=1; Path=/; Secure{policy}{http_only}"))]
    }
}
