//! A browser's record and the engine's, held side by side.

use crosscheck::agent::Profile;
use crosscheck::scenario::Disagreement;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::compare;
use crosscheck::scenario::console_agrees;

/// The engine as a browser that plays scenarios one after the other.
pub(super) struct Engine(Player);

impl Engine {
    pub(super) fn new(profile: &'static Profile) -> Self {
        let mut player = Player::new(profile);
        // Each scenario's messages are its own: the recorder's page marks them.
        player.holds_console_lines = false;
        Self(player)
    }

    /// What the engine makes of a scenario, its console one message an item.
    pub(super) fn play(&mut self, scenario: &Scenario) -> Record {
        let mut played = self.0.play(scenario, &mut ScriptedServer::new(&scenario.server));
        let messages = played.console.iter().flat_map(|text| text.split(" | "));
        played.console = messages.map(str::to_owned).collect();
        played
    }
}

/// Both records of a scenario.
pub(super) struct Held<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) seen: Record,
    pub(super) played: Record,
}

impl Held<'_> {
    /// The browser could do all of it.
    pub(super) fn is_comparable(&self) -> bool {
        !self.seen.steps.contains(&StepRecord::Unsupported)
    }

    /// What script saw and what reached the servers.
    pub(super) fn difference(&self) -> Option<Disagreement> {
        compare(self.scenario, &self.seen, &self.played).filter(|_| self.is_comparable())
    }

    /// What sort of difference that is: whoever makes a scenario smaller must not slip into another.
    pub(super) fn sort(&self) -> Option<[String; 3]> {
        let word =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned);
        let difference = self.difference()?;
        let texts = [&difference.place, &difference.first, &difference.second];
        // Of a step that is its kind; of a request whether there is one, and whether it says who asks.
        Some(texts.map(|text| match text.strip_prefix('(') {
            Some(request) => format!("request {}", request.contains("\"origin\"")),
            None => word(text).unwrap_or_default(),
        }))
    }

    /// The whole console, in order.
    pub(super) fn has_same_console(&self) -> bool {
        self.seen.console == self.played.console
    }

    /// The first text about CORS; `None` if there is none.
    pub(super) fn has_same_first_text(&self) -> Option<bool> {
        console_agrees(&self.seen, &self.played)
    }
}
