//! A server's log beside what a console said: the status, which a console mostly keeps to itself.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::wire::Origin;
use url::Url;

use super::json;
use super::line;
use crate::explain::report::Finding;
use crate::explain::report::Report;

/// Gives refusals whose status nobody told the one that the log has for them.
pub(in crate::explain) fn fill_in_statuses(report: &mut Report, text: &str) {
    for finding in report.findings.iter_mut().filter(|finding| finding.case.status.is_none()) {
        if let Some(status) = status_of(finding, text) {
            finding.case.status = Some(status);
            finding.wanted.status = Some(status);
        }
    }
}

/// Gives what a server's own words tell the preflight that its log has beside them: its page and its status.
pub(in crate::explain) fn fill_in_requests(report: &mut Report, text: &str) {
    let is_open = |finding: &Finding| {
        finding.browsers.is_empty()
            && finding.case.origin.is_none()
            && matches!(
                finding.case.rule,
                FetchRule::PreflightStatus | FetchRule::AllowOriginMissing
            )
    };
    let mut lines = text.lines().filter_map(line::read);
    let refused = lines.find(|line| line.method == "OPTIONS" && line.status >= 300);
    let Some(line) = refused else { return };
    for finding in report.findings.iter_mut().filter(|finding| is_open(finding)) {
        for case in [&mut finding.case, &mut finding.wanted] {
            // A log names the page's URL, too, which is not what was asked.
            case.url.take_if(|url| {
                Url::parse(url).is_ok_and(|url| Some(Origin::of(&url).to_string()) == line.page)
            });
            case.origin.clone_from(&line.page);
            case.stage = Some(Stage::Preflight);
            case.status = Some(line.status);
        }
    }
}

/// Whether a line is a log's.
pub(in crate::explain) fn is_line(line: &str) -> bool {
    line::read(line).or_else(|| json::read(line)).is_some()
}

fn status_of(finding: &Finding, text: &str) -> Option<u16> {
    let case = &finding.case;
    let is_of_preflight = case.stage == Some(Stage::Preflight) || case.rule.is_of_preflight();
    if !matches!(case.rule, FetchRule::PreflightStatus | FetchRule::AllowOriginMissing) {
        return None;
    }
    let path = case.url.as_deref().and_then(|url| Url::parse(url).ok());
    let path = path.as_ref().map(Url::path);
    let lines = text.lines().filter_map(|line| line::read(line).or_else(|| json::read(line)));
    let told = lines.filter(|line| {
        let target = line.target.split('?').next();
        (line.method == "OPTIONS") == is_of_preflight && (path.is_none() || path == target)
    });
    told.map(|line| line.status).rfind(|status| *status >= 300)
}
