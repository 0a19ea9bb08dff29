//! A policy file from top to bottom: which tables it has, and what is not TOML.

use std::mem;
use std::ops::Range;

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::cors::FIELDS;
use crate::report::Diagnostic;
use crate::spans::Spans;
use crate::spans::at_least_a_letter;
use crate::syntax::begins_a_key;
use crate::syntax::end_of_what_is_told;
use crate::syntax::in_our_words;
use crate::syntax::is_end_of_line;
use crate::syntax::other_format;
use crate::table_reader::Reader;

impl Reader {
    /// In: the text; below which key everything in it stands, if not at its top.
    pub(crate) fn document(&mut self, text: &str, below: Option<&str>) {
        let (document, errors) = DeTable::parse_recoverable(text);
        let none = DeTable::new();
        let tables = match below {
            None => document.get_ref(),
            Some(key) => {
                let value = document.get_ref().get(key);
                value.and_then(|value| value.get_ref().as_table()).unwrap_or(&none)
            }
        };
        for (key, value) in tables {
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
            } else if name == "upstream" {
                self.upstreams(value);
            } else if name == "development" {
                self.development(value);
            } else if name == "end" {
                self.end(key.span(), value, text);
            } else if matches!(name, "rule" | "rules") {
                self.unread.insert("origins".into());
                let text = format!("`{name}` belongs to `[cors]`; write `[[cors.rules]]`");
                self.mistake(key.span(), FindingKind::MisplacedKey, text);
            } else if FIELDS.contains(&name) {
                self.unread.insert("origins".into());
                let text =
                    format!("`{name}` belongs to a table; write `[cors]` on a line above it");
                self.mistake(key.span(), FindingKind::MisplacedKey, text);
            } else if name.eq_ignore_ascii_case("cors") {
                self.unread.insert("origins".into());
                let text = format!("there is no `{name}`; write `cors`");
                self.mistake(key.span(), FindingKind::UnknownKey, text);
            } else {
                // What was meant to be the policy may be below it.
                if !tables.contains_key("cors") {
                    self.unread.insert("origins".into());
                }
                let text = format!(
                    "there is no `{name}`; the tables are `[cors]`, `[development]`, `[[assert]]`, \
                     `[gateway]` and `[[upstream]]`"
                );
                self.mistake(key.span(), FindingKind::UnknownKey, text);
            }
        }
        if errors.is_empty() {
            if tables.is_empty() {
                self.unread.insert("origins".into());
                let text = "nothing is in it; write `[cors]` and, on a line below it, \
                            `origins = [\"https://app.example.com\"]`";
                self.mistake(0..0, FindingKind::MissingTable, text.into());
            }
            return;
        }
        if let Some(format) = other_format(text) {
            self.unread.insert("origins".into());
            self.diagnostics.clear();
            let text = format!(
                "this is {format}, and a policy is TOML; write `[cors]` and, on a line below it, \
                 `origins = [\"https://app.example.com\"]`"
            );
            self.mistake(0..1, FindingKind::NotToml, text);
            return;
        }
        // What is not TOML is not of a wrong type as well, and may have held what now is missing.
        self.unread.insert("origins".into());
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| (error.span().unwrap_or_default(), error.message().to_string()))
            .collect();
        self.broken = Spans::new(errors.iter().map(|(span, _)| at_least_a_letter(span)));
        errors.sort_by_key(|(span, _)| span.start);
        // What ends a line in two letters is told of twice: as a letter that no text has, and as the end.
        errors.dedup_by(|(next, message), (span, before)| {
            let is_one = next.start == span.start + 1 && is_end_of_line(text, span.start);
            if is_one {
                mem::swap(message, before);
                mem::swap(next, span);
            }
            is_one
        });
        // The parser stumbles on through a line, and through a list as YAML writes it: its first mistake says all.
        let mut told_up_to = 0;
        errors.retain(|(span, _)| {
            let is_told = span.start < told_up_to;
            told_up_to = told_up_to.max(end_of_what_is_told(text, span.start));
            !is_told
        });
        let mut swallows = false;
        // A list that is not closed swallows what follows it: its first mistake says all.
        let mut found = Vec::new();
        lists(document.get_ref(), &mut found);
        self.swallowed = Spans::new(found.into_iter().filter_map(|list| {
            let first = errors.partition_point(|(span, _)| span.start < list.start);
            let behind = errors.partition_point(|(span, _)| span.start < list.end);
            let is_unclosed = |error: &(Range<usize>, String)| error.1.contains("unclosed array");
            errors[behind..].first().filter(|error| is_unclosed(error))?;
            Some(errors[first].0.start..text.len() + 1)
        }));
        for (span, error) in errors {
            let error = match begins_a_key(text, span.start) {
                true if error.contains("between array elements") => {
                    "the list above is not closed; write `]` at its end".into()
                }
                _ => in_our_words(text, &span, error),
            };
            // Sorted, so that the first that is swallowed is the one that says all.
            let is_told = self.swallowed.overlap(&(span.start..span.start + 1));
            if !mem::replace(&mut swallows, is_told) || !is_told {
                self.toml_errors.push(Diagnostic {
                    severity: Severity::Error,
                    span,
                    kind: FindingKind::NotToml,
                    text: error,
                });
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
                let mut tables =
                    items.iter().filter_map(|item| item.get_ref().as_table()).peekable();
                match tables.peek() {
                    Some(_) => tables.for_each(|table| lists(table, found)),
                    None => found.push(value.span()),
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FindingKind;

    use crate::ReadOptions;
    use crate::read;

    #[test]
    fn a_list_or_a_text_that_is_not_closed_is_one_mistake() {
        for open in [
            "[cors]\norigins = [\"https://a.example\"\n",
            "[cors]\norigins = [\"https://a.example\"\ncredentials = true\nmethods = [\"PUT\"]\n\
             [[cors.rules]]\npaths = [\"/x\"]\n",
            "[cors]\norigins = [\"https://a.example\", \"https://b.example\ncredentials = true\n",
            "[[cors.rules]]\npaths = [\"/x\"\norigins = [\"https://a.example\"]\n",
        ] {
            let found = read("policy.toml", open, ReadOptions::default()).report.diagnostics;
            let kinds: Vec<_> = found.iter().map(|mistake| mistake.kind).collect();
            assert_eq!(kinds, [FindingKind::NotToml], "{open}");
        }
    }

    /// Neither what ends a line nor blanks before its end make one mistake into two.
    #[test]
    fn a_mistake_is_told_alike_however_lines_end() {
        for text in [
            "[cors]\norigins = [\"https://a.example\", \"https://b.example\ncredentials = true\n",
            "[cors]\norigins = \"https://a.example\nmax_age = \"x\n",
            "[cors]\norigins = [\"https://a.example\nmethods = [\"PUT\"]\nmethod = 1\n",
            "[cors]\norigins = ['https://a.example\nmethods = [\"PUT\"]\nmethod = 1\n",
            "[cors]\norigins = [\"https://a.example\"\ncredentials = true\nmethods = [\"PUT\"]\n",
            "[cors]\norigins = [\"*\"]\nmethods = \"PUT\nrequest_headers = [x]\n",
            "[cors]\norigins =\n  - https://a.example\n  - https://b.example\n",
            "[cors]\norigins = [\"*\"]\nmethods = # none\nrequest_headers = [x]\n",
            "[cors]\norigins = [\"\"\"*\"]\nmethods = []\n",
            "[cors\norigins = [\"*\"]\n",
            "[cors]\norigins\nmax_age = 1\n",
            "[cors]\norigins =\nmax_age\n",
        ] {
            let told = |text: &str| -> Vec<(usize, String)> {
                let found = read("policy.toml", text, ReadOptions::default()).report.diagnostics;
                let broken = found.into_iter().filter(|found| found.kind == FindingKind::NotToml);
                broken.map(|it| (text[..it.span.start].matches('\n').count(), it.text)).collect()
            };
            assert_eq!(told(&text.replace('\n', "\r\n")), told(text), "{text}");
            assert_eq!(told(&text.replace('\n', " \n")), told(text), "{text}");
            assert_eq!(told(&text.replace('\n', " \r\n")), told(text), "{text}");
        }
    }

    #[test]
    fn one_mistake_in_a_closed_list_hides_no_other() {
        let text = "[cors]\norigins = [\"https://a.example/\" \"https://b.example\"]\nmethod = 1\n";
        let found = read("policy.toml", text, ReadOptions::default()).report.diagnostics;
        let kinds: Vec<_> = found.iter().map(|mistake| mistake.kind).collect();
        let expected = [FindingKind::InvalidOrigin, FindingKind::NotToml, FindingKind::UnknownKey];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_word_without_quotes_is_no_number() {
        for (value, message) in [
            ("null", "TOML has no `null`: leave the line out, or write `\"null\"` for the origin"),
            (
                "[null]",
                "TOML has no `null`: leave the line out, or write `\"null\"` for the origin",
            ),
            ("nobody", "text stands in quotes; write `\"nobody\"`"),
            ("[internal]", "text stands in quotes; write `\"internal\"`"),
        ] {
            let text = format!("[cors]\norigins = {value}\n");
            let found = read("policy.toml", &text, ReadOptions::default()).report.diagnostics;
            let texts: Vec<_> = found.iter().map(|mistake| mistake.text.as_str()).collect();
            assert_eq!(texts, [message], "{value}");
        }
    }

    /// What people bring from other middleware, and what they leave open: the true mistake, and no other.
    #[test]
    fn the_true_mistake_is_named_and_what_to_write() {
        for (text, message) in [
            ("[[rule]]\npath = \"/x\"\norigins = [\"*\"]\n", "write `[[cors.rules]]`"),
            ("[cors]\norigins = [\"*\"]\nheaders = [\"x-token\"]\n", "write `request_headers`"),
            ("[cors]\nallowedOrigins = [\"*\"]\n", "write `origins`"),
            ("[cors]\norigins = [\"*\"]\nmaxAge = 600\n", "write `max_age`"),
            (
                "[cors]\norigins = [\"https://a.example\"\nmethods = [\"PUT\"]\n",
                "write `]` at its end",
            ),
            ("{\"origins\": [\"https://a.example\"]}", "this is JSON"),
            ("cors:\n  origins:\n    - https://a.example\n", "this is YAML"),
            ("# ours\n---\norigins: [https://a.example]\n", "this is YAML"),
            (
                "[cors]\norigins = [\"*\"]\nmethods = \"PUT, DELETE\"\n",
                "write `methods = [\"PUT\", \"DELETE\"]`",
            ),
            ("[cors]\norigins = [\"/\\\\.a\\\\.example$/i\"]\n", "write `https://**.a.example`"),
            ("[cors]\norigins = [\"https://192.168.0.0/16:*\"]\n", "list each address"),
            ("[cors]\norigins = [\"10.0.0.*\"]\n", "list each address"),
            ("[cors]\norigins = [\"http://[fe80::/10]\"]\n", "list each address"),
            (
                "[cors]\norigins = [\"^https://.*\\\\.example\\\\.com$\"]\n",
                "write `https://*.example.com`",
            ),
            ("[cors]\norigins = [\"https://a.example, https://b.example\"]\n", "a text of its own"),
            ("[cors]\norigins: [\"*\"]\n", "write `=` in place of `:`"),
            (
                "[cors]\norigins =\n  - https://a.example\n  - https://b.example\n",
                "a list stands in brackets",
            ),
            (
                "[cors]\norigins = [\"*\"]\norigins = [\"https://b.example\"]\n",
                "`origins` is there already",
            ),
            ("[cors]\norigins = [https://a.example]\n", "write `\"https://a.example\"`"),
            (
                "[cors]\norigins = [\u{201c}https://a.example\u{201d}]\n",
                "write `\"https://a.example\"`",
            ),
            ("[cors]\norigins = [\"https://a.example\"]\ncredentials = yes\n", "write `true`"),
            ("[cors]\nAccess-Control-Allow-Origin = [\"*\"]\n", "write `origins`"),
            ("[Cors]\norigins = [\"*\"]\n", "write `cors`"),
            ("[[rules]]\npaths = [\"/x\"]\norigins = [\"*\"]\n", "write `[[cors.rules]]`"),
            (
                "[cors]\norigins = [\"*\"]\n[cors.development]\norigins = [\"loopback\"]\n",
                "write `[development]`",
            ),
            ("[cors]\norigins = [\"${APP_ORIGIN}\"]\n", "nothing is filled in"),
            ("[cors]\norigins = [\"$APP\"]\n", "nothing is filled in"),
            ("[cors]\norigins = [\"{{ origin }}\"]\n", "nothing is filled in"),
            ("[cors]\norigins = [\"htps://a.example\"]\n", "write `https://a.example`"),
            ("[cors]\norigins = [\"https//a.example\"]\n", "write `https://a.example`"),
            ("[cors]\norigins = [\"192.168.1.5:3000\"]\n", "write `http://192.168.1.5:3000`"),
            ("[cors]\norigins = [\"localhost\"]\n", "write `http://localhost`"),
            ("[cors]\norigins = [\"[::1]:3000\"]\n", "write `http://[::1]:3000`"),
        ] {
            let found = read("policy.toml", text, ReadOptions::default()).report.diagnostics;
            let texts: Vec<_> = found.iter().map(|mistake| mistake.text.as_str()).collect();
            assert!(matches!(texts[..], [text] if text.contains(message)), "{text}: {texts:?}");
        }
    }
}
