//! Envoy. Its filter answers every preflight of an allowed origin by itself, and checks neither method
//! nor headers; it never writes `Vary`, and leaves what an application says to origins that it does not
//! allow. So both is the virtual host's work, which is done before the filter's, on Envoy's own errors
//! too, but not on the filter's answers to preflights (which no cache may keep).

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::methods;

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let filter = "- name: envoy.filters.http.cors\n  typed_config:\n    \"@type\": \
                  type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors\n";
    let preflight = grant.preflight.is_some();
    let names = header_names(grant).join(",");
    let origins = grant.origins_or_example();
    let origins: String =
        origins.iter().map(|origin| format!("    - exact: \"{origin}\"\n")).collect();
    let host = lines(&[
        (true, "typed_per_filter_config:"),
        (true, "  envoy.filters.http.cors:"),
        (
            true,
            "    \"@type\": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        ),
        (true, "    allow_origin_string_match:"),
        (true, origins.trim_end()),
        (grant.credentials, "    allow_credentials: true"),
        (preflight, &format!("    allow_methods: \"{}\"", methods(grant).join(","))),
        (!names.is_empty(), &format!("    allow_headers: \"{names}\"")),
        (!grant.expose.is_empty(), &format!("    expose_headers: \"{}\"", grant.expose.join(","))),
        (preflight, "    max_age: \"600\""),
        (true, "response_headers_to_add:"),
        (true, "- header: { key: vary, value: origin }"),
        (true, "  append_action: APPEND_IF_EXISTS_OR_ADD"),
        (true, "response_headers_to_remove:"),
        (true, "- access-control-allow-origin"),
        (true, "- access-control-allow-credentials"),
    ]);
    let answers = match preflight {
        true => {
            "Envoy answers every preflight of this origin itself, whatever it asks for, with these \
             lists and without Vary: browsers hold the request against the lists"
        }
        false => {
            "Envoy answers every preflight of this origin itself from now on: add allow_methods and \
             allow_headers with what the application allows"
        }
    };
    Fix::of(
        &[
            ("in http_filters, before envoy.filters.http.router", filter.into()),
            ("in the virtual host", host),
        ],
        &[
            answers,
            "a virtual host has one of each list: if there is one, put the lines into it",
            "routes with direct_response or redirect get no headers of CORS but Vary",
        ],
    )
}
