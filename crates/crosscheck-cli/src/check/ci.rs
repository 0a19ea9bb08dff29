//! What a check came to, for continuous integration: a case for each browser, one for the answers.

use crosscheck::audit::End;
use crosscheck::audit::Transcript;
use crosscheck::audit::Unanswered;
use crosscheck::audit::Verdict;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Severity;
use crosscheck::diagnosis::RefusalView;
use crosscheck_analysis::check::Checked;

use crate::ci::Case;
use crate::ci::Remark;

/// The cases of a check: whatever refuses, cannot be told, or is as bad as what is denied fails.
pub(super) fn cases(checked: &Checked, denied: Severity) -> Vec<Case> {
    let suite = format!("{} from {}", checked.url, checked.page.serialize());
    let mut cases: Vec<Case> = checked.transcripts.iter().map(|run| browser(&suite, run)).collect();
    cases.push(Case {
        suite,
        name: "answers".into(),
        remarks: checked
            .findings
            .iter()
            .map(|finding| Remark {
                fails: finding.check.severity() >= denied,
                severity: finding.check.severity(),
                name: finding.check.name().into(),
                message: format!("{}; {}", finding.evidence, finding.check.fix().english),
                place: None,
            })
            .collect(),
    });
    cases
}

fn browser(suite: &str, run: &Transcript) -> Case {
    let remark = |name: &str, message: String| Remark {
        fails: true,
        severity: Severity::Error,
        name: name.into(),
        message,
        place: None,
    };
    let remarks = match (&run.end, run.failure()) {
        (_, Some(failure)) => {
            let view = RefusalView::of(failure);
            let name = view.rule.map_or("refused", FetchRule::name);
            let seen = view.seen.or(view.what.map(Into::into)).unwrap_or_default();
            vec![remark(name, seen)]
        }
        (End::Thrown(error), None) => vec![remark("thrown", error.to_string())],
        (End::Unanswered(_, why), None) => vec![remark("unanswered", unanswered(why))],
        _ if run.verdict() == Verdict::Allowed => Vec::new(),
        _ => vec![remark("unknown", "it cannot be told".into())],
    };
    Case { suite: suite.into(), name: run.browser.profile.name().into(), remarks }
}

fn unanswered(why: &Unanswered) -> String {
    match why {
        Unanswered::Failed(error) => error.to_string(),
        Unanswered::MoreThanALook { method } => format!("`{method}` may change something"),
        Unanswered::NotSentAgain { browser } => {
            format!("{browser} sent it with another `Origin`; `--fresh` sends it for each browser")
        }
    }
}
