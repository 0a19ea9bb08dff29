//! Why a decision is what it is: what was asked, what answered, and what would have to change.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::head::RequestHead;
use super::head::RequestHeader;
use crate::server::config::Config;
use crate::server::origin::OriginParts;
use crate::server::origin::OriginPattern;
use crate::server::origin::Reach;
use crate::server::origin::address;
use crate::server::origin::mask;
use crate::server::policy::CheckedRule;
use crate::server::policy::Group;
use crate::server::policy::Policy;
use crate::server::policy::Reason;
use crate::wire::Origin;
use crate::wire::cut;
use crate::wire::holds;
use crate::wire::joined;

/// A decision, for people. Lines are lower-case fragments.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// `None` if the request is none of CORS; otherwise the decision's verdict.
    pub verdict: Option<Result<(), Reason>>,
    /// What was looked at, in order.
    pub steps: Vec<String>,
    /// The listed origin or pattern that missed by least.
    pub nearest: Option<String>,
    /// The smallest change that would allow the request: what to add, and where.
    pub change: Option<ConfigChange>,
}

/// An addition to a list of the configuration. Whether it should be made is another question, and
/// [`Policy::new`] may refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a list and a value: an addition is no more")]
pub struct ConfigChange {
    /// The list: `rules[1].methods`.
    pub path: String,
    /// What it lacks.
    pub value: String,
}

impl ConfigChange {
    /// Makes the change. Does nothing to a configuration that has no such list.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, ConfigChange};
    ///
    /// let mut config = Config::default();
    /// let change = ConfigChange { path: "methods".into(), value: "PUT".into() };
    /// change.apply(&mut config);
    /// assert_eq!(config.methods, ["PUT"]);
    /// ```
    pub fn apply(&self, config: &mut Config) {
        let (rule, field) = match self.path.rsplit_once('.') {
            Some((rule, field)) => (Some(rule), field),
            None => (None, self.path.as_str()),
        };
        let number =
            rule.and_then(|rule| rule.strip_prefix("rules[")?.strip_suffix(']')?.parse().ok());
        let list = match (rule, number.and_then(|number: usize| config.rules.get_mut(number))) {
            (None, _) => match field {
                "origins" => &mut config.origins,
                "methods" => &mut config.methods,
                _ => &mut config.request_headers,
            },
            (Some(_), Some(rule)) => match field {
                "origins" => &mut rule.origins,
                "methods" => &mut rule.methods,
                _ => &mut rule.request_headers,
            },
            (Some(_), None) => return,
        };
        list.push(self.value.clone());
    }
}

impl Policy {
    /// Explains the decision on a request. Costs a pass over the whole policy; not for every request.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Head, Policy};
    /// let mut config = Config { origins: vec!["https://app.example".into()], ..Config::default() };
    /// let policy = Policy::new(&config)?;
    /// let headers = [("origin", "http://app.example")];
    /// let head = Head::new("GET", "/", &headers);
    /// let explanation = policy.explain(&head);
    /// let nearest = explanation.nearest.expect("one of another scheme");
    /// assert!(nearest.ends_with("differs only in the scheme"), "{nearest}");
    ///
    /// // The smallest change that would allow it; whether it should be made is another question.
    /// explanation.change.expect("an addition to `origins`").apply(&mut config);
    /// assert!(Policy::new(&config)?.decide(&head).verdict().unwrap().is_ok());
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn explain(&self, request: &impl RequestHead) -> Explanation {
        let decision = self.decide(request);
        let mut explanation = Explanation {
            verdict: decision.verdict(),
            steps: Vec::new(),
            nearest: None,
            change: None,
        };
        let path = request.path();
        let group = match self.paths.find(|| path) {
            Ok(group) => group,
            Err(reason) => {
                let reason = match reason {
                    Reason::PathAmbiguous => {
                        "servers may read it in two ways that lead to different rules"
                    }
                    _ => "no rule covers it",
                };
                explanation.steps.push(format!("path `{path}`: {reason}"));
                return explanation;
            }
        };
        let group = self.group(group);
        if group.is_left {
            let rule = self.rule(group.first).prefix.trim_end_matches('.');
            explanation.steps.push(format!("path `{path}`: `{rule}` leaves it to its handler"));
            return explanation;
        }
        let names = group.rules.iter().map(|rule| self.rule(*rule).name("origins"));
        let names = joined(&names.collect::<Vec<_>>(), ", then ");
        explanation.steps.push(format!("path `{path}`: asks {names}"));

        let mut origins = request.header_lines(RequestHeader::Origin);
        let Some(origin) = origins.next().map(String::from_utf8_lossy) else {
            explanation.steps.push("no `Origin`: the request is none of CORS".into());
            return explanation;
        };
        if origins.next().is_some() {
            explanation.steps.push("several `Origin` lines: no browser sends them".into());
            return explanation;
        }
        if explanation.verdict.is_none() {
            let step =
                format!("origin `{origin}`: the one that is asked, so the request is none of CORS");
            explanation.steps.push(step);
            return explanation;
        }
        let Some(rule) = self.rule_for(group, origin.as_bytes()) else {
            explanation.steps.push(format!("origin `{origin}`: in none of them"));
            let asking = group.asking.map(|place| self.rule_at(group, place));
            if let Some(rule) = asking.filter(|rule| rule.asks_about(origin.as_bytes()).is_some()) {
                let field = rule.name("origin_source");
                explanation.steps.push(format!(
                    "{field}: whoever serves this may know the origin; here nobody is known"
                ));
            }
            self.nearest(group, &origin, &mut explanation);
            return explanation;
        };
        let how = match rule.origins.pattern_for(origin.as_bytes()) {
            _ if rule.origins.any => "everybody is".into(),
            Some(pattern) => format!("covered by `{pattern}`"),
            None => "listed".to_string(),
        };
        explanation.steps.push(format!("origin `{origin}`: {how} in {}", rule.name("origins")));
        explanation.after_origin(rule, request);
        if matches!(explanation.verdict, Some(Ok(()))) {
            let field = rule.name("credentials");
            explanation.steps.push(match rule.credentials {
                true => format!("with cookies and the like: allowed, by {field}"),
                false => format!("with cookies and the like: refused, {field} is not true"),
            });
        }
        explanation
    }

    /// What missed by least, and the list that an origin would have to be added to.
    #[inline]
    fn nearest(&self, group: &Group, origin: &str, explanation: &mut Explanation) {
        let spelled = match Origin::parse(origin) {
            Err(error) => {
                explanation.steps.push(format!("no browser sends `{origin}`: {error}"));
                let spelled = error.suggestion();
                let spelled = spelled.filter(|s| self.rule_for(group, s.as_bytes()).is_some());
                explanation.nearest =
                    spelled.map(|s| format!("`{s}`, as a browser would spell it, is allowed"));
                return;
            }
            Ok(spelled) => spelled,
        };
        let mut nearest: Option<(Miss, String, &CheckedRule)> = None;
        let mut look = |rule, listed: &dyn fmt::Display, miss: Option<Miss>| {
            let least = nearest.as_ref().map(|(least, ..)| *least);
            if let Some(miss) = miss.filter(|miss| least.is_none_or(|least| *miss < least)) {
                nearest = Some((miss, listed.to_string(), rule));
            }
        };
        for rule in group.rules.iter().map(|rule| self.rule(*rule)) {
            for listed in rule.origins.exact() {
                let listed = core::str::from_utf8(listed).unwrap_or_default();
                look(rule, &listed, miss_exact(listed, origin));
            }
            for pattern in rule.origins.patterns() {
                look(rule, pattern, miss_pattern(pattern, origin));
            }
        }
        let rule = match &nearest {
            Some((.., rule)) => Some(*rule),
            None => group.rules.last().map(|rule| self.rule(*rule)),
        };
        explanation.nearest = nearest.map(|(miss, listed, rule)| {
            format!("`{listed}` in {} {}", rule.name("origins"), miss.text())
        });
        if !spelled.is_opaque() {
            explanation.change = rule.map(|rule| rule.change("origins", origin));
        }
    }
}

impl Explanation {
    /// What a preflight asks for beyond the origin.
    fn after_origin(&mut self, rule: &CheckedRule, request: &impl RequestHead) {
        let asked = request.header_lines(RequestHeader::RequestMethod).next();
        let Some(method) = asked.filter(|_| request.method() == "OPTIONS") else {
            return;
        };
        let method = String::from_utf8_lossy(method);
        match self.verdict {
            Some(Err(Reason::MethodNotAllowed)) => {
                self.steps.push(format!("method `{method}`: not in {}", rule.name("methods")));
                self.change = Some(rule.change("methods", &method));
            }
            Some(Err(Reason::HeaderNotAllowed)) => {
                self.steps.push(format!("method `{method}`: allowed"));
                let list = rule.name("request_headers");
                self.steps.push(format!("headers: one is not in {list}, or there are too many"));
                let lines = request.header_lines(RequestHeader::RequestHeaders);
                let refused = lines.flat_map(|line| line.split(|b| *b == b',')).find_map(|item| {
                    let name = core::str::from_utf8(item).ok()?.trim().to_ascii_lowercase();
                    let allowed = &rule.request_headers;
                    let covered = name.is_empty() || (allowed.any && name != "authorization");
                    (!covered && !allowed.listed.contains(&name)).then_some(name)
                });
                self.change = refused.map(|name| rule.change("request_headers", &name));
            }
            _ => self.steps.push(format!("method `{method}` and the headers: allowed")),
        }
    }
}

impl CheckedRule {
    fn name(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    fn change(&self, field: &str, value: &str) -> ConfigChange {
        ConfigChange { path: self.name(field), value: value.into() }
    }
}

/// By how much an origin was missed, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Miss {
    Port,
    Scheme,
    Www,
    Apex,
    Depth,
    Label,
}

impl Miss {
    const fn text(self) -> &'static str {
        match self {
            Self::Port => "differs only in the port",
            Self::Scheme => "differs only in the scheme",
            Self::Www => "differs only in `www.`",
            Self::Apex => "covers what is below this domain, not the domain itself",
            Self::Depth => "covers one label, and this has more",
            Self::Label => "covers other names at this place",
        }
    }
}

fn miss_exact(listed: &str, origin: &str) -> Option<Miss> {
    let listed = OriginParts::parse(listed.as_bytes())?;
    let asked = OriginParts::parse(origin.as_bytes())?;
    let same_scheme = listed.scheme == asked.scheme;
    let default_ports = !holds(cut(origin, "://")?.1, ":");
    let www = |a: &[u8], b: &[u8]| a.strip_prefix(b"www.") == Some(b);
    match listed.host == asked.host {
        true if same_scheme => Some(Miss::Port),
        true if listed.port == asked.port || default_ports => Some(Miss::Scheme),
        false if same_scheme && listed.port == asked.port => {
            let differs = www(listed.host, asked.host) || www(asked.host, listed.host);
            differs.then_some(Miss::Www)
        }
        _ => None,
    }
}

fn miss_pattern(pattern: &OriginPattern, origin: &str) -> Option<Miss> {
    let asked = OriginParts::parse(origin.as_bytes())?;
    if let Reach::Network { first, bits } = pattern.reach {
        let is_there = address(asked.host).is_some_and(|host| host & mask(bits) == first);
        let is_same = pattern.scheme.as_bytes() == asked.scheme;
        return is_there.then_some(if is_same { Miss::Port } else { Miss::Scheme });
    }
    let base = pattern.base.as_bytes();
    let front = match asked.host.strip_suffix(base) {
        Some(front) if front.is_empty() || front.ends_with(b".") => front,
        _ => return None,
    };
    let labels = front.iter().filter(|b| **b == b'.').count();
    let label = front.strip_suffix(b".").unwrap_or(front);
    let host_fits = match labels {
        0 => pattern.reach == Reach::Host,
        _ => pattern.reach.fits(label),
    };
    let same_scheme = pattern.scheme.as_bytes() == asked.scheme;
    match &pattern.reach {
        _ if host_fits && same_scheme => Some(Miss::Port),
        _ if host_fits => Some(Miss::Scheme),
        _ if !same_scheme => None,
        Reach::Host | Reach::Network { .. } => None,
        _ if labels == 0 => Some(Miss::Apex),
        Reach::OneLabel { .. } if labels > 1 => Some(Miss::Depth),
        _ => Some(Miss::Label),
    }
}
