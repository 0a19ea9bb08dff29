//! The texts that browsers write to their consoles.

use alloc::string::String;
use alloc::vec::Vec;

use crate::agent::Outcome;
use crate::agent::Profile;

/// What a browser writes to its console about how a fetch ended.
pub fn console_texts(outcome: &Outcome, profile: &Profile) -> Vec<String> {
    let _ = (outcome, profile);
    Vec::new()
}
