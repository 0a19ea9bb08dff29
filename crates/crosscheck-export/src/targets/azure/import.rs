//! The CORS of a service of Azure Storage: `corsRules` of its resource, as JSON, in Bicep or in Terraform's language, or what
//! `az storage cors list` tells.
//!
//! The first rule speaks whose origins and methods fit. Beside an origin that is named it says that credentials may
//! pass; to everybody it says `*`.

use std::rc::Rc;

use crate::import::At;
use crate::import::Checked;
use crate::import::Code;
use crate::import::Comments;
use crate::import::DraftRule;
use crate::import::Kind;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Service;
use crate::import::Star;
use crate::import::documents;
use crate::import::folded;
use crate::import::items;
use crate::import::seconds;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let written = match documents(reader.text()) {
        Ok(documents) => documents,
        Err(error) => match in_bicep(reader) {
            rules if rules.is_empty() => return Err(error),
            rules => rules,
        },
    };
    Ok(Read::Draft(STORAGE.draft(&written, reader)))
}

const STORAGE: Service = Service {
    types: &["Microsoft.Storage/", "azurerm_storage_account"],
    keys: &["allowedOrigins", "AllowedOrigins", "allowed_origins"],
    read,
};

/// The lists of rules in a file of Bicep, whose values are written much as JSON's.
fn in_bicep(reader: &mut Reader<'_>) -> Vec<Rc<Node>> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut lists = Vec::new();
    for at in code.after("corsRules") {
        let colon = code.between(at, at + 20).find(':');
        let Some(value) = colon.map(|colon| code.value(at + colon + 1)) else { continue };
        lists.push(node_of(&code.resolved(&value)));
    }
    lists
}

fn node_of(value: &Literal) -> Rc<Node> {
    let kind = match &value.kind {
        LiteralKind::Text(text) => Kind::Text(text.clone()),
        LiteralKind::Number(number) => Kind::Text(number.to_string()),
        LiteralKind::List(items) => Kind::List(items.iter().map(node_of).collect()),
        LiteralKind::Table(table) => {
            let entry = |(key, value): &(String, Literal)| (key.clone(), value.at, node_of(value));
            Kind::Table(table.iter().map(entry).collect())
        }
        _ => Kind::Computed(value.shown()),
    };
    Rc::new(Node { at: value.at, kind })
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
        match folded(key).as_str() {
            "allowedorigins" => {
                for origin in texts() {
                    rule.origin_with_any_text(&origin, value.at, true, reader);
                }
            }
            "allowedmethods" => {
                methods = texts();
                reader.left_out(&methods, Checked::Everything, (*at, key));
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
