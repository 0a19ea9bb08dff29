//! Spring. Spring Security must know of it, or it refuses preflights before Spring MVC sees them.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::max_age;
use super::patch::methods;
use super::patch::quoted;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let origin = grant.origin_or_example();
    let exposed = quoted(&grant.expose);
    let (has_age, age) = max_age(grant, |s| format!("    cors.setMaxAge({s}L);"));
    let bean = lines(&[
        (true, "@Bean"),
        (true, "UrlBasedCorsConfigurationSource corsConfigurationSource() {"),
        (true, "    CorsConfiguration cors = new CorsConfiguration();"),
        (true, &format!("    cors.setAllowedOrigins(List.of(\"{origin}\"));")),
        (grant.credentials, "    cors.setAllowCredentials(true);"),
        (true, &format!("    cors.setAllowedMethods(List.of({}));", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    cors.setAllowedHeaders(List.of({names}));")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    cors.setExposedHeaders(List.of({exposed}));")),
        (true, "    var source = new UrlBasedCorsConfigurationSource();"),
        (true, "    source.registerCorsConfiguration(\"/**\", cors);"),
        (true, "    return source;"),
        (true, "}"),
    ]);
    let security = "http.cors(Customizer.withDefaults());\n".to_owned();
    Fix::of(
        &[
            ("in a @Configuration class", bean),
            ("in the SecurityFilterChain, if there is one", security),
        ],
        &[],
    )
}
