//! The CORS of a bucket of Google Cloud Storage.
//!
//! One list is for the headers of requests and of answers. No credentials pass.

use crate::import::At;
use crate::import::Checked;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::documents;
use crate::import::seconds;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        let mut found = Vec::new();
        document.holders("origin", &mut found);
        for node in found {
            let rule = read(node, reader);
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
        let texts = || value.texts();
        match key.as_str() {
            "origin" => rule.origins = texts(),
            "method" => {
                methods = texts();
                reader.left_out(&methods, Checked::Everything, (*at, key));
            }
            "responseHeader" => {
                headers = texts();
                rule.expose_headers.clone_from(&headers);
            }
            "maxAgeSeconds" => rule.max_age = value.text().and_then(seconds),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Echoed, (node.at, "responseHeader"), reader);
    rule
}
