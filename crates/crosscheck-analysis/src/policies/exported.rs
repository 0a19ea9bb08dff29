//! What an export loses, for people, and all of it for programs.

use std::borrow::Cow;

use crosscheck::catalog::Language;
use crosscheck_export::ConfigFile;
use crosscheck_export::Export;
use crosscheck_export::Loss;
use crosscheck_export::Server;
use serde_json::json;

use crate::chinese::said_in;
use crate::say;
use crate::text::Text;

/// A line for each loss: what it comes to, and where.
pub fn talk(losses: &[Loss], language: Language) -> Text {
    let mut text = Text::default();
    let [colon, before, behind] = match language {
        Language::Chinese => ["：", "（", "）"],
        _ => [": ", " (", ")"],
    };
    for loss in losses {
        let place = match loss.place.as_str() {
            "" => String::new(),
            place => format!("{before}{place}{behind}"),
        };
        let [effect, what] = [loss.effect.name(), &loss.text].map(|text| said_in(language, text));
        say!(text, "{effect}{colon}{what}{place}");
    }
    text
}

/// Where a file belongs.
pub fn place(file: &ConfigFile, language: Language) -> Cow<'static, str> {
    said_in(language, file.place)
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
