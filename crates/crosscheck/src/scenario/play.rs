//! Playing a scenario: the engine as the browser, any server as the server.

use alloc::vec::Vec;

use super::record::Record;
use super::record::StepRecord;
use super::script::Scenario;
use super::server::Server;
use crate::agent::Profile;

/// Plays a scenario as one browser would and records what came of it.
pub fn play(scenario: &Scenario, profile: &'static Profile, server: &mut dyn Server) -> Record {
    let _ = (profile, server);
    Record {
        id: scenario.id.clone(),
        steps: scenario.steps.iter().map(|_| StepRecord::Unsupported).collect(),
        wire: Vec::new(),
        console: Vec::new(),
    }
}
