//! What an export loses, for people, and all of it for programs.

use crosscheck_export::Export;
use crosscheck_export::Loss;
use crosscheck_export::Server;
use serde_json::json;

use crate::say;
use crate::text::Text;

/// A line for each loss: what it comes to, and where.
pub fn talk(losses: &[Loss]) -> Text {
    let mut text = Text::default();
    for loss in losses {
        let place =
            if loss.place.is_empty() { String::new() } else { format!(" ({})", loss.place) };
        say!(text, "{}: {}{place}", loss.effect.name(), loss.text);
    }
    text
}

/// The same for programs, with the files.
pub fn json(server: Server, export: &Export) -> serde_json::Value {
    let files = export.files.iter();
    let files: Vec<_> = files
        .map(|file| json!({ "name": file.name, "place": file.place, "text": file.text }))
        .collect();
    let losses = export.losses.iter();
    let losses: Vec<_> = losses
        .map(|loss| {
            json!({
                "kind": loss.kind.name(),
                "effect": loss.effect.name(),
                "place": loss.place,
                "text": loss.text,
            })
        })
        .collect();
    json!({ "version": 1, "server": server.name(), "files": files, "losses": losses })
}
