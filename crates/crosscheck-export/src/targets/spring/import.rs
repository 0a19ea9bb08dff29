//! Spring: `@CrossOrigin`, `addCorsMappings`, and `CorsConfiguration`.
//!
//! In a pattern of origins `*` stands for any text, and `[8080,8081]` or `[*]` for ports. Names that are
//! allowed by `*` are answered as they were asked for.

use std::collections::BTreeSet;

use crate::export::escape;
use crate::import::At;
use crate::import::Checked;
use crate::import::Code;
use crate::import::Comments;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::IN_SOME_CASES;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::literal_names;
use crate::import::literal_seconds;
use crate::import::literal_truth;
use crate::import::rule_paths;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let code = Code::new(reader.text(), Comments::Slashes);
    let mut draft = Draft::default();
    annotations(&code, &mut draft, reader);
    mappings(&code, &mut draft, reader);
    configurations(&code, &mut draft, reader);
    Ok(Read::Draft(draft))
}

/// A name, and what is given to it.
type Field<'f> = (&'f str, At, Vec<&'f Literal>);

fn annotations(code: &Code, draft: &mut Draft, reader: &mut Reader<'_>) {
    for at in code.after(ANNOTATION) {
        reader.count();
        let (arguments, end) = code.arguments(at).unwrap_or_default();
        let end = end.max(at);
        let fields: Vec<Field<'_>> = arguments
            .iter()
            .map(|(name, value)| (name.as_deref().unwrap_or("value"), value.at, vec![value]))
            .collect();
        let path = mapped_path(code, at - ANNOTATION.len(), end);
        let plain = path.split('{').next().unwrap_or_default();
        let mut rule = defaults(at);
        rule.paths = rule_paths(plain);
        let rule = read(&fields, rule, true, code, reader);
        draft.rules.push(rule);
    }
}

/// The path that an annotation is for: that of what is declared below it, and for a method that of its class before it.
/// In: where the annotation begins and ends.
fn mapped_path(code: &Code, start: At, end: At) -> String {
    let before = code.between(start.saturating_sub(FARTHEST), start);
    let behind = code.between(end, end + FARTHEST);
    let (above, below) = (above(&before), below(&behind));
    let declared = behind.get(below.len()..).unwrap_or_default();
    let head = declared.split(['{', ';', '(']).next().unwrap_or_default();
    let own = path_in(above).or_else(|| path_in(below)).unwrap_or_default();
    if ["class", "interface", "record"].iter().any(|word| has_word(head, word)) {
        return own;
    }
    let of_class = before.rmatch_indices("class ").find_map(|(place, _)| {
        let is_word = before.get(..place)?.ends_with(|letter: char| letter.is_whitespace());
        is_word.then(|| path_in(self::above(before.get(..place)?)))?
    });
    let parts = [of_class.unwrap_or_default(), own];
    parts.iter().map(|path| path.trim_matches('/')).filter(|path| !path.is_empty()).fold(
        String::new(),
        |mut all, path| {
            all.push('/');
            all.push_str(path);
            all
        },
    )
}

/// What stands right above a declaration's part: annotations, back to the end of another statement or block.
fn above(before: &str) -> &str {
    let mut depth = 0_usize;
    for (place, letter) in before.char_indices().rev() {
        match letter {
            ')' => depth += 1,
            '(' => depth = depth.saturating_sub(1),
            ';' | '{' | '}' if depth == 0 => return before.get(place + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    before
}

/// Annotations up to what they are of.
fn below(behind: &str) -> &str {
    let (mut depth, mut is_in_name) = (0_usize, false);
    for (place, letter) in behind.char_indices() {
        match letter {
            '@' if depth == 0 => is_in_name = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 || letter.is_whitespace() => {}
            _ if is_in_name => continue,
            _ => return behind.get(..place).unwrap_or_default(),
        }
        is_in_name &= letter == '@' && depth == 0;
    }
    behind
}

/// The path of a mapping among annotations.
fn path_in(annotations: &str) -> Option<String> {
    let (_, rest) = annotations.split_once("Mapping")?;
    let inner = rest.strip_prefix('(').and_then(|rest| rest.split(')').next()).unwrap_or_default();
    Some(inner.split('"').nth(1).unwrap_or_default().to_owned())
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word)
}

fn mappings(code: &Code, draft: &mut Draft, reader: &mut Reader<'_>) {
    for at in code.after("addMapping") {
        let Some((arguments, end)) = code.arguments(at) else { continue };
        reader.count();
        let chain = code.chain(end);
        let fields: Vec<Field<'_>> = chain
            .iter()
            .map(|(name, at, values)| {
                (name.as_str(), *at, values.iter().map(|(_, value)| value).collect())
            })
            .collect();
        let path = arguments.first().and_then(|(_, path)| path.text()).unwrap_or("/**");
        let Some(paths) = ant_paths(path) else {
            reader.miss(at, path, "rules are for a path and what is below it");
            continue;
        };
        let rule = DraftRule { paths, ..defaults(at) };
        draft.rules.push(read(&fields, rule, true, code, reader));
    }
}

fn configurations(code: &Code, draft: &mut Draft, reader: &mut Reader<'_>) {
    let mut all = Vec::new();
    for name in SETTERS {
        for at in code.after(name) {
            let Some((arguments, _)) = code.arguments(at) else { continue };
            if code.is_conditional(at) {
                reader.count();
                reader.miss(at, name, IN_SOME_CASES);
                continue;
            }
            all.push((at, *name, arguments));
        }
    }
    all.sort_by_key(|(at, ..)| *at);
    // Each object is one configuration.
    let mut objects: Vec<(String, Vec<Field<'_>>)> = Vec::new();
    for (at, name, values) in &all {
        let object = object_of(code, at - name.len());
        let field = (*name, *at, values.iter().map(|(_, value)| value).collect());
        match objects.iter_mut().find(|(known, _)| *known == object) {
            Some((_, fields)) => fields.push(field),
            None => objects.push((object, vec![field])),
        }
    }
    let registered = code.after("registerCorsConfiguration");
    let registered: Vec<_> =
        registered.into_iter().filter_map(|at| Some((at, code.arguments(at)?.0))).collect();
    let is_only_one = objects.len() == 1 && registered.len() == 1;
    for (at, arguments) in &registered {
        let Some((_, given)) = arguments.get(1) else { continue };
        if !is_only_one && !objects.iter().any(|(object, _)| is_named(given, object)) {
            reader.count();
            reader.miss(*at, &given.shown(), "what this configuration allows is not read");
        }
    }
    for (object, fields) in &objects {
        let own = registered
            .iter()
            .map(|(_, arguments)| arguments)
            .find(|arguments| arguments.get(1).is_some_and(|(_, given)| is_named(given, object)));
        let first = registered.first().map(|(_, arguments)| arguments);
        let own = own.or(first.filter(|_| objects.len() == 1));
        let path = own.and_then(|arguments| arguments.first()?.1.text());
        let at = fields.first().map_or(0, |(_, at, _)| *at);
        let Some(paths) = ant_paths(path.unwrap_or("/**")) else {
            reader.count();
            reader.miss(at, path.unwrap_or_default(), "rules are for a path and what is below it");
            continue;
        };
        let rule = DraftRule { paths, at, ..DraftRule::default() };
        let rule = read(fields, rule, false, code, reader);
        match draft.rules.iter().any(|known| known.paths == rule.paths) {
            true => reader.miss(at, object, "another configuration is for the same paths"),
            false => draft.rules.push(rule),
        }
    }
}

/// What a method is called on: `config` of `config.setMaxAge`.
fn object_of(code: &Code, name: At) -> String {
    let before = code.between(name.saturating_sub(LONGEST_NAME), name);
    let before = before.trim_end().trim_end_matches('.').trim_end();
    let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    before.rsplit(|letter| !is_of_name(letter)).next().unwrap_or_default().to_owned()
}

/// Whether an object is given, or what makes one of its name.
fn is_named(given: &Literal, object: &str) -> bool {
    match &given.kind {
        LiteralKind::Other(name) | LiteralKind::Call(name, _) => name == object,
        _ => false,
    }
}

/// What is allowed where nothing is said.
fn defaults(at: At) -> DraftRule {
    DraftRule { at, max_age: Some(1800), ..DraftRule::default() }
}

/// `/api/**`; `None` if a rule cannot name it.
fn ant_paths(path: &str) -> Option<BTreeSet<String>> {
    let paths = rule_paths(path);
    (!paths.iter().any(|path| path.contains(['*', '{', '?']))).then_some(paths)
}

fn read(
    fields: &[Field<'_>],
    mut rule: DraftRule,
    has_defaults: bool,
    code: &Code,
    reader: &mut Reader<'_>,
) -> DraftRule {
    let at = rule.at;
    let (mut methods, mut headers, mut says_origins) = (Vec::new(), None, false);
    let (mut star_at, mut methods_at) = (None, at);
    let mut later = fields.iter();
    while let Some((name, at, values)) = later.next() {
        reader.count();
        let is_set_again = later.clone().any(|(other, ..)| other == name);
        if is_set_again && !name.starts_with("add") {
            reader.note(*at, name, "it is set once more further down, and the last one holds");
            continue;
        }
        let values: Vec<Literal> = values.iter().map(|value| code.resolved(value)).collect();
        let first = values.first();
        let plain = name.trim_start_matches("set").trim_start_matches("add");
        match plain.to_ascii_lowercase().as_str() {
            "value" | "origins" | "allowedorigins" | "allowedorigin" => {
                says_origins = true;
                for value in &values {
                    rule.literal_origins(value, |_| None, reader);
                }
                if rule.origins.iter().any(|origin| origin == "*") {
                    star_at = Some(*at);
                }
            }
            "originpatterns" | "allowedoriginpatterns" | "allowedoriginpattern" => {
                says_origins = true;
                for value in &values {
                    rule.literal_origins(value, pattern, reader);
                }
            }
            "methods" | "allowedmethods" | "allowedmethod" => {
                values.iter().for_each(|value| methods.extend(literal_names(value, reader)));
                methods_at = *at;
            }
            "allowedheaders" | "allowedheader" => {
                let names = values.iter().flat_map(|value| literal_names(value, reader));
                headers.get_or_insert_with(Vec::new).extend(names);
            }
            "exposedheaders" | "exposedheader" => {
                let names = values.iter().flat_map(|value| literal_names(value, reader));
                rule.expose_headers.extend(names);
            }
            "allowcredentials" => {
                rule.credentials = first.is_some_and(|value| literal_truth(value, reader));
            }
            "maxage" => rule.max_age = first.and_then(|value| literal_seconds(value, reader)),
            "applypermitdefaultvalues" | "combine" | "and" => {}
            _ => reader.miss(*at, name, "this part is not known"),
        }
    }
    if !says_origins && has_defaults {
        rule.origins.push("*".into());
    }
    if let Some(at) = star_at.filter(|_| rule.credentials) {
        let reason = "Spring refuses `*` beside credentials: nobody is let in";
        reader.note(at, "*", reason);
        rule.origins.retain(|origin| origin != "*");
    }
    let own = methods.is_empty() && !has_defaults;
    let own = ["GET", "HEAD"].iter().filter(|_| own).map(|name| (*name).to_owned());
    methods.extend(own);
    reader.left_out(&methods, Checked::Everything, (methods_at, "allowedMethods"));
    let (headers, star) = match headers {
        Some(headers) => (headers, Star::Echoed),
        None if has_defaults => (vec!["*".to_owned()], Star::EchoedByDefault),
        None => (Vec::new(), Star::Echoed),
    };
    rule.names(methods, headers, star, (at, "allowedHeaders"), reader);
    rule
}

/// A pattern of origins as an expression; `None` if it is an origin, or everybody.
fn pattern(text: &str) -> Option<Result<Regex, String>> {
    if !text.contains('*') && !text.contains('[') {
        return None;
    }
    if text == "*" {
        return None;
    }
    let (origin, ports) = match text.strip_suffix(']').and_then(|text| text.rsplit_once(":[")) {
        Some((origin, "*")) => (origin, "(:[0-9]+)?".to_owned()),
        Some((origin, ports)) => (origin, format!(":({})", ports.replace(',', "|"))),
        None => (text, String::new()),
    };
    let parts: Vec<String> = origin.split('*').map(escape).collect();
    Some(Regex::new(&format!("^{}{ports}$", parts.join(".*")), false))
}

const ANNOTATION: &str = "@CrossOrigin";
/// How far what belongs to an annotation may be.
const FARTHEST: usize = 20_000;
const LONGEST_NAME: usize = 80;
const SETTERS: &[&str] = &[
    "setAllowedOrigins",
    "addAllowedOrigin",
    "setAllowedOriginPatterns",
    "addAllowedOriginPattern",
    "setAllowedMethods",
    "addAllowedMethod",
    "setAllowedHeaders",
    "addAllowedHeader",
    "setExposedHeaders",
    "addExposedHeader",
    "setAllowCredentials",
    "setMaxAge",
];
