//! Azure App Service. It lists origins alone: every method and header is let through.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!(
        "\"cors\": {{\n  \"allowedOrigins\": [{}],\n  \"supportCredentials\": {}\n}}\n",
        quoted(&grant.origins_or_example()),
        grant.credentials
    );
    let mut notes = vec![
        "where origins are listed the platform answers alone: headers of CORS that the application sets are not sent",
    ];
    if !grant.expose.is_empty() {
        notes.push(
            "it exposes no headers: take its list of origins away, and let the application answer",
        );
    }
    Fix::of(
        &[("in the properties of the app (Microsoft.Web/sites), under siteConfig", text)],
        &notes,
    )
}
