//! The report for people: what was sent, what each browser makes of it, what to change.

use crosscheck::agent::element::Content;
use crosscheck::audit::End;
use crosscheck::audit::Exchanged;
use crosscheck::audit::Probes;
use crosscheck::audit::Source;
use crosscheck::audit::Transcript;
use crosscheck::audit::Unanswered;
use crosscheck::audit::Verdict;
use crosscheck::catalog::Language;
use crosscheck::catalog::Severity;
use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::console_texts;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Event;
use crosscheck::scenario::StepRecord;
use crosscheck::wire::isomorphic_decode;

use super::checked::Checked;
use super::checked::is_about_the_list;
use super::checked::server_of;
use crate::explain::meant_by;
use crate::fixes::HOW_TO_ASK;
use crate::fixes::ServerFix;
use crate::fixes::Servers;
use crate::fixes::fixes;
use crate::say;
use crate::story::Story;
use crate::text::BOLD;
use crate::text::CYAN;
use crate::text::DIM;
use crate::text::RED;
use crate::text::RESET;
use crate::text::Text;
use crate::text::YELLOW;

/// The whole report, with colours.
pub fn write(checked: &Checked, servers: Option<&Servers>, all_headers: bool) -> Text {
    let mut story = if all_headers { Story::default() } else { Story::brief() };
    let groups = grouped(checked.transcripts.iter(), Transcript::is_same_exchange);
    for group in &groups {
        story.tell(Event::Step(&checked.step));
        if groups.len() > 1 {
            story.heading(&format!("as asked by {}:", names(group)));
        }
        for exchanged in &group[0].messages {
            tell_message(&mut story, exchanged);
        }
        for alike in grouped(group.iter().copied(), |a, b| end_text(a) == end_text(b)) {
            story.heading(&names(&alike));
            tell_end(&mut story, &alike, servers);
        }
    }
    let mut text = story.text().clone();
    let Probes { error_page, by_image, by_stranger, by_lookalikes, by_program, .. } =
        &checked.probes;
    if let Some(exchanged) = error_page {
        say!(text, "");
        say!(text, "asked for what is not there, {}: {}", exchanged.request.url, status(exchanged));
    }
    if let Some(exchanged) = by_image {
        say!(text, "");
        say!(text, "asked once more as an <img>, without `Origin`: {}", status(exchanged));
    }
    if let Some(exchanged) = by_stranger {
        let origin = exchanged.request.headers.get("Origin").unwrap_or_default();
        let (origin, method) = (isomorphic_decode(&origin), &exchanged.request.method);
        say!(text, "");
        say!(text, "asked once more as a page of {origin}, {method}: {}", status(exchanged));
    }
    if let [first, ..] = &by_lookalikes[..] {
        let count = by_lookalikes.len();
        let method = &first.request.method;
        say!(text, "");
        say!(text, "asked once more as {count} origins near the page's, {method}");
    }
    if let Some(exchanged) = by_program {
        say!(text, "");
        say!(text, "asked once more without `Sec-Fetch-*`: {}", status(exchanged));
    }
    tell_findings(&mut text, checked, servers);
    say!(text, "");
    say!(text, "{}", summary(checked));
    text
}

fn status(exchanged: &Exchanged) -> String {
    match &exchanged.answer {
        Some(answered) => format!("status {}", answered.response.status),
        None => "no answer".into(),
    }
}

/// Items together with those that are like them, in order.
fn grouped<'r>(
    runs: impl Iterator<Item = &'r Transcript>,
    alike: impl Fn(&Transcript, &Transcript) -> bool,
) -> Vec<Vec<&'r Transcript>> {
    let mut groups: Vec<Vec<&Transcript>> = Vec::new();
    for run in runs {
        match groups.iter_mut().find(|group| alike(group[0], run)) {
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    groups
}

fn names(runs: &[&Transcript]) -> String {
    let names: Vec<&str> = runs.iter().map(|run| run.browser.profile.name()).collect();
    names.join(", ")
}

fn tell_message(story: &mut Story, exchanged: &Exchanged) {
    story.tell(Event::Request(&exchanged.request));
    let Some(answered) = &exchanged.answer else {
        story.tell(Event::Answer(None));
        return;
    };
    if let Source::Almost { browser, headers } = &answered.source {
        story.note(&format!(
            "not sent again, though {} differs: answered as {browser} was; --fresh sends it",
            headers.join(", "),
        ));
    }
    let response = answered.response.clone();
    let misspelled: Vec<String> = response
        .headers
        .iter()
        .filter_map(|(name, _)| {
            let meant = meant_by(name)?.name();
            Some(format!("`{name}` is no header that browsers know: write `{meant}`"))
        })
        .collect();
    story.tell(Event::Answer(Some(&Answer {
        status: response.status,
        headers: response.headers,
        body: Vec::new(),
    })));
    misspelled.iter().for_each(|note| story.note(note));
}

/// How a run ended, in words, without its console.
fn end_text(run: &Transcript) -> Text {
    let mut story = Story::default();
    match &run.end {
        End::Verdict(outcome) => {
            let seen = StepRecord::of(outcome, Content::Fitting, run.browser.profile);
            story.end(Ok(outcome), &seen, &[]);
        }
        End::Thrown(error) => {
            let seen = StepRecord::Error { name: "TypeError".into() };
            story.end(Err(*error), &seen, &[]);
        }
        End::Unanswered(_, Unanswered::Failed(error)) => {
            story.unknown(&format!("it cannot be told: {error}"));
            story.row("hint", error.hint);
        }
        End::Unanswered(_, Unanswered::MoreThanALook { method }) => {
            story.unknown(&format!("it cannot be told: `{method}` is more than a look"));
        }
        End::Unanswered(_, Unanswered::NotSentAgain { browser }) => {
            story.unknown("it cannot be told: this may change something, and is not sent twice");
            story.row("seen", &format!("{browser} sent it with another `Origin`"));
            story.row("hint", "`--fresh` sends it for each browser");
        }
    }
    story.text().clone()
}

fn tell_end(story: &mut Story, alike: &[&Transcript], servers: Option<&Servers>) {
    story.append(&end_text(alike[0]));
    if let Some(failure) = alike[0].failure() {
        let Advice { server, page } = advice(&Refusal::of(failure));
        if let Some(text) = server {
            story.row("server", &text);
        }
        for text in page {
            story.row("client", &text);
        }
    }
    for run in alike {
        for text in console(run) {
            story.row("console", &format!("{}: {text}", run.browser.profile.name()));
        }
    }
    if let Some(failure) = alike[0].failure() {
        tell_fixes(story, alike[0], &Refusal::whole(failure), servers);
    }
}

/// The patches, or how to get them.
fn tell_fixes(story: &mut Story, run: &Transcript, needed: &Refusal, servers: Option<&Servers>) {
    let Some(required) = RequiredHeaders::of(needed) else { return };
    tell_all_that_is_needed(story, &required);
    let told = server_of(run).filter(|_| servers.is_none());
    if let Some((server, line)) = &told {
        let title = server.title();
        story.row("patch", &format!("for {title}, as `{line}` tells; for another: --server NAME"));
    }
    let fixes = fixes(&[needed], servers, told.map(|(server, _)| server));
    if fixes.is_empty() {
        story.row("patch", HOW_TO_ASK);
    }
    let mut text = Text::default();
    for fix in fixes {
        fix.write(&mut text, "       ", Language::English);
    }
    story.append(&text);
}

/// Both answers as they must be, so that not one refusal after the other is mended.
fn tell_all_that_is_needed(story: &mut Story, required: &RequiredHeaders) {
    let (answer, asked_first) = required.header_lines();
    if asked_first.is_empty() {
        return;
    }
    let answers = [
        ("the answer to OPTIONS must have status 204 and say", asked_first),
        ("the answer must say", answer),
    ];
    for (title, lines) in answers {
        story.row("needed", title);
        for (name, value) in lines {
            story.row("", &format!("  {name}: {value}"));
        }
    }
}

/// What the browser writes to its console.
pub(super) fn console(run: &Transcript) -> Vec<String> {
    let Some(outcome) = run.outcome() else { return Vec::new() };
    let texts = console_texts(outcome, run.browser.profile).into_iter();
    texts.map(|text| without_level(&text).to_owned()).collect()
}

/// A text without WebKit's source and level, which its inspector shows as a sign.
fn without_level(text: &str) -> &str {
    let rest = text
        .split_once(" ERROR ")
        .filter(|(source, _)| ["JS", "NETWORK", "RENDERING", "SECURITY"].contains(source));
    rest.map_or(text, |(_, rest)| rest)
}

fn tell_findings(text: &mut Text, checked: &Checked, servers: Option<&Servers>) {
    let mut is_patched = false;
    for finding in &checked.findings {
        let check = finding.check;
        let colour = match check.severity() {
            Severity::Error => RED,
            Severity::Warning => YELLOW,
            Severity::Note => CYAN,
        };
        let (severity, name) = (check.severity().name(), check.name());
        say!(text, "");
        say!(text, "{BOLD}{colour}{severity}{RESET}: {BOLD}{name}{RESET}");
        say!(text, "       {}", check.what().english);
        // Where browsers part, whose business it is.
        if finding.browsers.len() < checked.transcripts.len() {
            say!(text, "       {DIM}{:<7}{RESET}  {}", "in", finding.browsers.join(", "));
        }
        let rows = [
            ("seen", finding.evidence.as_str()),
            ("why", check.why().english),
            ("fix", check.fix().english),
        ];
        for (row, value) in rows {
            say!(text, "       {DIM}{row:<7}{RESET}  {value}");
        }
        if is_about_the_list(check) && !is_patched {
            is_patched = true;
            tell_patches(text, checked, servers);
        }
    }
}

/// How the server lets in the page, and nobody in its place.
fn tell_patches(text: &mut Text, checked: &Checked, servers: Option<&Servers>) {
    let Some(needed) = checked.for_this_page_alone() else { return };
    let told = checked.transcripts.first().and_then(server_of).filter(|_| servers.is_none());
    let patches = fixes(&[&needed], servers, told.as_ref().map(|(server, _)| *server));
    let how = match &told {
        Some((server, line)) => {
            format!("for {}, as `{line}` tells; for another: --server NAME", server.title())
        }
        None if patches.is_empty() => HOW_TO_ASK.into(),
        None => return write_all(text, &patches),
    };
    say!(text, "       {DIM}{:<7}{RESET}  {how}", "patch");
    write_all(text, &patches);
}

fn write_all(text: &mut Text, patches: &[ServerFix]) {
    for patch in patches {
        patch.write(text, "       ", Language::English);
    }
}

/// One line: who allows, who refuses, and how much there is to mend.
fn summary(checked: &Checked) -> String {
    let mut parts = Vec::new();
    for (verdict, words) in [
        (Verdict::Allowed, "allowed by"),
        (Verdict::Refused, "refused by"),
        (Verdict::Unknown, "cannot be told for"),
    ] {
        let runs: Vec<&Transcript> =
            checked.transcripts.iter().filter(|run| run.verdict() == verdict).collect();
        if !runs.is_empty() {
            parts.push(format!("{words} {}", names(&runs)));
        }
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let count = checked.findings.iter().filter(|f| f.check.severity() == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        if count > 0 {
            parts.push(format!("{count} {}{plural}", severity.name()));
        }
    }
    parts.join("; ")
}
