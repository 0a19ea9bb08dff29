//! Apache. Two tables of headers: what an application behind it wrote is in the one, what goes out
//! with errors too in the other; so what is set in the second is first removed from both.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;

const IS_PREFLIGHT: &str = "\"expr=%{REQUEST_METHOD} == 'OPTIONS' && -n \
                            req('Access-Control-Request-Method') && -n env('CORS_ORIGIN')\"";

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let origins = grant.origins_or_example().join("|");
    let pattern = origins.replace('.', "\\.").replace('[', "\\[").replace(']', "\\]");
    let pattern = pattern.replace('+', "\\+");
    let mut text = format!("SetEnvIf Origin \"^({pattern})$\" CORS_ORIGIN=$1\n");
    let exposes = !grant.expose.is_empty();
    for (there, name) in
        [(true, "Allow-Origin"), (true, "Allow-Credentials"), (exposes, "Expose-Headers")]
    {
        let name = format!("Access-Control-{name}");
        text += &lines(&[
            (there, &format!("Header always unset {name}")),
            (there, &format!("Header onsuccess unset {name}")),
        ]);
    }
    let exposed = grant.expose.join(", ");
    let exposed =
        format!("Header always set Access-Control-Expose-Headers \"{exposed}\" env=CORS_ORIGIN");
    text += &lines(&[
        (true, "Header always set Access-Control-Allow-Origin \"%{CORS_ORIGIN}e\" env=CORS_ORIGIN"),
        (
            grant.credentials,
            "Header always set Access-Control-Allow-Credentials \"true\" env=CORS_ORIGIN",
        ),
        (exposes, &exposed),
        (true, "Header always merge Vary Origin"),
    ]);
    if grant.preflight.is_some() {
        let set = |name: &str, value: &str| {
            format!("Header always set Access-Control-{name} \"{value}\" {IS_PREFLIGHT}")
        };
        let names = header_names(grant).join(", ");
        text += &lines(&[
            (true, "RewriteEngine On"),
            (true, "RewriteCond %{REQUEST_METHOD} =OPTIONS"),
            (true, "RewriteCond %{ENV:CORS_ORIGIN} !=\"\""),
            (true, "RewriteCond %{HTTP:Access-Control-Request-Method} !=\"\""),
            (true, "RewriteRule .* - [R=204,L]"),
            (true, &set("Allow-Methods", &methods(grant).join(", "))),
            (!names.is_empty(), &set("Allow-Headers", &names)),
            (true, &set("Max-Age", "600")),
        ]);
    }
    Fix::of(
        &[("in the virtual host, before other rewrite rules", text)],
        &["a2enmod headers rewrite setenvif, if they are not loaded"],
    )
}
