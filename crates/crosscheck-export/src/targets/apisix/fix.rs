//! Apache APISIX. Its plugin answers every OPTIONS by itself.

use crosscheck::diagnosis::RequiredHeaders;

use super::export::plugin;
use crate::export::CorsObject;
use crate::fix::patch::Fix;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let text = format!("plugins:\n  cors:\n{}", plugin(&CorsObject::of(grant), "    "));
    Fix::of(
        &[("in the route", text)],
        &["APISIX answers every OPTIONS by itself with these lists, whatever it asks for"],
    )
}
