//! What Azure App Service allows: `cors` of an app's `siteConfig`, in a template, in Bicep or in Terraform's language, or what
//! `az webapp cors show` tells.
//!
//! It lists origins and says whether credentials may pass; every method and header is let through. To everybody it says
//! `*`, and takes no credentials beside that.

use crate::import::At;
use crate::import::DraftRule;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Service;
use crate::import::Star;
use crate::import::documents_or_bicep;
use crate::import::folded;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let documents = documents_or_bicep("cors", reader.text())?;
    Ok(Read::Draft(APP.draft(&documents, reader)))
}

const APP: Service = Service {
    types: &[
        "Microsoft.Web/sites",
        "azurerm_linux_web_app",
        "azurerm_windows_web_app",
        "azurerm_linux_function_app",
        "azurerm_windows_function_app",
        "azurerm_function_app",
        "azurerm_app_service",
        "azurerm_logic_app_standard",
    ],
    keys: &["allowedOrigins", "allowed_origins"],
    read,
};

fn read(node: &Node, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at: node.at, ..DraftRule::default() };
    for (key, at, value) in node.table() {
        reader.count();
        match folded(key).as_str() {
            "allowedorigins" => {
                for origin in value.texts() {
                    match origin.contains('*') && origin != "*" {
                        true => reader.miss(value.at, &origin, WITHIN),
                        false => rule.origins.push(origin),
                    }
                }
            }
            "supportcredentials" => rule.credentials = reader.truth(value),
            _ => reader.miss(*at, key, "this field is not known"),
        }
    }
    rule.star_beside_credentials(node.at, "cors", reader);
    let methods = match rule.credentials {
        true => ["PUT", "PATCH", "DELETE"].map(String::from).into(),
        false => vec!["*".to_owned()],
    };
    let place = (node.at, "cors");
    rule.names(methods, vec!["*".into()], Star::EchoedByDefault, place, reader);
    rule
}

const WITHIN: &str =
    "what a `*` within an origin stands for there is not documented: write the origins";
