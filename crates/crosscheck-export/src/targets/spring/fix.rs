//! Spring, as a filter at the very front: it stands before Spring Security, which would refuse preflights,
//! and it works where Spring Security is not there at all. A class, for its order holds wherever the
//! filter is found: Spring Boot reads it off a class, not off the method of a bean.

use crosscheck::diagnosis::RequiredHeaders;

use crate::fix::patch::Fix;
use crate::fix::patch::header_names;
use crate::fix::patch::lines;
use crate::fix::patch::max_age;
use crate::fix::patch::methods;
use crate::fix::patch::quoted;

const BEFORE: &str = "\
import java.util.List;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

@Component(\"corsFilter\")
@Order(Ordered.HIGHEST_PRECEDENCE)
class FirstCorsFilter extends CorsFilter {
    FirstCorsFilter() {
        super(policy());
    }

    private static UrlBasedCorsConfigurationSource policy() {
        CorsConfiguration cors = new CorsConfiguration();
";

const BEHIND: &str = "        \
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration(\"/**\", cors);
        return source;
    }
}
";

const WITHOUT_BOOT: &str = "\
servletContext.addFilter(\"corsFilter\", new DelegatingFilterProxy(\"corsFilter\"))
    .addMappingForUrlPatterns(null, false, \"/*\");
";

pub(crate) fn write(grant: &RequiredHeaders) -> Fix {
    let set = |name: &str, value: &str| format!("        cors.set{name}({value});");
    let list = |name: &str, items: &str| set(name, &format!("List.of({items})"));
    let names = quoted(header_names(grant));
    let (has_age, age) = max_age(grant, |s| set("MaxAge", &format!("{s}L")));
    let policy = lines(&[
        (true, &list("AllowedOrigins", &quoted(&grant.origins_or_example()))),
        (grant.credentials, &set("AllowCredentials", "true")),
        (true, &list("AllowedMethods", &quoted(&methods(grant)))),
        (!names.is_empty(), &list("AllowedHeaders", &names)),
        (has_age, &age),
        (!grant.expose.is_empty(), &list("ExposedHeaders", &quoted(&grant.expose))),
    ]);
    Fix::of(
        &[
            (
                "as FirstCorsFilter.java, in the package of the application's class",
                format!("{BEFORE}{policy}{BEHIND}"),
            ),
            (
                "without Spring Boot, in onStartup(servletContext), before other filters are added",
                WITHOUT_BOOT.into(),
            ),
        ],
        &[
            "Spring Boot puts the filter in front by itself, before Spring Security, too, which would refuse \
             preflights",
            "run by us with Spring 4.3 in Tomcat 9, not with Spring Boot; that Spring says `Vary` to requests with \
             an Origin only, newer ones to all",
            "Spring MVC alone takes no notice of a bean of type CorsConfigurationSource",
        ],
    )
}
