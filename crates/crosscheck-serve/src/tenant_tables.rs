//! Policies of tenants in one file: `["shop.example".cors]` begins that of `shop.example`.
//!
//! The file is split by its lines and nothing in it is parsed, so that a change of one costs no parsing of the rest.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;
use std::ops::Range;

use crosscheck_config::Diagnostic;
use crosscheck_config::Report;

/// The text of a file, and where in it each host has its tables.
#[derive(Debug, Default)]
pub(crate) struct TenantTables {
    text: String,
    places: HashMap<String, Place>,
}

/// The tables of one host.
#[derive(Debug)]
struct Place {
    bytes: Range<usize>,
    /// Lines before them.
    lines: usize,
}

impl TenantTables {
    /// Finds them. Out: also what belongs to nobody.
    pub(crate) fn split(text: String, name: &str) -> (Self, Option<Report>) {
        let mut found = Split::default();
        let mut current: Option<(&str, Place)> = None;
        let (mut at, mut lines) = (0, 0);
        for line in text.split_inclusive('\n') {
            let begun = line.trim_start();
            match first_key(begun) {
                Some(key) if current.as_ref().is_none_or(|(host, _)| *host != key) => {
                    found.end(current.take(), at);
                    current = Some((key, Place { bytes: at..at, lines }));
                }
                None if current.is_none() && !begun.is_empty() && !begun.starts_with('#') => {
                    found.tell(at..at + line.trim_end().len(), BEFORE_ALL.into());
                }
                _ => {}
            }
            at += line.len();
            lines += 1;
        }
        found.end(current, at);
        let Split { places, diagnostics } = found;
        let report =
            (!diagnostics.is_empty()).then(|| Report::new(name, text.clone(), diagnostics));
        (Self { text, places }, report)
    }

    /// Who is named, and what tells that somebody wrote into his tables.
    pub(crate) fn stamps<'a>(
        &'a self,
        hasher: &'a impl BuildHasher,
    ) -> impl Iterator<Item = (&'a str, u64)> {
        self.places
            .iter()
            .map(|(host, place)| (&**host, hasher.hash_one(&self.text[place.bytes.clone()])))
    }

    /// The tables of a host, and how many lines are before them.
    pub(crate) fn of(&self, host: &str) -> Option<(&str, usize)> {
        let place = self.places.get(host)?;
        Some((&self.text[place.bytes.clone()], place.lines))
    }
}

#[derive(Default)]
struct Split {
    places: HashMap<String, Place>,
    diagnostics: Vec<Diagnostic>,
}

impl Split {
    fn end(&mut self, tables: Option<(&str, Place)>, at: usize) {
        let Some((host, mut place)) = tables else { return };
        place.bytes.end = at;
        match self.places.entry(host.to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(place);
            }
            Entry::Occupied(_) => {
                let text = format!(
                    "`{host}` has tables further up; write all tables of a host one below the other"
                );
                let start = place.bytes.start;
                self.tell(start..start + 1, text);
            }
        }
    }

    fn tell(&mut self, place: Range<usize>, text: String) {
        if self.diagnostics.len() < MOST_TOLD {
            self.diagnostics.push(Diagnostic::of_gateway(place, text));
        }
    }
}

/// The first key of a table's head, `shop.example` of `[["shop.example".cors.rules]]`; nothing of another line.
fn first_key(line: &str) -> Option<&str> {
    let head = line.strip_prefix('[')?;
    let head = head.strip_prefix('[').unwrap_or(head).trim_start();
    match head.as_bytes().first()? {
        quote @ (b'"' | b'\'') => head[1..].split(char::from(*quote)).next(),
        _ => {
            let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
            head.split(|letter| !is_bare(letter)).next().filter(|key| !key.is_empty())
        }
    }
}

const BEFORE_ALL: &str =
    "it belongs to no host; write `[\"shop.example\".cors]` with the host on a line above it";

/// How many mistakes of one file are told.
const MOST_TOLD: usize = 20;

#[cfg(test)]
mod tests {
    use super::TenantTables;
    use super::first_key;

    #[test]
    fn heads_of_tables_name_their_host() {
        for (line, key) in [
            ("[\"shop.example\".cors]", Some("shop.example")),
            ("[[ 'shop.example:8443'.cors.rules ]] # one", Some("shop.example:8443")),
            ("[localhost.cors]", Some("localhost")),
            ("[\"a.example\"]", Some("a.example")),
            ("origins = [\"https://a.example\"]", None),
            ("\"https://a.example\",", None),
            ("]", None),
            ("[]", None),
            ("[", None),
            ("# [a.cors]", None),
        ] {
            assert_eq!(first_key(line), key, "{line}");
        }
    }

    #[test]
    fn each_host_has_its_tables_and_what_is_nobodys_is_told() {
        let text = "# all of them\n\n[\"a.example\".cors]\norigins = [\n  \"https://a.example\",\n]\n\
                    [[\"a.example\".cors.rules]]\npaths = [\"/x\"]\n  [\"b.example\".cors]\n";
        let (tables, report) = TenantTables::split(text.to_owned(), "tenants.toml");
        assert!(report.is_none());
        let (of_a, lines) = tables.of("a.example").expect("it is there");
        assert_eq!(lines, 2);
        assert!(of_a.starts_with("[\"a.example\".cors]") && of_a.ends_with("[\"/x\"]\n"), "{of_a}");
        assert_eq!(tables.of("b.example"), Some(("  [\"b.example\".cors]\n", 8)));
        assert_eq!(tables.of("c.example"), None);

        let wrong = "origins = []\n[\"a\".cors]\n[\"b\".cors]\n[\"a\".cors]\n".to_owned();
        let (tables, report) = TenantTables::split(wrong, "tenants.toml");
        let report = report.expect("two mistakes");
        let places: Vec<_> = report.diagnostics.iter().map(|told| told.span.clone()).collect();
        assert_eq!(places, [0..12, 35..36]);
        assert_eq!(tables.of("a").map(|(_, lines)| lines), Some(1), "the first counts");
    }
}
