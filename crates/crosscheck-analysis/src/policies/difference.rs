//! What changes between two policies, for people and for programs.

use crosscheck::catalog::Language;
use crosscheck::server::Access;
use crosscheck::server::AccessChange;
use crosscheck::server::AffectedOrigins;
use crosscheck::server::PolicyDifference;
use crosscheck::server::ResourcePolicy;
use serde_json::Value;
use serde_json::json;

use crate::chinese::access_change;
use crate::chinese::embedding_change;
use crate::chinese::handler_change;
use crate::say;
use crate::text::Text;

/// A line for each change: `+` where somebody may do more, `-` less, `~` both, or something else.
pub fn text(difference: &PolicyDifference, language: Language) -> Text {
    let is_chinese = language == Language::Chinese;
    let mut text = Text::default();
    for change in &difference.changes {
        let told = if is_chinese { access_change(change) } else { change.to_string() };
        say!(text, "{} {told}", sign(change));
    }
    for change in &difference.embedding {
        let told = if is_chinese { embedding_change(change) } else { change.to_string() };
        say!(text, "~ {told}");
    }
    if let Some(change) = &difference.handlers {
        let told = if is_chinese { handler_change(change) } else { change.to_string() };
        say!(text, "~ {told}");
    }
    text
}

fn sign(change: &AccessChange) -> char {
    match (change.gains.is_empty(), change.loses.is_empty()) {
        (false, true) => '+',
        (true, false) => '-',
        _ => '~',
    }
}

/// The same for programs.
pub fn json(difference: &PolicyDifference) -> Value {
    let words =
        |accesses: &[Access]| accesses.iter().map(ToString::to_string).collect::<Vec<String>>();
    let changes = difference.changes.iter().map(|change| {
        let max_age = change.max_age.map(|(old, new)| json!({ "old": old, "new": new }));
        json!({
            "origins": change.origins.iter().map(who).collect::<Vec<_>>(),
            "paths": change.paths,
            "gains": words(&change.gains),
            "loses": words(&change.loses),
            "max_age": max_age,
            "witness": { "origin": change.origin, "path": change.path },
            "message": change.to_string(),
        })
    });
    let name = |policy: Option<ResourcePolicy>| policy.map(ResourcePolicy::name);
    let embedding = difference.embedding.iter().map(
        |change| json!({ "paths": change.paths, "old": name(change.old), "new": name(change.new) }),
    );
    let handlers = difference.handlers.as_ref();
    let handlers = handlers.map(|change| json!({ "left": change.left, "taken": change.taken }));
    json!({
        "version": 1,
        "same": difference.is_empty(),
        "widens": difference.widens(),
        "changes": changes.collect::<Vec<_>>(),
        "resource_policy": embedding.collect::<Vec<_>>(),
        "handlers": handlers,
    })
}

/// An entry of a policy, and whether all that it covers is meant; `*` stands for everybody else.
fn who(who: &AffectedOrigins) -> Value {
    let (entry, whole) = match who {
        AffectedOrigins::Entry(entry) => (entry.as_str(), true),
        AffectedOrigins::SomeOf(entry) => (entry.as_str(), false),
        _ => ("*", false),
    };
    json!({ "entry": entry, "whole": whole })
}
