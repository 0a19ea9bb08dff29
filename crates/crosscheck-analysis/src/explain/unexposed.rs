//! A header that is in an answer, and that script is said not to find there: it was not exposed.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::wire::is_cors_safelisted_response_header_name;

use super::header_lines::header_line;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;

/// The most lines that are looked at.
const MOST_LINES: usize = 1_024;

/// Adds it to an answer that the page may read otherwise.
pub(super) fn note(report: &mut Report, text: &str) {
    if !report.findings.is_empty() || report.verdict != Verdict::Allowed {
        return;
    }
    let lines = || text.lines().take(MOST_LINES);
    let answered: Vec<(String, String)> =
        lines().filter_map(|line| header_line(line.trim_start_matches(['<', ' ']))).collect();
    let exposed = answered.iter().filter(|(name, _)| name.eq_ignore_ascii_case(EXPOSE));
    let exposed: Vec<String> = exposed
        .flat_map(|(_, value)| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let is_hidden = |name: &&str| {
        let lower = name.to_ascii_lowercase();
        !is_cors_safelisted_response_header_name(name)
            && answered.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
            && !exposed.contains(&lower)
            && !exposed.iter().any(|name| name == "*")
    };
    let missed: Vec<&str> = lines().filter_map(missed_in).filter(is_hidden).collect();
    if missed.is_empty() {
        return;
    }
    let mut refusal = Refusal::new(FetchRule::HeaderNotExposed);
    refusal.header_names = missed.iter().map(|name| name.to_ascii_lowercase()).collect();
    refusal.header_names.dedup();
    report.findings.push(Finding::of(refusal));
    report.verdict = Verdict::Refused;
}

const EXPOSE: &str = "access-control-expose-headers";

/// The header that script asked for in a line that says it came to nothing.
fn missed_in(line: &str) -> Option<&str> {
    let (at, begin) = ASKING.iter().find_map(|begin| line.find(begin).map(|at| (at, begin)))?;
    let rest = line.get(at + begin.len()..)?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let (name, rest) = rest.get(1..)?.split_once(quote)?;
    NOTHING.iter().any(|word| rest.contains(word)).then_some(name)
}

const ASKING: [&str; 4] = ["headers.get(", "getResponseHeader(", "headers[", ".header("];
const NOTHING: [&str; 6] = ["null", "undefined", "None", "empty", "nothing", "nil"];
