//! Django. The middleware stands first, so that it answers before redirects and sign-ins.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let has_names = !names.is_empty();
    let (has_age, age) = max_age(grant, |s| format!("CORS_PREFLIGHT_MAX_AGE = {s}"));
    let text = lines(&[
        (has_names, "from corsheaders.defaults import default_headers"),
        (has_names, ""),
        // Django does not start with an application that stands there twice.
        (true, "if \"corsheaders\" not in INSTALLED_APPS:"),
        (true, "    INSTALLED_APPS += [\"corsheaders\"]"),
        (true, "MIDDLEWARE = [\"corsheaders.middleware.CorsMiddleware\", *MIDDLEWARE]"),
        (true, &format!("CORS_ALLOWED_ORIGINS = [{}]", quoted(&grant.origins_or_example()))),
        (grant.credentials, "CORS_ALLOW_CREDENTIALS = True"),
        (grant.preflight.is_some(), &format!("CORS_ALLOW_METHODS = [{}]", quoted(&methods(grant)))),
        (has_names, &format!("CORS_ALLOW_HEADERS = [*default_headers, {names}]")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("CORS_EXPOSE_HEADERS = [{}]", quoted(&grant.expose))),
    ]);
    let notes: &[&str] = match grant.credentials {
        true => &[
            "pip install django-cors-headers",
            "the session's cookie goes to other sites only with SESSION_COOKIE_SAMESITE = \"None\" \
             and SESSION_COOKIE_SECURE = True",
        ],
        false => &["pip install django-cors-headers"],
    };
    Fix::of(&[("in settings.py, after MIDDLEWARE", text)], notes)
}
