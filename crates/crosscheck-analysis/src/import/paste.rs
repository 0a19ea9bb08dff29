//! What kind of text was pasted or dropped, and what is in it.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Wording;
use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::Reading;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::guess;
use crosscheck::diagnosis::read;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use serde::Serialize;

use super::asked_by;
use super::choice::Choice;
use super::command;
use super::console;
use super::har;
use super::recorded::scenario;
use crate::chinese::advice_said_in_chinese;
use crate::code::Collection;
use crate::code::request;
use crate::code::texts_of_json;
use crate::curl::Command;
use crate::curl::is_curl;
use crate::error::InputError;
use crate::explain::lone_url;
use crate::explain::recorded_answers;
use crate::scenario::TraceStep;
use crate::scenario::check;
use crate::scenario::read_scenario;
use crate::scenario::trace;

/// What was read: at least one choice.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// `console`, `curl`, `har`, `headers`, `live`, `scenario` or `url`.
    kind: &'static str,
    choices: Vec<Choice>,
}

impl Imported {
    /// What a live server answered to a step of a page: each message that was sent, and its answer.
    pub fn live(page: Origin, step: Step, answers: Vec<(HttpRequest, Response)>) -> Self {
        let title = format!("{} {}", step.method.as_deref().unwrap_or("GET"), step.url);
        let scenario = scenario("live", page, step, answers);
        Self { kind: "live", choices: vec![Choice::of(title, scenario)] }
    }
}

/// Reads what was pasted: a command or a call, a HAR file, a scenario, an answer's headers, a URL,
/// what a console says, or a rule's name.
///
/// One arm for each kind of text. Fails, with a hint, where it is none of these, or where nothing
/// in it can be played.
pub fn import(text: &str) -> Result<Imported, InputError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let (kind, choices) = if let Some(of_json) = of_json(text) {
        of_json?
    } else if let Some(choice) = answered(text) {
        ("headers", vec![choice])
    } else if is_curl(text) {
        ("curl", vec![asked(command::scenario(Command::parse(text)?)?)])
    } else if let Some(command) = request(text).filter(|_| !tells_a_refusal(text)) {
        ("curl", vec![asked(command::scenario(command?)?)])
    } else if let Some(url) = lone_url(text) {
        ("url", vec![asked(command::plain(&url))])
    } else {
        ("console", console_choices(text)?)
    };
    let mut choices = choices.into_iter();
    let Some(first) = choices.next() else {
        let hint = "save it while the page is open, with the request that fails in it";
        return Err(InputError::new("no page in this file asks another origin by CORS", hint)
            .in_chinese("这个文件里没有跨域请求", "请在页面打开时保存，其中要有失败的那个请求"));
    };
    check(&first.scenario)?;
    let others = choices.filter(|choice| check(&choice.scenario).is_ok());
    Ok(Imported { kind, choices: [first].into_iter().chain(others).collect() })
}

/// A scenario, a HAR file, a collection of requests, a log of consoles; `None` if a text is no JSON.
fn of_json(text: &str) -> Option<Result<(&'static str, Vec<Choice>), InputError>> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let no_scenario = match read_scenario(text.as_bytes()) {
        Ok(scenario) => {
            return Some(Ok(("scenario", vec![Choice::of(title(&scenario), scenario)])));
        }
        Err(error) => error,
    };
    let no_har = match har::choices(text) {
        Ok(choices) => return Some(Ok(("har", choices))),
        Err(error) => error,
    };
    if let Some(collection) = Collection::read(text) {
        let choices = collection.commands.into_iter().map(|c| command::scenario(c).map(asked));
        return Some(choices.collect::<Result<_, _>>().map(|choices| ("curl", choices)));
    }
    if let Some(texts) = texts_of_json(text).filter(|texts| !read(texts).is_empty()) {
        return Some(console_choices(&texts).map(|choices| ("console", choices)));
    }
    if !text.starts_with('{') || !read(text).is_empty() {
        return None;
    }
    Some(Err(if text.contains("\"log\"") { no_har } else { no_scenario }))
}

/// A request whose answer nobody told.
fn asked(scenario: Scenario) -> Choice {
    Choice { is_known: false, ..Choice::of(title(&scenario), scenario) }
}

/// What a server answered, as a tool wrote it down.
fn answered(text: &str) -> Option<Choice> {
    let mut choice = har::choice("headers", recorded_answers(text)?);
    let server = &mut choice.scenario.server;
    for route in server.iter_mut() {
        route.headers.retain(|(_, value)| !value.is_empty());
        if route.method != "OPTIONS" {
            route.method = "*".into();
        }
    }
    if !choice.is_known
        && let [preflight] = &server[..]
    {
        // It is a preflight; its lines stand in for what the request itself is answered.
        server.push(Route { method: "*".into(), status: 200, ..preflight.clone() });
    }
    Some(choice)
}

fn console_choices(text: &str) -> Result<Vec<Choice>, InputError> {
    let mut readings = read(text);
    // A rule's own name, or what a browser calls it.
    if let Some(rule) = FetchRule::named(text).or_else(|| FetchRule::called(text)) {
        readings.push(Reading::of_rule(rule));
    }
    let Some(first) = readings.first() else { return Err(not_understood(text)) };
    if first.is_vague {
        return Err(vague(first));
    }
    let rule = first.refusal.rule;
    let choices: Vec<Choice> =
        readings.iter().filter_map(|reading| console_choice(text, reading)).collect();
    match choices.is_empty() {
        // No scenario shows it: it is told all the same.
        true => {
            let (what, why) = (rule.what(), rule.why());
            let hint = sentences(why.english, advice(&first.refusal), ". ");
            let chinese = sentences(in_chinese(why), advice_said_in_chinese(&first.refusal), "。");
            Err(InputError::new(format!("{rule}: {}", what.english), hint)
                .in_chinese(format!("{rule}：{}", in_chinese(what)), chinese))
        }
        false => Ok(choices),
    }
}

/// Why, and what to do about it.
fn sentences(why: &str, advice: Advice, stop: &str) -> String {
    let advice = advice.server.into_iter().chain(advice.page);
    let mut told = why.to_owned();
    for text in advice {
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        told.push_str(stop);
        told.extend(first);
        told.push_str(letters.as_str());
    }
    told
}

/// A refusal as a scenario; `None` if the same browser would not refuse that for the same reason.
fn console_choice(text: &str, reading: &Reading) -> Option<Choice> {
    let mut scenario = console::scenario(&reading.refusal)?;
    let profile = reading.browser.and_then(Profile::named).unwrap_or(&Profile::SPEC);
    let first = |scenario: &Scenario| {
        trace(scenario, profile, &mut ScriptedServer::new(&scenario.server))
            .steps
            .into_iter()
            .next()
    };
    let rule = |step: &TraceStep| step.refused.as_ref().and_then(|refused| refused.view.rule);
    let mut told = first(&scenario)?;
    // Who asked is kept if it breaks the same rule.
    if let Some(other) = asked_by::another(text, reading, &scenario)
        && let Some(told_of_other) = first(&other)
        && rule(&told_of_other) == rule(&told)
    {
        (scenario, told) = (other, told_of_other);
    }
    let is_the_same = told.refused.is_none() || rule(&told) == Some(reading.refusal.rule);
    let ends_no_fetch = ENDS_NO_FETCH.contains(&reading.refusal.rule);
    (is_the_same && (ends_no_fetch || told.refused.is_some())).then(|| Choice {
        browser: reading.browser,
        is_refused: told.refused.is_some(),
        is_known: false,
        ..Choice::of(format!("{} · {}", title(&scenario), reading.refusal.rule), scenario)
    })
}

/// Whether a text tells of a refusal, whatever else is in it.
fn tells_a_refusal(text: &str) -> bool {
    read(text).iter().any(|reading| !reading.is_vague)
}

/// Script was told that something failed, and no more: no scene shows which of all it was.
fn vague(reading: &Reading) -> InputError {
    let names: Vec<&str> = reading.rules.iter().map(|rule| rule.name()).collect();
    let hint = "the console has the reason on another line: bring that; or look in the network panel at the \
                request's status and its answer's headers";
    let message = format!("that is all that script is told; it may be about {}", names.join(", "));
    InputError::new(message, hint).in_chinese(
        format!("脚本只知道失败了，原因可能是 {}", names.join("、")),
        "控制台里另有一行写明了原因，请一起粘贴；或在网络面板里查看这个请求的状态码和响应头",
    )
}

fn not_understood(text: &str) -> InputError {
    let hint = "paste the console's whole line; or in the network panel choose \"Copy as cURL\", or \
                save a HAR file, and bring that";
    if let Some(rule) = guess(text) {
        let error = format!("this is no text that a known browser writes; it may be about {rule}");
        let chinese = format!("{}。{HINT_IN_CHINESE}", in_chinese(rule.what()));
        return InputError::new(error, format!("{}; {hint}", rule.what().english))
            .in_chinese(format!("这不是已知浏览器的文字，可能与 {rule} 有关"), chinese);
    }
    InputError::new(
        "this is no console text about CORS, no command or call, no headers, no URL, no HAR file and no scenario",
        hint,
    )
    .in_chinese(
        "没有认出这段内容：它不是控制台里的跨域报错，也不是命令、代码、响应头、URL、HAR 文件或场景",
        HINT_IN_CHINESE,
    )
}

/// A text of the catalogue in Chinese, or as it is.
fn in_chinese(text: Wording) -> &'static str {
    text.chinese.unwrap_or(text.english)
}

const HINT_IN_CHINESE: &str =
    "请粘贴控制台里的整行报错；或在网络面板中选择“以 cURL 格式复制”，或保存为 HAR 文件再放进来";

fn title(scenario: &Scenario) -> String {
    let step = scenario.steps.first();
    let method = step.and_then(|step| step.method.as_deref()).unwrap_or("GET");
    format!("{method} {}", step.map(|step| step.url.as_str()).unwrap_or_default())
}

/// Rules of which the console speaks though the fetch succeeds.
const ENDS_NO_FETCH: [FetchRule; 4] = [
    FetchRule::AuthorizationByWildcard,
    FetchRule::CanvasTainted,
    FetchRule::ForbiddenHeader,
    FetchRule::HeaderNotExposed,
];
