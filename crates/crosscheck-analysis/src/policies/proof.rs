//! Which sentences about a policy hold, for people and for programs.

use crosscheck::server::Assertion;
use crosscheck::server::Counterexample;
use serde_json::Value;
use serde_json::json;

use crate::say;
use crate::text::Text;

/// A line for each sentence, and one for each request that breaks it.
pub fn text(proven: &[(Assertion, Vec<Counterexample>)]) -> Text {
    let mut text = Text::default();
    for (assertion, shown) in proven {
        let verdict = if shown.is_empty() { "holds" } else { "broken" };
        match assertion.name.as_str() {
            "" => say!(text, "{verdict}: {assertion}"),
            name => say!(text, "{verdict}: {name}: {assertion}"),
        }
        for example in shown {
            say!(text, "  {example}");
        }
    }
    text
}

/// The same for programs.
pub fn json(proven: &[(Assertion, Vec<Counterexample>)]) -> Value {
    let assertions = proven.iter().map(|(assertion, shown)| {
        let examples = shown.iter().map(|example| {
            let answered_by = example.answered_by.as_ref();
            json!({
                "place": example.place,
                "access": example.access.to_string(),
                "origin": example.origin,
                "path": example.path,
                "answered_by": answered_by.map(|(entry, list)| json!({ "entry": entry, "list": list })),
                "message": example.to_string(),
            })
        });
        json!({
            "name": assertion.name,
            "sentence": assertion.to_string(),
            "holds": shown.is_empty(),
            "counterexamples": examples.collect::<Vec<_>>(),
        })
    });
    json!({
        "version": 1,
        "holds": proven.iter().all(|(_, shown)| shown.is_empty()),
        "assertions": assertions.collect::<Vec<_>>(),
    })
}
