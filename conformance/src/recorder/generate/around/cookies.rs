//! Cookies of sites that are each scenario's own.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Context;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Settings;
use crosscheck::scenario::Step;
use crosscheck::scenario::ThirdPartyCookies;

use super::routes::permitting;
use super::routes::sharing;
use super::routes::url;
use super::routes::usable;
use super::routes::with_scheme;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

/// A page, an origin of its site and one of another, of one scenario alone.
pub(super) struct OwnSites {
    pub(super) page: String,
    pub(super) same: String,
    pub(super) third: String,
}

impl Generator {
    pub(super) fn own_sites(&mut self) -> OwnSites {
        let id = self.id.clone();
        let site = format!("{}{id}.com", self.pick(&["shop", "bank", "news"]));
        let third = format!("{}{id}.net", self.pick(&["login", "pay", "chat"]));
        let same = match self.rng.u32(0..3) {
            0 => format!("https://api.{site}"),
            1 => format!("https://{site}"),
            _ => format!("https://www.{site}:8443"),
        };
        let third = format!("https://{}.{third}", self.pick(&["id", "cdn", "api"]));
        OwnSites { page: format!("https://www.{site}"), same, third }
    }

    pub(in crate::recorder::generate) fn cookies(mut self) -> Scenario {
        let OwnSites { page, same, third } = self.own_sites();
        let origin = self.weighted(&[(&*third, 6), (&*same, 3), (&*page, 1)]);
        let path = self.path("set");
        let ok = sharing(&page, true);
        let mut set = ok.clone();
        for name in ["a", "b", "c", "d"].into_iter().take(self.rng.usize(1..=4)) {
            set.push(header("Set-Cookie", &self.set_cookie(name)));
        }
        if self.maybe(0.15) {
            let host = origin.trim_start_matches("https://").split(':').next().unwrap_or_default();
            let parent = host.split_once('.').map_or(host, |(_, parent)| parent);
            let cookie = format!("dom=1; Secure; SameSite=None; Domain={parent}");
            set.push(header("Set-Cookie", &cookie));
        }
        set.extend([header("Content-Type", "image/png"), header("Cache-Control", "no-store")]);
        let mut server = vec![rule(origin, &path, "*", 200, set, "@png")];
        let mut first = Step::new(Api::Fetch, &format!("{origin}{path}"));
        let modes = [
            (CredentialsMode::Include, 8),
            (CredentialsMode::Omit, 1),
            (CredentialsMode::SameOrigin, 1),
        ];
        first.credentials = Some(self.weighted(&modes));
        match self.weighted(&[(0, 4), (1, 3), (2, 2), (3, 1)]) {
            1 => first.context = place("window", origin),
            2 => first.context = place("frame", origin),
            3 => first = Step::new(Api::Img, &first.url),
            _ => {}
        }
        let mut steps = vec![first];
        for number in 0..self.rng.usize(1..=4) {
            let path = self.path(&format!("get{number}"));
            let step = self.cookie_step(&page, &third, origin, &path);
            if step.api != Api::Cookie {
                let with = self.weighted(&[(&*page, 6), ("*", 1)]);
                let mut headers = sharing(with, self.maybe(0.9));
                headers.push(header("Cache-Control", "no-store"));
                server.push(permitting(origin, &path, &headers));
                let mut route = usable(step.api, origin, &path, &headers);
                if self.maybe(0.15) {
                    let again = format!("again{number}=1; SameSite=None; Secure");
                    route.headers.push(header("Set-Cookie", &again));
                }
                server.push(route);
            }
            steps.push(step);
        }
        let mut settings = Settings::default();
        settings.third_party_cookies = self.maybe(0.2).then_some(ThirdPartyCookies::Block);
        Scenario { settings, ..self.scenario_of("cookies", &page, steps, server) }
    }

    fn cookie_step(&mut self, page: &str, third: &str, origin: &str, path: &str) -> Step {
        let api = self.weighted(&[
            (Api::Fetch, 12),
            (Api::Xhr, 2),
            (Api::Img, 2),
            (Api::Script, 2),
            (Api::Iframe, 1),
            (Api::Form, 1),
            (Api::WebSocket, 1),
            (Api::EventSource, 1),
            (Api::Beacon, 1),
            (Api::Cookie, 1),
        ]);
        if api == Api::Cookie {
            let kind = self.weighted(&[("frame", 3), ("window", 2)]);
            let context = if origin == page { Context::Top } else { place(kind, origin) };
            let partition = self.pick(&["", "; Partitioned"]);
            let set = self.maybe(0.5).then(|| format!("js=1; Secure; SameSite=None{partition}"));
            return Step { api, context, set, ..Step::default() };
        }
        let mut step = Step::new(api, &url(api, origin, path));
        match api {
            Api::Fetch => {
                let modes = [
                    (Some(CredentialsMode::Include), 14),
                    (None, 2),
                    (Some(CredentialsMode::Omit), 1),
                ];
                step.credentials = self.weighted(&modes);
                step.method = Some(self.weighted(&[("GET", 4), ("POST", 2), ("PUT", 1)]).into());
                if self.maybe(0.1) {
                    step.mode = Some(RequestMode::NoCors);
                    step.method = Some(self.pick(&["GET", "POST"]).into());
                }
            }
            Api::Xhr | Api::EventSource => {
                step.credentials = self.maybe(0.8).then_some(CredentialsMode::Include);
            }
            Api::Img | Api::Script if self.maybe(0.5) => {
                let value = self.weighted(&[("use-credentials", 2), ("anonymous", 1)]);
                step.crossorigin = Some(value.into());
            }
            Api::Beacon => step.body = Some(Body::new(BodyKind::Text, "b")),
            _ => {}
        }
        if matches!(api, Api::Fetch | Api::Xhr) && self.maybe(0.3) {
            step.context = match self.rng.u32(0..8) {
                0 => place("frame", origin),
                1 => place("frame", page),
                2 => Context::Worker,
                3 => Context::Sandbox,
                4 => place("window", origin),
                5 => Context::ServiceWorkerControlled,
                6 => place("frame", third),
                _ => place("credentialless", origin),
            };
        }
        step
    }

    /// A value of `Set-Cookie`.
    fn set_cookie(&mut self, name: &str) -> String {
        let attributes = self.weighted(&[
            ("; SameSite=None; Secure", 10),
            ("; SameSite=Lax", 4),
            ("; SameSite=Strict", 4),
            ("", 6),
            ("; Secure", 2),
            ("; SameSite=None", 2),
            ("; SameSite=None; Secure; Partitioned", 6),
            ("; Secure; Partitioned", 1),
            ("; Partitioned", 1),
            ("; SameSite=None; Partitioned", 1),
            ("; SameSite=bogus", 1),
            ("; SameSite", 1),
        ]);
        let prefix = self.weighted(&[
            ("", 16),
            ("__Host-", 3),
            ("__Secure-", 2),
            ("__Http-", 1),
            ("__Host-Http-", 1),
            ("__host-", 1),
        ]);
        let path = match self.weighted(&[(0, 8), (1, 2), (2, 2)]) {
            0 => "; Path=/".to_owned(),
            1 => String::new(),
            _ => format!("; Path=/s/{}/", self.id),
        };
        let path = if prefix.to_ascii_lowercase().starts_with("__host") && self.maybe(0.85) {
            "; Path=/".to_owned()
        } else {
            path
        };
        let http_only = self.maybe(if prefix.contains("Http") { 0.6 } else { 0.2 });
        let lasts = self.maybe(0.15);
        let secure = !prefix.is_empty() && !attributes.contains("Secure") && self.maybe(0.85);
        let more = [(http_only, "; HttpOnly"), (lasts, "; Max-Age=600"), (secure, "; Secure")];
        let more: String = more.iter().filter(|(has, _)| *has).map(|(_, text)| *text).collect();
        format!("{prefix}{name}=1{attributes}{path}{more}")
    }

    /// Sites without TLS, and the developer's own machine.
    pub(in crate::recorder::generate) fn plain_cookies(mut self) -> Scenario {
        let id = self.id.clone();
        let pairs = [
            (format!("http://www.plain{id}.com"), format!("http://api.plain{id}.com")),
            (format!("http://www.plain{id}.com"), format!("https://www.plain{id}.com")),
            ("http://localhost:5173".to_owned(), "http://localhost:3000".to_owned()),
            ("http://localhost:5173".to_owned(), format!("https://api.dev{id}.com")),
            (format!("http://www.plain{id}.com"), format!("http://other{id}.net")),
        ];
        let (page, origin) = &pairs[self.rng.usize(0..pairs.len())];
        let is_local = origin.contains("localhost");
        let path = match is_local {
            // Every port of `localhost` shares its cookies, and every scenario.
            true => format!("; Path=/s/{id}/"),
            false => self.pick(&["", "; Path=/"]).to_owned(),
        };
        let ok = sharing(page, true);
        let mut cookies = [
            ("none", "; SameSite=None; Secure"),
            ("noneplain", "; SameSite=None"),
            ("lax", "; SameSite=Lax"),
            ("strict", "; SameSite=Strict"),
            ("plain", ""),
            ("secure", "; Secure"),
            ("__Secure-x", "; Secure"),
            ("part", "; SameSite=None; Secure; Partitioned"),
        ];
        self.rng.shuffle(&mut cookies);
        let count = self.rng.usize(2..=4);
        let set = cookies[..count].iter();
        let set = set.map(|(name, at)| header("Set-Cookie", &format!("{name}=1{at}{path}")));
        let set: Headers = ok.iter().cloned().chain(set).collect();
        let (setting, getting) = (self.path("set"), self.path("get"));
        let include = Some(CredentialsMode::Include);
        let get = format!("{origin}{getting}");
        let api = self.pick(&[Api::Fetch, Api::Fetch, Api::Img]);
        let last = self.pick(&[CredentialsMode::Include, CredentialsMode::SameOrigin]);
        let credentials = if api == Api::Fetch { include } else { None };
        let mut steps = vec![
            Step { credentials: include, ..Step::new(Api::Fetch, &format!("{origin}{setting}")) },
            Step { credentials, ..Step::new(api, &get) },
            Step {
                method: Some("POST".into()),
                credentials: Some(last),
                ..Step::new(Api::Fetch, &get)
            },
        ];
        let safe = with_scheme(origin, "https");
        if !is_local && *origin != safe && self.maybe(0.4) {
            let url = format!("{safe}{getting}");
            steps.push(Step { credentials: include, ..Step::new(Api::Fetch, &url) });
        }
        let mut got = ok;
        got.push(header("Cache-Control", "no-store"));
        let mut server = vec![rule(origin, &setting, "*", 200, set, "ok")];
        server.push(usable(Api::Img, origin, &getting, &got));
        if *origin != safe {
            server.push(rule(&safe, &getting, "*", 200, got, "x"));
        }
        self.scenario_of("cookies-http", page, steps, server)
    }
}

/// A frame or window of an origin.
pub(super) fn place(kind: &str, origin: &str) -> Context {
    Context::parse(&format!("{kind}:{origin}")).expect("a context")
}
