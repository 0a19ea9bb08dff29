//! What a server answers: right, nearly right, or wrong.

use crosscheck::agent::CredentialsMode;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Route;
use crosscheck::scenario::Step;

use super::parties::NEIGHBOUR;
use super::parties::PAGE;
use super::parties::STRANGER;
use super::values::ALLOW_CREDENTIALS;
use super::values::ALLOW_HEADERS;
use super::values::ALLOW_METHODS;
use super::values::ALLOW_ORIGIN;
use super::values::EXPOSED;
use super::values::RESPONSE_HEADERS;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;
use crate::recorder::generate::generator::rule;

/// What the servers of one scenario are like.
pub(super) struct Manner {
    /// The origin of the page as it is sent.
    pub(super) me: &'static str,
    /// Whether any request carries credentials.
    pub(super) credentialed: bool,
    /// How likely each part of an answer is right.
    pub(super) good: f64,
}

impl Generator {
    pub(super) fn manner(&mut self, me: &'static str, steps: &[&Step]) -> Manner {
        let credentialed = steps.iter().any(|s| s.credentials == Some(CredentialsMode::Include));
        Manner { me, credentialed, good: self.weighted(&[(0.95, 5), (0.6, 2), (0.3, 1)]) }
    }

    pub(super) fn preflight(
        &mut self,
        origin: &str,
        path: &str,
        manner: &Manner,
        steps: &[&Step],
    ) -> Route {
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
            // A path of the scenario's own, by which the recorder knows whose request it is.
            let stranger = format!("{STRANGER}{path}");
            let location = self.pick(&["elsewhere", "", &stranger]);
            headers.push(header("Location", location));
        }
        rule(origin, path, "OPTIONS", status, headers, "")
    }

    pub(super) fn last_answer(&mut self, origin: &str, path: &str, manner: &Manner) -> Route {
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
    pub(super) fn sharing(&mut self, manner: &Manner, tainted: bool) -> Headers {
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
                let values = [
                    "True",
                    "TRUE",
                    " true ",
                    "true, true",
                    "false",
                    "",
                    "1",
                    "\"true\"",
                    "yes",
                    "true\u{b}",
                    "true;",
                ];
                for _ in 0..self.weighted(&[(1, 8), (2, 1)]) {
                    headers.push(header(ALLOW_CREDENTIALS, self.pick(&values)));
                }
            }
        }
        headers
    }

    fn wrong_origin(&mut self, me: &'static str) -> Vec<String> {
        let port = me.strip_prefix("http://localhost").unwrap_or(":80");
        let one = |text: String| vec![text];
        match self.rng.u32(0..34) {
            0..3 => Vec::new(),
            3 => one(String::new()),
            4 => one("null".into()),
            5 => one(self.pick(&[PAGE, NEIGHBOUR, STRANGER]).into()),
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
            18 => one("http://localhost".into()),
            19 => one(self.pick(&["*, *", "\"*\"", "Null", "NULL", "undefined", "*;"]).into()),
            20 => one(format!("{me}:80")),
            21 => one(format!("http://*.localhost{port}")),
            22 => one(format!("{me}{}", self.pick(&[",", ";", " x"]))),
            23 => one(format!("HTTP://localhost{port}")),
            24 => one(format!("*,{me}")),
            25 => vec!["*".into(), "*".into()],
            26 => vec![me.into(), NEIGHBOUR.into()],
            27 => vec![me.into(), String::new()],
            28 => vec![String::new(), String::new()],
            29 => vec!["null".into(), me.into()],
            30 => one(format!("{me}?")),
            31 => one(format!("{me}\u{1}")),
            32 => one(format!("{me}\u{e9}")),
            _ => one(format!("\"{me}\"")),
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
            false => match self.rng.u32(0..17) {
                11 => vec![format!("({upper})")],
                12 => vec![format!("{upper}\u{b}")],
                13 => vec![format!("{upper}, *")],
                14 => vec!["POST, GET, OPTIONS".into()],
                15 => vec![format!("{}{}", &upper[..1], upper[1..].to_ascii_lowercase())],
                16 => vec![self.pick(&["**", "\u{e9}", ",", "*GET", " "]).into()],
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
        let names: Vec<String> = set.iter().map(|(name, _)| name.to_string()).collect();
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
            false => match self.rng.u32(0..16) {
                10 => vec![format!("\"{}\"", lower.join(", "))],
                11 => vec![format!("*{}", lower.join(", *"))],
                12 => vec![lower.join(" x, ")],
                13 => vec![format!("{}\u{1}", lower.join(", "))],
                14 => vec!["content-type, x-ping, authorization".into(), String::new()],
                15 => vec![self.pick(&["*, @", "\u{e9}, *", "authorization", ",,", "*\t*"]).into()],
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

    pub(super) fn location(
        &mut self,
        from: &str,
        to: &str,
        path: &str,
        odd: bool,
    ) -> Option<String> {
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

    pub(super) fn resource_policy(&mut self) -> HeaderLine {
        let values = ["same-origin", "same-site", "cross-origin", "bogus", "Same-Origin"];
        header("Cross-Origin-Resource-Policy", self.pick(&values))
    }
}
