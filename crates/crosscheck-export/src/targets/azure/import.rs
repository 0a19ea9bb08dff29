//! The CORS of a service of Azure Storage: `corsRules` of its resource, or what `az storage cors list` tells.
//!
//! The first rule speaks whose origins and methods fit. Beside an origin that is named it says that credentials may
//! pass; to everybody it says `*`.

use crate::import::At;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::documents;
use crate::import::items;
use crate::import::seconds;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        let mut rules = Vec::new();
        for key in ["allowedOrigins", "AllowedOrigins"] {
            document.holders(key, &mut rules);
        }
        for rule in rules {
            let rule = read(rule, reader);
            draft.rules.push(rule);
        }
    }
    Ok(Read::Draft(draft))
}

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        // A list, or its items in one text.
        let texts = || match value.text() {
            Some(text) => items(text),
            None => value.texts(),
        };
        match key.to_ascii_lowercase().as_str() {
            "allowedorigins" => {
                for origin in texts() {
                    rule.origin_with_any_text(&origin, value.at, true, reader);
                }
            }
            "allowedmethods" => {
                methods = texts();
                reader.miss_reading(&methods, *at, key);
            }
            "allowedheaders" => headers = reader.whole_names(texts(), *at),
            "exposedheaders" => rule.expose_headers = reader.whole_names(texts(), *at),
            "maxageinseconds" => rule.max_age = value.text().and_then(seconds),
            "service" => {}
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.credentials = !rule.origins.iter().any(|origin| origin == "*");
    rule.names(methods, headers, Star::Echoed, (node.at, "allowedHeaders"), reader);
    rule
}
