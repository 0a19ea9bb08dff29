//! The CORS of an HTTP API of Amazon API Gateway, in a template, an OpenAPI document, `serverless.yml`, Terraform's
//! language, or what its own command writes.
//!
//! The function URLs of AWS Lambda have the same lists, by their documentation.
//! Preflights are answered with the lists; `*` is sent as it is. `https://*` is every origin of that scheme.

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
    Ok(Read::Draft(API.draft(&documents, reader)))
}

const API: Service = Service {
    types: &[
        "AWS::ApiGatewayV2::Api",
        "AWS::Lambda::Url",
        "AWS::Serverless::Function",
        "AWS::Serverless::HttpApi",
        "aws_apigatewayv2_api",
        "aws_lambda_function_url",
        "terraform-aws-modules/apigateway-v2/",
    ],
    keys: KEYS,
    read,
};

/// Keys of which each rule has one.
pub(crate) const KEYS: &[&str] =
    &["AllowOrigins", "allowOrigins", "allowedOrigins", "allow_origins"];

/// Reads a rule.
pub(crate) fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for (key, at, value) in node.table() {
        reader.count();
        let texts = || value.texts();
        match folded(key).as_str() {
            "alloworigins" | "allowedorigins" => {
                for origin in texts() {
                    match origin.as_str() {
                        "https://*" | "http://*" => rule.origins.push(format!("{origin}:*")),
                        text if text.contains('*') && text != "*" => {
                            let reason =
                                "it knows no patterns but `*` and `https://*`: this lets nobody in";
                            reader.miss(value.at, text, reason);
                        }
                        _ => rule.origins.push(origin),
                    }
                }
            }
            "allowmethods" | "allowedmethods" => methods = texts(),
            "allowheaders" | "allowedheaders" => headers = texts(),
            "exposeheaders" | "exposedresponseheaders" => rule.expose_headers = texts(),
            "allowcredentials" => rule.credentials = reader.truth(value),
            "maxage" => rule.max_age = reader.seconds(value),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Sent, (node.at, "CorsConfiguration"), reader);
    rule
}
