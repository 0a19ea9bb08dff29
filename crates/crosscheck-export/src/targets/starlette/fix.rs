//! Starlette and FastAPI, which share the middleware. It wraps the application: what is added by
//! `add_middleware` runs inside of what answers 500 to exceptions, whose answers lack the headers then.

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
        (true, "from starlette.middleware.cors import CORSMiddleware"),
        (true, ""),
        (true, "app = CORSMiddleware("),
        (true, "    app,"),
        (true, &format!("    allow_origins=[{}],", quoted(&grant.origins_or_example()))),
        (grant.credentials, "    allow_credentials=True,"),
        (true, &format!("    allow_methods=[{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    allow_headers=[{names}],")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    expose_headers=[{}],", quoted(&grant.expose))),
        (true, ")"),
    ]);
    Fix::of(
        &[("at the end of the file, after the last route", text)],
        &[
            "in the place of app.add_middleware(CORSMiddleware, ...), if it is there: that one runs inside of \
             what answers 500, which then lacks the headers",
            "it says `Vary` to requests with an Origin only: say `Vary: Origin` in answers that pages load without \
             CORS, too, as images or links",
            "`fastapi run` looks for an app that is not wrapped: start it with `uvicorn main:app`",
        ],
    )
}
