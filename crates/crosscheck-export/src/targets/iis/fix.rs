//! IIS. Its module answers preflights before anything asks who the user is.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let (_, age) = max_age(grant, |seconds| format!(" maxAge=\"{seconds}\""));
    let credentials = if grant.credentials { " allowCredentials=\"true\"" } else { "" };
    let methods = if grant.preflight.is_some() { methods(grant) } else { Vec::new() };
    let lists = [
        list("allowHeaders", "header", header_names(grant)),
        list("allowMethods", "method", &methods),
        list("exposeHeaders", "header", &grant.expose),
    ]
    .concat();
    let origins = grant
        .origins_or_example()
        .into_iter()
        .map(|origin| format!("  <add origin=\"{origin}\"{credentials}{age}>\n{lists}  </add>\n"));
    let text = format!("<cors enabled=\"true\">\n{}</cors>\n", origins.collect::<String>());
    Fix::of(
        &[("in web.config, inside <system.webServer>", text)],
        &[
            "install the IIS CORS module, which IIS does not bring along: without it the section is an error (500.19)",
            "it answers preflights before Windows authentication; let ASP.NET say nothing of CORS then, or the headers stand \
             there twice",
        ],
    )
}

fn list<T: AsRef<str>>(name: &str, of: &str, items: &[T]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items = items.iter().map(|item| format!("      <add {of}=\"{}\" />\n", item.as_ref()));
    format!("    <{name}>\n{}    </{name}>\n", items.collect::<String>())
}
