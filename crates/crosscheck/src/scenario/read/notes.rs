//! Noting what is wrong, and where.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::Problem;
use super::error::ScenarioError;
use crate::wire::Origin;

/// Where in a scenario: made a text only if there is something to say.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'p> {
    Whole,
    Member(&'p Self, &'p str),
    Item(&'p Self, usize),
}

impl Place<'_> {
    fn text(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Member(Self::Whole, name) => name.into(),
            Self::Member(within, name) => format!("{}.{name}", within.text()),
            Self::Item(within, index) => format!("{}[{index}]", within.text()),
        }
    }
}

/// Notes what is wrong; and what has been read already and will be met again.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) errors: Vec<ScenarioError>,
    /// The origin that was read last: a server's routes stand together.
    pub(super) origin: Option<Origin>,
}

impl Notes {
    pub(super) fn note(&mut self, place: Place<'_>, problem: Problem) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(ScenarioError { place: place.text(), problem });
        }
    }

    /// That members are missing.
    pub(super) fn missing(&mut self, place: Place<'_>, names: &[&str]) {
        for name in names {
            self.note(Place::Member(&place, name), Problem::Missing);
        }
    }
}

/// Errors that are told of one scenario: more say nothing that these do not.
const MOST_ERRORS: usize = 20;
