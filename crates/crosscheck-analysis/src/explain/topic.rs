//! Names: of rules that a request can break, of findings about a policy, of headers.

use crosscheck::audit::Check;
use crosscheck::diagnosis::Case;
use crosscheck::diagnosis::Rule;
use crosscheck::server::FindingKind;

use super::input::Asked;
use super::report::Finding;
use super::report::Meaning;
use super::report::Report;
use super::report::Verdict;

/// What kind of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a request can break.
    Rule,
    /// What is said of a policy.
    Finding,
    /// A header of HTTP.
    Header,
    /// What is said of an exchange.
    Check,
}

impl Kind {
    /// In words: `finding about a policy`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Finding => "finding about a policy",
            Self::Header => "header",
            Self::Check => "finding about a server",
        }
    }

    /// Where its pages are.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Finding => "finding",
            Self::Header => "header",
            Self::Check => "check",
        }
    }

    /// The kind whose pages are there.
    pub fn in_folder(folder: &str) -> Option<Self> {
        let kinds = [Self::Rule, Self::Finding, Self::Header, Self::Check];
        kinds.into_iter().find(|kind| kind.folder() == folder)
    }
}

/// A name that can be explained.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// What it stands for.
    pub kind: Kind,
    /// The name, in kebab case.
    pub name: &'static str,
    /// What it means, as a fragment.
    pub what: &'static str,
    /// Why it is so.
    pub why: Option<&'static str>,
    /// What to do about it.
    pub fix: Option<&'static str>,
    /// The rule that it is, or is about.
    pub rule: Option<&'static Rule>,
}

/// Everything that has a name, sorted by kind.
pub fn topics() -> Vec<Topic> {
    let rules = Rule::all().iter().map(|rule| Topic {
        kind: Kind::Rule,
        name: rule.name,
        what: rule.what,
        why: Some(rule.why),
        fix: None,
        rule: Some(rule),
    });
    let findings = FindingKind::ALL.iter().map(|kind| {
        let help = kind.help();
        let (why, fix) = (Some(help.why), Some(help.fix));
        Topic { kind: Kind::Finding, name: kind.name(), what: help.what, why, fix, rule: None }
    });
    let headers = HEADERS.iter().map(|(name, what, advice, about)| Topic {
        kind: Kind::Header,
        name,
        what,
        why: None,
        fix: Some(advice),
        rule: Rule::named(about),
    });
    let checks = Check::all().iter().map(|check| {
        let (why, fix) = (Some(check.why), Some(check.fix));
        Topic { kind: Kind::Check, name: check.name, what: check.what, why, fix, rule: None }
    });
    rules.chain(findings).chain(headers).chain(checks).collect()
}

impl Topic {
    /// Why, and what to do about it.
    fn advice(&self) -> String {
        let end = if self.kind == Kind::Check { "; " } else { " " };
        [self.why, self.fix].into_iter().flatten().collect::<Vec<_>>().join(end)
    }
}

/// Explains a name; `None` if nothing has it.
pub(super) fn explain(text: &str, asked: &Asked) -> Option<Report> {
    let name = text.trim_end_matches(':').to_ascii_lowercase();
    let called = Rule::called(text).map(|rule| rule.name);
    let is_meant = |topic: &Topic| {
        topic.name == name || (topic.kind == Kind::Rule && called == Some(topic.name))
    };
    let topics: Vec<Topic> = topics().into_iter().filter(is_meant).collect();
    if topics.is_empty() {
        return None;
    }
    let mut report = Report::new("name", Verdict::Explained, Vec::new());
    report.meanings = topics
        .iter()
        .map(|topic| Meaning {
            of: topic.kind.name(),
            name: topic.name.into(),
            what: topic.what.into(),
            advice: topic.advice(),
        })
        .collect();
    if let Some(rule) = topics.iter().find_map(|topic| topic.rule) {
        let mut finding = Finding::of(Case::new(rule));
        finding.is_a_wish = true;
        asked.complete(&mut finding);
        stand_in(&mut finding.wanted);
        report.findings.push(finding);
    }
    Some(report)
}

/// Every name and what it means, sorted by kind; a name of two kinds once.
pub fn names() -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for topic in topics() {
        if !names.iter().any(|(name, _)| name == topic.name) {
            names.push((topic.name.into(), topic.what.into()));
        }
    }
    names
}

/// A rule with something in the place of what its name does not tell.
pub fn example_case(rule: &'static Rule) -> Case {
    let mut case = Case::new(rule);
    stand_in(&mut case);
    case
}

/// The name that a word is nearest to.
pub(super) fn nearest(text: &str) -> Option<String> {
    let word = text.to_ascii_lowercase();
    if word.len() > 64 || word.contains(char::is_whitespace) {
        return None;
    }
    let names = names().into_iter().map(|(name, _)| name);
    let (likeness, name) = names
        .map(|name| (strsim::jaro_winkler(&word, &name), name))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (likeness > 0.8).then_some(name)
}

/// Puts something in the place of what a name does not tell.
fn stand_in(wanted: &mut Case) {
    match wanted.rule.name {
        "method-not-allowed" if wanted.method.is_none() => wanted.method = Some("PUT".into()),
        "headers-not-allowed" if wanted.header_names.is_empty() => {
            wanted.header_names = vec!["content-type".into()];
        }
        "header-not-exposed" if wanted.header_names.is_empty() => {
            wanted.header_names = vec!["x-total-count".into()];
        }
        _ => {}
    }
}

/// Headers: name, what it says, what goes wrong with it, the rule whose fix says it, or for a header of
/// a request answers it; none if no fix does.
const HEADERS: [(&str, &str, &str, &str); 14] = [
    (
        "access-control-allow-origin",
        "the server names the one origin whose pages may read the answer, or `*`",
        "on every answer, errors included; never a list, never a pattern, no slash at the end; with \
         `Vary: Origin` if it depends on who asks",
        "allow-origin-missing",
    ),
    (
        "access-control-allow-credentials",
        "the server lets pages read what it shows to a user who is signed in",
        "`true` in small letters, on the preflight's answer too; then no star works anywhere else",
        "allow-credentials",
    ),
    (
        "access-control-allow-methods",
        "the preflight's answer names the methods that pages may use",
        "GET, HEAD and POST need no mention; capitals matter, and `patch` is not PATCH",
        "method-not-allowed",
    ),
    (
        "access-control-allow-headers",
        "the preflight's answer names the request headers that pages may set",
        "every name that was asked for, or none is allowed; `*` covers no Authorization, and means \
         nothing with credentials",
        "headers-not-allowed",
    ),
    (
        "access-control-expose-headers",
        "the server names response headers that pages may read beside the seven that they always may",
        "on the answer itself, not on the preflight's; `*` means nothing with credentials; no page \
         reads Set-Cookie",
        "header-not-exposed",
    ),
    (
        "access-control-max-age",
        "the seconds for which a browser may remember a preflight's answer",
        "`Access-Control-Max-Age: 600` on the preflight's answer; Chromium keeps to 7200, Firefox to \
         86400, WebKit to 600; without it, 5 seconds",
        "",
    ),
    (
        "access-control-request-method",
        "the preflight asks for the method of the request to come",
        "the browser writes `Access-Control-Request-Method`; only with it and Origin is OPTIONS a \
         preflight",
        "method-not-allowed",
    ),
    (
        "access-control-request-headers",
        "the preflight asks for the headers of the request to come",
        "the browser writes `Access-Control-Request-Headers`: names in small letters, sorted, without \
         blanks",
        "headers-not-allowed",
    ),
    (
        "access-control-allow-private-network",
        "an older Chromium asked devices for it; since version 142 it asks the user",
        "send no `Access-Control-Allow-Private-Network`; leave it to Local Network Access",
        "private-network-preflight",
    ),
    (
        "origin",
        "the browser says whose page asks: scheme, host and port, or `null`",
        "no page can set or hide `Origin`; compare it byte for byte, never by a piece of it",
        "allow-origin-missing",
    ),
    (
        "vary",
        "the server names the request headers that its answer depends on",
        "`Vary: Origin`; without it a cache hands one page the answer made for another",
        "allow-origin-missing",
    ),
    (
        "cross-origin-resource-policy",
        "the server says whose pages may embed the answer without CORS",
        "cross-origin for what is public; same-origin for the rest",
        "resource-policy",
    ),
    (
        "timing-allow-origin",
        "the server lets pages see how long a request took",
        "`Timing-Allow-Origin: *` is fine for public files; it opens no content",
        "",
    ),
    (
        "cookie",
        "the browser sends cookies to other origins only if the page asks for credentials",
        "three switches: `credentials: \"include\"` on the page, Access-Control-Allow-Credentials on \
         the server, and SameSite=None; Secure on the cookie, if the sites differ",
        "allow-credentials",
    ),
];
