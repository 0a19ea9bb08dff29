//! Where whoever refused keeps its list, if it is software or a service with a place of its own for that.

use crosscheck::catalog::FetchRule;
use url::Url;

use super::report::Finding;
use super::report::Report;
use super::report::Verdict;
use crate::products::products;

/// The longest text whose words are looked at, and the most that is told.
const LONGEST: usize = 64 * 1024;
const MOST: usize = 2;

/// Notes where the list is of whoever answers the requests that were refused.
pub(super) fn note(report: &mut Report, text: &str) {
    let open = report.findings.iter().filter(|finding| is_of_lists(finding));
    let urls: Vec<Url> = open.clone().filter_map(url_of).collect();
    if open.clone().next().is_none() {
        return;
    }
    let lower = match text.len() <= LONGEST && report.kind != "har" {
        true => text.to_ascii_lowercase(),
        false => String::new(),
    };
    let by_url = products().filter(|known| urls.iter().any(|url| known.is_at(url)));
    let by_words = products().filter(|known| known.is_named_in(&lower));
    let told = by_url.chain(by_words).take(MOST).map(|known| known.says.english);
    told.for_each(|told| report.note(told.to_owned()));
}

/// Where the list is of what a text speaks of that tells no refusal: a question, or settings that are not taken.
pub(super) fn explain(text: &str) -> Option<Report> {
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let is_of_cors =
        ["cors", "cross-origin", "cross origin", "跨域"].iter().any(|word| lower.contains(word));
    let mut known = products().filter(|known| known.is_named_in(&lower)).peekable();
    known.peek().filter(|_| is_of_cors)?;
    let mut report = Report::new("product", Verdict::Explained, Vec::new());
    known.take(MOST).for_each(|known| report.note(known.says.english.to_owned()));
    Some(report)
}

fn url_of(finding: &Finding) -> Option<Url> {
    finding.case.url.as_deref().and_then(|url| Url::parse(url).ok())
}

/// Whether what is missing is what a server's own list gives.
fn is_of_lists(finding: &Finding) -> bool {
    matches!(
        finding.case.rule,
        FetchRule::AllowOriginMissing
            | FetchRule::AllowOriginMismatch
            | FetchRule::AllowOriginMultiple
            | FetchRule::AllowOriginList
            | FetchRule::AllowOriginInvalid
            | FetchRule::WildcardWithCredentials
            | FetchRule::AllowCredentials
            | FetchRule::PreflightStatus
            | FetchRule::PreflightRedirect
            | FetchRule::MethodNotAllowed
            | FetchRule::HeadersNotAllowed
            | FetchRule::HeaderNotExposed
            | FetchRule::WebSocketRefused
            | FetchRule::NetworkFailure
    )
}
