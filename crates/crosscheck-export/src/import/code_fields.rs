//! Fields of a middleware, as programs write them: origins, names, ages.

use super::code::Code;
use super::draft::DraftRule;
use super::literals::Literal;
use super::literals::LiteralKind;
use super::reader::Reader;
use super::reasons::NO_LITERAL;
use super::regex::Regex;

impl DraftRule {
    /// Takes a list of origins as it is written; says what is no literal. In: how a text becomes an expression,
    /// if it is one.
    pub(crate) fn literal_origins(
        &mut self,
        value: &Literal,
        pattern: impl Fn(&str) -> Option<Result<Regex, String>>,
        reader: &mut Reader<'_>,
    ) {
        for item in value.items() {
            match &item.kind {
                LiteralKind::Text(text) => match pattern(text) {
                    Some(regex) => self.origins_of(regex, item.at, text, reader),
                    None => self.origins.push(text.clone()),
                },
                LiteralKind::Regex(text, flags) => {
                    let regex = Regex::new(text, flags.contains('i'));
                    self.origins_of(regex, item.at, text, reader);
                }
                LiteralKind::Call(name, arguments)
                    if ["compile", "RegExp", "from_static", "from_str", "exact"]
                        .contains(&name.rsplit(['.', ':']).next().unwrap_or_default()) =>
                {
                    let text = arguments.first().and_then(|(_, value)| value.text());
                    match text {
                        None => reader.miss(item.at, &item.shown(), NO_LITERAL),
                        Some(text) if name.starts_with("re.") || name == "RegExp" => {
                            self.origins_of(Regex::new(text, false), item.at, text, reader);
                        }
                        Some(text) => self.origins.push(text.to_owned()),
                    }
                }
                _ => reader.miss(item.at, &item.shown(), NO_LITERAL),
            }
        }
    }
}

/// Names in a list, each a text or a constant (`Method::PUT`, `header::CONTENT_TYPE`); says what is none.
pub(crate) fn literal_names(value: &Literal, reader: &mut Reader<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for item in value.items() {
        match &item.kind {
            LiteralKind::Text(text) => names.extend(super::fields::items(text)),
            LiteralKind::Call(_, arguments) => match arguments.as_slice() {
                [(_, Literal { kind: LiteralKind::Text(text), .. })] => names.push(text.clone()),
                _ => reader.miss(item.at, &item.shown(), NO_LITERAL),
            },
            LiteralKind::Other(name) => {
                let last = name.rsplit(['.', ':']).next().unwrap_or_default();
                let is_constant = !last.is_empty()
                    && last.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
                match (last, is_constant) {
                    ("Any", _) => names.push("*".into()),
                    (_, true) if name != last => names.push(last.replace('_', "-")),
                    _ => reader.miss(item.at, name, NO_LITERAL),
                }
            }
            _ => reader.miss(item.at, &item.shown(), NO_LITERAL),
        }
    }
    names
}

/// The same where constants are imported by their names alone: `CONTENT_TYPE`.
pub(crate) fn imported_names(value: &Literal, code: &Code, reader: &mut Reader<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for item in value.items() {
        let item = code.resolved(item);
        match &item.kind {
            LiteralKind::Other(name) if IMPORTED.contains(&name.as_str()) => {
                names.push(name.replace('_', "-"));
            }
            _ => names.extend(literal_names(&item, reader)),
        }
    }
    names
}

/// Names that `http` gives to methods and headers which requests and answers of pages have.
const IMPORTED: [&str; 28] = [
    "ACCEPT",
    "ACCEPT_LANGUAGE",
    "AUTHORIZATION",
    "CACHE_CONTROL",
    "CONTENT_DISPOSITION",
    "CONTENT_ENCODING",
    "CONTENT_LANGUAGE",
    "CONTENT_LENGTH",
    "CONTENT_RANGE",
    "CONTENT_TYPE",
    "COOKIE",
    "ETAG",
    "IF_MATCH",
    "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH",
    "LAST_MODIFIED",
    "LINK",
    "LOCATION",
    "ORIGIN",
    "PRAGMA",
    "RANGE",
    "REFERER",
    "RETRY_AFTER",
    "SET_COOKIE",
    "UPGRADE",
    "USER_AGENT",
    "VARY",
    "WWW_AUTHENTICATE",
];

/// Methods, some by the names that Go has for them: `http.MethodPut`.
pub(crate) fn go_methods(value: &Literal, reader: &mut Reader<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for item in value.items() {
        let constant = match &item.kind {
            LiteralKind::Other(name) => name.strip_prefix("http.Method"),
            _ => None,
        };
        match constant {
            Some(name) => names.push(name.to_ascii_uppercase()),
            None => names.extend(literal_names(item, reader)),
        }
    }
    names
}

/// Yes or no; says what is neither.
pub(crate) fn literal_truth(value: &Literal, reader: &mut Reader<'_>) -> bool {
    match &value.kind {
        LiteralKind::Truth(truth) => *truth,
        LiteralKind::Text(text) if ["true", "false", ""].contains(&text.as_str()) => text == "true",
        LiteralKind::Other(nothing)
            if ["None", "nil", "null", "undefined"].contains(&nothing.as_str()) =>
        {
            false
        }
        _ => {
            reader.miss(value.at, &value.shown(), NO_LITERAL);
            false
        }
    }
}

/// Seconds; says what is none.
pub(crate) fn literal_seconds(value: &Literal, reader: &mut Reader<'_>) -> Option<u32> {
    match &value.kind {
        LiteralKind::Number(number) => Some(u32::try_from((*number).max(0)).unwrap_or(u32::MAX)),
        LiteralKind::Text(text) => super::fields::seconds(text),
        LiteralKind::Call(name, arguments) => {
            let number = arguments.first().map(|(_, value)| &value.kind);
            let Some(LiteralKind::Number(number)) = number else {
                reader.miss(value.at, &value.shown(), NO_LITERAL);
                return None;
            };
            let unit = match name.rsplit(['.', ':']).next().unwrap_or_default() {
                "ofMinutes" | "from_mins" | "FromMinutes" => 60,
                "ofHours" | "from_hours" | "FromHours" => 3600,
                "ofDays" | "FromDays" => 86_400,
                _ => 1,
            };
            Some(u32::try_from(number.saturating_mul(unit).max(0)).unwrap_or(u32::MAX))
        }
        _ => {
            reader.miss(value.at, &value.shown(), NO_LITERAL);
            None
        }
    }
}
