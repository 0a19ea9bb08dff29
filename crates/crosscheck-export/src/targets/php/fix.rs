//! Plain PHP. Headers that were set stay on errors, too.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let set = |name: &str, value: &str| format!("    header(\"Access-Control-{name}: {value}\");");
    let names = header_names(grant).join(", ");
    let origins = quoted(&grant.origins_or_example());
    let preflight = match grant.preflight.is_some() {
        false => String::new(),
        true => lines(&[
            (true, "    if ($_SERVER[\"REQUEST_METHOD\"] === \"OPTIONS\""),
            (true, "        && isset($_SERVER[\"HTTP_ACCESS_CONTROL_REQUEST_METHOD\"])) {"),
            (true, &format!("    {}", set("Allow-Methods", &methods(grant).join(", ")))),
            (!names.is_empty(), &format!("    {}", set("Allow-Headers", &names))),
            (true, &format!("    {}", set("Max-Age", "600"))),
            (true, "        http_response_code(204);"),
            (true, "        exit;"),
            (true, "    }"),
        ]),
    };
    let start = lines(&[
        (true, "header(\"Vary: Origin\", false);"),
        (true, &format!("if (in_array($_SERVER[\"HTTP_ORIGIN\"] ?? \"\", [{origins}], true)) {{")),
        (true, "    header(\"Access-Control-Allow-Origin: \" . $_SERVER[\"HTTP_ORIGIN\"]);"),
        (grant.credentials, &set("Allow-Credentials", "true")),
        (!grant.expose.is_empty(), &set("Expose-Headers", &grant.expose.join(", "))),
    ]);
    Fix::of(
        &[("at the top of the script, after <?php, before any output", start + &preflight + "}\n")],
        &[
            "the web server must hand OPTIONS to the script: look for rules that let only GET and POST through",
            "several scripts: put it into a file of its own and `require` that first, or name it in \
             auto_prepend_file",
        ],
    )
}
