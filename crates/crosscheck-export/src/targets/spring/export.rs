//! A whole policy for Spring: a `CorsConfiguration` for each path, in a filter at the very front.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crosscheck::server::PathStatement;
use crosscheck::server::Policy;
use crosscheck::server::Reach;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::by_path;

const ABILITY: Ability = Ability {
    pattern: |pattern| {
        let own = if pattern.scheme == "https" { 443 } else { 80 };
        let port = match pattern.ports {
            (0 | 1, u16::MAX) => ":[*]".into(),
            (first, last) if first == last && first == own => String::new(),
            (first, last) if first == last => format!(":{first}"),
            _ => return Spelled::Not,
        };
        let spelled = |host: &str| format!("{}://{host}{}{port}", pattern.scheme, pattern.base);
        match &pattern.reach {
            Reach::Host => Spelled::Exactly(spelled("")),
            Reach::AnyDepth => Spelled::Exactly(spelled("*.")),
            // Its `*` is any text.
            Reach::OneLabel { prefix, suffix } => {
                Spelled::Wider(spelled(&format!("{prefix}*{suffix}.")))
            }
            _ => Spelled::Not,
        }
    },
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: true,
    method: |_| true,
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: true,
    echoes: false,
    rules: false,
    paths: Paths::Prefixes,
    no_age: true,
    always: &[
        (
            LossKind::OwnAnswers,
            Effect::Narrower,
            "a request of an origin that is not listed is answered with 403, which breaks what needs no permission: \
             forms and images of other sites",
        ),
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "a preflight that asks for headers is permitted if one of them is: browsers hold the request against the \
             answer",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let statements: Vec<PathStatement<'_>> = policy.statements().collect();
    let (objects, losses) = ABILITY.objects(&statements);
    let said = by_path(&objects, statements.len());
    let mut paths: Vec<(&str, Option<&CorsObject>)> =
        statements.iter().map(PathStatement::path).zip(said).collect();
    // The first that fits speaks.
    paths.sort_by_key(|(path, _)| Reverse(*path));
    let mut text = String::from(HEAD);
    for (number, (path, object)) in paths.into_iter().enumerate() {
        let fits = format!("{}/**", path.trim_end_matches('/'));
        match object {
            None => {
                let _ =
                    writeln!(text, "        source.registerCorsConfiguration(\"{fits}\", null);");
            }
            Some(object) => text += &configuration(object, number, &fits),
        }
    }
    text += "        return source;\n    }\n}\n";
    let place = "into your application's package, which its first line names";
    Export { files: vec![ConfigFile::new("CrosscheckCorsFilter.java", place, text)], losses }
}

fn configuration(object: &CorsObject, number: usize, fits: &str) -> String {
    let name = format!("cors{number}");
    let mut text = format!("\n        CorsConfiguration {name} = new CorsConfiguration();\n");
    let mut set = |field: &str, value: &str| {
        let _ = writeln!(text, "        {name}.set{field}({value});");
    };
    let list = |items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
        format!("List.of({})", items.join(", "))
    };
    // `*` beside credentials is taken as a pattern only, which is answered with the origin.
    let (exact, patterns) = match object.is_for_everybody() && object.credentials {
        true => (&[][..], &object.origins),
        false => (object.origins.as_slice(), &object.patterns),
    };
    for (field, items) in [
        ("AllowedOrigins", exact),
        ("AllowedOriginPatterns", patterns),
        ("AllowedMethods", &object.methods),
        ("AllowedHeaders", &object.request_headers),
        ("ExposedHeaders", &object.expose_headers),
    ] {
        // `List.of` with more than ten takes them as an array: thousands compile, too.
        if !items.is_empty() {
            set(field, &list(items));
        }
    }
    if object.credentials {
        set("AllowCredentials", "true");
    }
    if let Some(seconds) = object.max_age {
        set("MaxAge", &format!("{seconds}L"));
    }
    let _ = writeln!(text, "        source.registerCorsConfiguration(\"{fits}\", {name});");
    text
}

const HEAD: &str = "\
// Written by `crosscheck export spring`. It was not run there. It needs Spring 5.3 or later.
package com.example;

import java.util.List;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

@Component(\"corsFilter\")
@Order(Ordered.HIGHEST_PRECEDENCE)
class CrosscheckCorsFilter extends CorsFilter {
    CrosscheckCorsFilter() {
        super(policy());
    }

    private static UrlBasedCorsConfigurationSource policy() {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
";
