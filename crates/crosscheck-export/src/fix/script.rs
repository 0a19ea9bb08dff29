//! Scripts in the standard's terms: `Request`, `Response`, `Headers`. Several servers take them.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::quoted;

/// The list of origins, as a constant.
pub(crate) fn origins(grant: &RequiredHeaders) -> String {
    format!("const ORIGINS = [{}];\n", quoted(&grant.origins_or_example()))
}

/// What is asked of a request: its origin, whether that is allowed, whether it is a preflight.
pub(crate) fn asked(grant: &RequiredHeaders, indent: &str) -> String {
    indented(
        indent,
        &lines(&[
            (true, "const origin = request.headers.get(\"Origin\");"),
            (true, "const isAllowed = ORIGINS.includes(origin);"),
            (
                grant.preflight.is_some(),
                "const isPreflight = isAllowed && request.method === \"OPTIONS\"",
            ),
            (
                grant.preflight.is_some(),
                "  && request.headers.has(\"Access-Control-Request-Method\");",
            ),
        ]),
    )
}

/// What is set on an answer of that name.
pub(crate) fn edits(grant: &RequiredHeaders, answer: &str, indent: &str) -> String {
    let set = |indent: &str, name: &str, value: &str| {
        format!("{indent}{answer}.headers.set(\"Access-Control-{name}\", {value});")
    };
    let quoted = |items: String| format!("\"{items}\"");
    let names = header_names(grant).join(", ");
    let mut text = lines(&[
        (true, &format!("{answer}.headers.append(\"Vary\", \"Origin\");")),
        (true, "if (isAllowed) {"),
        (true, &set("  ", "Allow-Origin", "origin")),
        (grant.credentials, &set("  ", "Allow-Credentials", "\"true\"")),
        (!grant.expose.is_empty(), &set("  ", "Expose-Headers", &quoted(grant.expose.join(", ")))),
        (true, "}"),
    ]);
    if grant.preflight.is_some() {
        text += &lines(&[
            (true, "if (isPreflight) {"),
            (true, &set("  ", "Allow-Methods", &quoted(methods(grant).join(", ")))),
            (!names.is_empty(), &set("  ", "Allow-Headers", &quoted(names))),
            (true, &set("  ", "Max-Age", "\"600\"")),
            (true, "}"),
        ]);
    }
    indented(indent, &text)
}

fn indented(indent: &str, text: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}\n")).collect()
}
