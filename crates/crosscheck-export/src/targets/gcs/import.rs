//! The CORS of a bucket of Google Cloud Storage, as JSON or in Terraform's language.
//!
//! One list is for the headers of requests and of answers. No credentials pass.

use crate::import::At;
use crate::import::Checked;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Service;
use crate::import::Star;
use crate::import::documents;
use crate::import::folded;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let documents = documents(reader.text())?;
    Ok(Read::Draft(BUCKET.draft(&documents, reader)))
}

const BUCKET: Service = Service {
    types: &["google_storage_bucket", "terraform-google-modules/cloud-storage/"],
    keys: &["origin"],
    read,
};

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        let texts = || value.texts();
        match folded(key).as_str() {
            "origin" => rule.origins = texts(),
            "method" => {
                methods = texts();
                reader.left_out(&methods, Checked::Everything, (*at, key));
            }
            "responseheader" => {
                headers = texts();
                rule.expose_headers.clone_from(&headers);
            }
            "maxageseconds" => rule.max_age = reader.seconds(value),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Echoed, (node.at, "responseHeader"), reader);
    rule
}
