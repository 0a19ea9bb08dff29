//! Who asked, as the console names it: script by one API or the other, or an element.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Stage;
use crosscheck::agent::api::Api;
use crosscheck::diagnosis::Reading;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Step;

/// The same case, asked by what the console names; `None` if that is `fetch`, is not told, or could not
/// ask so.
pub(super) fn another(text: &str, reading: &Reading, scenario: &Scenario) -> Option<Scenario> {
    let url = reading.refusal.url.as_deref();
    let api = asked_by(text, reading.refusal.redirected_from.as_deref().or(url)?)?;
    let [step] = &scenario.steps[..] else { return None };
    if step.api != Api::Fetch {
        return None;
    }
    let is_by_script = api == Api::Xhr;
    let says_more = step.method.is_some() || !step.headers.is_empty() || step.mode.is_some();
    if !is_by_script && (says_more || reading.refusal.stage == Some(Stage::Preflight)) {
        return None;
    }
    if is_by_script && (step.mode.is_some() || step.redirect.is_some()) {
        return None;
    }
    let is_credentialed = step.credentials == Some(CredentialsMode::Include);
    let takes_crossorigin = matches!(api, Api::Img | Api::Script | Api::Style);
    let word = if is_credentialed { "use-credentials" } else { "anonymous" };
    let mut other = scenario.clone();
    other.steps = vec![match is_by_script {
        true => Step { api, ..step.clone() },
        false => Step {
            crossorigin: takes_crossorigin.then(|| word.into()),
            ..Step::new(api, &step.url)
        },
    }];
    if let Some(file) = file_of(api) {
        let answers = other.server.iter_mut().filter(|route| route.method != "OPTIONS");
        answers.for_each(|route| route.body = file.into());
    }
    Some(other)
}

/// What stands before the URL in Chromium's and WebKit's words.
fn asked_by(text: &str, url: &str) -> Option<Api> {
    let line = text.lines().find(|line| line.contains(url))?;
    let names = |word: &str| line.contains(&format!("Access to {word} at '"));
    BY_NAME
        .iter()
        .find(|(word, _)| names(word))
        .map(|(_, api)| *api)
        .or_else(|| line.contains("XMLHttpRequest cannot load ").then_some(Api::Xhr))
}

const BY_NAME: [(&str, Api); 5] = [
    ("XMLHttpRequest", Api::Xhr),
    ("font", Api::Font),
    ("image", Api::Img),
    ("script", Api::Script),
    ("CSS stylesheet", Api::Style),
];

/// The small file that an element takes, as scenarios name it.
fn file_of(api: Api) -> Option<&'static str> {
    Some(match api {
        Api::Font => "@font",
        Api::Img => "@png",
        Api::Script => "@script",
        Api::Style => "@css",
        _ => return None,
    })
}
