//! Lines of a server's own log of what was asked: they hold no header of CORS, but a preflight that met an error
//! or a redirect shows in them.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::wire::Origin;
use url::Url;

use super::overrides::Overrides;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;

/// A line of a log.
struct Line<'t> {
    method: &'t str,
    target: &'t str,
    status: u16,
    /// The page that asked, where the log keeps `Referer`.
    page: Option<String>,
}

/// What lines of a log tell; `None` if there are none in a text.
pub(super) fn explain(text: &str, overrides: &Overrides) -> Option<Report> {
    let lines: Vec<Line<'_>> = text.lines().filter_map(read).collect();
    lines.first()?;
    let mut findings: Vec<Finding> = Vec::new();
    for line in lines.iter().filter(|line| line.method == "OPTIONS" && line.status >= 300) {
        let mut refusal = Refusal::new(match line.status {
            301 | 302 | 303 | 307 | 308 => FetchRule::PreflightRedirect,
            _ => FetchRule::PreflightStatus,
        });
        refusal.stage = Some(Stage::Preflight);
        refusal.status = Some(line.status);
        refusal.origin.clone_from(&line.page);
        let finding = Finding::of(refusal);
        if !findings.iter().any(|known| known.case == finding.case) {
            findings.push(finding);
        }
    }
    findings.iter_mut().for_each(|finding| overrides.complete(finding));
    let verdict = if findings.is_empty() { Verdict::Explained } else { Verdict::Refused };
    let mut report = Report::new("log", verdict, findings);
    let shown = lines.iter().find(|line| line.method == "OPTIONS").unwrap_or(&lines[0]);
    report.notes.push(format!(
        "a server's log does not hold the headers of CORS: ask what a browser would be answered at `{}`, with \
         `crosscheck check`, or read the browser's console",
        shown.target,
    ));
    Some(report)
}

/// Reads a line in which a request stands between quotes, and its status behind: of nginx and Apache, Python's and
/// Node's servers, and whatever else writes as they do.
fn read(line: &str) -> Option<Line<'_>> {
    let mut quoted = line.split('"').skip(1);
    let request = quoted.next()?;
    let behind = quoted.next()?;
    let mut words = request.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_method || !version.starts_with("HTTP/") || words.next().is_some() {
        return None;
    }
    let status = behind.split_whitespace().next()?.parse().ok();
    let status = status.filter(|status| (100..600).contains(status))?;
    let page = quoted.next().and_then(|referrer| Url::parse(referrer).ok());
    let page = page.map(|url| Origin::of(&url)).filter(|origin| !origin.is_opaque());
    Some(Line { method, target, status, page: page.map(|origin| origin.to_string()) })
}
