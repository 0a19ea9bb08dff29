//! What is wrong with a scenario, and where.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Why something is no scenario.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it can be read, or it cannot")]
pub enum ReadError<E> {
    /// It cannot be read at all: the error of who reads it.
    Unreadable(E),
    /// It can be read, but is no scenario.
    Scenario(ScenarioErrors),
}

impl<E: fmt::Display> fmt::Display for ReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Scenario(errors) => errors.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for ReadError<E> {}

/// Everything that is wrong with a scenario, in the order in which it is written; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioErrors(pub(super) Vec<ScenarioError>);

impl ScenarioErrors {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &ScenarioError> {
        self.0.iter()
    }

    /// The first of them.
    pub fn first(&self) -> &ScenarioError {
        self.0.first().expect("there is no such value without an error")
    }
}

impl fmt::Display for ScenarioErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for ScenarioErrors {}

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScenarioError {
    /// Where: `steps[0].credentials`; empty for the whole.
    pub place: String,
    /// What.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// There is no such member here.
    UnknownMember {
        /// The members that there are.
        known: Vec<&'static str>,
    },
    /// It is none of the words that would do.
    UnknownWord {
        /// The word.
        word: String,
        /// The words that would do.
        known: Vec<&'static str>,
    },
    /// It is written twice.
    Repeated,
    /// A member is missing.
    Missing,
    /// It is of another kind than it should be.
    WrongKind {
        /// What it is.
        found: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// It is a text, but not one that would do.
    Invalid {
        /// Why not.
        reason: String,
        /// What would do.
        suggestion: Option<String>,
    },
}

impl ScenarioError {
    /// The word or member that was meant, if one is near.
    pub fn did_you_mean(&self) -> Option<&'static str> {
        match &self.problem {
            Problem::UnknownMember { known } => {
                let name = self.place.rsplit('.').next().unwrap_or_default();
                nearest(name, known)
            }
            Problem::UnknownWord { word, known } => nearest(word, known),
            _ => None,
        }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        let known = match &self.problem {
            Problem::UnknownMember { known } => {
                f.write_str("there is no such member")?;
                known
            }
            Problem::UnknownWord { word, known } => {
                write!(f, "`{word}` is none of its words")?;
                known
            }
            Problem::Repeated => return f.write_str("it is written twice"),
            Problem::Missing => return f.write_str("it is missing"),
            Problem::WrongKind { found, expected } => {
                return write!(f, "it is {found}, not {expected}");
            }
            Problem::Invalid { reason, suggestion } => {
                f.write_str(reason)?;
                return match suggestion {
                    Some(suggestion) => write!(f, "; write `{suggestion}`"),
                    None => Ok(()),
                };
            }
        };
        if let Some(meant) = self.did_you_mean() {
            write!(f, ", did you mean `{meant}`?")?;
        }
        let known: Vec<String> = known.iter().map(|word| alloc::format!("`{word}`")).collect();
        write!(f, " (one of {})", known.join(", "))
    }
}

impl core::error::Error for ScenarioError {}

/// The word that is nearest to another one, if it is near at all.
pub(in crate::scenario) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let word = word.to_owned().to_ascii_lowercase();
    let near =
        known.iter().map(|candidate| (edits(&word, &candidate.to_ascii_lowercase()), *candidate));
    let (distance, candidate) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= candidate.len().max(3) / 3).then_some(candidate)
}

/// How many letters must be put in, taken out or changed to make one word of another.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(LONGEST_WORD).collect();
    // From what was read of the one word to each beginning of the other.
    let mut row: Vec<usize> = (1..=b.len()).collect();
    let mut last = b.len();
    for (read, from) in a.chars().take(LONGEST_WORD).enumerate() {
        let mut diagonal = read;
        last = read + 1;
        for (to, place) in b.iter().zip(&mut row) {
            let changed = diagonal + usize::from(from != *to);
            diagonal = *place;
            last = changed.min(last + 1).min(diagonal + 1);
            *place = last;
        }
    }
    last
}

/// Letters that are looked at: no word is longer, and a hostile one costs no more.
const LONGEST_WORD: usize = 48;
