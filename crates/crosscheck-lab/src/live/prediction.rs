//! What the engine predicts of a scenario that this machine plays.

use crosscheck::agent::Profile;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Server;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use serde::Serialize;

use crate::entry::Entry;
use crate::predict::as_set;
use crate::predict::show_bytes;

/// A record, with the answers beside the requests.
#[derive(Debug, Serialize)]
pub(super) struct Predicted {
    run: String,
    steps: Vec<StepRecord>,
    console: Vec<String>,
    wire: Vec<Entry>,
}

/// Plays a scenario as one browser would, that keeps cookies of other sites or is set not to.
pub(super) fn predict(
    scenario: &Scenario,
    profile: &'static Profile,
    third_party_cookies: bool,
) -> Predicted {
    let mut server = Heard { server: ScriptedServer::new(&scenario.server), wire: Vec::new() };
    let record = play(&as_set(scenario.clone(), third_party_cookies), profile, &mut server);
    let Record { id: run, mut steps, console, .. } = record;
    steps.iter_mut().for_each(show_bytes);
    Predicted { run, steps, console, wire: server.wire }
}

/// A scripted server that writes down what it hears and says.
struct Heard<'s> {
    server: ScriptedServer<'s>,
    wire: Vec<Entry>,
}

impl Server for Heard<'_> {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let answer = self.server.answer(request)?;
        let mut entry = Entry::of(request, &answer);
        entry.reduce(&self.wire);
        self.wire.push(entry);
        Some(answer)
    }
}
