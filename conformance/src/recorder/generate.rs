//! Random scenarios: pages that do everything CORS has a say in, and servers that answer well, nearly
//! well, and badly.
//!
//! Each scenario keeps to its own URLs, `/s/<id>/…`, so that what one leaves behind in a browser is
//! nothing to the next. Values are chosen where rules meet: at limits, beside separators, in odd capitals.

use crosscheck::scenario::Body;
use crosscheck::scenario::Rule;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;
use fastrand::Rng;

use super::servers::NEIGHBOUR;
use super::servers::PAGE;
use super::servers::STRANGER;

/// The first `count` scenarios of a seed. The same seed makes the same scenarios.
pub fn generate(seed: u64, count: usize) -> Vec<Scenario> {
    (0..count)
        .map(|index| {
            let id = format!("{seed:x}x{index}");
            // Each of its own, so that a part of a run can be made again.
            let rng = Rng::with_seed(seed ^ (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            Generator { rng, id }.scenario()
        })
        .collect()
}

struct Generator {
    rng: Rng,
    id: String,
}

type Headers = Vec<(String, String)>;

/// What the servers of one scenario are like.
struct Manner {
    /// The origin of the page as it is sent.
    me: &'static str,
    /// Whether any request carries credentials.
    credentialed: bool,
    /// How likely each part of an answer is right.
    good: f64,
}

impl Generator {
    fn scenario(mut self) -> Scenario {
        let (kind, opaque) = match self.rng.u32(0..100) {
            0..36 => ("one", 0.06),
            36..58 => ("redirect", 0.08),
            58..74 => ("again", 0.05),
            74..80 => ("cookies", 0.0),
            _ => ("element", 0.1),
        };
        let is_opaque = self.maybe(opaque);
        let me = if is_opaque { "null" } else { PAGE };
        let (steps, server) = match kind {
            "one" => self.one(me),
            "redirect" => self.redirect(me),
            "again" => self.again(me),
            "cookies" => self.cookies(),
            _ => self.element(me),
        };
        Scenario { id: self.id, kind: kind.into(), page: me.into(), steps, server }
    }

    /// One request, its preflight and its answer.
    fn one(&mut self, me: &'static str) -> (Vec<Step>, Vec<Rule>) {
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
    fn redirect(&mut self, me: &'static str) -> (Vec<Step>, Vec<Rule>) {
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
    fn again(&mut self, me: &'static str) -> (Vec<Step>, Vec<Rule>) {
        let origin = self.weighted(&[(NEIGHBOUR, 3), (STRANGER, 2)]);
        let path = self.path("r");
        let via = self.path("via");
        let count = self.rng.usize(2..=4);
        let mut steps = Vec::new();
        for index in 0..count {
            let query = self.pick(&["", "", "", "", "?q", "#f"]);
            let mut url = format!("{origin}{path}{query}");
            if self.maybe(0.15) {
                url = format!("{}{via}", self.pick(&[PAGE, NEIGHBOUR, STRANGER]));
            }
            let mut step = Step {
                api: self.pick(&["fetch", "fetch", "fetch", "xhr"]).into(),
                url,
                method: Some(self.pick(&["PUT", "DELETE", "PATCH", "POST", "GET", "HEAD"]).into()),
                ..Step::default()
            };
            for _ in 0..self.rng.usize(0..=2) {
                let name = self.pick(&["X-Ping", "x-ping", "X-A", "X-B", "Authorization"]);
                step.headers.push(header(name, "1"));
            }
            step.credentials = self.credentials(&step.api);
            if index > 0 && self.maybe(0.15) {
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
    fn cookies(&mut self) -> (Vec<Step>, Vec<Rule>) {
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
        ]);
        let place = self.pick(&["", "", "deep/"]);
        let cookie = format!("c{}=1; Path={own}{place}{attributes}", self.id);
        let (set, get) = (format!("{own}set"), format!("{own}{}r", self.pick(&["", "deep/"])));
        let shared = vec![header(ALLOW_ORIGIN, PAGE), header(ALLOW_CREDENTIALS, "true")];
        let first = Step {
            api: "fetch".into(),
            url: format!("{setter}{set}"),
            credentials: self.pick(&[Some("include"), Some("include"), None]).map(Into::into),
            ..Step::default()
        };
        let mut second = Step {
            api: self.pick(&["fetch", "fetch", "xhr"]).into(),
            url: format!("{reader}{get}"),
            method: Some(self.pick(&["GET", "POST", "PUT"]).into()),
            ..Step::default()
        };
        second.credentials = self.credentials(&second.api);
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

    /// Everything else that loads across origins.
    fn element(&mut self, me: &'static str) -> (Vec<Step>, Vec<Rule>) {
        let apis: &[&'static str] = match me {
            // A sandboxed frame draws nothing that could be asked about.
            "null" => &["img", "font", "script", "style", "eventsource", "beacon"],
            _ => &["img", "webgl", "font", "script", "style", "shape", "eventsource", "beacon"],
        };
        let api = self.pick(apis);
        let (body, mime_type) = match api {
            "img" | "webgl" | "shape" => ("@png", "image/png"),
            "font" => ("@font", "font/ttf"),
            "script" => ("@script", "text/javascript"),
            "style" => ("@css", "text/css"),
            "eventsource" => ("@events", "text/event-stream"),
            _ => ("", "text/plain"),
        };
        let mut origin = self.pick(&[PAGE, NEIGHBOUR, NEIGHBOUR, STRANGER, STRANGER]);
        let mut path = self.path("r");
        let url = format!("{origin}{path}");
        let mut step = Step { api: api.into(), url, ..Step::default() };
        if matches!(api, "img" | "webgl" | "script" | "style") {
            let values = [None, Some("anonymous"), Some("anonymous"), Some("use-credentials")];
            let odd = [Some(""), Some("bogus"), Some("USE-CREDENTIALS"), Some("omit")];
            let value = if self.maybe(0.8) { self.pick(&values) } else { self.pick(&odd) };
            step.crossorigin = value.map(Into::into);
            step.module = api == "script" && self.maybe(0.3);
        }
        if api == "eventsource" {
            step.credentials = self.pick(&[None, Some("include")]).map(Into::into);
        }
        if api == "beacon" {
            step.body = self.body();
        }
        let mut manner = self.manner(me, &[&step]);
        manner.credentialed |= api == "beacon"
            || step
                .crossorigin
                .as_deref()
                .is_some_and(|v| v.eq_ignore_ascii_case("use-credentials"));
        let mut server = Vec::new();
        let hops = if api == "shape" { 0 } else { self.pick(&[0, 0, 0, 1, 1, 2]) };
        for hop in 1..=hops {
            let next = self.pick(&[PAGE, NEIGHBOUR, STRANGER, origin]);
            let next_path = self.path(&format!("r{hop}"));
            let location = self.location(origin, next, &next_path, false);
            let mut headers = self.sharing(&manner, true);
            headers.extend(location.map(|location| header("Location", &location)));
            if api == "beacon" {
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

    /// What a page may ask for by `fetch()` or XHR.
    fn request(&mut self, url: &str) -> Step {
        let api = self.weighted(&[("fetch", 3), ("xhr", 1)]);
        let mut step = Step { api: api.into(), url: url.into(), ..Step::default() };
        step.method = self.method().map(Into::into);
        step.headers = self.request_headers();
        step.credentials = self.credentials(api);
        let method = step.method.as_deref().unwrap_or("GET").to_ascii_uppercase();
        if !matches!(method.as_str(), "GET" | "HEAD") && self.maybe(0.6) {
            step.body = self.body();
        }
        if api == "xhr" {
            step.upload_listener = self.maybe(0.2);
        } else {
            let modes =
                [(None, 6), (Some("cors"), 3), (Some("no-cors"), 2), (Some("same-origin"), 1)];
            step.mode = self.weighted(&modes).map(Into::into);
            if self.maybe(0.12) {
                step.redirect = Some(self.pick(&["error", "manual", "follow"]).into());
            }
        }
        step
    }

    fn method(&mut self) -> Option<&'static str> {
        if self.maybe(0.15) {
            return Some(self.pick(&[
                "get",
                "post",
                "put",
                "delete",
                "patch",
                "Patch",
                "head",
                "options",
                "OPTIONS",
                "GeT",
                "CHICKEN",
                "chicken",
                "QUERY",
                "PROPFIND",
                "M-SEARCH",
                "x!#$%&'*+-.^_`|~",
                "LINK",
            ]));
        }
        let usual = [
            (Some("GET"), 6),
            (Some("POST"), 5),
            (Some("PUT"), 4),
            (Some("DELETE"), 2),
            (Some("PATCH"), 2),
            (Some("HEAD"), 1),
            (None, 1),
        ];
        self.weighted(&usual)
    }

    fn request_headers(&mut self) -> Headers {
        let mut headers = Vec::new();
        for _ in 0..self.weighted(&[(0_usize, 5), (1, 5), (2, 3), (3, 1), (6, 1)]) {
            headers.push(match self.rng.u32(0..100) {
                0..38 => {
                    let name = self.pick(CUSTOM_NAMES);
                    (name.to_owned(), self.pick(&["1", "pingpong", "a b", "", "é", "x,y"]).into())
                }
                38..92 => {
                    let (name, values) = self.pick(SAFELISTED);
                    let name = match self.rng.u32(0..10) {
                        0 => name.to_ascii_lowercase(),
                        1 => name.to_ascii_uppercase(),
                        _ => name.to_owned(),
                    };
                    (name, self.value(values))
                }
                _ => {
                    let (name, value) = self.pick(FORBIDDEN);
                    header(name, value)
                }
            });
        }
        if self.maybe(0.03) {
            for _ in 0..self.rng.usize(1..=4) {
                for name in ["Accept", "Accept-Language", "Content-Language"] {
                    headers.push((name.into(), "a".repeat(128)));
                }
            }
        }
        if self.maybe(0.04)
            && let Some((name, _)) = headers.first().cloned()
        {
            headers.push((name.to_ascii_uppercase(), "twice".into()));
        }
        headers
    }

    /// A value from a list in which `a*127` stands for as many letters.
    fn value(&mut self, values: &[&'static str]) -> String {
        let value = self.pick(values);
        match value.strip_prefix("a*").and_then(|count| count.parse().ok()) {
            Some(count) => "a".repeat(count),
            None => value.into(),
        }
    }

    fn credentials(&mut self, api: &str) -> Option<String> {
        let values = [(None, 4), (Some("omit"), 2), (Some("same-origin"), 2), (Some("include"), 5)];
        let value = self.weighted(&values);
        value.filter(|value| api != "xhr" || *value == "include").map(Into::into)
    }

    fn body(&mut self) -> Option<Body> {
        let body = |kind: &str, value: &str, mime_type: Option<&str>| Body {
            kind: kind.into(),
            value: value.into(),
            mime_type: mime_type.map(Into::into),
        };
        Some(match self.rng.u32(0..11) {
            0..3 => body("text", "hello", None),
            3 => body("params", "a=b", None),
            4 => body("form", "v", None),
            5 => body("blob", "x", Some("")),
            6 => body("blob", "x", Some("text/plain")),
            7 => body("blob", "{}", Some("application/json")),
            8 => body("bytes", "abc", None),
            9 => body("blob", "x", Some("TEXT/PLAIN;charset=x")),
            _ => body("text", "", None),
        })
    }

    fn manner(&mut self, me: &'static str, steps: &[&Step]) -> Manner {
        let credentialed = steps.iter().any(|s| s.credentials.as_deref() == Some("include"));
        Manner { me, credentialed, good: self.weighted(&[(0.95, 5), (0.6, 2), (0.3, 1)]) }
    }

    fn preflight(&mut self, origin: &str, path: &str, manner: &Manner, steps: &[&Step]) -> Rule {
        let status = match self.maybe(0.8) {
            true => self.pick(&[200, 204]),
            false => self.pick(&[
                201, 202, 206, 226, 299, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 405, 500,
            ]),
        };
        let mut headers = self.sharing(manner, true);
        let method = steps[0].method.as_deref().unwrap_or("GET").to_owned();
        headers.extend(self.allowed_methods(&method, manner.good));
        headers.extend(self.allowed_headers(&steps[0].headers, manner.good));
        if self.maybe(0.3) {
            headers.push(header("Access-Control-Max-Age", self.pick(&["0", "600", "-1", "abc"])));
        }
        if (300..=399).contains(&status) {
            let location = self.pick(&["elsewhere", "", STRANGER]);
            headers.push(header("Location", location));
        }
        rule(origin, path, "OPTIONS", status, headers, "")
    }

    fn last_answer(&mut self, origin: &str, path: &str, manner: &Manner) -> Rule {
        let status = match self.maybe(0.7) {
            true => 200,
            false => self.pick(&[201, 203, 204, 206, 299, 304, 401, 403, 404, 418, 500, 503]),
        };
        let mut headers = self.sharing(manner, false);
        for _ in 0..self.rng.usize(0..=4) {
            let (name, value) = self.pick(RESPONSE_HEADERS);
            if !headers.iter().any(|(known, _)| known == name) {
                headers.push(header(name, value));
            }
        }
        for _ in 0..self.weighted(&[(0, 4), (1, 6), (2, 1)]) {
            headers.push(header("Access-Control-Expose-Headers", self.pick(EXPOSED)));
        }
        if self.maybe(0.08) {
            headers.push(self.resource_policy());
        }
        rule(origin, path, "*", status, headers, "body")
    }

    /// `Access-Control-Allow-Origin` and `-Credentials`.
    fn sharing(&mut self, manner: &Manner, tainted: bool) -> Headers {
        let me = manner.me;
        let mut values: Vec<String> = match self.maybe(manner.good) {
            true if tainted && self.maybe(0.25) => vec!["null".into()],
            true if manner.credentialed && self.maybe(0.8) => vec![me.into()],
            true => vec![self.pick(&[me, me, "*", "*"]).into()],
            false => self.wrong_origin(me),
        };
        if self.maybe(0.03) {
            values = values.iter().map(|value| format!(" {value}\t")).collect();
        }
        let name = self.weighted(&[(ALLOW_ORIGIN, 8), ("access-control-allow-origin", 1)]);
        let mut headers: Headers = values.iter().map(|value| header(name, value)).collect();
        if manner.credentialed || self.maybe(0.15) {
            if self.maybe(manner.good) {
                headers.push(header(ALLOW_CREDENTIALS, "true"));
            } else if self.maybe(0.7) {
                let values = ["True", "TRUE", " true ", "true, true", "false", "", "1", "\"true\""];
                headers.push(header(ALLOW_CREDENTIALS, self.pick(&values)));
            }
        }
        headers
    }

    fn wrong_origin(&mut self, me: &'static str) -> Vec<String> {
        let port = me.strip_prefix("http://localhost").unwrap_or(":80");
        let one = |text: String| vec![text];
        match self.rng.u32(0..19) {
            0..3 => Vec::new(),
            3 => one(String::new()),
            4 => one("null".into()),
            5 => one(self.pick(&[NEIGHBOUR, STRANGER]).into()),
            6 => one(format!("{me}/")),
            7 => one(me.to_ascii_uppercase()),
            8 => one(format!("localhost{port}")),
            9 => one(format!("{me}, {me}")),
            10 => one(format!("{me} {me}")),
            11 => one(self.pick(&["**", "*.localhost", "http://*", "*,", "* *"]).into()),
            12 => one(format!("http://user@localhost{port}")),
            13 => vec![me.into(), me.into()],
            14 => vec!["*".into(), me.into()],
            15 => vec![String::new(), me.into()],
            16 => one(format!("{me}#")),
            17 => one(format!("https://localhost{port}")),
            _ => one("http://localhost".into()),
        }
    }

    fn allowed_methods(&mut self, method: &str, good: f64) -> Headers {
        let upper = method.to_ascii_uppercase();
        let values: Vec<String> = match self.maybe(good) {
            true => match self.rng.u32(0..8) {
                0..3 => vec![upper],
                3 => vec![method.into()],
                4 => vec![format!("GET, {method}, {upper}")],
                5 => vec!["*".into()],
                6 => vec!["GET".into(), upper],
                _ => vec![format!(" , {upper} ,")],
            },
            false => match self.rng.u32(0..11) {
                0..2 => Vec::new(),
                2 => vec![String::new()],
                3 => vec!["GET".into()],
                4 => vec![method.to_ascii_lowercase()],
                5 => vec![format!("{upper} {upper}")],
                6 => vec!["P@UT".into()],
                7 => vec![format!("\"{upper}\"")],
                8 => vec![format!("GET; {upper}")],
                9 => vec!["@@".into(), upper],
                _ => vec![format!("GET,,,{upper}\t,")],
            },
        };
        values.iter().map(|value| header(ALLOW_METHODS, value)).collect()
    }

    fn allowed_headers(&mut self, set: &Headers, good: f64) -> Headers {
        let names: Vec<String> = set.iter().map(|(name, _)| name.clone()).collect();
        let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let values: Vec<String> = match self.maybe(good) {
            true => match self.rng.u32(0..9) {
                0..3 => vec![lower.join(", ")],
                3 => vec![names.join(",")],
                4 => vec!["*".into()],
                5 => vec!["*, authorization".into()],
                6 => lower,
                7 => vec![format!("{}, x-more, content-type", lower.join(" ,, "))],
                _ => vec![format!("Content-Type,{}", names.join("\t,"))],
            },
            false => match self.rng.u32(0..10) {
                0..2 => Vec::new(),
                2 => vec![String::new()],
                3 => vec!["x-other".into()],
                4 => vec![lower.get(1..).unwrap_or_default().join(", ")],
                5 => vec![lower.join(" ")],
                6 => vec![format!("{}@", lower.join(", "))],
                7 => vec!["x-*".into(), "**".into()],
                8 => vec!["authorization, content-type".into()],
                _ => vec![lower.join("; "), "(".into()],
            },
        };
        values.iter().map(|value| header(ALLOW_HEADERS, value)).collect()
    }

    fn location(&mut self, from: &str, to: &str, path: &str, odd: bool) -> Option<String> {
        let location = match from == to && self.maybe(0.5) {
            true => path.to_owned(),
            false => format!("{to}{path}"),
        };
        if !odd {
            return Some(location);
        }
        Some(match self.rng.u32(0..60) {
            0..2 => location.replace("http://", "http://user:pw@"),
            2 => location.replace("http://", "http://user@"),
            3 => location.replace("http://", "http://:pw@"),
            4 => format!("{location}#frag"),
            5 => format!("{location}?a=b"),
            6 => self.pick(&["data:text/plain,x", "blob:x", "about:blank", "ftp://x/"]).into(),
            7 => self.pick(&["", "http://", "//", "http://[", "é"]).into(),
            8 => return None,
            _ => location,
        })
    }

    fn resource_policy(&mut self) -> (String, String) {
        let values = ["same-origin", "same-site", "cross-origin", "bogus", "Same-Origin"];
        header("Cross-Origin-Resource-Policy", self.pick(&values))
    }

    fn path(&self, name: &str) -> String {
        format!("/s/{}/{name}", self.id)
    }

    fn maybe(&mut self, probability: f64) -> bool {
        self.rng.f64() < probability
    }

    fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.rng.usize(0..values.len())]
    }

    fn weighted<T: Copy>(&mut self, values: &[(T, u32)]) -> T {
        let total = values.iter().map(|(_, weight)| weight).sum();
        let mut at = self.rng.u32(0..total);
        for (value, weight) in values {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        values[0].0
    }
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.into(), value.into())
}

fn rule(origin: &str, path: &str, method: &str, status: u16, headers: Headers, body: &str) -> Rule {
    Rule {
        origin: origin.into(),
        path: path.into(),
        method: method.into(),
        status,
        headers,
        body: body.into(),
    }
}

fn is_about_what_is_allowed(name: &str) -> bool {
    [ALLOW_METHODS, ALLOW_HEADERS, "Access-Control-Max-Age"].contains(&name)
}

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";

const CUSTOM_NAMES: &[&str] = &[
    "X-Ping",
    "X-Ping",
    "x-a",
    "X-Requested-With",
    "x_under",
    "X-A-Name-Longer-Than-Most-But-Not-Too-Long",
    "If-Match",
    "If-None-Match",
    "Cache-Control",
    "Pragma",
    "Authorization",
    "Authorization",
    "Upgrade-Insecure-Requests",
    "Last-Event-ID",
    "X-Forwarded-For",
    "Content-Disposition",
    "Priority",
    "Purpose",
    "DPR",
    "Width",
    "Device-Memory",
    "Sec-CH-UA-Platform",
    "User-Agent",
    "Early-Data",
    "traceparent",
    "x!#$%&'*+-.^_`|~",
];

const SAFELISTED: &[(&str, &[&str])] = &[
    (
        "Accept",
        &[
            "text/html",
            "*/*",
            "application/json",
            "text/plain;q=0.5",
            "a*127",
            "a*128",
            "a*129",
            "a:b",
            "(c)",
            "a<b",
            "a@b",
            "{x}",
            "a\\b",
            "a[b]",
            "a?b",
            "a/b+c",
            "é",
            "a\u{7f}b",
            "",
            "a\tb",
            "a\"b",
        ],
    ),
    (
        "Accept-Language",
        &[
            "en",
            "en-US,en;q=0.5",
            "fr-CH, fr;q=0.9, *;q=0.5",
            "en_US",
            "en@x",
            "en/US",
            "a*128",
            "a*129",
            "",
            "*",
            "en,\tfr",
            "en~",
        ],
    ),
    ("Content-Language", &["en", "fr, en", "en_US", "x:y", "a*129", "", "*", "en;q=1", "en=1"]),
    (
        "Content-Type",
        &[
            "text/plain",
            "text/plain;charset=utf-8",
            "TEXT/PLAIN",
            "text/plain; charset=\"utf-8\"",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json",
            "text/html",
            "text/plain, text/plain",
            "text/plain,application/json",
            "text /plain",
            "text/plain;charset=latin1",
            "text/html; a=b; charset=\"x\"",
            "text/plain;",
            " text/plain",
            "text",
            "",
            "text/plain; a=(b)",
            "application/x-www-form-urlencoded;charset=UTF-8;x=y",
        ],
    ),
    (
        "Range",
        &[
            "bytes=0-",
            "bytes=127-255",
            "bytes=0-0",
            "bytes=-5",
            "bytes=0-1,2-3",
            "bytes=",
            "bytes=5-1",
            "Bytes=0-1",
            "bytes=\t0-1",
            "bytes=0-99999999999999999999",
            "items=0-1",
            "bytes=00-01",
            "bytes=9223372036854775806-9223372036854775807",
        ],
    ),
];

const FORBIDDEN: &[(&str, &str)] = &[
    ("Cookie", "a=b"),
    ("Host", "x"),
    ("Origin", "http://elsewhere.test"),
    ("Referer", "x"),
    ("Sec-Foo", "1"),
    ("Proxy-Foo", "1"),
    ("Connection", "close"),
    ("Access-Control-Request-Method", "PUT"),
    ("Access-Control-Request-Headers", "x"),
    ("X-HTTP-Method-Override", "TRACE"),
    ("X-HTTP-Method-Override", "PUT"),
    ("X-Method-Override", "get, track"),
    ("Set-Cookie", "a=b"),
    ("TE", "x"),
    ("Date", "x"),
    ("DNT", "1"),
];

const RESPONSE_HEADERS: &[(&str, &str)] = &[
    ("X-A", "1"),
    ("X-B", "2"),
    ("x-a", "3"),
    ("Content-Type", "text/plain"),
    ("Content-Language", "en"),
    ("Cache-Control", "no-store"),
    ("Expires", "0"),
    ("Last-Modified", "Mon, 01 Dec 2008 01:15:39 GMT"),
    ("Pragma", "no-cache"),
    ("Set-Cookie2", "x"),
    ("Timing-Allow-Origin", "*"),
    ("Server", "s"),
    ("ETag", "\"1\""),
    ("Authorization", "z"),
];

const EXPOSED: &[&str] = &[
    "X-A",
    "x-a, x-b",
    "*",
    "*, x-a",
    "x-a,,x-b",
    "x-a x-b",
    "@, x-a",
    "",
    "set-cookie, x-a, etag",
    "x-a;",
    "\"x-a\"",
    "authorization, *",
    "server, X-B",
    "*, @",
    " x-b\t",
];
