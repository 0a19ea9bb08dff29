//! The report for machines: one document, whose shape changes only with its version.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::agent::element::Content;
use crosscheck::audit::AfterImage;
use crosscheck::audit::End;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Observation;
use crosscheck::audit::Source;
use crosscheck::audit::Transcript;
use crosscheck::audit::Unanswered;
use crosscheck::audit::Verdict;
use crosscheck::scenario::StepRecord;
use serde_json::Value;
use serde_json::json;

use super::checked::Checked;
use super::checked::is_about_the_list;
use super::checked::server_of;
use super::report::console;
use crate::fixes::Servers;
use crate::fixes::fixes;
use crate::refusal::RefusalDocument;
use crate::story::lines;

/// Raised when a field goes away or changes its meaning; new fields may come.
const VERSION: u32 = 2;

/// The report for machines: `version` changes when its shape does.
pub fn document(checked: &Checked, servers: Option<&Servers>) -> Value {
    json!({
        "version": VERSION,
        "page": checked.page.serialize(),
        "step": checked.step,
        "verdict": checked.verdict().name(),
        "browsers": checked.transcripts.iter().map(|run| browser(run, checked, servers)).collect::<Vec<_>>(),
        "error_page": checked.probes.error_page.as_ref().map(message),
        "by_image": checked.probes.by_image.as_ref().map(message),
        "by_stranger": checked.probes.by_stranger.as_ref().map(message),
        "by_lookalikes": checked.probes.by_lookalikes.iter().map(message).collect::<Vec<_>>(),
        "by_program": checked.probes.by_program.as_ref().map(message),
        "findings": checked.findings.iter().map(|one| finding(one, checked, servers)).collect::<Vec<_>>(),
    })
}

fn browser(run: &Transcript, checked: &Checked, servers: Option<&Servers>) -> Value {
    let profile = run.browser.profile;
    let (seen, error) = match &run.end {
        End::Verdict(outcome) => {
            (Some(without_body(StepRecord::of(outcome, Content::Fitting, profile))), None)
        }
        End::Thrown(error) => {
            let seen = StepRecord::Error { name: "TypeError".into() };
            (Some(seen), Some(json!({ "name": "thrown", "message": error.to_string() })))
        }
        End::Unanswered(_, why) => (None, Some(unanswered(why))),
    };
    json!({
        "browser": profile.name(),
        "verdict": run.verdict().name(),
        "seen": seen,
        "refusal": refusal(run, servers),
        "error": error,
        "console": console(run),
        "after_image": run.after_image(&checked.probes).map(after_image),
        "messages": run.messages.iter().map(message).collect::<Vec<_>>(),
    })
}

/// Which rule was broken, and what to change.
fn refusal(run: &Transcript, servers: Option<&Servers>) -> Option<RefusalDocument> {
    let told = server_of(run).map(|(server, _)| server);
    let mut document = RefusalDocument::of(run.failure()?, servers, told);
    document.view.browsers = vec![run.browser.profile.name()];
    document.view.console = console(run);
    Some(document)
}

fn unanswered(why: &Unanswered) -> Value {
    match why {
        Unanswered::Failed(error) => json!({
            "name": error.name,
            "message": error.to_string(),
            "hint": error.hint,
        }),
        Unanswered::MoreThanALook { method } => json!({
            "name": "more-than-a-look",
            "message": format!("`{method}` may change something"),
            "hint": null,
        }),
        Unanswered::NotSentAgain { browser } => json!({
            "name": "not-sent-again",
            "message": format!("{browser} sent it with another `Origin`"),
            "hint": "`--fresh` sends it for each browser",
        }),
    }
}

/// What the image sends, what the page sends then, and why the browser refuses.
fn after_image(after: AfterImage) -> Value {
    let refusal = RefusalDocument::of(&after.failure, None, None);
    json!({
        "verdict": Verdict::Refused.name(),
        "refusal": refusal,
        "requests": [request(&after.image), request(&after.request)],
    })
}

fn message(exchanged: &Exchanged) -> Value {
    let answer = exchanged.answer.as_ref().map(|answered| {
        let Response { status, headers, body } = &answered.response;
        let (source, differs) = match &answered.source {
            Source::Server => ("server", None),
            Source::Same => ("same", None),
            Source::Almost { headers, .. } => ("almost", Some(headers)),
        };
        json!({
            "status": status,
            "headers": lines(headers),
            "body_length": body.len(),
            "body_is_cut": answered.is_cut,
            "protocol": answered.via.protocol,
            "tls": answered.via.is_secret,
            "address": answered.via.address.to_string(),
            "source": source,
            "differs_in": differs,
        })
    });
    let mut told = request(&exchanged.request);
    told["answer"] = json!(answer);
    told
}

fn request(request: &HttpRequest) -> Value {
    json!({
        "method": request.method,
        "url": request.url.as_str(),
        "is_preflight": request.is_preflight,
        "is_credentialed": request.is_credentialed,
        "headers": lines(&request.headers),
        "body_length": request.body.len(),
    })
}

fn without_body(mut seen: StepRecord) -> StepRecord {
    if let StepRecord::Response { body, .. } = &mut seen {
        body.clear();
    }
    seen
}

fn finding(finding: &Observation, checked: &Checked, servers: Option<&Servers>) -> Value {
    let check = finding.check;
    let needed = is_about_the_list(check).then(|| checked.for_this_page_alone()).flatten();
    let told = checked.transcripts.first().and_then(server_of).map(|(server, _)| server);
    let patches = needed.map_or_else(Vec::new, |needed| fixes(&[&needed], servers, told));
    json!({
        "name": check.name(),
        "severity": check.severity().name(),
        "what": check.what().english,
        "evidence": finding.evidence,
        "browsers": finding.browsers,
        "why": check.why().english,
        "fix": check.fix().english,
        "patches": patches,
    })
}
