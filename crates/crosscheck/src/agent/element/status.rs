//! Which statuses an element takes for an answer.

use crate::agent::profile::Profile;
use crate::agent::request::Initiator;

/// Whether an element takes an answer with this status; script takes all.
pub(super) fn is_fitting(status: u16, initiator: Initiator, profile: &Profile) -> bool {
    match initiator {
        Initiator::Fetch | Initiator::Xhr => true,
        Initiator::Shape | Initiator::Beacon => true,
        Initiator::EventSource => status == 200,
        Initiator::Image => true,
        Initiator::Style if profile.sheets_load_below_400 => (200..=399).contains(&status),
        Initiator::Script | Initiator::Font if profile.scripts_and_fonts_load_below_400 => {
            (200..=399).contains(&status)
        }
        _ => (200..=299).contains(&status),
    }
}
