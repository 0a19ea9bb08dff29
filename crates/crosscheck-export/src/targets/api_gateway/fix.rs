//! An HTTP API of Amazon API Gateway, which answers preflights by itself.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::configuration;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!("CorsConfiguration:\n{}", configuration(&CorsObject::of(grant), "  "));
    Fix::of(
        &[("in the properties of the AWS::ApiGatewayV2::Api", text)],
        &[
            "API Gateway answers preflights by itself from now on, and takes no notice of what an integration says of CORS",
            "a REST API has no such field: there, OPTIONS is a method of each resource, and errors need gateway responses",
        ],
    )
}
