//! Reports of what a page's own policy refused, as browsers send them (`report-uri`, the Reporting API) and as script
//! hears of them (`securitypolicyviolation`): JSON, with the same names written in three ways.
//!
//! Spec: <https://w3c.github.io/webappsec-csp/#violation-events>

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::words_of_no_error;
use crosscheck::wire::Origin;
use serde_json::Value;
use url::Url;

use super::overrides::Overrides;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;

/// The most bytes that are looked at, and the most reports.
const MOST: usize = 256 * 1024;
const MOST_REPORTS: usize = 64;

/// Explains them; `None` if a text is no such report.
pub(super) fn explain(text: &str, overrides: &Overrides) -> Option<Report> {
    let value: Value = serde_json::from_str(Some(text).filter(|text| text.len() <= MOST)?).ok()?;
    let reports = match &value {
        Value::Array(reports) => reports.iter().take(MOST_REPORTS).collect(),
        report => vec![report],
    };
    let told: Vec<Violation<'_>> = reports.into_iter().filter_map(Violation::read).collect();
    let refused = told.iter().filter(|violation| !violation.is_only_reported);
    let mut findings: Vec<Finding> = Vec::new();
    for refusal in refused.map(Violation::refusal) {
        if !findings.iter().any(|known| known.case == refusal) {
            findings.push(Finding::of(refusal));
        }
    }
    findings.iter_mut().for_each(|finding| overrides.complete(finding));
    told.first()?;
    let verdict = if findings.is_empty() { Verdict::Explained } else { Verdict::Refused };
    let mut report = Report::new("violation", verdict, findings);
    if told.iter().any(|violation| violation.is_only_reported) {
        let words = words_of_no_error("[Report Only]");
        report.notes.extend(words.map(|(_, meaning)| meaning.english.to_owned()));
    }
    Some(report)
}

/// One thing that was refused, or would be.
struct Violation<'v> {
    /// What the page asked for: a URL, or a word such as `inline`.
    blocked: &'v str,
    page: Option<&'v str>,
    /// The directive; `None` of a policy for what may be embedded.
    directive: Option<&'v str>,
    is_only_reported: bool,
}

impl<'v> Violation<'v> {
    fn read(report: &'v Value) -> Option<Self> {
        let body = ["csp-report", "body"].iter().find_map(|name| report.get(*name));
        let body = body.unwrap_or(report);
        let text = |names: [&str; 3]| names.iter().find_map(|name| body.get(*name)?.as_str());
        let blocked = text(["blocked-uri", "blockedURI", "blockedURL"])?;
        let page = text(["document-uri", "documentURI", "documentURL"]);
        let directive = text(["effective-directive", "effectiveDirective", ""])
            .or_else(|| text(["violated-directive", "violatedDirective", ""]));
        // Of a page's isolation a report says so itself.
        let is_of_isolation = report.get("type").and_then(Value::as_str) == Some("coep");
        let is_known = directive.is_some() || is_of_isolation;
        is_known.then_some(Self {
            blocked,
            page: page.or_else(|| report.get("url")?.as_str()),
            directive,
            is_only_reported: text(["disposition", "", ""])
                .is_some_and(|disposition| matches!(disposition, "report" | "reporting")),
        })
    }

    fn refusal(&self) -> Refusal {
        let mut refusal = Refusal::new(match self.directive {
            Some(directive) if directive.starts_with("frame-ancestors") => FetchRule::FrameRefused,
            Some(_) => FetchRule::ContentSecurityPolicy,
            None => FetchRule::ResourcePolicy,
        });
        refusal.url = Url::parse(self.blocked).ok().map(|_| self.blocked.to_owned());
        let page = self.page.and_then(|page| Url::parse(page).ok());
        refusal.origin = page.map(|page| Origin::of(&page).to_string());
        refusal.value = self.directive.map(str::to_owned);
        refusal
    }
}
