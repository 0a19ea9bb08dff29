//! A policy file from top to bottom: which tables it has, and what is not TOML.

use std::ops::Range;

use crosscheck::catalog::FindingKind;
use toml::de::DeTable;
use toml::de::DeValue;

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
            } else if name == "development" {
                self.development(value);
            } else if name == "end" {
                self.end(key.span(), value, text);
            } else if FIELDS.contains(&name) {
                self.unread.insert("origins".into());
                let text =
                    format!("`{name}` belongs to a table; write `[cors]` on a line above it");
                self.mistake(key.span(), FindingKind::MisplacedKey, text);
            } else {
                let text = format!(
                    "there is no `{name}`; the tables are `[cors]`, `[development]`, `[[assert]]` and \
                     `[gateway]`"
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
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| (error.span().unwrap_or_default(), error.message().to_string()))
            .collect();
        let broken = Spans::new(errors.iter().map(|(span, _)| span.clone()));
        self.diagnostics.retain(|mistake| !broken.overlap(&mistake.span));
        errors.sort_by_key(|(span, _)| span.start);
        // A list that is not closed swallows what follows it: its first mistake says all.
        let mut unclosed = Vec::new();
        lists(document.get_ref(), &mut unclosed);
        unclosed.retain(|list| !text.get(list.clone()).is_some_and(|list| list.ends_with(']')));
        let swallowed = Spans::new(unclosed.into_iter().filter_map(|list| {
            let first = errors.partition_point(|(span, _)| span.start < list.start);
            let (first, _) = errors.get(first).filter(|(span, _)| span.start <= list.end)?;
            Some(first.end.max(first.start + 1)..list.end + 1)
        }));
        self.diagnostics.retain(|mistake| !swallowed.overlap(&mistake.span));
        for (span, text) in errors {
            if !swallowed.overlap(&span) {
                self.mistake(span, FindingKind::NotToml, text);
            }
        }
    }
}

/// Where the lists of a table stand, those of its tables among them.
fn lists(table: &DeTable<'_>, found: &mut Vec<Range<usize>>) {
    for value in table.values() {
        match value.get_ref() {
            DeValue::Table(table) => lists(table, found),
            DeValue::Array(items) => {
                let mut tables = items.iter().filter_map(|item| item.get_ref().as_table()).peekable();
                match tables.peek() {
                    Some(_) => tables.for_each(|table| lists(table, found)),
                    None => found.push(value.span()),
                }
            }
            _ => {}
        }
    }
}
