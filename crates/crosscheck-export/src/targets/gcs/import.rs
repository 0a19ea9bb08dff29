//! The CORS of a bucket of Google Cloud Storage.
//!
//! One list is for the headers of requests and of answers. No credentials pass.

use crate::import::At;
use crate::import::Checked;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::documents;
use crate::import::rules_with;
use crate::import::seconds;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let documents = documents(reader.text())?;
    Ok(Read::Draft(rules_with(&documents, &["origin"], read, reader)))
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
