//! The rules of a bucket of S3, as JSON or XML, in a template, or in Terraform's language.
//!
//! The first rule is taken whose origins and methods fit. A `*` in an origin stands for any text. Beside a
//! listed origin S3 says that credentials are allowed, but none of its requests needs cookies: they are
//! left out.

use super::xml;
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
    let documents = match xml::document(reader.text()) {
        Some(document) => vec![document],
        None => documents(reader.text())?,
    };
    Ok(Read::Draft(BUCKET.draft(&documents, reader)))
}

/// Some other clouds' buckets are described alike.
const BUCKET: Service = Service {
    types: &[
        "AWS::S3::Bucket",
        "aws_s3_bucket",
        "digitalocean_spaces_bucket",
        "linode_object_storage_bucket",
        "scaleway_object_bucket",
        "terraform-aws-modules/s3-bucket/",
    ],
    keys: &["AllowedOrigins", "AllowedOrigin", "allowed_origins"],
    read,
};

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        let texts = || value.texts();
        match folded(key).as_str() {
            "allowedorigins" | "allowedorigin" => {
                let one = [value].into_iter().filter(|value| value.text().is_some());
                for item in one.map(|one| &**one).chain(value.list().iter().map(|item| &**item)) {
                    if let Some(text) = item.text() {
                        rule.origin_with_any_text(text, item.at, false, reader);
                    }
                }
            }
            "allowedmethods" | "allowedmethod" => {
                methods = texts();
                reader.left_out(&methods, Checked::Everything, (*at, key));
            }
            "allowedheaders" | "allowedheader" => {
                headers = reader.whole_names(texts(), *at);
            }
            "exposeheaders" | "exposeheader" | "exposedheaders" => rule.expose_headers = texts(),
            "maxageseconds" | "maxage" => rule.max_age = reader.seconds(value),
            "id" => {}
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Echoed, (node.at, "AllowedHeaders"), reader);
    rule
}
