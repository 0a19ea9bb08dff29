//! A command or a call, read as the request that a page would make.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;

use super::exchange::KnownRequest;
use super::exchange::asked_names;
use super::overrides::Overrides;
use super::report::Finding;
use super::report::Message;
use super::report::Report;
use super::report::Verdict;
use crate::code::Collection;
use crate::code::STANDING_IN;
use crate::curl::BodyKind;
use crate::curl::Command;
use crate::error::InputError;

/// The same of each request that a file holds: what all of them need is one patch.
///
/// Fails where a page can make none of them.
pub(super) fn explain_all(
    collection: Collection,
    overrides: &Overrides,
) -> Result<Report, InputError> {
    let mut all = Report::new("collection", Verdict::Explained, Vec::new());
    let mut failure = None;
    let is_alone = collection.commands.len() == 1;
    for command in collection.commands {
        let report = match explain(command, overrides) {
            Ok(report) => report,
            Err(error) => {
                failure = Some(error);
                continue;
            }
        };
        for finding in report.findings {
            if !all.findings.iter().any(|known| is_same_wish(&known.case, &finding.case)) {
                all.findings.push(finding);
            }
        }
        for note in report.notes {
            if !all.notes.contains(&note) {
                all.notes.push(note);
            }
        }
        all.preflight = report.preflight.filter(|_| is_alone);
    }
    if let Some(error) = failure.filter(|_| all.findings.is_empty()) {
        return Err(error);
    }
    for name in collection.unknown {
        all.notes.push(format!(
            "the file does not tell what `{{{{{name}}}}}` is; {STANDING_IN} stands in its place"
        ));
    }
    Ok(all)
}

/// Whether two requests would need the same of the same server.
fn is_same_wish(a: &Refusal, b: &Refusal) -> bool {
    (&a.url, &a.method, &a.header_names) == (&b.url, &b.method, &b.header_names)
}

/// Tells what a browser would send for it, and what answers would let it read.
pub(super) fn explain(command: Command, overrides: &Overrides) -> Result<Report, InputError> {
    let is_of_a_tool = !command.is_of_script;
    let told = command.page.as_deref().map(|page| Origin::parse(page).unwrap_or(Origin::OPAQUE));
    let page = overrides.origin.clone().or(told);
    let origin = page.clone().unwrap_or_else(|| {
        Origin::parse("https://app.example.com").expect("a constant that is an origin")
    });
    let mut headers: HeaderList =
        command.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let implied = command.body.as_ref().and_then(|body| match body.kind {
        BodyKind::Parameters => Some("application/x-www-form-urlencoded"),
        BodyKind::Form => Some("multipart/form-data; boundary=x"),
        BodyKind::Bytes => None,
    });
    if let Some(content_type) = implied.filter(|_| !command.has_header("Content-Type")) {
        headers.append("Content-Type", content_type);
    }
    let request = KnownRequest {
        origin: origin.clone(),
        url: command.url.to_string(),
        method: overrides.method.clone().unwrap_or(command.method),
        headers,
        body_length: command.body.map(|body| body.text.len().max(1)),
        credentials: overrides.credentials || command.is_credentialed,
        is_preflighted: false,
    };
    let preflight = request.preflight().map_err(|error| {
        InputError::new(
            format!("no page can make this request: {error}"),
            "curl can send what browsers never do; see https://fetch.spec.whatwg.org/#dom-request",
        )
        .in_chinese(
            format!("页面发不出这样的请求：{error}"),
            "curl 能发出浏览器不会发的请求，见 https://fetch.spec.whatwg.org/#dom-request",
        )
    })?;
    let mut notes = Vec::new();
    if page.is_none() {
        notes.push(match is_of_a_tool {
            true => "a tool has no origin: name the page's with --origin".to_owned(),
            false => "it does not tell whose page it is: name its origin with --origin".to_owned(),
        });
    }
    if command.is_copied_without_cookies && !overrides.credentials {
        notes.push(
            "Chromium copies `credentials: \"omit\"` wherever no cookie went along, whatever the page asked \
             for: if the page says `include` (`withCredentials`), judge it with --credentials"
                .into(),
        );
    }
    if command.is_navigation {
        notes.push("it was copied from a navigation, which needs no CORS".into());
    }
    if page.is_some() && origin.is_same_origin(&Origin::of(&command.url)) {
        notes.push(format!("{origin} asks itself: no CORS is needed"));
        return Ok(Report { notes, ..Report::new("curl", Verdict::Allowed, Vec::new()) });
    }
    if is_of_a_tool {
        notes.push(
            "tools obey no rule of CORS: that one gets an answer says nothing about a browser"
                .into(),
        );
    }
    let mut case = Refusal::new(FetchRule::AllowOriginMissing);
    case.url = Some(request.url.clone());
    case.origin = page.map(|origin| origin.to_string());
    case.method = Some(request.method.clone());
    case.credentials = Some(request.credentials);
    case.header_names = preflight.as_ref().map(asked_names).unwrap_or_default();
    let mut finding = Finding::of(case);
    finding.is_a_wish = true;
    finding.wanted.header_names.extend(overrides.header_names.iter().cloned());
    Ok(Report {
        notes,
        preflight: preflight.as_ref().map(Message::of),
        ..Report::new("curl", Verdict::Explained, vec![finding])
    })
}
