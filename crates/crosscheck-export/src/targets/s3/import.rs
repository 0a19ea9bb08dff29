//! The rules of a bucket of S3, as JSON or in a template.
//!
//! The first rule is taken whose origins and methods fit. A `*` in an origin stands for any text. Beside a
//! listed origin S3 says that credentials are allowed, but none of its requests needs cookies: they are
//! left out.

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
    let keys = ["AllowedOrigins", "AllowedOrigin"];
    Ok(Read::Draft(rules_with(&documents, &keys, read, reader)))
}

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        let texts = || -> Vec<String> {
            let one = value.text().into_iter();
            one.chain(value.list().iter().filter_map(|item| item.text()))
                .map(str::to_owned)
                .collect()
        };
        match key.as_str() {
            "AllowedOrigins" | "AllowedOrigin" => {
                let one = [value].into_iter().filter(|value| value.text().is_some());
                for item in one.map(|one| &**one).chain(value.list().iter().map(|item| &**item)) {
                    if let Some(text) = item.text() {
                        rule.origin_with_any_text(text, item.at, false, reader);
                    }
                }
            }
            "AllowedMethods" | "AllowedMethod" => {
                methods = texts();
                reader.left_out(&methods, Checked::Everything, (*at, key));
            }
            "AllowedHeaders" | "AllowedHeader" => {
                headers = reader.whole_names(texts(), *at);
            }
            "ExposeHeaders" | "ExposeHeader" | "ExposedHeaders" => rule.expose_headers = texts(),
            "MaxAgeSeconds" | "MaxAge" => rule.max_age = value.text().and_then(seconds),
            "ID" | "Id" => {}
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Echoed, (node.at, "AllowedHeaders"), reader);
    rule
}
