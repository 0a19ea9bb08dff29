//! Playing a scenario: the engine as the browser, any server as the server.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::slice;

use super::clients;
use super::console::Console;
use super::context::Context;
use super::cookie_step;
use super::evaluation::Completion;
use super::evaluation::Goal;
use super::record::Record;
use super::record::StepRecord;
use super::record::WireRequest;
use super::script::Scenario;
use super::script::Step;
use super::server::Answer;
use super::server::Server;
use super::settings::ThirdPartyCookies;
use super::small_file::is_picture;
use super::small_file::is_small_file;
use crate::agent;
use crate::agent::Client;
use crate::agent::Global;
use crate::agent::HttpRequest;
use crate::agent::Initiator;
use crate::agent::LocalNetworkPermissions;
use crate::agent::Network;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::REGISTRABLE_DOMAIN;
use crate::agent::Response;
use crate::agent::UserAgent;
use crate::agent::api::Api;
use crate::agent::api::SetUpError;
use crate::agent::element::Access;
use crate::agent::element::Content;
use crate::diagnosis::console_texts;
use crate::diagnosis::cookie_texts;
use crate::diagnosis::empty_script_text;
use crate::diagnosis::muted_error_text;
use crate::diagnosis::sandboxed_form_text;
use crate::diagnosis::tainted_canvas_text;
use crate::diagnosis::too_many_webgl_contexts_text;
use crate::diagnosis::unused_encoding_text;

/// Plays a scenario as one browser would and records what came of it.
///
/// A step that the engine cannot do is recorded as [`StepRecord::Unsupported`]. Time passes only
/// by the steps' own waits.
///
/// # Example
/// ```
/// use crosscheck::agent::Profile;
/// use crosscheck::agent::api::Api;
/// use crosscheck::scenario::{Route, Scenario, ScriptedServer, Step, StepRecord, play};
/// use crosscheck::wire::Origin;
///
/// let route = Route {
///     headers: vec![("Access-Control-Allow-Origin".into(), "*".into())],
///     ..Route::new("https://api.example", "/", 200)
/// };
/// let scenario = Scenario {
///     page: Origin::parse("https://app.example").unwrap(),
///     server: vec![route],
///     steps: vec![Step::new(Api::Fetch, "https://api.example/")],
///     ..Scenario::default()
/// };
/// let mut server = ScriptedServer::new(&scenario.server);
/// let record = play(&scenario, &Profile::FIREFOX, &mut server);
/// assert!(matches!(record.steps[0], StepRecord::Response { status: 200, .. }));
/// ```
pub fn play(scenario: &Scenario, profile: &'static Profile, server: &mut dyn Server) -> Record {
    let mut player = Player::new(profile);
    let mut record = player.play(scenario, server);
    record.console.extend(player.console.finish());
    record
}

/// A browser that plays scenarios one after the other in one page.
///
/// Each scenario finds it without cookies and without a remembered preflight. Only the console goes
/// on, where scenarios [share it](Scenario::shares_console): what [`Record::console`] tells of WebKit
/// depends there on what was written before.
#[derive(Debug)]
#[non_exhaustive]
pub struct Player {
    /// The registrable domain of a host: see [`UserAgent::registrable_domain`].
    pub registrable_domain: fn(&str) -> Option<&str>,
    /// Whether lines of WebKit's console that name no URL wait for one that does, be it another
    /// scenario's, where scenarios [share a console](Scenario::shares_console). If not, each scenario's
    /// record has its own lines there, too.
    pub holds_console_lines: bool,
    profile: &'static Profile,
    console: Console,
    webgl_contexts: usize,
    page: Option<Client>,
}

impl Player {
    /// A page that has played nothing yet.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Profile;
    /// use crosscheck::agent::api::Api;
    /// use crosscheck::scenario::{Player, Scenario, ScriptedServer, Step, StepRecord};
    ///
    /// let mut player = Player::new(&Profile::WEBKIT);
    /// let steps = vec![Step::new(Api::Fetch, "https://api.example/")];
    /// let scenario = Scenario { steps, ..Scenario::default() };
    /// for _ in 0..2 {
    ///     let mut server = ScriptedServer::new(&scenario.server);
    ///     let record = player.play(&scenario, &mut server);
    ///     assert!(matches!(record.steps[0], StepRecord::Error { .. }), "nobody allows the page");
    /// }
    /// ```
    pub fn new(profile: &'static Profile) -> Self {
        Self {
            registrable_domain: REGISTRABLE_DOMAIN,
            holds_console_lines: true,
            profile,
            console: Console::new(profile),
            webgl_contexts: 0,
            page: None,
        }
    }

    /// Plays the next scenario and records what came of it.
    pub fn play(&mut self, scenario: &Scenario, server: &mut dyn Server) -> Record {
        self.play_traced(scenario, server, &mut |_| {})
    }

    /// Plays the next scenario, tells each thing as it happens, and records what came of it.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Profile;
    /// use crosscheck::agent::api::Api;
    /// use crosscheck::scenario::{Event, Player, Scenario, ScriptedServer, Step};
    ///
    /// let step = Step { method: Some("PUT".into()), ..Step::new(Api::Fetch, "https://api.example/") };
    /// let scenario = Scenario { steps: vec![step], ..Scenario::default() };
    /// let mut server = ScriptedServer::new(&scenario.server);
    /// let mut sent = Vec::new();
    /// Player::new(&Profile::SPEC).play_traced(&scenario, &mut server, &mut |event| {
    ///     if let Event::Request(request) = event {
    ///         sent.push(request.method.clone());
    ///     }
    /// });
    /// assert_eq!(sent, ["OPTIONS"], "its preflight is refused, so the request is never sent");
    /// ```
    pub fn play_traced(
        &mut self,
        scenario: &Scenario,
        server: &mut dyn Server,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Record {
        let mut browser = UserAgent::new(self.profile);
        browser.registrable_domain = self.registrable_domain;
        browser.blocks_third_party_cookies = scenario.settings.third_party_cookies
            == Some(ThirdPartyCookies::Block)
            || (scenario.page.is_opaque() && self.profile.ships_blocking_third_parties);
        browser.hosts.clone_from(&scenario.hosts);
        let page = Arc::new(clients::page(scenario, &mut self.page, &browser));
        let mut record = Record { id: scenario.id.clone(), ..Record::default() };
        // About a window of another origin nothing was decided.
        browser.local_network = LocalNetworkPermissions::default();
        if !scenario.permissions.is_empty() {
            let of_page = (page.top_level.serialize().into(), scenario.permissions.into());
            browser.local_network_of_pages = [of_page].into();
        }
        let mut now_ms = START_MS;
        let mut frames: Vec<&Context> = Vec::new();
        for step in &scenario.steps {
            now_ms = now_ms.saturating_add(step.wait_ms);
            tell(Event::Step(step));
            let allow = step.allow.as_deref();
            let client = clients::client(&page, &step.context, allow, &browser, now_ms);
            if let Some(seen) =
                clients::never_loaded(scenario, &page, &step.context, &browser, now_ms)
            {
                let outcome = Err(SetUpError::NotInThisBrowser);
                tell(Event::End { outcome, seen: &seen, console: &[], browser: &browser, now_ms });
                record.steps.push(seen);
                continue;
            }
            let asked = step.page_request().ok_or(SetUpError::AsksNobody);
            let request = asked.and_then(|asked| asked.set_up(&browser, Arc::clone(&client)));
            let is_played = !matches!(request, Err(SetUpError::NotPlayed));
            let mut texts = if is_played { self.texts_before(step) } else { Vec::new() };
            // A frame that is asked for the first time is loaded.
            let is_frame = matches!(step.context, Context::Frame(_) | Context::Credentialless(_));
            let is_new = is_frame && !frames.contains(&&step.context);
            if let Some(url) = client.url.as_ref().filter(|_| is_new) {
                frames.push(&step.context);
                let issues = browser.blocked_cookies(&page, slice::from_ref(url), true, now_ms);
                texts.extend(cookie_texts(&issues, self.profile));
            }
            let outcome = request.map(|request| {
                let mut stage = Stage { server, wire: &mut record.wire, tell };
                agent::fetch(request, &mut stage, &mut browser, now_ms)
            });
            let seen = match &outcome {
                Ok(outcome) => {
                    texts.extend(console_texts(outcome, self.profile));
                    let content = content(outcome, step);
                    let is_no_image = outcome.result.is_ok() && content == Content::Unfitting;
                    let image = outcome
                        .url_list
                        .first()
                        .filter(|_| is_no_image && matches!(step.api, Api::Img | Api::Webgl));
                    if let Some(url) = image {
                        browser.forget_image(url);
                    }
                    let seen = StepRecord::of(outcome, content, self.profile);
                    script_seen(outcome, seen, self.profile)
                }
                Err(SetUpError::AsksNobody) => {
                    cookie_step::play(step, &client, &mut browser, now_ms, &mut texts)
                }
                Err(SetUpError::SandboxedForm) => {
                    texts.extend(sandboxed_form_text(&step.url, self.profile));
                    StepRecord::Unobserved
                }
                Err(SetUpError::NotPlayed | SetUpError::NotInThisBrowser) => {
                    StepRecord::Unsupported
                }
                Err(SetUpError::StreamsNotSupported) => {
                    StepRecord::Error { name: "NotSupportedError".into() }
                }
                Err(SetUpError::UnknownDestination) => StepRecord::Error { name: "error".into() },
                Err(_) => StepRecord::Error { name: "TypeError".into() },
            };
            texts.extend(self.texts_after(step, outcome.as_ref().ok(), &seen));
            let (outcome, console) = (outcome.as_ref().map_err(|error| *error), &*texts);
            let browser = &browser;
            tell(Event::End { outcome, seen: &seen, console, browser, now_ms });
            record.console.extend(texts.into_iter().filter_map(|text| self.console.write(text)));
            record.steps.push(seen);
        }
        if !(self.holds_console_lines && scenario.shares_console()) {
            record.console.extend(self.console.finish());
        }
        record
    }

    fn texts_before(&mut self, step: &Step) -> Vec<String> {
        let is_get = step.method.as_deref().is_none_or(|method| method.eq_ignore_ascii_case("GET"));
        if let (Api::Form, true, Some(encoding)) = (step.api, is_get, step.enctype) {
            return unused_encoding_text(encoding, self.profile).into_iter().collect();
        }
        if step.api != Api::Webgl {
            return Vec::new();
        }
        self.webgl_contexts += 1;
        let too_many = self.webgl_contexts > WEBGL_CONTEXTS;
        let text = too_many.then(|| too_many_webgl_contexts_text(self.profile));
        text.flatten().into_iter().collect()
    }

    fn texts_after(
        &self,
        step: &Step,
        outcome: Option<&Outcome>,
        seen: &StepRecord,
    ) -> Option<String> {
        let tainted = *seen == StepRecord::Loaded { access: Access::Tainted };
        if matches!(step.api, Api::Img | Api::Video) && tainted {
            return tainted_canvas_text(self.profile);
        }
        let asked = outcome.filter(|outcome| outcome.client.global != Global::Window)?;
        let body = &asked.result.as_ref().ok()?.internal.body;
        if body.is_empty() && matches!(step.api, Api::Import | Api::ImportScripts) {
            return empty_script_text(self.profile);
        }
        // What it throws a worker is not told, if it came from elsewhere: the console is.
        let is_muted = step.api == Api::ImportScripts
            && *seen == StepRecord::Error { name: "NetworkError".into() };
        let thrown = Completion::of(body, Goal::Script).text(body);
        thrown.filter(|_| is_muted).and_then(|text| muted_error_text(&text, self.profile))
    }
}

/// What happens while a scenario is played.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The page takes its next step.
    Step(&'a Step),
    /// The browser sends a request.
    Request(&'a HttpRequest),
    /// A server answers it, or does not.
    Answer(Option<&'a Answer>),
    /// The step is over.
    End {
        /// How its fetch ended; if there was none, why the API refused.
        outcome: Result<&'a Outcome, SetUpError>,
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

/// When every scenario begins, in milliseconds from 1970: the day of the recordings, so that a date in a cookie's
/// `Expires` is past or to come as it was for whoever wrote it.
const START_MS: u64 = 1_795_824_000_000;

/// WebGL contexts that a page can have at once.
const WEBGL_CONTEXTS: usize = 16;

/// A scenario's server, as what carries the browser's messages; writes down each.
struct Stage<'a> {
    server: &'a mut dyn Server,
    wire: &'a mut Vec<WireRequest>,
    tell: &'a mut dyn FnMut(Event<'_>),
}

impl Network for Stage<'_> {
    fn send(&mut self, message: &HttpRequest, _: &mut UserAgent) -> Option<Response> {
        // The servers of scenarios speak HTTP/1.1.
        if message.is_streamed {
            return None;
        }
        let sent = WireRequest::of(message);
        (self.tell)(Event::Request(message));
        let answer = self.server.answer(&sent);
        (self.tell)(Event::Answer(answer.as_ref()));
        self.wire.push(sent);
        answer.map(|Answer { status, headers, body }| Response {
            status,
            headers,
            body: body.into(),
        })
    }
}

fn is_shown(response: &Response) -> bool {
    is_picture(&response.body, response.headers.lines("Content-Type").last().unwrap_or_default())
}

/// As what a file is run, if it is.
const fn goal(initiator: Initiator) -> Option<Goal> {
    match initiator {
        Initiator::Script | Initiator::ImportScripts => Some(Goal::Script),
        Initiator::ModuleScript | Initiator::Import => Some(Goal::Module),
        _ => None,
    }
}

/// How what was run ended, if anything was.
fn completion(outcome: &Outcome) -> Option<Completion> {
    let goal = goal(outcome.initiator).filter(|_| !outcome.is_preload)?;
    let response = outcome.result.as_ref().ok()?;
    Some(Completion::of(&response.internal.body, goal))
}

/// What script sees of another that was run: the error that it threw, or an event of it whose message tells of what
/// was thrown, if it is not muted.
fn script_seen(outcome: &Outcome, seen: StepRecord, profile: &Profile) -> StepRecord {
    let (StepRecord::Loaded { access }, Some(completion)) = (&seen, completion(outcome)) else {
        return seen;
    };
    let is_told = completion.is_thrown_by_small_file();
    match (outcome.initiator, &completion) {
        (_, Completion::Normal) => seen,
        (Initiator::ModuleScript, Completion::SyntaxError) if profile.unparsable_modules_wait => {
            StepRecord::Pending
        }
        (Initiator::Script | Initiator::ModuleScript, _) => {
            let access = if is_told { *access } else { Access::Muted };
            StepRecord::Loaded { access }
        }
        (Initiator::ImportScripts, _) if is_told => seen,
        _ => StepRecord::Error { name: completion.name().into() },
    }
}

/// Whether what came is the file that an element takes: those that stand for one are.
fn content(outcome: &Outcome, step: &Step) -> Content {
    let is_image = matches!(step.api, Api::Img | Api::Webgl);
    let has_file = |response: &Response| is_small_file(&response.body) && response.status != 304;
    match &outcome.result {
        _ if outcome.is_preload => Content::Fitting,
        Ok(_) if goal(outcome.initiator).is_some() => match completion(outcome) {
            Some(Completion::Normal) | None => Content::Unfitting,
            Some(_) => Content::Fitting,
        },
        Ok(response) if is_image && !is_shown(&response.internal) => Content::Unfitting,
        Ok(response) if has_file(&response.internal) => Content::Fitting,
        _ => Content::Unfitting,
    }
}
