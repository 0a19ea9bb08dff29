//! Kong: the plugin `cors`.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;
use super::patch::yaml_list;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let preflight = grant.preflight.is_some();
    let list = |name: &str, items: &[&str]| yaml_list("    ", name, items);
    let names: Vec<&str> = header_names(grant).iter().map(String::as_str).collect();
    let exposed: Vec<&str> = grant.expose.iter().map(String::as_str).collect();
    let credentials = format!("    credentials: {}", grant.credentials);
    let text = lines(&[
        (true, "plugins:"),
        (true, "- name: cors"),
        (true, "  config:"),
        (true, &list("origins", &grant.origins_or_example())),
        (true, &credentials),
        (preflight, &list("methods", &methods(grant))),
        (!names.is_empty(), &list("headers", &names)),
        (!exposed.is_empty(), &list("exposed_headers", &exposed)),
        (preflight, "    max_age: 600"),
        (true, "    preflight_continue: false"),
    ]);
    Fix::of(
        &[("in the service or route (kong.yaml, or the Admin API)", text)],
        &[
            "the route must take OPTIONS, too, or Kong answers 404 before any plugin runs",
            "with one origin in the list Kong says it to everybody, without `Vary`; browsers refuse the others \
             all the same",
            "Kong allows every request header that is asked for where `headers` is not set",
        ],
    )
}
