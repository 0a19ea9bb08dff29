//! A whole policy for Spring: a `CorsConfiguration` for each path, in a filter at the very front.

use std::fmt::Write as _;

use crosscheck::server::Policy;
use crosscheck::server::Reach;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::OnPath;
use crate::export::Paths;
use crate::export::Spelled;

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
    // What a method of Java holds: a reference to each takes eight of its 65,535 bytes.
    most_origins: 8_000,
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
            "a request of an origin or by a method that is not listed is answered with 403, which breaks what needs no \
             permission: forms and images of other sites, a page's own `OPTIONS`",
        ),
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "a preflight that asks for headers is permitted if one of them is: browsers hold the request against the \
             answer",
        ),
        (
            LossKind::Vary,
            Effect::Costs,
            "what everybody may read is said to requests with an `Origin` only: a cache keeps an answer for each",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application says of CORS is said in the place of it: take CORS out of it",
        ),
    ],
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (mut paths, mut losses) = ABILITY.by_path(policy);
    losses.extend(later_losses(&paths));
    // The first that fits speaks.
    paths.sort_by(|one, other| other.path().cmp(one.path()));
    let (mut text, mut methods) = (String::from(HEAD), String::new());
    for (number, on) in paths.iter().enumerate() {
        let fits = format!("{}/**", on.path().trim_end_matches('/'));
        let given = match &on.object {
            None => "null".to_owned(),
            Some(object) => {
                methods += &configuration(object, number);
                format!("cors{number}()")
            }
        };
        let _ = writeln!(text, "        source.registerCorsConfiguration(\"{fits}\", {given});");
    }
    text = format!("{text}        return source;\n    }}\n{methods}}}\n");
    let place = "into your application's package, which its first line names";
    Export { files: vec![ConfigFile::new("CrosscheckCorsFilter.java", place, text)], losses }
}

/// What is lost on some policies only.
fn later_losses(paths: &[OnPath<'_>]) -> Vec<Loss> {
    let left = paths.iter().filter(|on| on.is_left()).map(|on| {
        let text =
            "since Spring 5.2 each preflight of a path that is left to its handler is refused";
        Loss::new(LossKind::OwnAnswers, Effect::Narrower, text).at(on.path().to_owned())
    });
    let is_known = |method: &String| METHODS.contains(&method.as_str());
    let names_another =
        |on: &&OnPath<'_>| on.object.iter().any(|object| !object.methods.iter().all(is_known));
    let others = paths.iter().filter(names_another).map(|on| {
        let text = format!("before Spring 6 it knows no methods but {}", METHODS.join(", "));
        Loss::new(LossKind::Methods, Effect::Narrower, &text).at(on.path().to_owned())
    });
    left.chain(others).collect()
}

/// A method of its own for each: what one may hold has an end in Java.
fn configuration(object: &CorsObject, number: usize) -> String {
    let mut text = format!(
        "\n    private static CorsConfiguration cors{number}() {{\n        \
         CorsConfiguration cors{number} = new CorsConfiguration();\n"
    );
    let mut set = |field: &str, value: &str| {
        let _ = writeln!(text, "        cors{number}.set{field}({value});");
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
    let _ = writeln!(text, "        return cors{number};\n    }}");
    text
}

/// Those of its enumeration, which Spring 6 makes a class of.
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

const HEAD: &str = "\
// Written by `crosscheck export spring`. It needs Spring 5.3 or later.
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
