//! What kind of thing a text is, and what was told beside it.

use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Reading;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::outside_of_browsers;
use crosscheck::diagnosis::read;
use crosscheck::diagnosis::word_of_a_gateway;
use url::Url;

use super::access_log;
use super::answered;
use super::as_written::as_quoted;
use super::as_written::as_written;
use super::as_written::cut_within_words;
use super::as_written::without_wraps;
use super::asked_by;
use super::axios;
use super::beside_it;
use super::by_address;
use super::configuration;
use super::curl;
use super::development_proxy;
use super::har;
use super::how_to_ask;
use super::in_order;
use super::led_on;
use super::named_stack;
use super::overrides::Overrides;
use super::own_answer;
use super::own_list;
use super::pane;
use super::report::Finding;
use super::report::Report;
use super::report::Verdict;
use super::topic;
use super::transcript;
use super::unanswered;
use super::unexposed;
use super::unsent;
use super::violation;
use super::who_answered::note_words;
use crate::code::Collection;
use crate::code::request;
use crate::code::texts_of_json;
use crate::curl::Command;
use crate::curl::is_curl;
use crate::error::InputError;

/// Finds out what kind of thing a text is, and explains it.
///
/// Fails, with a hint, where it is nothing that can be explained.
pub fn explain(input: &str, overrides: &Overrides) -> Result<Report, InputError> {
    let text = input.trim();
    let mut report = explain_alone(text, overrides)?;
    unexposed::note(&mut report, text);
    if matches!(report.kind, "console" | "transcript" | "answer" | "log") {
        beside_it::note(&mut report, text);
        development_proxy::note(&mut report, text);
        in_order::note(&mut report, text);
    }
    by_address::note(&mut report, text);
    own_list::note(&mut report, text);
    if report.kind != "har" {
        named_stack::note(&mut report, text);
        led_on::note(&mut report, text);
        own_answer::note(&mut report, text);
    }
    Ok(report)
}

/// The same, without a look at the configuration that may stand beside it.
fn explain_alone(text: &str, overrides: &Overrides) -> Result<Report, InputError> {
    let mut no_har = None;
    if text.starts_with(['{', '[']) {
        match har::explain(text, overrides) {
            Ok(report) => return Ok(report),
            Err(error) => no_har = Some(error),
        }
        if let Some(report) = violation::explain(text, overrides) {
            return Ok(report);
        }
        // What a console said, which a record of an error quotes, tells more than the request beside it.
        let quoted = texts_of_json(text).unwrap_or_default();
        let mut told = read(&quoted);
        let is_told = told.iter().any(|reading| !reading.is_vague || is_of_error(text));
        // A line of a log may begin as a list does, with a console's below it.
        let is_below = || read(text).iter().any(|reading| !reading.is_vague);
        if !is_told
            && !is_below()
            && let Some(report) = access_log::explain(text, overrides)
        {
            return Ok(report);
        }
        let collection = Collection::read(text);
        if let Some(collection) = collection {
            if !is_told {
                return curl::explain_all(collection, overrides);
            }
            // The one request that a record tells of is the one that failed.
            if let ([reading], [command]) = (&mut told[..], &collection.commands[..]) {
                reading.refusal.url.get_or_insert_with(|| command.url.to_string());
            }
        }
        if let Some(report) = of_readings(told, overrides) {
            return Ok(with_the_servers_word(report, text));
        }
    }
    let written = as_written(text);
    let text = written.trim();
    let console = as_quoted(text);
    let told = read(&console);
    if !told.iter().any(is_of_settings)
        && let Some(report) = transcript::explain(text, &told, overrides)
    {
        return report.map(|report| with_the_servers_word(report, text));
    }
    let is_told = told.iter().any(|reading| !reading.is_vague);
    let is_of_browser = is_told && told.iter().any(|reading| reading.browser.is_some());
    if is_curl(text) && !is_of_browser {
        return curl::explain(Command::parse(text)?, overrides);
    }
    if let Some(command) = request(text).filter(|_| !is_told) {
        if command.is_err()
            && let Some(report) = unsent::explain(text, overrides)
        {
            return Ok(report);
        }
        return Ok(with_the_mode(curl::explain(command?, overrides)?, text));
    }
    if let Some(report) = of_readings(however_wrapped(told, &console), overrides) {
        let mut report = with_the_status(with_the_servers_word(report, text), text);
        access_log::fill_in_requests(&mut report, text);
        access_log::fill_in_statuses(&mut report, text);
        answered::fill_in_status(&mut report, text);
        asked_by::note(&mut report, text);
        axios::fill_in(&mut report, text);
        return Ok(with_the_programs_word(report, text));
    }
    if let Some(report) = access_log::explain(text, overrides) {
        return Ok(report);
    }
    if let Some(report) = answered::explain(text, overrides).or_else(|| of_gateway(text)) {
        return Ok(report);
    }
    if let Some(report) = unanswered::explain(text) {
        return Ok(report);
    }
    if let Some(report) = of_url(text) {
        return Ok(report);
    }
    if let Some(report) = topic::explain(text, overrides) {
        return Ok(report);
    }
    if let Some(report) = configuration::explain(text) {
        return Ok(report);
    }
    if let Some(block) = pane::block_within(text)
        && let Some(report) = transcript::explain(&block, &[], overrides)
    {
        return report;
    }
    if let Some(report) = own_list::explain(text) {
        return Ok(report);
    }
    Err(no_har.filter(|_| text.starts_with('{')).unwrap_or_else(|| not_understood(text)))
}

/// Whether a server says that it does not take such settings, which is no answer to a page.
fn is_of_settings(reading: &Reading) -> bool {
    let is_wildcard = reading.refusal.rule == FetchRule::WildcardWithCredentials;
    reading.browser.is_none() && !reading.is_vague && is_wildcard
}

/// What a console wrote; where as it stands it tells less, without the breaks that a window made in its lines.
fn however_wrapped(told: Vec<Reading>, text: &str) -> Vec<Reading> {
    if !text.contains('\n') {
        return told;
    }
    let tells = |told: &[Reading]| told.iter().filter(|reading| !reading.is_vague).count();
    // What was cut within a URL is read all the same, with the half of it.
    if let Some(again) = cut_within_words(text).map(|whole| read(&whole))
        && tells(&again) >= tells(&told).max(1)
    {
        return again;
    }
    // That no answer came is what Firefox says last, of every request that it refused.
    let is_more =
        |reading: &Reading| !reading.is_vague && reading.refusal.rule != FetchRule::NetworkFailure;
    if told.iter().any(is_more) {
        return told;
    }
    let again = without_wraps(text).into_iter().map(|text| read(&text));
    again.into_iter().find(|told| told.iter().any(is_more)).unwrap_or(told)
}

/// Whether what is JSON is the record of an error, and no list of requests.
fn is_of_error(text: &str) -> bool {
    // Of Sentry and its like; of axios, whose errors are printed with the request.
    const OF_ERRORS: [&str; 5] = [
        "\"breadcrumbs\"",
        "\"stacktrace\"",
        "\"exception\"",
        "\"AxiosError\"",
        "\"isAxiosError\"",
    ];
    OF_ERRORS.iter().any(|key| text.contains(key))
}

/// What consoles wrote; `None` if there is nothing of it.
fn of_readings(readings: Vec<Reading>, overrides: &Overrides) -> Option<Report> {
    let mut findings: Vec<Finding> = Vec::new();
    for reading in readings {
        let mut finding = Finding::of(reading.refusal);
        finding.browsers = reading.browser.into_iter().collect();
        finding.releases = reading.releases;
        finding.or_rules = reading.rules[1..].to_vec();
        one_line(&mut finding);
        finding.is_vague = reading.is_vague;
        if let Some(known) =
            findings.iter_mut().find(|known| known.is_told_by_another_browser_as(&finding))
        {
            known.add_evidence_of(&finding);
            continue;
        }
        match findings.iter_mut().find(|known| known.is_of_one_patch_with(&finding)) {
            Some(known) => known.add_names_of(&finding),
            None => findings.push(finding),
        }
    }
    findings.iter_mut().for_each(|finding| overrides.complete(finding));
    (!findings.is_empty()).then(|| Report::new("console", Verdict::Refused, findings))
}

/// Of values that several lines say a browser makes one with commas: one without any is a server's own.
fn one_line(finding: &mut Finding) {
    let is_apart = |value: &str| !value.contains(',') && value.split_whitespace().count() > 1;
    let is_one = finding.case.value.as_deref().is_some_and(is_apart);
    if is_one && finding.case.rule == FetchRule::AllowOriginMultiple {
        finding.case.rule = FetchRule::AllowOriginList;
        finding.wanted.rule = FetchRule::AllowOriginList;
        finding.or_rules.clear();
    }
}

/// Adds what `no-cors` does, where the call asks for it.
fn with_the_mode(mut report: Report, text: &str) -> Report {
    let is_asked = |quoted: &str| text.contains(quoted);
    if ["\"no-cors\"", "'no-cors'", "`no-cors`"].into_iter().any(is_asked) {
        report.is_note_first = true;
        report.notes.insert(
            0,
            "with `mode: \"no-cors\"` nothing is asked first, script reads nothing of the answer (its type is `opaque`, \
             its status 0, its body empty), and headers such as `Authorization` and a JSON `Content-Type` are left out: \
             take it out of the call, and let the server answer as told below"
                .into(),
        );
    }
    report
}

/// Adds the status with which a preflight was answered, where a tool asked as one beside it.
fn with_the_status(mut report: Report, text: &str) -> Report {
    let is_open = |case: &Refusal| case.rule == FetchRule::PreflightStatus && case.status.is_none();
    if let [finding] = &mut report.findings[..]
        && is_open(&finding.case)
        && let Some(status) = transcript::status_of_options(text)
    {
        finding.case.status = Some(status);
        finding.wanted.status = Some(status);
    }
    report
}

/// Adds what the server's own words tell.
fn with_the_servers_word(mut report: Report, text: &str) -> Report {
    note_words(&mut report, text);
    report
}

/// The body of a gateway's answer, and nothing that a browser wrote.
fn of_gateway(text: &str) -> Option<Report> {
    word_of_a_gateway(text)?;
    let mut report = Report::new("answer", Verdict::Explained, Vec::new());
    note_words(&mut report, text);
    report.notes.push(
        "such an answer has headers of CORS only where the gateway itself was told to add them, so a browser may \
         call it an error of CORS: see the status in the network panel, or ask with `crosscheck check`"
            .into(),
    );
    Some(report)
}

/// Adds that no browser wrote it, where a program's own words say so.
fn with_the_programs_word(mut report: Report, text: &str) -> Report {
    let is_unanswered =
        report.findings.iter().all(|finding| finding.case.rule == FetchRule::NetworkFailure);
    if let Some(word) = outside_of_browsers(text).filter(|_| is_unanswered) {
        report.notes.push(format!(
            "`{word}` is what a program says that is no browser: none of them holds to CORS, so no header of \
             CORS helps; it is the network, the address, the certificate or a time that ran out"
        ));
    }
    report
}

/// A URL and nothing else.
pub(crate) fn lone_url(text: &str) -> Option<Url> {
    if text.len() > 2048 || text.contains(char::is_whitespace) {
        return None;
    }
    let of_http =
        |text: &str| Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = of_http(text).or_else(|| {
        // `localhost:3000`, without a scheme.
        let (host, port) = text.split('/').next()?.split_once(':')?;
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        (is_port && !host.is_empty() && host.chars().all(is_host))
            .then(|| of_http(&format!("http://{text}")))?
    })?;
    // MDN's pages are names.
    FetchRule::called(text).is_none().then_some(url)
}

/// What a URL answers can be asked.
fn of_url(text: &str) -> Option<Report> {
    let url = lone_url(text)?;
    let mut report = Report::new("url", Verdict::Explained, Vec::new());
    report.notes.push(format!(
        "a URL does not tell what its server says: ask it as a browser does, with `{}` (and --request, --header, \
         --credentials as the page asks)",
        how_to_ask::command(url.as_str(), None, "GET"),
    ));
    Some(report)
}

fn not_understood(text: &str) -> InputError {
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{shown}` is no text that a browser is known to write about CORS");
    let hint = if let Some(rule) = guess(text) {
        format!(
            "it may be about `{}`: {}; see `crosscheck explain {0}`",
            rule.name(),
            rule.what().english
        )
    } else if let Some(name) = topic::nearest(text) {
        format!("did you mean `{name}`? `crosscheck explain --list` lists every name")
    } else {
        "paste the whole line of the console, or `crosscheck explain --list` for names".into()
    };
    InputError::new(message, hint)
}
