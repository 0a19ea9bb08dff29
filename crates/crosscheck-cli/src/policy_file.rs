//! Policy files: TOML in, a checked policy or every mistake with its place out.
//!
//! Owns the shape of the file: one table, `[cors]`, with the fields of `crosscheck`'s `Config`. What
//! a value may be is the library's to say; this finds the place in the file that it speaks of.

use std::fs;
use std::io;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use annotate_snippets::renderer::DecorStyle;
use crosscheck::server::Config;
use crosscheck::server::ConfigError;
use crosscheck::server::ConfigErrorKind;
use crosscheck::server::Policy;
use schemars::JsonSchema;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::report::Failure;

/// A policy file as it was read.
#[derive(Debug)]
pub(crate) struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Reads a file. Fails if there is none, or if it is not text.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let fail = |reason: &str, hint: &str| {
            Err(Failure::new(format!("cannot read the policy file {shown:?}: {reason}"), hint))
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return fail("there is no such file", START);
            }
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                return fail("it is a directory", "name the file in it");
            }
            Err(error) => return fail(&error.to_string(), "let this user read it"),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { path: shown, text }),
            Err(error) => {
                let place = error.utf8_error().valid_up_to();
                fail(&format!("it is not UTF-8 (byte {place})"), "save it as UTF-8 text")
            }
        }
    }

    /// The policy, or everything that is wrong with it.
    pub(crate) fn policy(&self) -> Result<Policy, Mistakes> {
        let mut reader = Reader::default();
        reader.document(&self.text);
        let policy = Policy::new(&reader.config);
        if let Err(errors) = &policy {
            for error in errors.iter() {
                reader.config_error(error);
            }
        }
        reader.mistakes.sort_by_key(|mistake| mistake.span.start);
        match policy {
            Ok(policy) if reader.mistakes.is_empty() => Ok(policy),
            _ => Err(Mistakes(reader.mistakes)),
        }
    }
}

/// The JSON Schema of policy files.
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(PolicyFile)
}

/// A policy file of `crosscheck serve`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "describes what the reader reads by hand, to keep each place")]
struct PolicyFile {
    /// The policy for every path.
    cors: Config,
}

/// What is wrong with a file, in its order. Never empty.
#[derive(Debug)]
pub(crate) struct Mistakes(Vec<Mistake>);

#[derive(Debug)]
struct Mistake {
    span: Range<usize>,
    message: String,
    hint: String,
}

impl Mistakes {
    /// Writes each mistake with the line it is on. Colours are the writer's to keep or drop.
    pub(crate) fn write(&self, source: &Source, to: &mut impl Write) -> io::Result<()> {
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(100);
        for mistake in &self.0 {
            let start = mistake.span.start.min(source.text.len());
            let end = mistake.span.end.clamp(start, source.text.len());
            let snippet = Snippet::source(&source.text)
                .path(&source.path)
                .annotation(AnnotationKind::Primary.span(start..end));
            let hint = Level::HELP.with_name("hint").message(&mistake.hint);
            let group = Level::ERROR.primary_title(&mistake.message).element(snippet).element(hint);
            writeln!(to, "{}\n", renderer.render(&[group]))?;
        }
        let count = self.0.len();
        let plural = if count == 1 { "mistake" } else { "mistakes" };
        writeln!(to, "{}: {count} {plural}", source.path)?;
        to.flush()
    }
}

/// Reads a file by hand, so that every value keeps its place.
#[derive(Debug, Default)]
struct Reader {
    config: Config,
    mistakes: Vec<Mistake>,
    /// Where the fields that were read are.
    places: Vec<Place>,
    /// Where the table is; what is missing from it is missing here.
    table: Range<usize>,
    /// Fields that were not read as they should, so that the library must not judge them.
    unread: Vec<&'static str>,
}

#[derive(Debug)]
struct Place {
    field: &'static str,
    value: Range<usize>,
    items: Vec<Range<usize>>,
}

impl Reader {
    fn document(&mut self, text: &str) {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let hint = "TOML is `key = value` lines: text in quotes, lists in brackets";
            self.mistake(error.span().unwrap_or_default(), error.message().into(), hint.into());
        }
        let broken: Vec<Range<usize>> = errors.iter().filter_map(toml::de::Error::span).collect();
        let mut found = false;
        for (key, value) in document.get_ref() {
            if key.get_ref() == "cors" {
                found = true;
                self.table = key.span();
                match value.get_ref().as_table() {
                    Some(table) => self.cors(table),
                    None => {
                        self.unread.extend(FIELDS);
                        let message = "`cors` is a table".into();
                        self.mistake(value.span(), message, format!("write {START}"));
                    }
                }
            } else if FIELDS.contains(&key.get_ref().as_ref()) {
                let message = format!("`{}` is outside of the table it belongs to", key.get_ref());
                self.unread.push("origins");
                self.mistake(key.span(), message, "write `[cors]` on a line above it".into());
            } else {
                let message = format!("unknown key `{}`", key.get_ref());
                self.mistake(key.span(), message, "the only table is `[cors]`".into());
            }
        }
        if !errors.is_empty() {
            // One message per mistake: what is not TOML is not of a wrong type as well.
            let mut grammar = errors.len();
            self.mistakes.retain(|mistake| {
                let is_grammar = grammar > 0;
                grammar = grammar.saturating_sub(1);
                is_grammar || !broken.iter().any(|span| overlap(span, &mistake.span))
            });
            // What could not be parsed may have held what would now be missed.
            self.unread.push("origins");
        } else if !found && !self.unread.contains(&"origins") {
            self.unread.push("origins");
            self.mistake(0..0, "the table `[cors]` is missing".into(), START.into());
        }
    }

    fn cors(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let Some(field) = FIELDS.into_iter().find(|field| field == key.get_ref()) else {
                self.unknown(key.get_ref(), key.span());
                continue;
            };
            let mut place = Place { field, value: value.span(), items: Vec::new() };
            let read = match field {
                "credentials" => self.boolean(value).map(|read| self.config.credentials = read),
                "max_age" => self.seconds(value).map(|read| self.config.max_age = Some(read)),
                _ => self.strings(field, value).map(|read| {
                    let (texts, items) = read.into_iter().unzip();
                    place.items = items;
                    match field {
                        "origins" => self.config.origins = texts,
                        "methods" => self.config.methods = texts,
                        "request_headers" => self.config.request_headers = texts,
                        _ => self.config.expose_headers = texts,
                    }
                }),
            };
            if read.is_none() {
                self.unread.push(field);
            }
            self.places.push(place);
        }
    }

    fn unknown(&mut self, key: &str, span: Range<usize>) {
        let spelled = key.to_ascii_lowercase().replace('-', "_");
        let near = FIELDS
            .into_iter()
            .map(|field| (field, strsim::jaro_winkler(field, &spelled)))
            .filter(|(_, likeness)| *likeness > 0.85)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let hint = match near {
            Some((field, _)) => {
                if field == "origins" {
                    self.unread.push(field);
                }
                format!("did you mean `{field}`? known keys: {}", FIELDS.join(", "))
            }
            None => format!("known keys: {}", FIELDS.join(", ")),
        };
        self.mistake(span, format!("unknown key `{key}` in `[cors]`"), hint);
    }

    fn boolean(&mut self, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            let message = format!("`credentials` is true or false, not {}", kind(value));
            self.mistake(value.span(), message, "write `credentials = true`".into());
        }
        read
    }

    fn seconds(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let hint = || "write `max_age = 600`, at most 86400".to_string();
        let Some(integer) = value.get_ref().as_integer() else {
            let message = format!("`max_age` is a whole number of seconds, not {}", kind(value));
            self.mistake(value.span(), message, hint());
            return None;
        };
        match i128::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(seconds) if seconds >= 0 => Some(u32::try_from(seconds).unwrap_or(u32::MAX)),
            Ok(_) => {
                self.mistake(value.span(), "`max_age` is not negative".into(), hint());
                None
            }
            // More digits than any number of seconds has.
            Err(_) => Some(u32::MAX),
        }
    }

    fn strings(
        &mut self,
        field: &'static str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<(String, Range<usize>)>> {
        let Some(array) = value.get_ref().as_array() else {
            let message = format!("`{field}` is a list of texts, not {}", kind(value));
            let hint = match value.get_ref().as_str() {
                Some(text) => format!("write `{field} = [{text:?}]`"),
                None => format!("write `{field} = [\"…\"]`"),
            };
            self.mistake(value.span(), message, hint);
            return None;
        };
        let mut texts = Vec::new();
        for (index, item) in array.iter().enumerate() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_string(), item.span())),
                None => {
                    let message = format!("`{field}[{index}]` is text, not {}", kind(item));
                    self.mistake(item.span(), message, "put it in quotes".into());
                }
            }
        }
        (texts.len() == array.len() || !texts.is_empty()).then_some(texts)
    }

    /// Takes over what the library found, unless the field could not be read to begin with.
    fn config_error(&mut self, error: &ConfigError) {
        let (field, index) = match error.path.split_once('[') {
            Some((field, index)) => (field, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (error.path.as_str(), None),
        };
        if self.unread.contains(&field) && index.is_none() {
            return;
        }
        let place = self.places.iter().find(|place| place.field == field);
        let span = match (place, index) {
            (Some(place), Some(index)) => place.items.get(index).unwrap_or(&place.value).clone(),
            (Some(place), None) => place.value.clone(),
            (None, _) => self.table.clone(),
        };
        let subject = match index {
            Some(_) => format!("{:?} in `{field}`", error.value),
            None => format!("`{field}`"),
        };
        let hint = match (&error.suggestion, index) {
            (Some(suggestion), Some(_)) => format!("write {suggestion:?}"),
            (Some(suggestion), None) if field == "max_age" => {
                format!("write `max_age = {suggestion}`")
            }
            (Some(suggestion), None) => format!("write `{field} = [{suggestion:?}]`"),
            (None, _) => remedy(error.kind).into(),
        };
        self.mistake(span, format!("{subject}: {}", error.reason), hint);
    }

    fn mistake(&mut self, span: Range<usize>, message: String, hint: String) {
        self.mistakes.push(Mistake { span, message, hint });
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// What to do about a mistake that has no right spelling.
fn remedy(kind: ConfigErrorKind) -> &'static str {
    match kind {
        ConfigErrorKind::NullOrigin => "take it out, and give the page an origin of its own",
        ConfigErrorKind::WildcardWithCredentials => {
            "list what pages need instead, or write `credentials = false`"
        }
        ConfigErrorKind::InvalidOrigin => "write it like \"https://app.example.com\"",
        ConfigErrorKind::InvalidMethod | ConfigErrorKind::InvalidHeaderName => {
            "write one name, without blanks, commas or colons"
        }
        _ => "take it out",
    }
}

/// What a value is, for people.
fn kind(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The fields of `[cors]`.
const FIELDS: [&str; 6] =
    ["credentials", "expose_headers", "max_age", "methods", "origins", "request_headers"];

/// How a policy file begins.
const START: &str = "a file to start with is\n[cors]\norigins = [\"https://app.example.com\"]";

#[cfg(test)]
mod tests {
    use super::FIELDS;
    use super::schema;

    #[test]
    fn the_reader_knows_the_fields_of_the_schema() {
        let schema = serde_json::to_value(schema()).expect("a schema is JSON");
        let fields = schema.pointer("/$defs/Config/properties").and_then(|p| p.as_object());
        let mut fields: Vec<&str> = fields.expect("fields").keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, FIELDS);
    }
}
