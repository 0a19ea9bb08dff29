//! Cloudflare: a Worker in front of the origin. A Transform Rule could set headers, but answers nothing.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::script::asked;
use crate::fix::script::edits;
use crate::fix::script::origins;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let got = match grant.preflight.is_some() {
        true => "isPreflight ? new Response(null, { status: 204 }) : await fetch(request)",
        false => "await fetch(request)",
    };
    let text = format!(
        "{}\nexport default {{\n  async fetch(request) {{\n{}    const got = {got};\n    const answer = \
         new Response(got.body, got);\n    answer.headers.delete(\"Access-Control-Allow-Origin\");\n    \
         answer.headers.delete(\"Access-Control-Allow-Credentials\");\n{}    return answer;\n  }},\n}};\n",
        origins(grant),
        asked(grant, "    "),
        edits(grant, "answer", "    "),
    );
    Fix::of(
        &[("as a Worker on the API's route", text)],
        &[
            "it may be set on the server behind Cloudflare as well: there is one too many if both do",
            "a Transform Rule (\"modify response header\") cannot answer a preflight, nor compare with a list: it \
             is enough for one origin, and requests without a preflight",
            "errors of Cloudflare itself (520 to 530, a challenge) come without these headers",
        ],
    )
}
