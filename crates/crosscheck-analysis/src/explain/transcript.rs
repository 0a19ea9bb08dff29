//! What a server answered, as a tool wrote it down: `curl -i`, `curl -v`, a block of header lines, or what
//! a network panel's pane holds.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::Stage;
use crosscheck::agent::api::SetUpError;
use crosscheck::diagnosis::Reading;
use crosscheck::diagnosis::Refusal;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use crosscheck_export::Server;
use url::Url;

use super::command_above::MOST_OF_COMMAND;
use super::command_above::command_above;
use super::command_above::command_in;
use super::command_above::quoted_command;
use super::exchange::Answer;
use super::exchange::Ending;
use super::exchange::KnownRequest;
use super::exchange::granted;
use super::har::RecordedExchange;
use super::header_lines::Lines;
use super::header_lines::find;
use super::header_lines::header_line;
use super::overrides::Overrides;
use super::pane;
use super::pane::Pane;
use super::report::Finding;
use super::report::Message;
use super::report::Report;
use super::report::Unjudged;
use super::report::Verdict;
use super::tool_output;
use super::tool_output::status_of;
use super::who_answered::Answerers;
use crate::browser_headers::asked_for;
use crate::browser_headers::is_the_browsers_own;
use crate::browser_headers::tells_a_browser;
use crate::browser_headers::tells_credentials;
use crate::code::request;
use crate::curl::Command;
use crate::curl::without_prompt;
use crate::error::InputError;

/// The most lines that are looked at.
const MOST_LINES: usize = 4_096;

/// Judges what was answered; `None` if a text is no answer of a server, or a console beside it tells of another
/// refusal.
pub(super) fn explain(
    text: &str,
    told: &[Reading],
    overrides: &Overrides,
) -> Option<Result<Report, InputError>> {
    let mut transcript = Transcript::with_command(text)?;
    let told = || told.iter().filter(|reading| reading.browser.is_some() && !reading.is_vague);
    let Some(first) = told().next() else { return Some(Ok(transcript.judge(overrides))) };
    transcript.learn(&first.refusal);
    let is_of_it = transcript.url == first.refusal.url || first.refusal.url.is_none();
    let report = transcript.judge(overrides);
    let is_told = |finding: &Finding| told().any(|known| known.rules.contains(&finding.case.rule));
    (is_of_it && report.findings.iter().any(is_told)).then_some(Ok(report))
}

/// The status with which an `OPTIONS` was refused, if a tool wrote that down.
pub(super) fn status_of_options(text: &str) -> Option<u16> {
    let transcript = Transcript::with_command(text)?;
    let (status, _) = transcript.answers.last()?;
    let is_refused =
        transcript.method.as_deref() == Some("OPTIONS") && !(200..300).contains(status);
    is_refused.then_some(*status)
}

/// The request and its answers, as far as they are told; `None` if a text is no answer of a server.
///
/// Out: what stands in for a preflight that is not told allows what is asked.
pub(crate) fn recorded_answers(text: &str) -> Option<RecordedExchange> {
    let transcript = Transcript::with_command(text)?;
    let overrides = Overrides::default();
    let request = transcript.request(&transcript.page(&overrides), &overrides);
    let mut answers = Vec::new();
    let _ = transcript.play(&Profile::SPEC, &request, |message, response| {
        answers.push((message.clone(), response.clone()));
    });
    let is_known = !transcript.is_preflight();
    Some(RecordedExchange { request, body: None, answers, is_refused: false, is_known })
}

/// Whether an answer begins in a line.
fn is_head(line: &str) -> bool {
    let line = line.strip_prefix("RawContent").unwrap_or(line);
    let line = line.trim_start_matches(['<', ' ']);
    status_of(line).or_else(|| status_of(line.trim_start_matches([':', ' ']))).is_some()
}

/// What was asked, as far as it is told, and the answers, in order.
#[derive(Default)]
struct Transcript {
    url: Option<String>,
    method: Option<String>,
    asked: Lines,
    answers: Vec<(u16, Lines)>,
    /// What the preflight was answered, if it is told beside its request.
    preflight: Option<(u16, Lines)>,
    /// Whether the request's headers are there, so that what is not was not sent.
    tells_request: bool,
    /// Whether the command is a preflight; what it asks for is told as the request.
    is_by_preflight: bool,
    /// Whether the command sends cookies.
    is_credentialed: bool,
}

/// How people say that an answer is a preflight's, in small letters.
const SAID_OF_PREFLIGHTS: [&str; 9] = [
    "answer to options",
    "response to options",
    "response for options",
    "options response",
    "options returns",
    "preflight response",
    "preflight returns",
    "answer to the preflight",
    "response to the preflight",
];

impl Transcript {
    /// What is told, and the command that stands above it.
    fn with_command(text: &str) -> Option<Self> {
        let Some(mut told) = Self::read(text) else {
            // Of an answer whoever looks for a header keeps its lines alone.
            let (command, below) = command_above(text)?;
            let mut told = Self::of_pane(pane::read_block(below)?, false);
            told.complete(command);
            return Some(told);
        };
        match command_in(text) {
            Some(command) => told.complete(command),
            None => {
                if told.url.is_none() {
                    told.look_above(text);
                }
                told.look_around(text);
            }
        }
        Some(told)
    }

    /// Takes what stands above the answer: a call of a tool, else a URL, as `wget` prints it.
    fn look_above(&mut self, text: &str) {
        let mut lines = text.lines().take(MOST_OF_COMMAND);
        let above: Vec<&str> = lines.by_ref().take_while(|line| !is_head(line)).collect();
        // Header lines alone have nothing above them.
        if lines.next().is_none() {
            return;
        }
        let told = above.iter().find_map(|line| request(without_prompt(line))?.ok());
        if let Some(command) = told.or_else(|| quoted_command(text)) {
            self.complete(command);
            return;
        }
        let words = above.iter().flat_map(|line| line.split([' ', '\t', '"', '\'', '<', '>']));
        let mut urls =
            words.filter(|word| word.starts_with("http://") || word.starts_with("https://"));
        self.url = urls.find_map(|url| Url::parse(url).ok()).map(String::from);
    }

    /// Takes from the words around the answer that it is a preflight's, and whose page asked.
    fn look_around(&mut self, text: &str) {
        if self.tells_request || self.method.is_some() {
            return;
        }
        let lines = text.lines().take(MOST_OF_COMMAND).filter(|line| header_line(line).is_none());
        let is_said = |line: &&str| {
            let line = line.to_ascii_lowercase();
            !line.contains("cors policy") && SAID_OF_PREFLIGHTS.iter().any(|s| line.contains(s))
        };
        let Some(line) = lines.into_iter().find(is_said) else { return };
        self.is_by_preflight = true;
        let page = line.split_once("Origin: ").and_then(|(_, page)| page.split(' ').next());
        if let Some(page) = page.and_then(|page| Origin::parse(page).ok()) {
            self.asked.push(("Origin".to_owned(), page.to_string()));
        }
    }

    /// Takes from a console what is not told: the URL, and whose page asked.
    fn learn(&mut self, refusal: &Refusal) {
        if self.url.is_none() {
            self.url.clone_from(&refusal.url);
        }
        // The answer below what a console says of a preflight is the preflight's.
        if refusal.stage == Some(Stage::Preflight) && !self.tells_request && self.method.is_none() {
            self.is_by_preflight = true;
            self.method.clone_from(&refusal.method);
        }
        if let Some(page) = refusal.origin.clone().filter(|_| find(&self.asked, "origin").is_none())
        {
            self.asked.push(("Origin".to_owned(), page));
        }
    }

    fn complete(&mut self, command: Command) {
        self.url.get_or_insert(command.url.to_string());
        self.method.get_or_insert(command.method);
        self.is_by_preflight = command.is_preflight && !self.tells_request;
        self.is_credentialed = command.is_credentialed;
        if !self.tells_request {
            self.tells_request = true;
            let page = command.page.map(|page| ("Origin".to_owned(), page));
            self.asked = command.headers.into_iter().chain(page).collect();
        }
    }

    fn read(text: &str) -> Option<Self> {
        if text.lines().take(MOST_LINES).any(is_head) {
            return Self::of_tool(text);
        }
        if pane::is_whole(text) {
            return Some(Self::of_pane(pane::read(text)?, true));
        }
        Some(Self::of_pane(pane::read_block(text)?, false))
    }

    /// What a tool printed: of several requests the last counts, with the redirects that led to it and the
    /// preflight before it.
    fn of_tool(text: &str) -> Option<Self> {
        let mut exchanges = tool_output::read(text.lines().take(MOST_LINES));
        let mut chain = vec![exchanges.pop()?];
        while let Some(before) = exchanges.last()
            && chain[0].is_led_to_by(before)
        {
            chain.splice(0..0, exchanges.pop());
        }
        let preflight = exchanges.pop().filter(|before| before.is_preflight_of(&chain[0]));
        let url = chain[0].url().map(String::from);
        let mut chain = chain.into_iter();
        let first = chain.next()?;
        let led_to = chain.filter_map(|mut exchange| exchange.answers.pop());
        let told = Self {
            url,
            tells_request: first.method.is_some(),
            method: first.method,
            asked: first.asked,
            answers: first.answers.into_iter().chain(led_to).collect(),
            preflight: preflight.and_then(|mut exchange| exchange.answers.pop()),
            ..Self::default()
        };
        (!told.answers.is_empty()).then_some(told)
    }

    fn of_pane(pane: Pane, tells_request: bool) -> Self {
        let Pane { url, method, asked, status, answered } = pane.with_own_lines();
        let answers = [(status, answered)].into();
        // A browser's own OPTIONS is a preflight, whether the pane shows its headers or not.
        let is_by_preflight = asked.is_empty() && method.as_deref() == Some("OPTIONS");
        Self { url, method, asked, answers, tells_request, is_by_preflight, ..Self::default() }
    }

    /// The page that asked, if that is told.
    fn told_page(&self, overrides: &Overrides) -> Option<Origin> {
        let sent = find(&self.asked, "origin");
        overrides.origin.clone().or_else(|| Some(Origin::parse(sent?).unwrap_or(Origin::OPAQUE)))
    }

    /// The page that asked, else the one that is allowed, else any.
    fn page(&self, overrides: &Overrides) -> Origin {
        let allowed = || {
            let (_, lines) = self.answers.first()?;
            let value = find(lines, "access-control-allow-origin")?;
            Origin::parse(value).ok().filter(|origin| !origin.is_opaque())
        };
        // A page of https would be refused for the scheme alone, which nobody said that it has.
        let is_insecure = self.url.as_deref().is_some_and(|url| url.starts_with("http:"));
        self.told_page(overrides).or_else(allowed).unwrap_or_else(|| {
            let page =
                if is_insecure { "http://app.example.com" } else { "https://app.example.com" };
            Origin::parse(page).expect("a constant that is an origin")
        })
    }

    fn judge(self, overrides: &Overrides) -> Report {
        let sent = find(&self.asked, "origin");
        let page = self.page(overrides);
        let request = self.request(&page, overrides);
        let mut report = Report::new("transcript", Verdict::Allowed, Vec::new());
        report.judged = 1;
        let mut answerers = Answerers::default();
        for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
            self.judge_in(profile, &request, &mut report, &mut answerers);
        }
        answerers.note_in(&mut report);
        if self.told_page(overrides).is_none() {
            report.notes.push(format!(
                "no page is told; it was judged for one at {page}: name yours with --origin"
            ));
        }
        if self.tells_request && sent.is_none() {
            report.notes.push(
                "it was asked without `Origin`, to which many servers answer without CORS: ask with `-H \
                 'Origin: https://app.example.com'`, or let `crosscheck check` ask"
                    .into(),
            );
        }
        let answered = self.answers.iter().chain(&self.preflight).flat_map(|(_, lines)| lines);
        report.note_misspelled(answered.map(|(name, _)| name.as_str()));
        if let Ok(Some(preflight)) = request.preflight()
            && !self.is_preflight()
        {
            report.preflight = Some(Message::of(&preflight));
            if self.preflight.is_none() {
                report
                    .notes
                    .push("its preflight is not in the text, and was taken for granted".into());
            }
        } else if self.is_preflight() {
            report.notes.push(
                "it is a preflight: the answer to the request itself is not in the text".into(),
            );
        }
        report.verdict = match (report.findings.is_empty(), report.unjudged.is_empty()) {
            (false, _) => Verdict::Refused,
            (true, false) => Verdict::Unknown,
            (true, true) => Verdict::Allowed,
        };
        report
    }

    /// Lets a browser make the request, and hands over each message and its answer.
    fn play(
        &self,
        profile: &'static Profile,
        request: &KnownRequest,
        mut hear: impl FnMut(&HttpRequest, &Response),
    ) -> Result<Ending, SetUpError> {
        let mut answers = self.answers.iter();
        let is_preflight = self.is_preflight();
        request.judge(profile, |message| {
            let answer = match message.is_preflight {
                true if !is_preflight => {
                    let told = self.preflight.as_ref().map(response);
                    Answer::Came(told.unwrap_or_else(|| granted(message)))
                }
                false if is_preflight => Answer::Unknown,
                _ => answers.next().map_or(Answer::Unknown, |a| Answer::Came(response(a))),
            };
            if let Answer::Came(response) = &answer {
                hear(message, response);
            }
            answer
        })
    }

    fn judge_in(
        &self,
        profile: &'static Profile,
        request: &KnownRequest,
        report: &mut Report,
        answerers: &mut Answerers,
    ) {
        let is_preflight = self.is_preflight();
        let ending = self.play(profile, request, |m, response| answerers.look(m, response));
        match ending {
            Ok(Ending::Refused(failure)) => {
                let case = Refusal::of(&failure);
                match report.findings.iter_mut().find(|known| known.case.rule == case.rule) {
                    Some(known) => known.browsers.push(profile.name()),
                    None => {
                        let server = self.answers.iter().flat_map(|(_, lines)| lines);
                        let server = server.map(|(name, value)| (name.as_str(), value.as_str()));
                        let server = Server::told_by(server).map(|(server, _)| server);
                        report.findings.push(Finding {
                            wanted: Refusal::whole(&failure),
                            browsers: vec![profile.name()],
                            server,
                            ..Finding::of(case)
                        });
                    }
                }
            }
            Ok(Ending::Unknown(message)) if !is_preflight && report.unjudged.is_empty() => {
                report.unjudged.push(unjudged(&message));
            }
            Err(error) => report.notes.push(error.to_string()),
            Ok(Ending::Read | Ending::Unknown(_)) => {}
        }
    }

    /// Whether what was asked is a preflight.
    fn is_preflight(&self) -> bool {
        let is_asked = find(&self.asked, "access-control-request-method").is_some();
        self.is_by_preflight || (self.method.as_deref() == Some("OPTIONS") && is_asked)
    }

    fn request(&self, page: &Origin, overrides: &Overrides) -> KnownRequest {
        let is_from_a_browser = self.asked.iter().any(|(name, value)| tells_a_browser(name, value));
        let asked =
            find(&self.asked, "access-control-request-headers").filter(|_| self.is_preflight());
        let method = match self.is_preflight() {
            true => find(&self.asked, "access-control-request-method").or(self.method.as_deref()),
            false => self.method.as_deref(),
        };
        let is_own = |name: &str, value: &str| {
            is_the_browsers_own(name, value.as_bytes(), is_from_a_browser)
                || OF_TOOLS.iter().any(|tool| name.eq_ignore_ascii_case(tool))
        };
        let set = self.asked.iter().filter(|(name, value)| !is_own(name, value)).cloned();
        let lines: Lines = set.chain(asked.map(asked_for).unwrap_or_default()).collect();
        let headers: HeaderList =
            lines.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        // What an answer is for is seen from it, where nothing else tells.
        let says_credentials = !self.tells_request
            && self
                .answers
                .iter()
                .any(|(_, lines)| find(lines, "access-control-allow-credentials") == Some("true"));
        KnownRequest {
            origin: page.clone(),
            url: self.url.clone().unwrap_or_else(|| "https://api.example.com/".into()),
            method: overrides
                .method
                .clone()
                .or_else(|| method.map(str::to_owned))
                .unwrap_or_else(|| "GET".into()),
            headers,
            body_length: None,
            is_preflighted: self.is_preflight() || self.preflight.is_some(),
            credentials: overrides.credentials
                || says_credentials
                || self.is_credentialed
                || self.asked.iter().any(|(name, _)| tells_credentials(name)),
        }
    }
}

fn unjudged(message: &HttpRequest) -> Unjudged {
    Unjudged { message: Message::of(message), error: None }
}

/// What tools write by themselves.
const OF_TOOLS: [&str; 3] = ["user-agent", "accept", "host"];

fn response((status, lines): &(u16, Lines)) -> Response {
    let headers = lines.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    Response { status: *status, headers, ..Response::default() }
}
