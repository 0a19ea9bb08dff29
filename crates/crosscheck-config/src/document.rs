//! A policy file from top to bottom: which tables it has, and what is not TOML.

use crosscheck::catalog::FindingKind;
use toml::de::DeTable;

use crate::cors::FIELDS;
use crate::spans::Spans;
use crate::table_reader::Reader;

impl Reader {
    pub(crate) fn document(&mut self, text: &str) {
        let (document, errors) = DeTable::parse_recoverable(text);
        for (key, value) in document.get_ref() {
            let name = key.get_ref().as_ref();
            if name == "cors" {
                self.table = key.span();
                match value.get_ref().as_table() {
                    Some(table) => self.cors(table),
                    None => {
                        self.unread.insert("origins".into());
                        let text = "`cors` is a table; write `[cors]` on a line of its own";
                        self.mistake(value.span(), FindingKind::WrongType, text.into());
                    }
                }
            } else if name == "assert" {
                self.asserts(value);
            } else if name == "gateway" {
                self.gateway(value);
            } else if name == "end" {
                self.end(key.span(), value, text);
            } else if FIELDS.contains(&name) {
                self.unread.insert("origins".into());
                let text =
                    format!("`{name}` belongs to a table; write `[cors]` on a line above it");
                self.mistake(key.span(), FindingKind::MisplacedKey, text);
            } else {
                let text = format!(
                    "there is no `{name}`; the tables are `[cors]`, `[[assert]]` and `[gateway]`"
                );
                self.mistake(key.span(), FindingKind::UnknownKey, text);
            }
        }
        if errors.is_empty() {
            if document.get_ref().is_empty() {
                self.unread.insert("origins".into());
                let text = "nothing is in it; write `[cors]` and, on a line below it, \
                            `origins = [\"https://app.example.com\"]`";
                self.mistake(0..0, FindingKind::MissingTable, text.into());
            }
            return;
        }
        // What is not TOML is not of a wrong type as well, and may have held what now is missing.
        self.unread.insert("origins".into());
        let broken = Spans::new(errors.iter().filter_map(|error| error.span()));
        self.diagnostics.retain(|mistake| !broken.overlap(&mistake.span));
        for error in &errors {
            let text = error.message().to_string();
            self.mistake(error.span().unwrap_or_default(), FindingKind::NotToml, text);
        }
    }
}
