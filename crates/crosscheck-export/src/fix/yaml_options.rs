//! The lists that gateways take as YAML.

use crosscheck::diagnosis::RequiredHeaders;

use super::names::Names;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;

/// The lists, each under its name, so far in; and whether credentials pass, if they do.
pub(crate) fn options(indent: &str, grant: &RequiredHeaders, called: Names) -> String {
    let list = |name: &str, before: &str, items: &[&str]| {
        let items: String =
            items.iter().map(|item| format!("\n{indent}- {before}\"{item}\"")).collect();
        format!("{indent}{name}:{items}")
    };
    let preflight = grant.preflight.is_some();
    let names: Vec<&str> = header_names(grant).iter().map(String::as_str).collect();
    let exposed: Vec<&str> = grant.expose.iter().map(String::as_str).collect();
    lines(&[
        (true, &list(called.origins, called.each_origin, &grant.origins_or_example())),
        (grant.credentials, &format!("{indent}{}: true", called.credentials)),
        (preflight, &list(called.methods, "", &methods(grant))),
        (!names.is_empty(), &list(called.request_headers, "", &names)),
        (!exposed.is_empty(), &list(called.expose_headers, "", &exposed)),
        (preflight, &format!("{indent}{}", called.max_age)),
    ])
}
