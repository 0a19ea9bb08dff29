//! The CORS of a service of Azure Storage: `corsRules` of its resource, as JSON, in Bicep or in Terraform's language, or what
//! `az storage cors list` tells.
//!
//! The first rule speaks whose origins and methods fit. Beside an origin that is named it says that credentials may
//! pass; to everybody it says `*`.

use crate::import::At;
use crate::import::Checked;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Service;
use crate::import::Star;
use crate::import::documents_or_bicep;
use crate::import::folded;
use crate::import::items;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let written = documents_or_bicep("corsRules", reader.text())?;
    Ok(Read::Draft(STORAGE.draft(&written, reader)))
}

const STORAGE: Service = Service {
    types: &["Microsoft.Storage/", "azurerm_storage_account"],
    keys: &["allowedOrigins", "AllowedOrigins", "allowed_origins"],
    read,
};

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
            "maxageinseconds" => rule.max_age = reader.seconds(value),
            "service" => {}
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.credentials = !rule.origins.iter().any(|origin| origin == "*");
    rule.names(methods, headers, Star::Echoed, (node.at, "allowedHeaders"), reader);
    rule
}
