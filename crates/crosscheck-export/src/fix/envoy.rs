//! Envoy. Its filter never writes `Vary`, and checks neither method nor headers.

use crosscheck::diagnosis::Grant;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::methods;

pub(super) fn write(grant: &Grant) -> Fix {
    let filter = "- name: envoy.filters.http.cors\n  typed_config:\n    \"@type\": \
                  type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors\n";
    let preflight = grant.preflight.is_some();
    let names = header_names(grant).join(",");
    let host = lines(&[
        (true, "typed_per_filter_config:"),
        (true, "  envoy.filters.http.cors:"),
        (
            true,
            "    \"@type\": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        ),
        (true, "    allow_origin_string_match:"),
        (true, &format!("    - exact: \"{}\"", grant.origin_or_example())),
        (grant.credentials, "    allow_credentials: true"),
        (preflight, &format!("    allow_methods: \"{}\"", methods(grant).join(","))),
        (!names.is_empty(), &format!("    allow_headers: \"{names}\"")),
        (!grant.expose.is_empty(), &format!("    expose_headers: \"{}\"", grant.expose.join(","))),
        (preflight, "    max_age: \"600\""),
        (true, "response_headers_to_add:"),
        (true, "- header: { key: vary, value: origin }"),
        (true, "  append_action: APPEND_IF_EXISTS_OR_ADD"),
    ]);
    Fix::of(
        &[
            ("in http_filters, before envoy.filters.http.router", filter.into()),
            ("in the virtual host", host),
        ],
        &["routes with direct_response or redirect get no headers of CORS"],
    )
}
