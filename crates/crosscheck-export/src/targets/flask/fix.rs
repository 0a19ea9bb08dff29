//! Flask, whose package says `Vary` for several origins only, and not to who sends none.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let (has_age, age) = max_age(grant, |s| format!("    max_age={s},"));
    let text = lines(&[
        (true, "from flask_cors import CORS"),
        (true, ""),
        (true, "CORS("),
        (true, "    app,"),
        (true, &format!("    origins=[{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "    supports_credentials=True,"),
        (grant.preflight.is_some(), &format!("    methods=[{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    allow_headers=[{names}],")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    expose_headers=[{}],", quoted(&grant.expose))),
        (true, ")"),
        (true, ""),
        (true, "@app.after_request"),
        (true, "def vary(response):"),
        (true, "    response.vary.add(\"Origin\")"),
        (true, "    return response"),
    ]);
    Fix::of(
        &[("where the app is made", text)],
        &[
            "pip install flask-cors",
            "let before_request pass OPTIONS: a preflight is not signed in",
        ],
    )
}
