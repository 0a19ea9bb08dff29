//! The JSON Schema for editors.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::source::Kind;
use super::source::OBJECTS;
use super::source::Source;

pub(super) fn write(source: &Source) -> anyhow::Result<String> {
    let mut definitions = Map::new();
    for (name, _) in OBJECTS {
        definitions.insert(name.to_owned(), object(source, name)?);
    }
    let Some(Value::Object(scenario)) = definitions.remove("Scenario") else {
        anyhow::bail!("there are no scenarios");
    };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!("A scenario of crosscheck"));
    schema.extend(scenario);
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

fn object(source: &Source, name: &str) -> anyhow::Result<Value> {
    let object = source.object(name)?;
    let mut properties = Map::new();
    for member in &object.members {
        let mut value = value(source, &member.kind)?;
        if let Value::Object(value) = &mut value {
            value.insert("description".to_owned(), json!(member.about));
        }
        properties.insert(member.name.clone(), value);
    }
    if name == "Scenario" {
        for (beside, about) in [
            ("seen", "What browsers did, by their names; passed over."),
            ("expect", "What a test asks for; passed over."),
        ] {
            properties.insert(beside.to_owned(), json!({ "description": about }));
        }
    }
    let needed = object.members.iter().filter(|member| member.is_needed);
    let needed: Vec<_> = needed.map(|member| member.name.as_str()).collect();
    Ok(json!({
        "description": object.about,
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": false,
    }))
}

fn value(source: &Source, kind: &Kind) -> anyhow::Result<Value> {
    Ok(match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number => json!({ "type": "integer", "minimum": 0 }),
        Kind::Lines => json!({
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [{ "type": "string" }, { "type": "string" }],
                "minItems": 2,
                "maxItems": 2,
            },
        }),
        Kind::Texts | Kind::Addresses => {
            json!({ "type": "object", "additionalProperties": { "type": "string" } })
        }
        Kind::ListOfTexts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::ListOf(name) => json!({ "type": "array", "items": of(source, name) }),
        Kind::Of(name) => of(source, name),
    })
}

/// One of a set of words, an object, or a text of its own.
fn of(source: &Source, name: &str) -> Value {
    match source.words(name) {
        Some(words) => {
            json!({ "enum": words.words.iter().map(|(word, _)| word).collect::<Vec<_>>() })
        }
        None if OBJECTS.iter().any(|(own, _)| *own == name) => {
            json!({ "$ref": format!("#/$defs/{name}") })
        }
        None => json!({ "type": "string" }),
    }
}
