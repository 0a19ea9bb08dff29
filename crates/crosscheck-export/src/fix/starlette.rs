//! Starlette and FastAPI, which share the middleware. What is added last runs first.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::max_age;
use super::patch::methods;
use super::patch::quoted;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let (has_age, age) = max_age(grant, |s| format!("    max_age={s},"));
    let text = lines(&[
        (true, "from starlette.middleware.cors import CORSMiddleware"),
        (true, ""),
        (true, "app.add_middleware("),
        (true, "    CORSMiddleware,"),
        (true, &format!("    allow_origins=[\"{}\"],", grant.origin_or_example())),
        (grant.credentials, "    allow_credentials=True,"),
        (true, &format!("    allow_methods=[{}],", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    allow_headers=[{names}],")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    expose_headers=[{}],", quoted(&grant.expose))),
        (true, ")"),
    ]);
    Fix::of(
        &[("after every other add_middleware", text)],
        &["an exception that nothing handles becomes a 500 outside of every middleware, without \
           headers of CORS: handle it in the app"],
    )
}
