//! What a browser lets a page do by the answers of a program.

use std::collections::BTreeSet;

use crosscheck::server::ResourcePolicy;

use super::run::Answer;
use super::run::Asked;
use super::run::Value;
use super::steps::Program;

/// What pages of an origin may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Access {
    pub(crate) read: bool,
    pub(crate) credentials: bool,
    pub(crate) methods: BTreeSet<String>,
    pub(crate) request_headers: BTreeSet<String>,
    pub(crate) expose_headers: BTreeSet<String>,
    pub(crate) max_age: Option<u32>,
    pub(crate) expose_timing: bool,
    pub(crate) resource_policy: Option<ResourcePolicy>,
    /// What is behind the server says all of it.
    pub(crate) left: bool,
    /// Preflights are permitted, and what follows them cannot be read.
    pub(crate) preflight_only: bool,
    /// Every method or header may be used with credentials, which no list says.
    pub(crate) any_with_credentials: bool,
}

/// Words that answers may hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) methods: BTreeSet<String>,
    pub(crate) headers: BTreeSet<String>,
}

impl Access {
    /// Asks a program all that a browser would for pages of an origin.
    pub(crate) fn of(program: &Program, path: &str, origin: &str, words: &Words) -> Self {
        let asked = Asked { origin: Some(origin), method: "GET", path, ..Asked::default() };
        let answer = program.ask(&asked);
        let mut access = Self {
            read: answer.shares(origin, false),
            credentials: answer.shares(origin, true),
            left: answer.is_upstream(ALLOW_ORIGIN),
            resource_policy: resource_policy(&answer),
            ..Self::default()
        };
        if access.left {
            return Self { left: true, resource_policy: None, ..Self::default() };
        }
        let preflight = |method: &str, header: Option<&str>| {
            program.ask(&Asked {
                method: "OPTIONS",
                asked_method: Some(method),
                asked_headers: header,
                ..asked
            })
        };
        let first = preflight("GET", None);
        let permits = first.is_ok() && first.shares(origin, false);
        if !access.read {
            let is_meant = permits && !first.list(ALLOW_METHODS).is_empty();
            access.preflight_only = is_meant;
            access = Self {
                preflight_only: is_meant,
                resource_policy: access.resource_policy,
                ..Self::default()
            };
            return access;
        }
        let credentials = access.credentials;
        access.expose_headers = answer
            .list("access-control-expose-headers")
            .into_iter()
            .filter(|name| name != "*" || !credentials)
            .map(|name| name.to_ascii_lowercase())
            .collect();
        access.expose_timing =
            answer.list("timing-allow-origin").iter().any(|one| one == "*" || one == origin);
        if !permits {
            return access;
        }
        access.max_age = first.line("access-control-max-age").and_then(|age| {
            age.trim().parse::<i64>().ok().map(|age| u32::try_from(age.max(0)).unwrap_or(u32::MAX))
        });
        let allows = |method: &str, header: Option<&str>| {
            let answer = preflight(method, header);
            answer.is_ok()
                && answer.shares(origin, credentials)
                && answer.allows_method(method, credentials)
                && header.is_none_or(|name| answer.allows_header(name, credentials))
        };
        let mut methods = words.methods.clone();
        methods.extend(first.list(ALLOW_METHODS));
        let any_method = allows(UNHEARD_METHOD, None);
        access.methods = methods
            .into_iter()
            .filter(|method| method != "*" && is_token(method) && !is_simple(method))
            .filter(|method| allows(method, None))
            .collect();
        let mut headers = words.headers.clone();
        headers.extend(first.list(ALLOW_HEADERS).iter().map(|name| name.to_ascii_lowercase()));
        headers.insert("authorization".into());
        let any_header = allows("GET", Some(UNHEARD_HEADER));
        access.request_headers = headers
            .into_iter()
            .filter(|name| name != "*" && is_token(name))
            .filter(|name| !any_header || credentials || name == "authorization")
            .filter(|name| allows("GET", Some(name)))
            .collect();
        if credentials {
            access.any_with_credentials = any_method || any_header;
            if any_method {
                access.methods.extend(["PUT", "PATCH", "DELETE"].map(String::from));
            }
            if any_header {
                access.request_headers.insert("content-type".into());
            }
        } else {
            if any_method {
                access.methods = BTreeSet::from(["*".to_owned()]);
            }
            if any_header {
                access.request_headers.insert("*".into());
            }
        }
        access
    }
}

impl Answer {
    /// The value of a header, if it is known: all its lines as one.
    fn line(&self, name: &str) -> Option<String> {
        let lines = self.headers.iter().filter(|(known, _)| known == name);
        let lines: Vec<&str> = lines
            .map(|(_, value)| match value {
                Value::Text(text) => text.as_str(),
                _ => "?",
            })
            .collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    fn list(&self, name: &str) -> Vec<String> {
        let line = self.line(name).unwrap_or_default();
        let items = line.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(str::to_owned).collect()
    }

    fn is_upstream(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, value)| known == name && *value == Value::Upstream)
    }

    /// Whether a preflight may be answered so; what is behind a server is taken for well.
    fn is_ok(&self) -> bool {
        self.status.is_none_or(|status| (200..300).contains(&status))
    }

    /// The CORS check.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-cors-check>
    fn shares(&self, origin: &str, credentials: bool) -> bool {
        let allowed = self.line(ALLOW_ORIGIN);
        match (allowed.as_deref(), credentials) {
            (Some("*"), false) => true,
            (Some(allowed), false) => allowed == origin,
            (Some(allowed), true) => {
                allowed == origin
                    && self.line("access-control-allow-credentials").as_deref() == Some("true")
            }
            (None, _) => false,
        }
    }

    fn allows_method(&self, method: &str, credentials: bool) -> bool {
        let list = self.list(ALLOW_METHODS);
        is_simple(method) || list.iter().any(|one| one == method || (one == "*" && !credentials))
    }

    fn allows_header(&self, name: &str, credentials: bool) -> bool {
        let list = self.list(ALLOW_HEADERS);
        list.iter().any(|one| {
            one.eq_ignore_ascii_case(name)
                || (one == "*" && !credentials && name != "authorization")
        })
    }
}

fn resource_policy(answer: &Answer) -> Option<ResourcePolicy> {
    let line = answer.line("cross-origin-resource-policy")?;
    let all = [ResourcePolicy::SameOrigin, ResourcePolicy::SameSite, ResourcePolicy::CrossOrigin];
    all.into_iter().find(|policy| policy.name() == line.trim())
}

/// Whether a method needs no permission.
pub(crate) fn is_simple(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

pub(crate) fn is_token(text: &str) -> bool {
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_of_token)
}

const ALLOW_ORIGIN: &str = "access-control-allow-origin";
const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";

/// What no list names.
const UNHEARD_METHOD: &str = "UNHEARD-OF";
const UNHEARD_HEADER: &str = "x-unheard-of";
