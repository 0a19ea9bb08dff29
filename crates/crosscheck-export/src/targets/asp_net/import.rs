//! ASP.NET Core's `CorsPolicyBuilder`, call by call.
//!
//! What is any method or header is answered with what was asked for. Subdomains are let in, of every depth, where it is
//! said that origins have wildcards.

use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::IN_SOME_CASES;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::NO_LITERAL;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::literal_names;
use crate::import::literal_seconds;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut calls: Vec<(At, &str)> = Vec::new();
    for name in STARTS.iter().chain(CALLS) {
        calls.extend(code.after(name).into_iter().map(|at| (at, *name)));
    }
    calls.sort_unstable();
    let mut draft = Draft::default();
    let mut open = Policy::default();
    for (at, name) in calls {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        if STARTS.contains(&name) {
            draft.rules.extend(std::mem::take(&mut open).finish(reader));
            continue;
        }
        reader.count();
        if code.is_conditional(at) {
            reader.miss(at, name, IN_SOME_CASES);
            continue;
        }
        let values: Vec<Literal> =
            arguments.iter().map(|(_, value)| code.resolved(value)).collect();
        open.read(name, &values, at, reader);
    }
    draft.rules.extend(open.finish(reader));
    draft.first_alone(
        "cors",
        "a policy is for one application: import each from a file of its own",
        reader,
    );
    Ok(Read::Draft(draft))
}

/// A policy that is being put together.
#[derive(Debug, Default)]
struct Policy {
    rule: DraftRule,
    is_begun: bool,
    methods: Vec<String>,
    headers: Vec<String>,
    /// Whether origins have wildcards.
    has_wildcards: bool,
}

impl Policy {
    fn read(&mut self, name: &str, values: &[Literal], at: At, reader: &mut Reader<'_>) {
        let rule = &mut self.rule;
        if !self.is_begun {
            (self.is_begun, rule.at) = (true, at);
        }
        let names = |reader: &mut Reader<'_>| -> Vec<String> {
            values.iter().flat_map(|value| literal_names(value, reader)).collect()
        };
        match name {
            "WithOrigins" => {
                for value in values {
                    rule.literal_origins(value, |_| None, reader);
                }
            }
            "AllowAnyOrigin" => rule.origins.push("*".into()),
            "SetIsOriginAllowed" => {
                let always = values.iter().any(
                    |value| matches!(&value.kind, LiteralKind::Other(text) if text.ends_with("=> true")),
                );
                match always {
                    // Whoever asks is echoed.
                    true => rule.origins = vec![ECHOED.into()],
                    false => reader.miss(at, name, NO_LITERAL),
                }
            }
            "SetIsOriginAllowedToAllowWildcardSubdomains" => self.has_wildcards = true,
            "WithMethods" => self.methods.extend(names(reader)),
            "AllowAnyMethod" => self.methods = vec!["*".into()],
            "WithHeaders" => self.headers.extend(names(reader)),
            "AllowAnyHeader" => self.headers = vec!["*".into()],
            "WithExposedHeaders" => rule.expose_headers.extend(names(reader)),
            "AllowCredentials" => rule.credentials = true,
            "DisallowCredentials" => rule.credentials = false,
            _ => rule.max_age = values.first().and_then(|value| literal_seconds(value, reader)),
        }
    }

    /// The rule, if anything was said.
    fn finish(self, reader: &mut Reader<'_>) -> Option<DraftRule> {
        let Self { mut rule, is_begun, methods, headers, has_wildcards } = self;
        let at = rule.at;
        rule.origins.retain_mut(|origin| match origin.split_once("://*.") {
            Some((scheme, rest)) if has_wildcards => {
                *origin = format!("{scheme}://**.{rest}");
                true
            }
            Some(_) => {
                let reason =
                    "without SetIsOriginAllowedToAllowWildcardSubdomains it lets nobody in";
                reader.note(at, origin, reason);
                false
            }
            None if origin.contains('*') && origin != "*" && origin != ECHOED => {
                let reason =
                    "only a `*.` at the start of a host stands for subdomains: it lets nobody in";
                reader.note(at, origin, reason);
                false
            }
            None => true,
        });
        if rule.credentials && rule.origins.iter().any(|origin| origin == "*") {
            rule.credentials = false;
            let reason = "ASP.NET Core takes no credentials beside every origin, and does not start: \
                          everybody reads without";
            reader.note(at, "AllowAnyOrigin", reason);
        }
        rule.origins.iter_mut().filter(|origin| *origin == ECHOED).for_each(|all| all.truncate(1));
        rule.names(methods, headers, Star::Echoed, (at, "AllowAnyHeader"), reader);
        is_begun.then_some(rule)
    }
}

/// Everybody, by a function.
const ECHOED: &str = "* by a function";

/// Where another policy begins.
const STARTS: &[&str] = &["AddPolicy", "AddDefaultPolicy", "UseCors"];

const CALLS: &[&str] = &[
    "WithOrigins",
    "AllowAnyOrigin",
    "SetIsOriginAllowed",
    "SetIsOriginAllowedToAllowWildcardSubdomains",
    "WithMethods",
    "AllowAnyMethod",
    "WithHeaders",
    "AllowAnyHeader",
    "WithExposedHeaders",
    "AllowCredentials",
    "DisallowCredentials",
    "SetPreflightMaxAge",
];
