//! The options that middleware for JavaScript servers takes.

use crosscheck::diagnosis::RequiredHeaders;

use super::names::Names;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::quoted;

/// The call with the options in it. In: what stands before and behind them.
pub(crate) fn call(before: &str, grant: &RequiredHeaders, called: Names, behind: &str) -> String {
    let list = |name: &str, items: String| format!("  {name}: [{items}],");
    let (names, preflight) = (quoted(header_names(grant)), grant.preflight.is_some());
    let exposed = quoted(&grant.expose);
    lines(&[
        (true, before),
        (true, &list(called.origins, quoted(&grant.origins_or_example()))),
        (grant.credentials, &format!("  {}: true,", called.credentials)),
        (preflight, &list(called.methods, quoted(&methods(grant)))),
        (!names.is_empty(), &list(called.request_headers, names.clone())),
        (!exposed.is_empty(), &list(called.expose_headers, exposed.clone())),
        (preflight, &format!("  {},", called.max_age)),
        (true, behind),
    ])
}
