//! Where a value comes from that is not in the file: the environment, settings, a parameter, a variable of a deployment.
//!
//! Said only where one name gives the value: a choice between values of the file, or what a function works out, is none.

use std::cell::Cell;

use super::code::Code;
use super::literals::LiteralKind;
use super::source::At;

/// What gives a value of a program, by its name: `process.env.ORIGINS`. In: the program, and where the value stands.
pub(super) fn of_program(code: &Code, at: At) -> Option<String> {
    let search = Search { code, left: Cell::new(MOST_NAMES) };
    search.of_expression(expression_at(code, at), 0)
}

/// What gives a value that is filled in later: `var.origins`, `${HOST}`, `{{ .Values.origin }}`, `!Ref Origin`.
pub(super) fn of_deployment(written: &str) -> Option<String> {
    let written = written.trim();
    for (open, close) in [("${", "}"), ("{{", "}}"), ("$(", ")"), ("<%", "%>")] {
        if let Some((_, rest)) = written.split_once(open) {
            let name = rest.split(close).next().unwrap_or_default().trim_matches([' ', '-', '=']);
            let name = name.split(":-").next().unwrap_or_default();
            return (!name.is_empty()).then(|| name.to_owned());
        }
    }
    if let Some((_, rest)) = written.split_once("parameters('") {
        return rest.split('\'').next().map(str::to_owned);
    }
    let (tag, name) = written.split_once(' ').unwrap_or(("", written));
    let is_reference =
        ["", "!Ref", "Ref", "!ImportValue", "Fn::ImportValue", "!GetAtt", "!Sub"].contains(&tag);
    let is_of_name = |letter: char| letter.is_alphanumeric() || "._-:[]$/".contains(letter);
    let is_name = !name.is_empty() && name.chars().all(is_of_name);
    (is_reference && is_name).then(|| name.trim_start_matches('$').to_owned())
}

struct Search<'c> {
    code: &'c Code,
    /// How many names may still be looked into.
    left: Cell<usize>,
}

impl Search<'_> {
    fn of_expression(&self, expression: &str, depth: usize) -> Option<String> {
        // What a function decides is no value.
        let function = ["=>", "func(", "function", "lambda"].iter();
        let end = function.filter_map(|word| expression.find(word)).min();
        let expression = expression.get(..end.unwrap_or(expression.len())).unwrap_or_default();
        // A choice is made by more than one name.
        let is_listed = expression.contains(" for ");
        if expression.contains(" ? ") || (!is_listed && expression.contains(" if ")) {
            return None;
        }
        let names = names(expression);
        let direct = names.iter().find_map(|(at, name)| {
            let rest = expression.get(at + name.len()..).unwrap_or_default();
            source(name, rest)
        });
        if direct.is_some() || depth == DEEPEST {
            return direct;
        }
        names.iter().find_map(|(_, name)| self.of_name(name.split('.').next()?, depth))
    }

    fn of_name(&self, name: &str, depth: usize) -> Option<String> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        let code = self.code;
        let places = code.after(name);
        if let Some(property) = places.iter().find_map(|at| property_before(code, at - name.len()))
        {
            return Some(property);
        }
        if code.is_parameter(name) {
            return code.is_parameter_from_elsewhere(name).then(|| name.to_owned());
        }
        let given = places.iter().find_map(|at| {
            let value = code.assigned(*at)?;
            let is_itself = matches!(&value.kind, LiteralKind::Other(other) if other == name);
            (!is_itself).then(|| expression_at(code, value.at))
        });
        self.of_expression(given?, depth + 1)
    }
}

/// Names with dots in an expression, outside of texts, and where each begins.
fn names(expression: &str) -> Vec<(At, &str)> {
    let is_of_name = |letter: char| letter.is_alphanumeric() || "_.$:".contains(letter);
    let (mut found, mut start, mut quote) = (Vec::new(), None, None);
    for (at, letter) in expression.char_indices().chain([(expression.len(), ' ')]) {
        if quote.is_some() {
            if quote == Some(letter) {
                quote = None;
            }
            continue;
        }
        if is_of_name(letter) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(start) = start.take() {
            let name = expression.get(start..at).unwrap_or_default();
            let name = name.trim_end_matches(['.', ':']);
            if name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
                found.push((start, name));
            }
        }
        if matches!(letter, '"' | '\'' | '`') {
            quote = Some(letter);
        }
    }
    found
}

/// What is asked by a name: a variable of the environment, or a setting. In: what stands behind the name.
fn source(name: &str, behind: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let (first, last) = (lower.split('.').next()?, lower.rsplit(['.', ':']).next()?);
    for environment in ["process.env.", "import.meta.env.", "deno.env."] {
        if let Some(variable) = lower.strip_prefix(environment) {
            let start = name.len() - variable.len();
            let variable = name.get(start..)?.split('.').next()?;
            return Some(format!("{}{variable}", name.get(..start)?));
        }
    }
    let is_environment = last.contains("env")
        || lower.contains("environ")
        || first == "env"
        || lower.contains("env::var");
    let is_settings = SETTINGS.iter().any(|word| first.ends_with(word))
        || SETTINGS.iter().any(|word| lower.split('.').any(|part| part == *word));
    // `ENV['ORIGINS']`, `os.getenv("ORIGINS")`, `configuration.get<string>('ORIGINS')`
    let argument = || {
        let behind = match behind.strip_prefix('<') {
            Some(rest) => rest.split_once('>')?.1,
            None => behind,
        };
        let inner = behind.strip_prefix(['(', '['])?.trim_start();
        let quote = inner.chars().next().filter(|quote| ['"', '\'', '`'].contains(quote))?;
        let text = inner.get(1..)?.split(quote).next()?;
        let is_of_name = |letter: char| letter.is_alphanumeric() || "._-:".contains(letter);
        (!text.is_empty() && text.chars().all(is_of_name)).then(|| text.to_owned())
    };
    let asks = is_environment
        || SETTINGS.contains(&lower.as_str())
        || ASKING.iter().any(|word| last.starts_with(word));
    if (is_environment || is_settings)
        && (asks || behind.starts_with('['))
        && let Some(argument) = argument()
    {
        return Some(argument);
    }
    // `settings.origins`, and what is done with it.
    let own = match behind.starts_with(['(', '<']) {
        true => name.rsplit_once('.')?.0,
        false => name,
    };
    (is_settings && own.contains('.')).then(|| own.to_owned())
}

/// `@Value("${app.origins}") String`, before a name.
fn property_before(code: &Code, at: At) -> Option<String> {
    let before = code.between(at.saturating_sub(200), at);
    let (_, rest) = before.rsplit_once("@Value(")?;
    let (value, typed) = rest.split_once(')')?;
    let is_type = |letter: char| letter.is_alphanumeric() || "<>[]_ \n\t.".contains(letter);
    let property = value.split_once("${")?.1.split(['}', ':']).next()?;
    (typed.chars().all(is_type) && !typed.trim().is_empty()).then(|| property.to_owned())
}

/// An expression from a place to its end.
fn expression_at(code: &Code, at: At) -> &str {
    let text = code.behind(at);
    let (mut depth, mut quote) = (0_usize, None);
    for (place, letter) in text.char_indices().take(LONGEST) {
        match (quote, letter) {
            (Some(mark), letter) if mark == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth == 0 => return text.get(..place).unwrap_or_default(),
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',' | ';') if depth == 0 => return text.get(..place).unwrap_or_default(),
            (None, '\n') if depth == 0 => {
                let next = text.get(place..).unwrap_or_default().trim_start();
                if !next.starts_with(['.', '|', '?', ':', '&', '+']) {
                    return text.get(..place).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(place, _)| place);
    text.get(..end).unwrap_or_default()
}

/// What objects are called that hold settings.
const SETTINGS: [&str; 9] = [
    "settings",
    "config",
    "configuration",
    "configservice",
    "cfg",
    "conf",
    "env",
    "properties",
    "viper",
];
/// How methods begin by which settings are asked.
const ASKING: [&str; 8] = ["get", "fetch", "value", "string", "list", "bool", "require", "must"];
const DEEPEST: usize = 4;
const MOST_NAMES: usize = 60;
/// How long an expression is read, in letters.
const LONGEST: usize = 600;

#[cfg(test)]
mod tests {
    use super::of_deployment;
    use super::of_program;
    use crate::import::Code;
    use crate::import::Comments;

    #[test]
    fn one_name_gives_a_value() {
        for (text, name) in [
            ("HERE process.env.ORIGIN || 'http://localhost:3000'", Some("process.env.ORIGIN")),
            ("HERE process.env.ORIGINS?.split(',') ?? []", Some("process.env.ORIGINS")),
            ("HERE os.getenv(\"ORIGINS\", \"\").split(\",\")", Some("ORIGINS")),
            ("HERE os.environ['ORIGINS']", Some("ORIGINS")),
            ("HERE ENV.fetch('ORIGIN', 'https://a.example')", Some("ORIGIN")),
            ("HERE get_env_variable('ORIGINS').split(' ')", Some("ORIGINS")),
            ("HERE std::env::var(\"ORIGIN\")", Some("ORIGIN")),
            ("HERE configService.get<string>('ORIGIN')", Some("ORIGIN")),
            ("HERE builder.Configuration.GetSection(\"Origins\").Get<string[]>()", Some("Origins")),
            ("HERE builder.Configuration[\"Origins\"]", Some("Origins")),
            ("HERE settings.cors_origins", Some("settings.cors_origins")),
            ("HERE settings.cors_origins.split(\",\")", Some("settings.cors_origins")),
            ("HERE 'https://a.example' if settings.DEMO else None", None),
            ("HERE func(origin string) bool { return os.Getenv(\"ENV\") == \"x\" }", None),
            (
                "HERE process.env.ORIGINS.split(',').map(one => one.trim())",
                Some("process.env.ORIGINS"),
            ),
            ("HERE corsSettings.Allowed", Some("corsSettings.Allowed")),
            (
                "raw = os.getenv('A')\nlist = [o.strip() for o in raw.split(',')]\nHERE list",
                Some("A"),
            ),
            ("func of(origins []string) {\nHERE origins", Some("origins")),
            ("func of(origins []string) {\nHERE origins\n}\nof(x)", None),
            (
                "@Value(\"${app.cors:x}\")\nprivate String[] origins;\nHERE origins",
                Some("app.cors"),
            ),
            ("HERE isDev ? ['https://a.example'] : 'https://b.example'", None),
            ("HERE isAllowed(origin)", None),
            ("HERE names.AllowedMethods()", None),
            ("HERE 'process.env.ORIGIN'", None),
        ] {
            let code = Code::new(text, Comments::Slashes);
            let at = text.find("HERE").expect("it is there") + 5;
            assert_eq!(of_program(&code, at).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn a_deployment_gives_a_value() {
        for (text, name) in [
            ("https://${HOST}", Some("HOST")),
            ("http://app.${DOMAIN:-track.test}", Some("DOMAIN")),
            ("{{ .Values.origin }}", Some(".Values.origin")),
            ("var.origins", Some("var.origins")),
            ("aws_lb.main.dns_name", Some("aws_lb.main.dns_name")),
            ("!Ref Origin", Some("Origin")),
            ("[parameters('origin')]", Some("origin")),
            ("!If", None),
            ("dynamic \"cors_rule\"", None),
            ("var.a ? split(\",\", var.a) : []", None),
        ] {
            assert_eq!(of_deployment(text).as_deref(), name, "{text}");
        }
    }
}
