//! Each request of a HAR file, judged by every browser from the answers that were written down.

use crosscheck::agent::Failure;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Reading;
use crosscheck::diagnosis::Refusal;

use super::super::asked_by::OF_FONTS;
use super::super::exchange::Answer;
use super::super::exchange::Ending;
use super::super::exchange::KnownRequest;
use super::super::how_to_ask;
use super::super::overrides::Overrides;
use super::super::report::Finding;
use super::super::report::Message;
use super::super::report::Report;
use super::super::report::Unjudged;
use super::super::report::Verdict;
use super::super::who_answered::Answerers;
use super::super::who_answered::note_words;
use super::super::who_answered::server_of;
use super::BROWSERS;
use super::file::File;
use super::format::Entry;
use super::format::REFUSED;
use super::format::sent_to;
use crate::error::InputError;

/// Judges every cross-origin request in a HAR file.
pub(in crate::explain) fn explain(text: &str, overrides: &Overrides) -> Result<Report, InputError> {
    let mut file = File::parse(text)?;
    let mut report = Report::new("har", Verdict::Allowed, Vec::new());
    let mut answerers = Answerers::default();
    for index in 0..file.entries.len() {
        if file.entries[index].is_hop {
            continue;
        }
        if file.is_told_by_its_worker(index) {
            continue;
        }
        if let Some(refusal) = file.refused_handshake(index) {
            report.judged += 1;
            report.findings.push(Finding::of(refusal));
            continue;
        }
        let Some(request) = file.page_request(index, overrides) else { continue };
        let request = file.as_refused(index, request);
        report.judged += 1;
        file.judge(index, &request, &mut report, &mut answerers);
    }
    answerers.note_in(&mut report);
    let unclear = match report.judged {
        0 => file.unclear(overrides),
        _ => Vec::new(),
    };
    if let Some(first) = unclear.first() {
        report.notes.push(format!(
            "{} requests go to another origin, and the file does not tell how they were asked for: it has neither \
             their `Origin` nor their `Sec-Fetch-Mode` (Safari leaves out what it refused); read the console, or \
             ask with `{}`",
            unclear.len(),
            how_to_ask::command(first, None, "GET"),
        ));
    } else if file.entries.is_empty() {
        report.notes.push(
            "there is no request in the file: open the network panel before it happens, do it again, and save what \
             it shows then"
                .into(),
        );
    } else if report.judged == 0 {
        report.notes.push(format!(
            "none of the {} requests goes from a page to another origin by CORS",
            file.entries.len()
        ));
        if overrides.origin.is_none() && file.of_no_page() > 0 {
            report.notes.push(format!(
                "{} requests tell no page, as those of tools that are no browsers: name the page's origin with --origin",
                file.of_no_page()
            ));
        }
    }
    if overrides.origin.is_some() && file.is_of_tools() {
        report.notes.push(
            "they were asked without `Origin`, to which many servers answer without CORS: let `crosscheck check` ask"
                .into(),
        );
    }
    if let Some(Unjudged { message, .. }) = report.unjudged.first() {
        let Message { method, url, headers } = message;
        let named = |name: &str| headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let method = named("Access-Control-Request-Method").map_or(method, |(_, value)| value);
        let page = named("Origin").map(|(_, value)| value.as_str());
        report.notes.push(format!(
            "browsers leave answers that they refused out of such files, or their headers: read the console, or ask \
             with `{}`",
            how_to_ask::command(url, page, method),
        ));
    }
    if file.is_cut {
        report.notes.push(
            "the file is cut off in the middle of a request: those before it were judged".into(),
        );
    }
    if !overrides.credentials && !file.entries.iter().any(|entry| entry.request.is_credentialed()) {
        report.notes.push(
            "the file holds no cookies, so requests were judged without credentials; \
             --credentials judges them with"
                .into(),
        );
    }
    // That nothing was found in what tells nothing is no word that nothing is wrong.
    let tells_nothing = report.judged == 0 && (file.entries.is_empty() || file.is_of_tools());
    let is_open = !report.unjudged.is_empty() || !unclear.is_empty() || tells_nothing;
    report.verdict = match (report.findings.is_empty(), is_open) {
        (false, _) => Verdict::Refused,
        (true, true) => Verdict::Unknown,
        (true, false) => Verdict::Allowed,
    };
    Ok(report)
}

/// What no header of CORS decides, though an answer came.
const BEYOND_CORS: [FetchRule; 8] = [
    FetchRule::ResourcePolicy,
    FetchRule::EmbedderPolicy,
    FetchRule::OpenerPolicy,
    FetchRule::OpaqueResponseBlocked,
    FetchRule::FrameRefused,
    FetchRule::ContentSecurityPolicy,
    FetchRule::BlockedByClient,
    FetchRule::MixedContent,
];

/// Of how many findings it is noted what their answers say themselves.
const MOST_NOTED: usize = 32;

impl File {
    fn judge(
        &mut self,
        index: usize,
        request: &KnownRequest,
        report: &mut Report,
        answerers: &mut Answerers,
    ) {
        if let Some(finding) = self.told_by_its_error(index, request) {
            report.findings.push(finding);
            return;
        }
        let mut found: Vec<Finding> = Vec::new();
        let mut unknown: Option<HttpRequest> = None;
        let mut hops = Vec::new();
        let page = (&request.origin).into();
        for profile in BROWSERS {
            let ending =
                request.judge_on(&page, profile, |message| self.answer(index, message, &mut hops));
            match ending {
                Ok(Ending::Read) => {}
                Ok(Ending::Refused(failure)) => {
                    let mut case = Refusal::of(&failure);
                    case.is_cached = self.came_from_cache(index, &failure);
                    if case.rule == FetchRule::NetworkFailure {
                        case.value = self.told_by_its_code(index).and_then(|r| r.refusal.value);
                    }
                    match found.iter_mut().find(|known| known.case.rule == case.rule) {
                        Some(known) => known.browsers.push(profile.name()),
                        None => found.push(Finding {
                            wanted: Refusal::whole(&failure),
                            browsers: vec![profile.name()],
                            server: self.server(index),
                            ..Finding::of(case)
                        }),
                    }
                }
                Ok(Ending::Unknown(message)) => unknown = Some(message),
                Err(error) => report.notes.push(format!("{}: {error}", request.url)),
            }
        }
        // Who answered tells why it is refused.
        let refused_in = found.first().and_then(|finding| finding.browsers.first());
        let refused_in = BROWSERS.iter().find(|profile| Some(&profile.name()) == refused_in);
        if let Some(profile) = refused_in {
            let mut server = None;
            let _ = request.judge_on(&page, profile, |message| {
                let answer = self.answer(index, message, &mut hops);
                if let Answer::Came(response) = &answer {
                    answerers.look(message, response);
                    server = server.or(server_of(response));
                }
                answer
            });
            for finding in &mut found {
                finding.server = finding.server.or(server);
            }
        }
        if !found.is_empty() && report.findings.len() < MOST_NOTED {
            self.note_answers(index, report);
        }
        if !found.is_empty() && self.is_of_font(index) {
            report.note(OF_FONTS.into());
        }
        report.findings.append(&mut found);
        if let Some(message) = unknown {
            report.unjudged.push(Unjudged {
                message: Message::of(&message),
                error: self.entries[index].error().map(str::to_owned),
            });
        }
        self.mark(&hops);
    }

    /// Notes what the answer that was refused says itself, and its preflight's: names that are nearly those of headers,
    /// words of who answered.
    fn note_answers(&self, index: usize, report: &mut Report) {
        let entries = [Some(index), self.preflight_of(index)];
        for Entry { response, .. } in entries.into_iter().flatten().map(|at| &self.entries[at]) {
            report.note_misspelled(response.headers.iter().map(|line| line.name.as_str()));
            if let Some(words) = response.words() {
                note_words(report, &words);
            }
        }
    }

    /// What stopped a request that has no answer, or one whose answer another rule than those of CORS keeps away,
    /// where the browser's own word tells it.
    fn told_by_its_error(&self, index: usize, request: &KnownRequest) -> Option<Finding> {
        let beyond = self.entries[index].told().filter(|r| BEYOND_CORS.contains(&r.refusal.rule));
        let reading = beyond.or_else(|| self.told_by_its_code(index))?;
        let mut case = reading.refusal;
        if case.rule == FetchRule::NetworkFailure {
            return None;
        }
        case.url = Some(request.url.clone());
        case.origin = Some(request.origin.to_string());
        Some(Finding {
            or_rules: reading.rules[1..].to_vec(),
            browsers: vec![reading.browser.unwrap_or("chromium")],
            ..Finding::of(case)
        })
    }

    /// What Chromium's code says of a request that has no answer; `None` if it says only that something
    /// failed.
    fn told_by_its_code(&self, index: usize) -> Option<Reading> {
        let entry = &self.entries[index];
        entry.told().filter(|_| entry.response.response().is_none())
    }

    /// Whether the answer that was refused is one that the browser had kept.
    fn came_from_cache(&self, index: usize, failure: &Failure) -> bool {
        let entry = &self.entries[index];
        failure.stage != Stage::Preflight
            && entry.is_cached()
            && entry.request.sent_to() == Some(sent_to(failure.url()))
    }

    /// The request with credentials, if they alone explain that Chromium refused an answer that came:
    /// a file leaves out whether a page asked for them when there was no cookie.
    fn as_refused(&self, index: usize, request: KnownRequest) -> KnownRequest {
        let entry = &self.entries[index];
        if entry.error() != Some(REFUSED) {
            return request;
        }
        let judge = |request: &KnownRequest| {
            let mut hops = Vec::new();
            request.judge(&Profile::CHROMIUM, |m| self.answer(index, m, &mut hops))
        };
        let is_let_through = match judge(&request) {
            Ok(Ending::Read) => true,
            // Its preflight was granted, and still it was never sent.
            Ok(Ending::Unknown(message)) => entry.request.is_of(&message),
            _ => false,
        };
        let credentialed = KnownRequest { credentials: true, ..request.clone() };
        match is_let_through && matches!(judge(&credentialed), Ok(Ending::Refused(_))) {
            true => credentialed,
            false => request,
        }
    }
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FetchRule;
    use crosscheck::catalog::Language;
    use serde_json::Value;
    use serde_json::json;

    use super::explain;
    use crate::explain::overrides::Overrides;

    /// Each request's preflight and answer are looked up: to look through all of them for each, in
    /// each browser, would take hours.
    #[test]
    fn ten_thousand_preflights_and_their_requests_are_judged() {
        let line = |name: &str, value: &str| json!({ "name": name, "value": value });
        let origin = line("Origin", "https://app.example");
        let granted = line("Access-Control-Allow-Origin", "https://app.example");
        let other = line("X-Other", "1");
        let entry = |method: &str, url: String, headers: [&Value; 2], answer: [&Value; 2]| {
            json!({
                "request": { "method": method, "url": url, "headers": headers },
                "response": { "status": 204, "headers": answer },
            })
        };
        let pairs = (0..10_000).flat_map(|n| {
            let url = format!("https://api.example/{n}");
            let asks = line("Access-Control-Request-Method", "PUT");
            let method = line("Access-Control-Allow-Methods", if n == 7 { "PATCH" } else { "PUT" });
            [
                entry("OPTIONS", url.clone(), [&origin, &asks], [&granted, &method]),
                entry("PUT", url, [&origin, &other], [&granted, &other]),
            ]
        });
        let har = json!({ "log": { "entries": pairs.collect::<Vec<_>>() } });
        let report = explain(&har.to_string(), &Overrides::default()).expect("a HAR file");
        assert_eq!((report.judged, report.unjudged.len()), (10_000, 0));
        assert!(
            report.findings.iter().any(|finding| finding.case.rule == FetchRule::MethodNotAllowed)
        );
    }

    /// Whoever hands out a file chooses how many pages, hosts, methods and headers stand in it: what is
    /// told of each, and the one patch for all, must not be compared with all others.
    #[test]
    fn as_many_findings_as_requests_cost_no_more_than_each_alone() {
        let line = |name: &str, value: &str| json!({ "name": name, "value": value });
        let entries = (0..10_000).map(|n| {
            let origin = line("Origin", &format!("https://app{n}.example"));
            let other = line(&format!("X-Other-{n}"), "1");
            json!({
                "request": {
                    "method": "GET",
                    "url": format!("https://api{n}.example/"),
                    "headers": [origin, other],
                },
                "response": { "status": 200, "headers": [line("Server", "nginx")] },
            })
        });
        let har = json!({ "log": { "entries": entries.collect::<Vec<_>>() } });
        let mut report = explain(&har.to_string(), &Overrides::default()).expect("a HAR file");
        report.write_fixes(None);
        let told = report.text(Language::English);
        assert_eq!(report.findings.len(), 10_000);
        assert_eq!(told.letters().matches("one patch for 10000 of these").count(), 1);
        assert_eq!(told.letters().matches("\n  seen ").count(), 10_000);
    }
}
