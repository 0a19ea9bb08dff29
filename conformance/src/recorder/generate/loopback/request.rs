//! What a page may ask for by `fetch()` or XHR.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::scenario::Body;
use crosscheck::scenario::Step;

use super::values::CUSTOM_NAMES;
use super::values::FORBIDDEN;
use super::values::SAFELISTED;
use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

impl Generator {
    /// What a page may ask for by `fetch()` or XHR.
    pub(super) fn request(&mut self, url: &str) -> Step {
        let api = self.weighted(&[(Api::Fetch, 3), (Api::Xhr, 1)]);
        let mut step = Step::new(api, url);
        step.method = self.method().map(Into::into);
        step.headers = self.request_headers();
        step.credentials = self.credentials(api);
        let method = step.method.as_deref().unwrap_or("GET").to_ascii_uppercase();
        if !matches!(method.as_str(), "GET" | "HEAD") && self.maybe(0.6) {
            step.body = self.body();
        }
        if api == Api::Xhr {
            step.upload_listener = self.maybe(0.2);
        } else {
            let modes = [
                (None, 6),
                (Some(RequestMode::Cors), 3),
                (Some(RequestMode::NoCors), 2),
                (Some(RequestMode::SameOrigin), 1),
            ];
            step.mode = self.weighted(&modes);
            if self.maybe(0.12) {
                step.redirect = Some(self.pick(&[
                    RedirectMode::Error,
                    RedirectMode::Manual,
                    RedirectMode::Follow,
                ]));
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
                    header(name, self.pick(&["1", "pingpong", "a b", "", "é", "x,y"]))
                }
                38..92 => {
                    let (name, values) = self.pick(SAFELISTED);
                    let name = match self.rng.u32(0..10) {
                        0 => name.to_ascii_lowercase(),
                        1 => name.to_ascii_uppercase(),
                        _ => name.to_owned(),
                    };
                    (name.into(), self.value(values))
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
            headers.push(header(&name.to_ascii_uppercase(), "twice"));
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

    pub(super) fn credentials(&mut self, api: Api) -> Option<CredentialsMode> {
        let values = [
            (None, 4),
            (Some(CredentialsMode::Omit), 2),
            (Some(CredentialsMode::SameOrigin), 2),
            (Some(CredentialsMode::Include), 5),
        ];
        let value = self.weighted(&values);
        value.filter(|value| api != Api::Xhr || *value == CredentialsMode::Include)
    }

    pub(super) fn body(&mut self) -> Option<Body> {
        let body = |kind, value: &str, mime_type: Option<&str>| Body {
            kind,
            value: value.into(),
            mime_type: mime_type.map(Into::into),
        };
        Some(match self.rng.u32(0..11) {
            0..3 => body(BodyKind::Text, "hello", None),
            3 => body(BodyKind::Params, "a=b", None),
            4 => body(BodyKind::Form, "v", None),
            5 => body(BodyKind::Blob, "x", Some("")),
            6 => body(BodyKind::Blob, "x", Some("text/plain")),
            7 => body(BodyKind::Blob, "{}", Some("application/json")),
            8 => body(BodyKind::Bytes, "abc", None),
            9 => body(BodyKind::Blob, "x", Some("TEXT/PLAIN;charset=x")),
            _ => body(BodyKind::Text, "", None),
        })
    }
}
