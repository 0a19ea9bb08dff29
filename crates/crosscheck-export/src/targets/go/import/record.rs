//! `gin-contrib/cors` 1.7, the `cors` of fiber 2 and 3, `middleware.CORSConfig` of Echo 4 and 5: records with much the same
//! fields.
//!
//! All send the lists that they have. Without a list of headers fiber and Echo answer with what was asked for.

use super::called::called;
use super::origin::Entry;
use super::origin::Package;
use super::origin::entry;
use super::value::duration;
use super::value::names;
use super::value::seconds;
use super::value::texts;
use super::variable::Fields;
use super::variable::edit;
use crate::import::At;
use crate::import::Code;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::NO_LITERAL;
use crate::import::Reader;
use crate::import::Star;
use crate::import::literal_truth;

/// Takes what a program says to the package.
pub(super) fn read(package: Package, code: &Code, draft: &mut Draft, reader: &mut Reader<'_>) {
    let (path, own) = match package {
        Package::Gin => ("github.com/gin-contrib/cors", "cors"),
        Package::Fiber => ("github.com/gofiber/fiber/", "cors"),
        Package::Echo | Package::Echo5 => ("github.com/labstack/echo/", "middleware"),
    };
    // fiber and Echo are imported beside their middleware, whose name is seldom another.
    let name = if package == Package::Gin { called(code, path, own) } else { own.into() };
    let record = match package {
        Package::Gin | Package::Fiber => format!("{name}.Config"),
        Package::Echo | Package::Echo5 => format!("{name}.CORSConfig"),
    };
    let mut found: Vec<((At, At), Fields)> = Vec::new();
    for at in code.after(&record) {
        if let LiteralKind::Table(fields) = code.value(at).kind {
            found.push(((at - record.len(), at), fields));
        }
    }
    for (call, is_open) in [("DefaultConfig", false), ("Default", true)] {
        let call = format!("{name}.{call}");
        let places = if package == Package::Gin { code.after(&call) } else { Vec::new() };
        for at in places.into_iter().filter(|at| code.arguments(*at).is_some()) {
            let mut fields = default_of_gin(at);
            if is_open {
                fields.push(("AllowAllOrigins".into(), literal(at, LiteralKind::Truth(true))));
            }
            found.push(((at - call.len(), at), fields));
        }
    }
    let plain = match package {
        Package::Gin => None,
        Package::Fiber => Some(format!("{name}.New")),
        Package::Echo | Package::Echo5 => Some(format!("{name}.CORS")),
    };
    if let Some(call) = plain {
        for at in code.after(&call) {
            let Some((arguments, _)) = code.arguments(at) else { continue };
            let fields = match arguments.as_slice() {
                [] => Vec::new(),
                // Echo 5 takes origins there.
                _ if package == Package::Echo5 => {
                    let items = arguments.into_iter().map(|(_, item)| item).collect();
                    vec![("AllowOrigins".into(), literal(at, LiteralKind::List(items)))]
                }
                _ => continue,
            };
            found.push(((at - call.len(), at), fields));
        }
    }
    found.sort_by_key(|((at, _), _)| *at);
    for (number, (place, mut fields)) in found.into_iter().enumerate() {
        reader.count();
        // Of several the first is the policy.
        if number == 0 {
            edit(&mut fields, place, code, reader);
        }
        let rule = rule(package, &fields, place.0, code, reader);
        draft.rules.push(rule);
    }
}

fn rule(
    package: Package,
    fields: &[(String, Literal)],
    at: At,
    code: &Code,
    reader: &mut Reader<'_>,
) -> DraftRule {
    let mut rule = DraftRule { at, ..DraftRule::default() };
    let (mut methods, mut headers) = (None, None);
    let (mut listed, mut everybody, mut is_asked) = (Vec::new(), false, false);
    let (mut may_have_stars, mut echoes_everybody) = (false, false);
    let mut by_function = DraftRule::default();
    for (name, value) in fields {
        reader.count();
        let value = code.resolved(value);
        match (package, name.as_str()) {
            (_, "AllowOrigins") => listed = texts(&value, reader),
            (_, "AllowMethods") => methods = Some(names(&value, reader)),
            (_, "AllowHeaders") => headers = Some(names(&value, reader)),
            (_, "ExposeHeaders") => rule.expose_headers = names(&value, reader),
            (_, "AllowCredentials") => rule.credentials = literal_truth(&value, reader),
            (Package::Gin, "MaxAge") => rule.max_age = duration(&value, reader),
            (_, "MaxAge") => rule.max_age = seconds(&value, reader),
            (Package::Gin, "AllowAllOrigins") => everybody = literal_truth(&value, reader),
            (Package::Gin, "AllowWildcard") => may_have_stars = literal_truth(&value, reader),
            (Package::Echo, "UnsafeWildcardOriginWithAllowCredentials") => {
                echoes_everybody = literal_truth(&value, reader);
            }
            (Package::Gin, "AllowOriginFunc" | "AllowOriginWithContextFunc")
            | (Package::Fiber, "AllowOriginsFunc")
            | (Package::Echo, "AllowOriginFunc")
            | (Package::Echo5, "UnsafeAllowOriginFunc") => {
                is_asked = true;
                if !by_function.origins_by_function(&value, reader) {
                    reader.miss(value.at, name, NO_LITERAL);
                }
            }
            (Package::Echo | Package::Echo5, "Skipper")
                if value.shown() == "middleware.DefaultSkipper" => {}
            (Package::Fiber, "Next") | (Package::Echo | Package::Echo5, "Skipper") => {
                reader.miss(value.at, name, "for which requests it does nothing is not known");
            }
            (Package::Gin | Package::Fiber, "AllowPrivateNetwork") => {
                reader.note(value.at, name, "a policy has nothing like it");
            }
            // Which schemes an origin may have for the program to start; a status; what is logged.
            (
                Package::Gin,
                "AllowWebSockets"
                | "AllowFiles"
                | "AllowBrowserExtensions"
                | "CustomSchemas"
                | "OptionsResponseStatusCode",
            )
            | (Package::Fiber, "DisableValueRedaction") => {}
            _ => reader.miss(value.at, name, "this field is not known"),
        }
    }
    let is_echo = matches!(package, Package::Echo | Package::Echo5);
    // Echo asks a function in the place of a list, the others beside it.
    if is_asked && is_echo {
        listed.clear();
    }
    let defaults_to_everybody = matches!(package, Package::Fiber | Package::Echo);
    everybody |= listed.iter().any(|(_, text)| text == "*")
        || (listed.is_empty() && defaults_to_everybody && !is_asked && !has_origins(fields));
    if everybody {
        rule.origins.push("*".into());
    } else {
        take(&mut rule, package, &listed, may_have_stars, reader);
    }
    if everybody && rule.credentials && !echoes_everybody {
        beside_credentials(&mut rule, package, at, reader);
    }
    // Whom a function lets in is answered with the own origin, whoever it is.
    rule.origins.append(&mut by_function.origins);
    rule.witnesses.append(&mut by_function.witnesses);
    let known = methods.filter(|methods| !methods.is_empty() || package == Package::Gin);
    let mut methods = known.unwrap_or_else(|| match package {
        Package::Gin => Vec::new(),
        _ => ["PUT", "PATCH", "DELETE"].map(String::from).into(),
    });
    if package == Package::Gin {
        methods.iter_mut().for_each(|name| name.make_ascii_uppercase());
    }
    if rule.credentials && methods.iter().any(|name| name == "*") {
        reader.note(
            at,
            "AllowMethods",
            "`*` is a name like any other where credentials are allowed",
        );
        methods.retain(|name| name != "*");
    }
    let (headers, star) = match headers.filter(|headers| !headers.is_empty()) {
        Some(headers) => (headers, Star::Sent),
        None if package == Package::Gin => (Vec::new(), Star::Sent),
        None => (vec!["*".into()], Star::EchoedByDefault),
    };
    rule.names(methods, headers, star, (at, "AllowHeaders"), reader);
    rule
}

/// Whether origins are given: a list of which nothing was read must not be taken for none.
fn has_origins(fields: &[(String, Literal)]) -> bool {
    let list = fields.iter().find(|(name, _)| name == "AllowOrigins");
    list.is_some_and(|(_, value)| match &value.kind {
        LiteralKind::Table(items) => !items.is_empty(),
        LiteralKind::List(items) => !items.is_empty(),
        LiteralKind::Text(text) => !text.is_empty(),
        _ => true,
    })
}

fn take(
    rule: &mut DraftRule,
    package: Package,
    listed: &[(At, String)],
    may_have_stars: bool,
    reader: &mut Reader<'_>,
) {
    for (at, text) in listed {
        match entry(package, text, may_have_stars) {
            Entry::Plain(origin) => rule.origins.push(origin),
            Entry::Fits(regex) => rule.origins_of(regex, *at, text, reader),
            Entry::Nobody => {
                let reason =
                    "without AllowWildcard it is compared as it stands, so it lets nobody in";
                reader.note(*at, text, reason);
            }
            Entry::Unread(reason) => reader.miss(*at, text, reason),
        }
    }
}

/// What comes of `*` beside credentials: nobody reads with them, unless by a version that answers with who asked.
fn beside_credentials(rule: &mut DraftRule, package: Package, at: At, reader: &mut Reader<'_>) {
    match package {
        Package::Gin => rule.star_beside_credentials(at, "AllowCredentials", reader),
        Package::Fiber | Package::Echo5 => {
            rule.credentials = false;
            let reason =
                "newer versions do not start with `*` beside credentials: everybody reads without";
            reader.note(at, "AllowCredentials", reason);
        }
        Package::Echo => {
            rule.credentials = false;
            let reason = "Echo answered `*` beside credentials with the page's own origin until February 2023, so that every \
                          site read as the visitor; since then it sends `*`, which browsers refuse. Which one runs is not \
                          known: written is that everybody reads without";
            reader.miss(at, "AllowCredentials", reason);
        }
    }
}

/// What `cors.DefaultConfig()` of gin has.
fn default_of_gin(at: At) -> Fields {
    let list = |names: &[&str]| {
        let items = names.iter().map(|name| literal(at, LiteralKind::Text((*name).into())));
        literal(at, LiteralKind::List(items.collect()))
    };
    vec![
        ("AllowMethods".into(), list(&["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])),
        ("AllowHeaders".into(), list(&["Origin", "Content-Length", "Content-Type"])),
        ("MaxAge".into(), literal(at, LiteralKind::Other("12 * time.Hour".into()))),
    ]
}

const fn literal(at: At, kind: LiteralKind) -> Literal {
    Literal { at, kind }
}
