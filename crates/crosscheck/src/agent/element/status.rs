//! Which statuses an element takes for an answer.

use crate::agent::profile::Profile;
use crate::agent::request::Initiator;

/// Whether an element takes an answer with this status; script takes all.
pub(super) fn is_fitting(status: u16, initiator: Initiator, profile: &Profile) -> bool {
    match initiator {
        Initiator::Fetch | Initiator::Xhr => true,
        Initiator::Shape | Initiator::Beacon | Initiator::FetchLater | Initiator::Form => true,
        Initiator::WebSocket => is_handshake(status),
        Initiator::Iframe | Initiator::AtImport => true,
        Initiator::Background | Initiator::Mask | Initiator::SvgUse => true,
        Initiator::EventSource => status == 200,
        Initiator::Image => true,
        Initiator::Track if profile.tracks_load_whatever_their_status => true,
        Initiator::Style if profile.sheets_load_below_400 => (200..=399).contains(&status),
        Initiator::Script | Initiator::Font if profile.scripts_and_fonts_load_below_400 => {
            (200..=399).contains(&status)
        }
        _ => (200..=299).contains(&status),
    }
}

/// Whether a server takes up a WebSocket.
///
/// Spec: <https://websockets.spec.whatwg.org/#concept-websocket-establish>
const fn is_handshake(status: u16) -> bool {
    // 11.1. Any other status refuses it.
    // MISSING: 11.2 to 11.3. Which protocol, and the key's counterpart: the host's.
    status == 101
}
