//! Caddy. `defer`, or an application's own header stays beside ours; and all of it once more for
//! the errors that Caddy makes itself.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let origins = grant.origins_or_example();
    // Of several, the one that asked.
    let origin = if let [origin] = origins[..] { origin } else { "{http.request.header.Origin}" };
    let matches: String =
        origins.iter().map(|origin| format!("    header Origin {origin}\n")).collect();
    let shared = lines(&[
        (true, &format!("    Access-Control-Allow-Origin {origin}")),
        (grant.credentials, "    Access-Control-Allow-Credentials true"),
        (
            !grant.expose.is_empty(),
            &format!("    Access-Control-Expose-Headers \"{}\"", grant.expose.join(", ")),
        ),
    ]);
    let mut text = format!(
        "@cors {{\n{matches}}}\nheader {{\n    -Access-Control-Allow-Origin\n    \
         -Access-Control-Allow-Credentials\n    +Vary Origin\n    defer\n}}\n\
         header @cors {{\n{shared}    defer\n}}\n"
    );
    if grant.preflight.is_some() {
        let (methods, names) = (methods(grant).join(", "), header_names(grant).join(", "));
        let allowed = lines(&[
            (true, &format!("        Access-Control-Allow-Methods \"{methods}\"")),
            (!names.is_empty(), &format!("        Access-Control-Allow-Headers \"{names}\"")),
            (true, "        Access-Control-Max-Age 600"),
        ]);
        text += &format!(
            "@preflight {{\n    method OPTIONS\n{matches}    header \
             Access-Control-Request-Method *\n}}\nhandle @preflight {{\n    header {{\n{allowed}    \
             }}\n    respond 204\n}}\n"
        );
    }
    let indented =
        |text: &str| -> String { text.lines().map(|line| format!("    {line}\n")).collect() };
    let (on_errors, matches_on_errors) = (indented(&shared), indented(&matches));
    text += &format!(
        "handle_errors {{\n    @cors_error {{\n{matches_on_errors}    }}\n    header +Vary Origin\n    \
         header @cors_error {{\n{on_errors}    }}\n    respond \"{{http.error.status_text}}\" \
         {{http.error.status_code}}\n}}\n"
    );
    Fix::of(
        &[("in the site, before other directives", text)],
        &["a site has one handle_errors: if there is one, put the lines into it"],
    )
}
