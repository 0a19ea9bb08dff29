//! Policies and requests: the table.

use std::fmt;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;

/// A request to a server with a policy, whose handler answers with 200 and [`SAID`].
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) policy: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) lines: Vec<(&'static str, &'static str)>,
}

/// What the handler says by itself: its CORS must go, its `Vary` must stay.
pub(crate) const SAID: [(&str, &str); 5] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-credentials", "true"),
    ("access-control-expose-headers", "x-inner"),
    ("vary", "Accept-Encoding"),
    ("x-total", "7"),
];

const APP: &str = "https://app.example";
const EVIL: &str = "https://evil.example";
const METHOD: &str = "access-control-request-method";
const HEADERS: &str = "access-control-request-headers";

impl Case {
    pub(crate) fn all() -> Vec<Self> {
        let mut cases = Vec::new();
        let mut add = |policy, method, path, lines: &[_]| {
            cases.push(Self { policy, method, path, lines: lines.to_vec() });
        };
        for policy in ["one", "any"] {
            add(policy, "GET", "/", &[]);
            add(policy, "GET", "/", &[("origin", APP)]);
            add(policy, "POST", "/", &[("origin", EVIL)]);
            add(policy, "GET", "/", &[("origin", "null")]);
            add(policy, "GET", "/", &[("origin", APP), ("origin", EVIL)]);
            add(policy, "OPTIONS", "/", &[("origin", APP)]);
            add(policy, "OPTIONS", "/", &[(METHOD, "PUT")]);
            add(policy, "OPTIONS", "/", &[("origin", APP), (METHOD, "PUT")]);
            let asked = [("origin", APP), (METHOD, "PUT"), (HEADERS, "x-token")];
            add(policy, "OPTIONS", "/", &asked);
            let asked = [("origin", APP), (METHOD, "PUT"), (HEADERS, "x-token"), (HEADERS, "x-b")];
            add(policy, "OPTIONS", "/", &asked);
            add(policy, "OPTIONS", "/", &[("origin", APP), (METHOD, "DELETE")]);
            add(policy, "OPTIONS", "/", &[("origin", EVIL), (METHOD, "GET")]);
        }
        for path in ["/", "/api", "/api/users?page=2", "/api/admin", "/api%2fadmin", "/public/x"] {
            add("rules", "GET", path, &[("origin", APP)]);
        }
        add("rules", "GET", "/api", &[("origin", "https://a.corp.example:8443")]);
        add("rules", "GET", "/api", &[("origin", "https://a.b.corp.example")]);
        add("rules", "GET", "/public/x", &[]);
        add("rules", "OPTIONS", "/public/x", &[("origin", EVIL), (METHOD, "PATCH")]);
        add("rules", "OPTIONS", "/other", &[("origin", APP), (METHOD, "PATCH")]);
        cases
    }

    pub(crate) fn policy(&self) -> Policy {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let config = match self.policy {
            "one" => Config {
                origins: owned(&[APP]),
                credentials: true,
                methods: owned(&["PUT"]),
                request_headers: owned(&["x-token", "content-type"]),
                expose_headers: owned(&["x-total"]),
                max_age: Some(600),
                ..Config::default()
            },
            "any" => Config {
                origins: owned(&["*"]),
                methods: owned(&["*"]),
                request_headers: owned(&["*", "authorization"]),
                expose_headers: owned(&["*"]),
                ..Config::default()
            },
            "rules" => Config {
                rules: vec![
                    Rule {
                        paths: owned(&["/api"]),
                        origins: owned(&[APP, "https://*.corp.example:*"]),
                        expose_timing: true,
                        ..Rule::default()
                    },
                    Rule {
                        paths: owned(&["/api/admin"]),
                        origins: owned(&["https://admin.example"]),
                        ..Rule::default()
                    },
                    Rule {
                        paths: owned(&["/public"]),
                        origins: owned(&["*"]),
                        resource_policy: Some(ResourcePolicy::CrossOrigin),
                        ..Rule::default()
                    },
                ],
                ..Config::default()
            },
            other => unreachable!("{other} is no policy of the table"),
        };
        Policy::new(&config).expect("a sound policy")
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.policy, self.method, self.path)?;
        self.lines.iter().try_for_each(|(name, value)| write!(f, ", {name}: {value}"))
    }
}

/// The head of an answer, as far as a policy has a say: its status, then its lines by name.
pub(crate) fn told<'a>(status: u16, lines: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let concerns = |name: &str| {
        name.starts_with("access-control-")
            || ["vary", "timing-allow-origin", "cross-origin-resource-policy"].contains(&name)
    };
    let mut lines: Vec<_> = lines
        .filter(|(name, _)| concerns(name))
        .map(|(name, value)| (name, value.escape_ascii()))
        .collect();
    // Stable: lines of one name stay in their order.
    lines.sort_by_key(|(name, _)| *name);
    let mut text = format!("  {status}\n");
    lines.iter().for_each(|(name, value)| text.push_str(&format!("  {name}: {value}\n")));
    text
}
