//! Azure Storage.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::rule;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!("\"corsRules\": [\n      {}\n]\n", rule(&CorsObject::of(grant)));
    Fix::of(
        &[("in the properties of the service (blobServices/default), under cors", text)],
        &[
            "Azure takes five rules for a service, of two KiB together, and refuses a preflight that none fits with 403",
        ],
    )
}
