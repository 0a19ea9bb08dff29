//! What works today and breaks tomorrow, over all browsers: one list.

use crosscheck::audit::Exchange;
use crosscheck::audit::Message;
use crosscheck::audit::Observation;
use crosscheck::audit::audit;

use super::arguments::Task;
use super::drive::Exchanged;
use super::drive::Run;

/// The findings of every browser's exchange, each once, in the order of the table.
pub(super) fn findings(
    task: &Task,
    runs: &[Run],
    error_page: Option<&Exchanged>,
) -> Vec<Observation> {
    let error_page = error_page.and_then(message);
    let mut findings: Vec<Observation> = Vec::new();
    for run in runs {
        let messages: Vec<Message> = run.messages.iter().filter_map(message).collect();
        let refused_headers = run.outcome().map_or(&[][..], |outcome| &outcome.refused_headers);
        let exchange = Exchange {
            browser: &run.browser,
            url: &task.url,
            includes_credentials: task.includes_credentials(),
            messages: &messages,
            refused_headers,
            error_page: error_page.as_ref(),
        };
        for finding in audit(&exchange) {
            let is_same = |known: &Observation| {
                known.check == finding.check && known.evidence == finding.evidence
            };
            if !findings.iter().any(is_same) {
                findings.push(finding);
            }
        }
    }
    findings.sort_by_key(|finding| core::cmp::Reverse(finding.check.severity()));
    findings
}

fn message(exchanged: &Exchanged) -> Option<Message> {
    let (answered, _) = exchanged.answer.as_ref()?;
    Some(Message { request: exchanged.request.clone(), response: answered.response.clone() })
}
