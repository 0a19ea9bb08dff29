//! The policy editor: a policy file as it is typed, and who may read what under it.

use std::collections::BTreeSet;

use crosscheck::server::AnswerHeader;
use crosscheck::server::Config;
use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::Policy;
use serde::Deserialize;
use serde::Serialize;

use crate::policy_explain::Head;
use crate::policy_file::read_text;
use crate::report::Mistake;

/// What is in the editor; empty lists ask for those that say most about the policy.
#[derive(Debug, Deserialize)]
pub(super) struct Edited {
    toml: String,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
}

/// What is to be said about it.
#[derive(Debug, Serialize)]
pub(super) struct Reviewed {
    findings: Vec<PlacedFinding>,
    /// Whether gateways would take it.
    valid: bool,
    origins: Vec<String>,
    paths: Vec<String>,
    /// For each origin, for each path.
    table: Vec<Vec<Access>>,
}

/// A finding and its place: in UTF-16 units, as editors in browsers count, lines and columns from 1.
#[derive(Debug, Serialize)]
struct PlacedFinding {
    severity: &'static str,
    name: &'static str,
    text: String,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
}

/// What a page of an origin may do at a path.
#[derive(Debug, Default, Serialize)]
struct Access {
    allowed: bool,
    reason: Option<&'static str>,
    credentials: bool,
    methods: Vec<String>,
    headers: Vec<String>,
    exposed: Option<String>,
    max_age: Option<String>,
    steps: Vec<String>,
    nearest: Option<String>,
    /// What to add, and to which list.
    change: Option<(String, String)>,
}

/// Reviews a policy file.
pub(super) fn review(edited: Edited) -> Reviewed {
    let reading = read_text("policy", &edited.toml);
    let findings = reading.report.mistakes.iter().take(MAX_FINDINGS);
    let findings = findings.map(|mistake| placed(mistake, &edited.toml)).collect();
    let or = |given: Vec<String>, usual: fn(&Config) -> Vec<String>, most| {
        let mut texts = if given.is_empty() { usual(&reading.config) } else { given };
        texts.truncate(most);
        texts
    };
    let origins = or(edited.origins, origins_to_try, MAX_ORIGINS);
    let paths = or(edited.paths, paths_to_try, MAX_PATHS);
    let probes = Probes::of(&reading.config);
    let row = |origin: &String| {
        let cells =
            paths.iter().map(|path| access(reading.policy.as_ref()?, &probes, origin, path));
        cells.map(Option::unwrap_or_default).collect()
    };
    let table = match reading.policy {
        Some(_) => origins.iter().map(row).collect(),
        None => Vec::new(),
    };
    Reviewed { findings, valid: reading.policy.is_some(), origins, paths, table }
}

fn placed(mistake: &Mistake, source: &str) -> PlacedFinding {
    let up_to = |at: usize| source.get(..at.min(source.len())).unwrap_or_default();
    let before = up_to(mistake.span.start);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let units = |text: &str| text.encode_utf16().count();
    PlacedFinding {
        severity: mistake.severity.name(),
        name: mistake.name,
        text: mistake.text.clone(),
        start: units(before),
        end: units(up_to(mistake.span.end)).max(units(before)),
        line: before.matches('\n').count() + 1,
        column: units(&before[line_start..]) + 1,
    }
}

/// Origins that say most about a policy: one that each entry lets in, and some that it should not.
fn origins_to_try(config: &Config) -> Vec<String> {
    let rules = config.rules.iter().flat_map(|rule| &rule.origins);
    let mut origins = BTreeSet::new();
    let listed = config.origins.iter().chain(rules).filter_map(|entry| witness(entry));
    let strangers = ["https://stranger.example", "null"].map(str::to_owned);
    listed
        .take(MAX_ORIGINS - strangers.len())
        .chain(strangers)
        .filter(|origin| origins.insert(origin.clone()))
        .collect()
}

/// An origin that an entry of a list of origins lets in.
fn witness(entry: &str) -> Option<String> {
    if entry == "*" {
        return None;
    }
    if entry == "loopback" {
        return Some("http://localhost:3000".into());
    }
    let (host, port) = match entry.rsplit_once(':') {
        Some((host, "*")) => (host, ":8443".to_owned()),
        Some((host, ports)) if ports.contains('-') && !ports.contains('/') => {
            (host, format!(":{}", ports.split('-').next().unwrap_or_default()))
        }
        _ => (entry, String::new()),
    };
    let host = host.replacen("**", "one.two", 1).replacen('*', "any", 1);
    Some(format!("{host}{port}"))
}

/// The paths that rules name, and what no rule names.
fn paths_to_try(config: &Config) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let named = config.rules.iter().flat_map(|rule| rule.paths.iter().cloned());
    ["/".to_owned()].into_iter().chain(named).filter(|path| seen.insert(path.clone())).collect()
}

/// What a page may want to do, beside reading: tried one by one, so that the policy itself answers.
#[derive(Debug)]
struct Probes {
    methods: Vec<String>,
    headers: Vec<String>,
}

impl Probes {
    fn of(config: &Config) -> Self {
        let rules = || config.rules.iter();
        let methods = config.methods.iter().chain(rules().flat_map(|rule| &rule.methods));
        let headers =
            config.request_headers.iter().chain(rules().flat_map(|rule| &rule.request_headers));
        let usual_methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
        let usual_headers = ["authorization", "content-type"];
        Self {
            methods: distinct(usual_methods.map(str::to_owned).iter().chain(methods)),
            headers: distinct(usual_headers.map(str::to_owned).iter().chain(headers)),
        }
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| *text != "*" && seen.insert(*text)).take(MAX_PROBES).cloned().collect()
}

fn access(policy: &Policy, probes: &Probes, origin: &str, path: &str) -> Option<Access> {
    let head = Head { method: "GET", path, headers: vec![("origin", origin)] };
    let explanation = policy.explain(&head);
    let verdict = explanation.verdict.unwrap_or(Ok(()));
    let told = headers(&policy.decide(&head));
    let find = |told: &[(AnswerHeader, String)], header| {
        told.iter().find(|(name, _)| *name == header).map(|(_, value)| value.clone())
    };
    let mut access = Access {
        allowed: verdict.is_ok(),
        reason: verdict.err().map(|reason| reason.name()),
        credentials: find(&told, AnswerHeader::AllowCredentials).is_some(),
        exposed: find(&told, AnswerHeader::ExposeHeaders),
        steps: explanation.steps,
        nearest: explanation.nearest,
        change: explanation.change.map(|change| (change.path, change.value)),
        ..Access::default()
    };
    if !access.allowed {
        return Some(access);
    }
    let preflight = |method: &str, name: Option<&str>| {
        let mut headers = vec![("origin", origin), ("access-control-request-method", method)];
        headers.extend(name.map(|name| ("access-control-request-headers", name)));
        let head = Head { method: "OPTIONS", path, headers };
        let decision = policy.decide(&head);
        decision.verdict() == Some(Ok(())) && matches!(decision, Decision::Preflight { .. })
    };
    let methods = probes.methods.iter().filter(|method| preflight(method, None));
    access.methods = methods.cloned().collect();
    let names = probes.headers.iter().filter(|name| preflight("GET", Some(name)));
    access.headers = names.cloned().collect();
    for (list, any) in [
        (&mut access.methods, preflight("ANY-OTHER", None)),
        (&mut access.headers, preflight("GET", Some("x-any-other"))),
    ] {
        if any {
            list.push("*".into());
        }
    }
    let asked = Head {
        method: "OPTIONS",
        path,
        headers: vec![("origin", origin), ("access-control-request-method", "GET")],
    };
    access.max_age = find(&headers(&policy.decide(&asked)), AnswerHeader::MaxAge);
    Some(access)
}

/// The headers that a decision writes, but for those that repeat the origin.
fn headers(decision: &Decision<'_>) -> Vec<(AnswerHeader, String)> {
    let mut headers = Vec::new();
    decision.edits().each(|edit| {
        if let Edit::Set(header, value) = edit {
            headers.push((header, value.text.to_owned()));
        }
    });
    headers
}

const MAX_FINDINGS: usize = 100;
const MAX_ORIGINS: usize = 24;
const MAX_PATHS: usize = 12;
const MAX_PROBES: usize = 32;

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use insta::assert_snapshot;

    use super::Edited;
    use super::Reviewed;
    use super::review;

    #[test]
    fn mistakes_have_lines_columns_and_places_as_a_browser_counts_them() {
        let reviewed =
            reviewed("# 中文 😀\n[cors]\norigins = [\"https://a.example/\"]\nmetods = []\n");
        let mut text = String::new();
        for f in &reviewed.findings {
            let (line, column) = (f.line, f.column);
            let _ = writeln!(text, "{line}:{column} {}-{} {} {}", f.start, f.end, f.name, f.text);
        }
        assert_snapshot!(text, @r#"
        3:12 26-46 invalid-origin an origin has no path, not even a trailing slash; write `https://a.example`
        4:1 48-54 unknown-key there is no `metods`; write `methods`
        "#);
        assert!(!reviewed.valid && reviewed.table.is_empty());
    }

    #[test]
    fn who_may_read_what_is_asked_of_the_policy_itself() {
        let reviewed = reviewed(
            "[cors]\norigins = [\"*\"]\n\
             [[cors.rules]]\npaths = [\"/account\"]\ncredentials = true\nmax_age = 600\n\
             origins = [\"https://app.example\", \"https://**.app.example:*\"]\n\
             methods = [\"PUT\"]\nrequest_headers = [\"x-token\"]\n",
        );
        let mut text = String::new();
        for (origin, row) in reviewed.origins.iter().zip(&reviewed.table) {
            for (path, cell) in reviewed.paths.iter().zip(row) {
                let verdict = cell.reason.unwrap_or("reads");
                let credentials = if cell.credentials { ", credentials" } else { "" };
                let (methods, headers) = (cell.methods.join(" "), cell.headers.join(" "));
                let _ = writeln!(
                    text,
                    "{origin} {path}: {verdict}{credentials} [{methods}] [{headers}] {}",
                    cell.max_age.as_deref().unwrap_or("-")
                );
            }
        }
        assert_snapshot!(text, @r#"
        https://app.example /: reads [GET HEAD POST] [] -
        https://app.example /account: reads, credentials [GET HEAD POST PUT] [x-token] 600
        https://one.two.app.example:8443 /: reads [GET HEAD POST] [] -
        https://one.two.app.example:8443 /account: reads, credentials [GET HEAD POST PUT] [x-token] 600
        https://stranger.example /: reads [GET HEAD POST] [] -
        https://stranger.example /account: origin-not-allowed [] [] -
        null /: reads [GET HEAD POST] [] -
        null /account: origin-not-allowed [] [] -
        "#);
        let refused = &reviewed.table[2][1];
        assert_snapshot!(refused.steps.join("\n"), @r#"
        path `/account`: asks rules[0].origins
        origin `https://stranger.example`: in none of them
        "#);
        assert_eq!(
            refused.change,
            Some(("rules[0].origins".into(), "https://stranger.example".into()))
        );
    }

    #[test]
    fn hostile_files_are_bounded() {
        let many = |text: &str, count: usize| text.repeat(count);
        for toml in [
            String::new(),
            many("[", 60_000),
            format!("[cors]\norigins = [{}]", many("\"https://a.example\",", 3_000)),
            format!("[cors]\norigins = [\"*\"]\nmethods = [{}]", many("\"M\",", 10_000)),
            many("[[cors.rules]]\npaths=[\"/a\"]\norigins=[\"*\"]\n", 1_500),
        ] {
            let reviewed = reviewed(&toml);
            assert!(reviewed.table.len() <= 24 && reviewed.paths.len() <= 12);
        }
    }

    fn reviewed(toml: &str) -> Reviewed {
        review(Edited { toml: toml.into(), origins: Vec::new(), paths: Vec::new() })
    }
}
