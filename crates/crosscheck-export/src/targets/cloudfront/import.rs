//! The CORS of a response headers policy of CloudFront: as its own command takes it, in a template, or in Terraform's
//! language.
//!
//! Its headers are added where a request has an `Origin`; a preflight's status is the origin's.

use crate::import::At;
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
    Ok(Read::Draft(POLICY.draft(&documents, reader)))
}

const POLICY: Service = Service {
    types: &["AWS::CloudFront::ResponseHeadersPolicy", "aws_cloudfront_response_headers_policy"],
    keys: &["AccessControlAllowOrigins", "access_control_allow_origins"],
    read,
};

/// What `ALL` stands for.
const ALL: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        let items = value.get("Items").or(value.get("items")).unwrap_or(value);
        match folded(key).as_str() {
            "accesscontrolalloworigins" => {
                for origin in items.texts() {
                    rule.origin_with_any_text(&origin, items.at, false, reader);
                }
            }
            "accesscontrolallowmethods" => {
                methods = items.texts();
                if methods.iter().any(|name| name == "ALL") {
                    methods = ALL.map(String::from).into();
                }
            }
            "accesscontrolallowheaders" => headers = items.texts(),
            "accesscontrolexposeheaders" => rule.expose_headers = items.texts(),
            "accesscontrolallowcredentials" => rule.credentials = reader.truth(value),
            "accesscontrolmaxagesec" => rule.max_age = reader.seconds(value),
            "originoverride" if !value.is_true() => reader.note(
                *at,
                key,
                "where the origin says something of CORS by itself, that is sent on in place of this",
            ),
            "originoverride" => {}
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.star_beside_credentials(node.at, "CorsConfig", reader);
    rule.names(methods, headers, Star::Sent, (node.at, "CorsConfig"), reader);
    rule
}
