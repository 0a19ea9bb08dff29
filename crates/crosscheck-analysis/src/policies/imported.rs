//! What a server's configuration comes to as a policy, and what of it does not.

use crosscheck::catalog::Language;
use crosscheck_config::policy_text;
use crosscheck_export::Imported;
use crosscheck_export::Remark;
use serde_json::Value;
use serde_json::json;

use crate::chinese::said_in;
use crate::say;
use crate::text::Text;

/// The policy's file, with all that it does not hold in comments. In: the configuration's name.
pub fn file(imported: &Imported, name: &str) -> String {
    let Imported { server, config, not_understood, notes, .. } = imported;
    let mut comments = vec![format!("From {name}, which is {}'s.", server.title())];
    let parts = [(not_understood, "Not understood"), (notes, "Note")];
    for (remarks, title) in parts {
        comments.extend(remarks.iter().map(|remark| format!("{title}: {}", words(remark))));
    }
    policy_text(config, &comments)
}

/// What was not understood, and what deserves a word, each with its place. In: the configuration's name.
pub fn talk(imported: &Imported, name: &str, language: Language) -> Text {
    let Imported { not_understood, notes, directives, .. } = imported;
    let mut text = Text::default();
    let colon = if language == Language::Chinese { "：" } else { ": " };
    for (remarks, kind) in [(not_understood, "not understood"), (notes, "note")] {
        let kind = said_in(language, kind);
        for Remark { line, column, text: part, reason, .. } in remarks {
            let place =
                if *line == 0 { name.to_owned() } else { format!("{name}:{line}:{column}") };
            let part = if part.is_empty() { String::new() } else { format!("`{part}`{colon}") };
            say!(text, "{place}: {kind}{colon}{part}{}", said_in(language, reason));
        }
    }
    let missed = not_understood.len();
    let understood = directives.saturating_sub(missed);
    let count = format!("{understood} of {directives} parts that are about CORS understood");
    say!(text, "{name}: {}", said_in(language, &count));
    text
}

/// The same for programs.
pub fn json(imported: &Imported, name: &str) -> Value {
    let all = |remarks: &[Remark]| -> Vec<Value> {
        let one = |remark: &Remark| {
            json!({
                "line": remark.line,
                "column": remark.column,
                "text": remark.text,
                "reason": remark.reason,
            })
        };
        remarks.iter().map(one).collect()
    };
    json!({
        "version": 1,
        "server": imported.server.name(),
        "directives": imported.directives,
        "not_understood": all(&imported.not_understood),
        "notes": all(&imported.notes),
        "policy": file(imported, name),
    })
}

fn words(remark: &Remark) -> String {
    match remark.line {
        0 => said(remark),
        line => format!("line {line}, column {}: {}", remark.column, said(remark)),
    }
}

fn said(remark: &Remark) -> String {
    let Remark { text, reason, .. } = remark;
    if text.is_empty() { reason.clone() } else { format!("`{text}`: {reason}") }
}
