//! The runs that the lab's servers answer for.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crosscheck::agent::Profile;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Server;
use crosscheck::scenario::WireRequest;
use crosscheck_analysis::InputError;
use serde::Deserialize;
use serde::Serialize;

use super::places::Places;
use super::prediction::Predicted;
use super::prediction::predict;
use super::relocate::Relocated;
use super::relocate::relocate;
use crate::chance::unguessable;
use crate::entry::Entry;
use crate::log::Ledger;

/// What a page wants played.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    scenario: Scenario,
    /// The engine that speaks for the visitor's browser.
    browser: String,
    /// Whether it keeps cookies of other sites.
    #[serde(default = "yes")]
    third_party_cookies: bool,
}

fn yes() -> bool {
    true
}

/// What the page plays, and what is predicted of it.
#[derive(Debug, Serialize)]
pub(crate) struct Begun {
    run: String,
    #[serde(flatten)]
    moved: Relocated,
    predicted: Predicted,
}

/// The last runs, the server of each, and what their servers heard.
#[derive(Debug)]
pub(crate) struct Runs {
    places: Places,
    runs: Mutex<Ledger<ScriptedServer<'static>>>,
}

impl Runs {
    pub(crate) fn new(places: Places) -> Self {
        Self { places, runs: Mutex::default() }
    }

    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Makes the servers ready for a scenario, and predicts it.
    pub(crate) fn begin(&self, asked: &Asked) -> Result<Begun, InputError> {
        // Whoever cannot guess it asks in vain.
        let run = unguessable::<8>();
        let Some(profile) = Profile::named(&asked.browser) else {
            return Err(InputError::new(
                format!("there is no browser `{}`", asked.browser),
                "write spec, chromium, firefox or webkit",
            ));
        };
        let moved = relocate(&asked.scenario, &run, &self.places)?;
        let predicted = predict(&moved.scenario, profile, asked.third_party_cookies);
        let routes = moved.scenario.server.clone();
        let bytes = serde_json::to_vec(&routes).map_or(0, |routes| routes.len());
        self.runs().begin(run.clone(), ScriptedServer::from(routes), bytes);
        Ok(Begun { run, moved, predicted })
    }

    /// What the servers heard of a run; `None` if there is none of that name.
    pub(crate) fn wire(&self, run: &str) -> Option<Vec<Entry>> {
        self.runs().wire(run).map(<[Entry]>::to_vec)
    }

    /// Answers a request by its run's routes and writes both down. `None` if it is of no run.
    pub(super) fn answer(&self, request: &WireRequest) -> Option<Answer> {
        let mut runs = self.runs();
        let run = request.path.split('/').nth(1)?;
        let answer = runs.about(run)?.answer(request)?;
        runs.hear(run, Entry::of(request, &answer));
        Some(answer)
    }

    fn runs(&self) -> MutexGuard<'_, Ledger<ScriptedServer<'static>>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
