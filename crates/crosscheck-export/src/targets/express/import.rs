//! Calls of Express' middleware `cors`.
//!
//! A fixed origin is sent to everybody; `true` echoes whoever asks. Request headers are echoed where none are
//! listed.

use std::collections::BTreeSet;

use crate::import::Answers;
use crate::import::At;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Star;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;
use crate::import::origin_function;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut draft = Draft::default();
    for at in code.after("cors") {
        let Some((arguments, _)) = code.arguments(at) else { continue };
        let Some(paths) = paths_before(&code, at - "cors".len()) else { continue };
        let options = arguments.first().map(|(_, options)| code.resolved(options));
        let rule = DraftRule { paths, at, ..DraftRule::default() };
        let rule = read(options.as_ref(), rule, CORS, &code, reader);
        let is_known = draft.rules.iter().any(|known| known.paths == rule.paths);
        if !is_known && !rule.origins.is_empty() {
            draft.rules.push(rule);
        }
    }
    Ok(Read::Draft(draft))
}

/// What packages for JavaScript call the same options, and what they allow where nothing is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    /// How a function says who is let in.
    pub(crate) answers: Answers,
    pub(crate) methods: &'static str,
    pub(crate) request_headers: &'static str,
    pub(crate) expose_headers: &'static str,
    pub(crate) default_methods: &'static [&'static str],
    /// What says nothing of who may do what.
    pub(crate) others: &'static [&'static str],
    /// Options that may say more than is read here: any other name does nothing.
    pub(crate) unread: &'static [&'static str],
}

/// Of `cors` itself.
pub(crate) const CORS: Dialect = Dialect {
    answers: Answers::ByCallback,
    methods: "methods",
    request_headers: "allowedHeaders",
    expose_headers: "exposedHeaders",
    default_methods: &["PUT", "PATCH", "DELETE"],
    others: &["preflightContinue", "optionsSuccessStatus"],
    unread: &["headers"],
};

/// What `app.use("/api", cors(…))` is for; `None` for `app.options`, and where a module is loaded.
pub(crate) fn paths_before(code: &Code, at: At) -> Option<BTreeSet<String>> {
    let before = code.between(at.saturating_sub(200), at);
    let before = before.trim_end();
    let Some(before) = before.strip_suffix(',') else {
        let is_definition = before.ends_with("function") || before.ends_with('.');
        return (!is_definition).then(BTreeSet::new);
    };
    let before = before.trim_end();
    let (call, path) = ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| before.strip_suffix(quote)?.rsplit_once(quote))?;
    if call.trim_end().ends_with(".options(") {
        return None;
    }
    let plain = path.split([':', '*', '(', '{']).next()?;
    Some(rule_paths(plain))
}

/// Options with those in the place of a name that it takes over: `...common`.
fn spread(table: &[(String, Literal)], code: &Code) -> Vec<(String, Literal)> {
    let mut all = Vec::new();
    for (name, value) in table {
        match (name.starts_with("..."), code.resolved(value).kind) {
            (true, LiteralKind::Table(others)) => all.extend(others),
            _ => all.push((name.clone(), value.clone())),
        }
    }
    all
}

/// Reads the options of one call.
pub(crate) fn read(
    options: Option<&Literal>,
    mut rule: DraftRule,
    called: Dialect,
    code: &Code,
    reader: &mut Reader<'_>,
) -> DraftRule {
    let at = rule.at;
    let (mut methods, mut headers) = (None, None);
    let mut origin: Option<Literal> = None;
    let table = match options.map(|options| &options.kind) {
        None => &[][..],
        Some(LiteralKind::Table(table)) => table.as_slice(),
        Some(_) => {
            reader.count();
            let shown = options.map(Literal::shown).unwrap_or_default();
            reader.miss(at, &shown, crate::import::NO_LITERAL);
            return rule;
        }
    };
    reader.count();
    let mut is_spread = false;
    for (name, value) in &spread(table, code) {
        reader.count();
        let value = code.resolved(value);
        match name.as_str() {
            "origin" => {
                (origin, is_spread) = (Some(value), false);
            }
            name if name.starts_with("...") => {
                // What it holds is not known, an origin perhaps.
                reader.miss(value.at, name, crate::import::NO_LITERAL);
                (origin, is_spread) = (None, true);
            }
            name if name == called.methods => methods = Some(literal_names(&value, reader)),
            name if name == called.request_headers => headers = Some(literal_names(&value, reader)),
            name if name == called.expose_headers => {
                rule.expose_headers = literal_names(&value, reader);
            }
            "credentials" => rule.credentials = literal_truth(&value, reader),
            "maxAge" => rule.max_age = literal_seconds(&value, reader),
            name if called.others.contains(&name) => {}
            name if called.unread.contains(&name) => reader.miss(value.at, name, "it is not read"),
            _ => reader.note(value.at, name, "there is no option of this name, so it does nothing"),
        }
    }
    match origin.as_ref().map(|origin| &origin.kind) {
        None if is_spread => {}
        None => {
            rule.origins.push("*".into());
            rule.star_beside_credentials(at, "cors", reader);
        }
        Some(LiteralKind::Text(text)) if text == "*" => {
            rule.origins.push("*".into());
            rule.star_beside_credentials(at, "origin", reader);
        }
        // The request's own origin, whoever that is.
        Some(LiteralKind::Truth(true)) => rule.origins.push("*".into()),
        Some(LiteralKind::Truth(false)) => {}
        Some(_) => {
            if let Some(origin) = &origin {
                match origin_function(origin, called.answers, code) {
                    Some((who, fails)) => {
                        rule.let_in(&who, code, reader);
                        if let Some(at) = fails {
                            reader.note(at, code.line(at), ERROR);
                        }
                    }
                    None => {
                        rule.literal_origins(origin, |_| None, reader);
                        // In a list `*` is an origin like others, which nobody has.
                        rule.origins.retain(|origin| origin != "*");
                    }
                }
            }
        }
    }
    let default = || called.default_methods.iter().map(|name| (*name).to_owned()).collect();
    let methods = methods.unwrap_or_else(default);
    let (headers, star) = match headers {
        Some(headers) => (headers, Star::Sent),
        None => (vec!["*".to_owned()], Star::EchoedByDefault),
    };
    rule.names(methods, headers, star, (at, "cors"), reader);
    rule
}

const ERROR: &str = "whoever is not let in is answered with an error, their forms and images, too: by a policy they are answered \
                     without headers";
