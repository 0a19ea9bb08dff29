//! The policy editor: a policy file as it is typed, and who may read what under it.

use std::collections::BTreeSet;

use crosscheck::server::AnswerHeader;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Counterexample;
use crosscheck::server::Decision;
use crosscheck::server::Edit;
use crosscheck::server::Head;
use crosscheck::server::Policy;
use crosscheck::server::Unproven;
use crosscheck_config::Diagnostic;
use crosscheck_config::ReadOptions;
use crosscheck_config::read;
use serde::Deserialize;
use serde::Serialize;

use crate::chinese::Told;

/// What is in the editor; empty lists ask for those that say most about the policy.
#[derive(Debug, Deserialize)]
pub struct Edited {
    toml: String,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
}

/// What is to be said about it.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Reviewed {
    findings: Vec<PlacedFinding>,
    /// Whether gateways would take it.
    valid: bool,
    /// What the file asserts, and whether it holds.
    assertions: Vec<Asserted>,
    origins: Vec<String>,
    /// Kinds of origins that the table has no room for.
    left_out: usize,
    paths: Vec<String>,
    /// For each origin, for each path.
    table: Vec<Vec<Access>>,
}

/// A finding and its place: in UTF-16 units, as editors in browsers count, lines and columns from 1.
#[derive(Debug, Serialize)]
struct PlacedFinding {
    severity: &'static str,
    name: &'static str,
    #[serde(flatten)]
    told: Told,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
}

/// A sentence about the policy, looked at for every origin and every path.
#[derive(Debug, Serialize)]
struct Asserted {
    name: String,
    sentence: Told,
    /// `None` if it could not be decided.
    holds: Option<bool>,
    /// What breaks it, or why it was not decided.
    examples: Vec<Told>,
}

impl Asserted {
    fn of((assertion, result): &(Assertion, Result<Vec<Counterexample>, Unproven>)) -> Self {
        let (holds, examples) = match result {
            Ok(shown) => (
                Some(shown.is_empty()),
                shown.iter().take(MAX_EXAMPLES).map(|shown| shown.to_string().into()).collect(),
            ),
            Err(error) => (None, vec![error.to_string().into()]),
        };
        let sentence = assertion.to_string().into();
        Self { name: assertion.name.clone(), sentence, holds, examples }
    }
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
    steps: Vec<Told>,
    nearest: Option<Told>,
    /// What to add, and to which list.
    change: Option<(String, String)>,
}

/// Reviews a policy file.
pub fn review(edited: Edited) -> Reviewed {
    let reading = read("policy", &edited.toml, ReadOptions::default());
    let findings = reading.report.diagnostics.iter().take(MAX_FINDINGS);
    let findings = findings.map(|mistake| placed(mistake, &edited.toml)).collect();
    let policy = reading.policy.as_ref();
    let (mut origins, left_out) = match policy.filter(|_| edited.origins.is_empty()) {
        Some(policy) => origins_to_try(policy),
        None => (edited.origins, 0),
    };
    origins.truncate(MAX_ORIGINS);
    let mut paths = edited.paths;
    if paths.is_empty() {
        paths = paths_to_try(&reading.config);
    }
    paths.truncate(MAX_PATHS);
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
    let assertions = reading.proven.iter().take(MAX_FINDINGS).map(Asserted::of).collect();
    let valid = reading.policy.is_some();
    Reviewed { findings, valid, assertions, origins, left_out, paths, table }
}

fn placed(mistake: &Diagnostic, source: &str) -> PlacedFinding {
    let up_to = |at: usize| source.get(..at.min(source.len())).unwrap_or_default();
    let before = up_to(mistake.span.start);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let units = |text: &str| text.encode_utf16().count();
    PlacedFinding {
        severity: mistake.severity.name(),
        name: mistake.kind.name(),
        told: mistake.text.clone().into(),
        start: units(before),
        end: units(up_to(mistake.span.end)).max(units(before)),
        line: before.matches('\n').count() + 1,
        column: units(&before[line_start..]) + 1,
    }
}

/// An origin of each kind that the policy tells apart, `null` among them; and how many are left out.
fn origins_to_try(policy: &Policy) -> (Vec<String>, usize) {
    // Where there are too many kinds to count, those that nobody lists must do.
    let kinds = policy.origin_classes();
    let mut origins = kinds.unwrap_or_else(|_| vec!["https://stranger.example".to_owned()]);
    if !origins.iter().any(|origin| origin == "null") {
        origins.insert(origins.len().min(1), "null".into());
    }
    let left_out = origins.len().saturating_sub(MAX_ORIGINS);
    origins.truncate(MAX_ORIGINS);
    (origins, left_out)
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
    let sent = [("origin", origin)];
    let head = Head::new("GET", path, &sent);
    let explanation = policy.explain(&head);
    let told = headers(&policy.decide(&head));
    let find = |told: &[(AnswerHeader, String)], header| {
        told.iter().find(|(name, _)| *name == header).map(|(_, value)| value.clone())
    };
    let mut access = Access {
        // Of a path that is left to its handler nothing is known.
        allowed: explanation.verdict == Some(Ok(())),
        reason: explanation
            .verdict
            .map_or(Some("left-to-handler"), |verdict| verdict.err().map(|reason| reason.name())),
        credentials: find(&told, AnswerHeader::AllowCredentials).is_some(),
        exposed: find(&told, AnswerHeader::ExposeHeaders),
        steps: explanation.steps.into_iter().map(Told::from).collect(),
        nearest: explanation.nearest.map(Told::from),
        change: explanation.change.map(|change| (change.path, change.value)),
        ..Access::default()
    };
    if !access.allowed {
        return Some(access);
    }
    let preflight = |method: &str, name: Option<&str>| {
        let mut headers = vec![("origin", origin), ("access-control-request-method", method)];
        headers.extend(name.map(|name| ("access-control-request-headers", name)));
        let head = Head::new("OPTIONS", path, &headers);
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
    let sent = [("origin", origin), ("access-control-request-method", "GET")];
    let asked = Head::new("OPTIONS", path, &sent);
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
const MAX_EXAMPLES: usize = 10;
const MAX_ORIGINS: usize = 50;
const MAX_PATHS: usize = 12;
const MAX_PROBES: usize = 32;

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use insta::assert_snapshot;

    use super::Asserted;
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
            let _ =
                writeln!(text, "{line}:{column} {}-{} {} {}", f.start, f.end, f.name, f.told.text);
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
        assert_snapshot!(text, @r"
        https://evil.test /: reads [GET HEAD POST] [] -
        https://evil.test /account: origin-not-allowed [] [] -
        null /: reads [GET HEAD POST] [] -
        null /account: origin-not-allowed [] [] -
        https://app.example /: reads [GET HEAD POST] [] -
        https://app.example /account: reads, credentials [GET HEAD POST PUT] [x-token] 600
        https://x.app.example /: reads [GET HEAD POST] [] -
        https://x.app.example /account: reads, credentials [GET HEAD POST PUT] [x-token] 600
        ");
        let refused = &reviewed.table[0][1];
        let steps: Vec<&str> = refused.steps.iter().map(|step| step.text.as_str()).collect();
        assert_snapshot!(steps.join("\n"), @r#"
        path `/account`: asks rules[0].origins
        origin `https://evil.test`: in none of them
        "#);
        assert_eq!(refused.change, Some(("rules[0].origins".into(), "https://evil.test".into())));
    }

    #[test]
    fn what_the_file_asserts_is_told_with_what_breaks_it() {
        let reviewed = reviewed(
            "[cors]\norigins = [\"https://app.example\"]\n\
             [[assert]]\nname = \"ours\"\noutside = [\"https://app.example\"]\nnever = [\"read\"]\n\
             [[assert]]\noutside = [\"https://other.example\"]\nnever = [\"read\"]\n",
        );
        let told = reviewed.assertions.iter().map(|asserted| {
            let Asserted { name, sentence, holds, examples } = asserted;
            let examples: Vec<&str> = examples.iter().map(|told| told.text.as_str()).collect();
            format!("{name}: {}: {holds:?} {examples:?}\n", sentence.text)
        });
        assert_snapshot!(told.collect::<String>(), @r#"
        ours: all outside `https://app.example` never read: Some(true) []
        : all outside `https://other.example` never read: Some(false) ["`https://app.example` may read on `/`: `https://app.example` in origins answers it"]
        "#);
    }

    #[test]
    fn a_large_policy_says_how_much_the_table_leaves_out() {
        let origins: String = (0..80).map(|n| format!("\"https://a{n}.example\", ")).collect();
        let reviewed = reviewed(&format!("[cors]\norigins = [{origins}]\n"));
        assert_eq!(reviewed.origins.len(), 50);
        assert!(reviewed.left_out >= 31, "{}", reviewed.left_out);
        assert!(reviewed.origins.iter().any(|origin| origin == "null"));
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
            assert!(reviewed.table.len() <= 50 && reviewed.paths.len() <= 12);
        }
    }

    fn reviewed(toml: &str) -> Reviewed {
        review(Edited { toml: toml.into(), origins: Vec::new(), paths: Vec::new() })
    }
}
