//! Spring, as a filter at the very front: it stands before Spring Security, which would refuse preflights,
//! and it works where Spring Security is not there at all.

use crosscheck::diagnosis::RequiredHeaders;

use super::patch::Fix;
use super::patch::header_names;
use super::patch::lines;
use super::patch::max_age;
use super::patch::methods;
use super::patch::quoted;

pub(super) fn write(grant: &RequiredHeaders) -> Fix {
    let names = quoted(header_names(grant));
    let origins = quoted(&grant.origins_or_example());
    let exposed = quoted(&grant.expose);
    let (has_age, age) = max_age(grant, |s| format!("    cors.setMaxAge({s}L);"));
    let bean = lines(&[
        (true, "@Bean"),
        (true, "FilterRegistrationBean<CorsFilter> corsFilter() {"),
        (true, "    CorsConfiguration cors = new CorsConfiguration();"),
        (true, &format!("    cors.setAllowedOrigins(List.of({origins}));")),
        (grant.credentials, "    cors.setAllowCredentials(true);"),
        (true, &format!("    cors.setAllowedMethods(List.of({}));", quoted(&methods(grant)))),
        (!names.is_empty(), &format!("    cors.setAllowedHeaders(List.of({names}));")),
        (has_age, &age),
        (!grant.expose.is_empty(), &format!("    cors.setExposedHeaders(List.of({exposed}));")),
        (true, "    var source = new UrlBasedCorsConfigurationSource();"),
        (true, "    source.registerCorsConfiguration(\"/**\", cors);"),
        (true, "    var filter = new FilterRegistrationBean<>(new CorsFilter(source));"),
        (true, "    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);"),
        (true, "    return filter;"),
        (true, "}"),
    ]);
    Fix::of(
        &[("in a @Configuration class", bean)],
        &[
            "CorsFilter and UrlBasedCorsConfigurationSource of org.springframework.web; where Spring \
             Security is there, too, it runs before that and answers preflights first",
            "Spring MVC alone takes no notice of a bean of type CorsConfigurationSource",
        ],
    )
}
