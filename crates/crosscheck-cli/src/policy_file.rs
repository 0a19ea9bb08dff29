//! The policy file: TOML, one `[cors]` table, mistakes shown where they stand, all at once.
//!
//! Owns the shape of the file. What a value may be is the library's to say; this finds the place in
//! the file that it speaks of.

use std::fs;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use crosscheck::server::Config;
use crosscheck::server::ConfigError;
use crosscheck::server::ConfigErrorKind;
use crosscheck::server::Policy;
use schemars::JsonSchema;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::failure::Hinted;
use crate::failure::Rendered;

/// A policy file of crosscheck.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "crosscheck policy")]
#[expect(dead_code, reason = "it is read by hand, so that every value keeps its place")]
pub(crate) struct PolicyFile {
    /// The policy for everything behind the gateway.
    pub(crate) cors: Config,
}

/// What a policy file turned out to be.
pub(crate) enum Read {
    /// A policy.
    Policy(Box<Policy>),
    /// Mistakes, laid out for people: how many, and the text.
    Mistakes(usize, String),
}

/// Reads and checks a policy file. `Err` only if the file cannot be read at all.
pub(crate) fn read(path: &Path) -> anyhow::Result<Read> {
    let name = path.display().to_string();
    let source = fs::read_to_string(path).map_err(|error| {
        Hinted::error(
            format!("the policy file `{name}` cannot be read: {error}"),
            "name an existing TOML file with `--policy FILE`; `crosscheck policy schema` tells \
             its form",
        )
    })?;
    let mut reader = Reader::default();
    reader.document(&source);
    let policy = Policy::new(&reader.config);
    if let Err(errors) = &policy {
        for error in errors.iter() {
            reader.config_error(error);
        }
    }
    match policy {
        Ok(policy) if reader.mistakes.is_empty() => Ok(Read::Policy(Box::new(policy))),
        _ => {
            reader.mistakes.sort_by_key(|mistake| mistake.span.start);
            let reports: Vec<String> =
                reader.mistakes.iter().map(|mistake| mistake.render(&name, &source)).collect();
            Ok(Read::Mistakes(reports.len(), reports.join("\n\n")))
        }
    }
}

/// Reads a policy file for a command that cannot go on without one.
pub(crate) fn require(path: &Path) -> anyhow::Result<Policy> {
    match read(path)? {
        Read::Policy(policy) => Ok(*policy),
        Read::Mistakes(_, report) => Err(Rendered(report).into()),
    }
}

/// One mistake: where it stands, its stable name, what is wrong and what to write.
#[derive(Debug)]
struct Mistake {
    span: Range<usize>,
    name: &'static str,
    text: String,
}

impl Mistake {
    fn render(&self, file: &str, source: &str) -> String {
        let start = self.span.start.min(source.len());
        let span = start..self.span.end.clamp(start, source.len());
        let message = Level::Error.title(self.name).snippet(
            Snippet::source(source)
                .origin(file)
                .fold(true)
                .annotation(Level::Error.span(span).label(&self.text)),
        );
        Renderer::styled().render(message).to_string()
    }
}

/// Reads a file by hand, so that every value keeps its place and one mistake hides no other.
#[derive(Debug, Default)]
struct Reader {
    config: Config,
    mistakes: Vec<Mistake>,
    /// Where the fields that were read stand.
    places: Vec<Place>,
    /// Where the table stands; what is missing from it is missing here.
    table: Range<usize>,
    /// Fields that may hold more than was read, so that nothing is said to be missing from them.
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
        for (key, value) in document.get_ref() {
            let name = key.get_ref().as_ref();
            if name == "cors" {
                self.table = key.span();
                match value.get_ref().as_table() {
                    Some(table) => self.cors(table),
                    None => {
                        self.unread.extend(FIELDS);
                        let text = "`cors` is a table; write `[cors]` on a line of its own";
                        self.mistake(value.span(), "wrong-type", text.into());
                    }
                }
            } else if FIELDS.contains(&name) {
                self.unread.push("origins");
                let text =
                    format!("`{name}` belongs to a table; write `[cors]` on a line above it");
                self.mistake(key.span(), "misplaced-key", text);
            } else {
                let text = format!("there is no `{name}`; the only table is `[cors]`");
                self.mistake(key.span(), "unknown-key", text);
            }
        }
        if errors.is_empty() {
            if document.get_ref().is_empty() {
                self.unread.push("origins");
                let text = "nothing is in it; write `[cors]` and, on a line below it, \
                            `origins = [\"https://app.example.com\"]`";
                self.mistake(0..0, "missing-table", text.into());
            }
            return;
        }
        // What is not TOML is not of a wrong type as well, and may have held what now is missing.
        self.unread.push("origins");
        let broken: Vec<Range<usize>> = errors.iter().filter_map(|error| error.span()).collect();
        self.mistakes.retain(|mistake| !broken.iter().any(|span| overlap(span, &mistake.span)));
        for error in &errors {
            let text = error.message().to_string();
            self.mistake(error.span().unwrap_or_default(), "not-toml", text);
        }
    }

    fn cors(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(field) = FIELDS.into_iter().find(|field| *field == name) else {
                self.unknown(name, key.span());
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

    fn unknown(&mut self, name: &str, span: Range<usize>) {
        let spelled = name.to_ascii_lowercase().replace('-', "_");
        let near = FIELDS
            .into_iter()
            .map(|field| (field, strsim::jaro_winkler(field, &spelled)))
            .filter(|(_, likeness)| *likeness > 0.85)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let text = match near {
            Some((field, _)) => {
                self.unread.push(field);
                format!("there is no `{name}`; write `{field}`")
            }
            None => format!("there is no `{name}`; write one of {}", FIELDS.join(", ")),
        };
        self.mistake(span, "unknown-key", text);
    }

    fn boolean(&mut self, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            let text = format!("this is {}; write `true` or `false`", kind(value));
            self.mistake(value.span(), "wrong-type", text);
        }
        read
    }

    fn seconds(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let Some(integer) = value.get_ref().as_integer() else {
            let text = format!("this is {}; write whole seconds, such as `600`", kind(value));
            self.mistake(value.span(), "wrong-type", text);
            return None;
        };
        match i128::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(seconds) if seconds < 0 => {
                let text = "seconds are not negative; write `0` to let browsers remember nothing";
                let name = ConfigErrorKind::MaxAgeOutOfBounds.name();
                self.mistake(value.span(), name, text.into());
                None
            }
            // What does not fit is far out of bounds, which the library will say.
            seconds => Some(seconds.map_or(u32::MAX, |s| u32::try_from(s).unwrap_or(u32::MAX))),
        }
    }

    fn strings(
        &mut self,
        field: &'static str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<(String, Range<usize>)>> {
        let Some(array) = value.get_ref().as_array() else {
            let text = match value.get_ref().as_str() {
                Some(text) => format!("this is text; write `{field} = [{text:?}]`"),
                None => format!("this is {}; write a list of texts", kind(value)),
            };
            self.mistake(value.span(), "wrong-type", text);
            return None;
        };
        let mut texts = Vec::new();
        for item in array {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_string(), item.span())),
                None => {
                    self.unread.push(field);
                    let text = format!("this is {}; write text, in quotes", kind(item));
                    self.mistake(item.span(), "wrong-type", text);
                }
            }
        }
        Some(texts)
    }

    /// Takes over what the library found.
    fn config_error(&mut self, error: &ConfigError) {
        let (field, index) = match error.path.split_once('[') {
            Some((field, index)) => (field, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (error.path.as_str(), None),
        };
        if error.value.is_empty() && index.is_none() && self.unread.contains(&field) {
            return;
        }
        let place = self.places.iter().find(|place| place.field == field);
        let span = match (place, index) {
            (Some(place), Some(index)) => place.items.get(index).unwrap_or(&place.value).clone(),
            (Some(place), None) => place.value.clone(),
            (None, _) => self.table.clone(),
        };
        let text = match (&error.suggestion, error.kind) {
            (Some(suggestion), _) => format!("{}; write `{suggestion}`", error.reason),
            (
                None,
                ConfigErrorKind::NullOrigin
                | ConfigErrorKind::ForbiddenMethod
                | ConfigErrorKind::ForbiddenRequestHeader
                | ConfigErrorKind::ForbiddenResponseHeader,
            ) => format!("{}; take it out", error.reason),
            (None, _) => error.reason.clone(),
        };
        self.mistake(span, error.kind.name(), text);
    }

    fn mistake(&mut self, span: Range<usize>, name: &'static str, text: String) {
        self.mistakes.push(Mistake { span, name, text });
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
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

/// The fields of `[cors]`, as `Config` declares them.
const FIELDS: [&str; 6] =
    ["origins", "credentials", "methods", "request_headers", "expose_headers", "max_age"];

#[cfg(test)]
mod tests {
    use super::FIELDS;
    use super::PolicyFile;

    #[test]
    fn the_reader_knows_the_fields_of_the_schema() {
        let schema = serde_json::to_value(schemars::schema_for!(PolicyFile)).expect("JSON");
        let fields = schema.pointer("/$defs/Config/properties").and_then(|p| p.as_object());
        let mut fields: Vec<&str> = fields.expect("fields").keys().map(String::as_str).collect();
        let mut known = FIELDS;
        fields.sort_unstable();
        known.sort_unstable();
        assert_eq!(fields, known);
    }
}
