//! Playing a scenario: the engine as the browser, any server as the server.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::console::Console;
use super::record::Record;
use super::record::StepRecord;
use super::record::WireRequest;
use super::script::Body;
use super::script::Scenario;
use super::script::Step;
use super::server::Answer;
use super::server::Server;
use crate::agent;
use crate::agent::Credentialed;
use crate::agent::CredentialsMode;
use crate::agent::ElementInit;
use crate::agent::FetchInit;
use crate::agent::FilteredResponse;
use crate::agent::HttpRequest;
use crate::agent::Initiator;
use crate::agent::Next;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::RedirectMode;
use crate::agent::Request;
use crate::agent::RequestBody;
use crate::agent::RequestMode;
use crate::agent::Response;
use crate::agent::ResponseType;
use crate::agent::SetUpError;
use crate::agent::UserAgent;
use crate::agent::XhrInit;
use crate::diagnosis::console_texts;
use crate::diagnosis::tainted_canvas_text;
use crate::diagnosis::too_many_webgl_contexts_text;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::isomorphic_decode;
use crate::wire::isomorphic_encode;

/// Plays a scenario as one browser would and records what came of it.
///
/// A step that the engine cannot do is recorded as [`StepRecord::Unsupported`]. Time passes only
/// by the steps' own waits.
pub fn play(scenario: &Scenario, profile: &'static Profile, server: &mut dyn Server) -> Record {
    let mut player = Player::new(profile);
    let mut record = player.play(scenario, server);
    record.console.extend(player.console.finish());
    record
}

/// A browser that plays scenarios one after the other in one page.
///
/// Each scenario finds it without cookies and without a remembered preflight. Only the console goes
/// on: what [`Record::console`] tells of WebKit depends on what was written before.
#[derive(Debug)]
pub struct Player {
    /// The registrable domain of a host: see [`UserAgent::registrable_domain`].
    pub registrable_domain: fn(&str) -> Option<&str>,
    profile: &'static Profile,
    console: Console,
    webgl_contexts: usize,
}

impl Player {
    /// A page that has played nothing yet.
    pub fn new(profile: &'static Profile) -> Self {
        Self {
            registrable_domain: |_| None,
            profile,
            console: Console::new(profile),
            webgl_contexts: 0,
        }
    }

    /// Plays the next scenario and records what came of it.
    pub fn play(&mut self, scenario: &Scenario, server: &mut dyn Server) -> Record {
        self.play_and_tell(scenario, server, &mut |_| {})
    }

    /// Plays the next scenario, tells each thing as it happens, and records what came of it.
    pub fn play_and_tell(
        &mut self,
        scenario: &Scenario,
        server: &mut dyn Server,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Record {
        let page = Origin::parse(&scenario.page).unwrap_or(Origin::OPAQUE);
        let mut browser = UserAgent::new(self.profile);
        browser.registrable_domain = self.registrable_domain;
        browser.top_level = match page.is_opaque() {
            true => Origin::parse(Scenario::FRAMING_PAGE).expect("a constant that is an origin"),
            false => page.clone(),
        };
        let mut record = Record { id: scenario.id.clone(), ..Record::default() };
        let mut now_ms = START_MS;
        for step in &scenario.steps {
            now_ms = now_ms.saturating_add(step.wait_ms);
            tell(Event::Step(step));
            let Some(request) = set_up(step, &page, &browser) else {
                record.steps.push(StepRecord::Unsupported);
                let seen = &StepRecord::Unsupported;
                let browser = &browser;
                tell(Event::End { outcome: Err(None), seen, console: &[], browser, now_ms });
                continue;
            };
            let mut texts = self.texts_before(step);
            let outcome = request
                .map(|request| run(request, &mut browser, server, &mut record.wire, now_ms, tell));
            let seen = match &outcome {
                Ok(outcome) => {
                    texts.extend(console_texts(outcome, self.profile));
                    step_record(outcome, self.profile)
                }
                Err(_) => StepRecord::Error { name: "TypeError".into() },
            };
            texts.extend(self.texts_after(step, &seen));
            let (outcome, console) = (outcome.as_ref().map_err(|error| Some(*error)), &*texts);
            let browser = &browser;
            tell(Event::End { outcome, seen: &seen, console, browser, now_ms });
            record.console.extend(texts.into_iter().filter_map(|text| self.console.write(text)));
            record.steps.push(seen);
        }
        record
    }

    fn texts_before(&mut self, step: &Step) -> Vec<String> {
        if step.api != "webgl" {
            return Vec::new();
        }
        self.webgl_contexts += 1;
        let too_many = self.webgl_contexts > WEBGL_CONTEXTS;
        let text = too_many_webgl_contexts_text(self.profile).filter(|_| too_many);
        text.map(ToOwned::to_owned).into_iter().collect()
    }

    fn texts_after(&self, step: &Step, seen: &StepRecord) -> Option<String> {
        let tainted = matches!(seen, StepRecord::Loaded { access } if access == "tainted");
        let text = tainted_canvas_text(self.profile)?;
        (step.api == "img" && tainted).then(|| text.to_owned())
    }
}

/// What happens while a scenario is played.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The page takes its next step.
    Step(&'a Step),
    /// The browser sends a request.
    Request(&'a HttpRequest),
    /// A server answers it, or does not.
    Answer(Option<&'a Answer>),
    /// The step is over.
    End {
        /// How its fetch ended; if there was none, why the API refused, or nothing where the
        /// engine cannot do the step.
        outcome: Result<&'a Outcome, Option<SetUpError>>,
        /// What script sees.
        seen: &'a StepRecord,
        /// What the browser writes to its console.
        console: &'a [String],
        /// What the browser remembers from here on.
        browser: &'a UserAgent,
        /// The moment, in milliseconds since the scenario began.
        now_ms: u64,
    },
}

/// When every scenario begins, in milliseconds from 1970: the start of 2026, so that a date in a cookie's
/// `Expires` is past or to come as it was for whoever wrote it.
const START_MS: u64 = 1_767_225_600_000;

/// WebGL contexts that a page can have at once.
const WEBGL_CONTEXTS: usize = 16;

fn run(
    request: Request,
    browser: &mut UserAgent,
    server: &mut dyn Server,
    wire: &mut Vec<WireRequest>,
    now_ms: u64,
    tell: &mut dyn FnMut(Event<'_>),
) -> Outcome {
    let mut next = agent::start(request, browser, now_ms);
    loop {
        match next {
            Next::Done(outcome) => return *outcome,
            Next::Send(message, wait) => {
                let sent = wire_request(&message);
                tell(Event::Request(&message));
                let answer = server.answer(&sent);
                tell(Event::Answer(answer.as_ref()));
                wire.push(sent);
                next = wait.resume(answer.map(response), browser, now_ms);
            }
        }
    }
}

fn initiator(step: &Step) -> Option<Initiator> {
    Some(match step.api.as_str() {
        "fetch" => Initiator::Fetch,
        "xhr" => Initiator::Xhr,
        "img" | "webgl" => Initiator::Image,
        "font" => Initiator::Font,
        "script" if step.module => Initiator::ModuleScript,
        "script" => Initiator::Script,
        "style" => Initiator::Style,
        "shape" => Initiator::Shape,
        "eventsource" => Initiator::EventSource,
        "beacon" => Initiator::Beacon,
        _ => return None,
    })
}

/// Sets up what a step sends; `None` if the engine does not know its API.
///
/// Fails as the API would in script, before anything is sent.
pub fn set_up(
    step: &Step,
    page: &Origin,
    browser: &UserAgent,
) -> Option<Result<Request, SetUpError>> {
    let initiator = initiator(step)?;
    let headers: HeaderList = step
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), isomorphic_encode(value)))
        .collect();
    let included = step.credentials.as_deref() == Some("include");
    let crossorigin = step.crossorigin.as_deref().map(|value| {
        match value.eq_ignore_ascii_case("use-credentials") {
            true => Credentialed::Yes,
            false => Credentialed::No,
        }
    });
    let url = step.url.as_str();
    Some(match initiator {
        Initiator::Fetch => {
            let init = FetchInit {
                method: step.method.clone(),
                headers,
                mode: step.mode.as_deref().and_then(request_mode),
                credentials: step.credentials.as_deref().and_then(credentials_mode),
                redirect: step.redirect.as_deref().and_then(redirect_mode),
                body: step.body.as_ref().map(extract_body),
            };
            agent::set_up_fetch(browser, page, url, init)
        }
        Initiator::Xhr => {
            let init = XhrInit {
                method: step.method.clone(),
                headers,
                with_credentials: included,
                upload_listener: step.upload_listener,
                body: step.body.as_ref().map(extract_body),
                body_is_text: step.body.as_ref().is_some_and(|body| body.kind == "text"),
                body_is_params: step.body.as_ref().is_some_and(|body| body.kind == "params"),
            };
            agent::set_up_xhr(browser, page, url, init)
        }
        Initiator::Font => agent::set_up_font(browser, page, url),
        Initiator::EventSource => agent::set_up_event_source(page, url, included),
        Initiator::Beacon => {
            let body = step.body.as_ref().map(extract_body);
            agent::set_up_beacon(browser, page, url, body)
        }
        Initiator::ModuleScript | Initiator::Shape => {
            let crossorigin = crossorigin.or(Some(Credentialed::No));
            agent::set_up_element(page, url, ElementInit { initiator, crossorigin })
        }
        Initiator::Image | Initiator::Script | Initiator::Style => {
            agent::set_up_element(page, url, ElementInit { initiator, crossorigin })
        }
    })
}

/// Spec: <https://fetch.spec.whatwg.org/#concept-bodyinit-extract>
fn extract_body(body: &Body) -> (RequestBody, Option<String>) {
    // 10. By kind.
    let content_type = match body.kind.as_str() {
        "text" => Some("text/plain;charset=UTF-8".to_owned()),
        "params" => Some("application/x-www-form-urlencoded;charset=UTF-8".to_owned()),
        "form" => Some("multipart/form-data; boundary=----crosscheck".to_owned()),
        "blob" => body.mime_type.as_deref().filter(|t| !t.is_empty()).map(str::to_ascii_lowercase),
        _ => None,
    };
    (RequestBody { length: body.value.len(), is_stream: body.kind == "stream" }, content_type)
}

fn request_mode(name: &str) -> Option<RequestMode> {
    Some(match name {
        "cors" => RequestMode::Cors,
        "no-cors" => RequestMode::NoCors,
        "same-origin" => RequestMode::SameOrigin,
        _ => return None,
    })
}

fn credentials_mode(name: &str) -> Option<CredentialsMode> {
    Some(match name {
        "omit" => CredentialsMode::Omit,
        "same-origin" => CredentialsMode::SameOrigin,
        "include" => CredentialsMode::Include,
        _ => return None,
    })
}

fn redirect_mode(name: &str) -> Option<RedirectMode> {
    Some(match name {
        "follow" => RedirectMode::Follow,
        "error" => RedirectMode::Error,
        "manual" => RedirectMode::Manual,
        _ => return None,
    })
}

fn wire_request(message: &HttpRequest) -> WireRequest {
    let mut path = message.url.path().to_owned();
    if let Some(query) = message.url.query() {
        path.push_str(&format!("?{query}"));
    }
    let headers: BTreeMap<String, String> = message
        .headers
        .sort_and_combine()
        .into_iter()
        .map(|(name, value)| (name, isomorphic_decode(&value)))
        .map(|(name, value)| match value.split_once("boundary=") {
            Some((before, _)) if name == "content-type" => (name, format!("{before}boundary=…")),
            _ => (name, value),
        })
        .collect();
    WireRequest {
        origin: Origin::of(&message.url).serialize().to_string(),
        method: message.method.clone(),
        path,
        headers,
        body: message.body_length,
    }
}

fn response(answer: Answer) -> Response {
    Response { status: answer.status, headers: answer.headers, body: answer.body }
}

fn step_record(outcome: &Outcome, profile: &Profile) -> StepRecord {
    let initiator = outcome.initiator;
    match &outcome.result {
        Ok(response) if !is_usable(response, initiator, profile) => {
            StepRecord::Error { name: error_name(initiator).into() }
        }
        Ok(response) if is_silent(response, initiator) => {
            StepRecord::Loaded { access: "silent".into() }
        }
        _ => seen(outcome, profile),
    }
}

/// What script sees of how a fetch ended, if the body is what its element takes.
///
/// Whether an image is one and a script runs, only a browser can tell.
pub fn seen(outcome: &Outcome, profile: &Profile) -> StepRecord {
    let initiator = outcome.initiator;
    let response = match &outcome.result {
        _ if is_hidden(initiator) => return StepRecord::Unobserved,
        Ok(response) => response,
        Err(_) => return StepRecord::Error { name: error_name(initiator).into() },
    };
    if !has_fitting_status(response, initiator, profile) {
        return StepRecord::Error { name: error_name(initiator).into() };
    }
    let is_opaque = response.response_type == ResponseType::Opaque;
    let access = match initiator {
        Initiator::Fetch | Initiator::Xhr => return response_record(response, initiator),
        Initiator::Script if is_opaque && profile.mutes_script_errors => "muted",
        Initiator::Font | Initiator::Script => "readable",
        _ if is_opaque => "tainted",
        _ => "readable",
    };
    StepRecord::Loaded { access: access.into() }
}

fn is_hidden(initiator: Initiator) -> bool {
    matches!(initiator, Initiator::Shape | Initiator::Beacon)
}

/// What script is told of a failure: an exception's name, or an event's.
fn error_name(initiator: Initiator) -> &'static str {
    match initiator {
        Initiator::Fetch => "TypeError",
        Initiator::Font => "NetworkError",
        _ => "error",
    }
}

fn response_record(response: &FilteredResponse, initiator: Initiator) -> StepRecord {
    let is_xhr = initiator == Initiator::Xhr;
    let headers = response
        .headers
        .sort_and_combine()
        .into_iter()
        .map(|(name, value)| (name, isomorphic_decode(&value)))
        .collect();
    StepRecord::Response {
        response_type: if is_xhr { "xhr" } else { response.response_type.name() }.into(),
        status: response.status,
        url: response.url.as_ref().map(ToString::to_string).unwrap_or_default(),
        redirected: (!is_xhr).then_some(response.redirected),
        headers,
        body: String::from_utf8_lossy(&response.body).into_owned(),
    }
}

/// Whether an element takes an answer with its status; script takes all.
fn has_fitting_status(
    response: &FilteredResponse,
    initiator: Initiator,
    profile: &Profile,
) -> bool {
    let status = response.internal.status;
    match initiator {
        Initiator::Fetch | Initiator::Xhr => true,
        _ if is_hidden(initiator) => true,
        Initiator::EventSource => status == 200,
        Initiator::Image => true,
        Initiator::Style if profile.sheets_load_below_400 => (200..=399).contains(&status),
        Initiator::Script | Initiator::Font if profile.scripts_and_fonts_load_below_400 => {
            (200..=399).contains(&status)
        }
        _ => (200..=299).contains(&status),
    }
}

/// Whether an element takes what it was given; script takes all.
fn is_usable(response: &FilteredResponse, initiator: Initiator, profile: &Profile) -> bool {
    let takes_all = matches!(initiator, Initiator::Fetch | Initiator::Xhr) || is_hidden(initiator);
    // Nothing at all is a sheet, and a script, but no image.
    let takes_nothing =
        matches!(initiator, Initiator::Script | Initiator::ModuleScript | Initiator::Style);
    has_fitting_status(response, initiator, profile)
        && (takes_all || takes_nothing || has_file(response))
}

/// Whether a script loaded that does not throw.
fn is_silent(response: &FilteredResponse, initiator: Initiator) -> bool {
    matches!(initiator, Initiator::Script | Initiator::ModuleScript) && !has_file(response)
}

fn has_file(response: &FilteredResponse) -> bool {
    response.internal.body.starts_with(b"@") && response.internal.status != 304
}
