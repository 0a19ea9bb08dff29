//! `[development]`: pages that a developer's machine serves, and that no server of everybody's lets in.
//!
//! They stand in the same file, so that nobody keeps two; they count only where a server is told that it
//! is a developer's (`serve --development`). There every rule lists them, but one for everybody.

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Config;
use crosscheck::server::Policy;
use schemars::JsonSchema;
use toml::Spanned;
use toml::de::DeValue;

use crate::table_reader::Reader;

/// Pages under development.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "it is read by hand, so that every value keeps its place")]
pub(crate) struct Development {
    /// Origins of pages that are being worked on, such as `http://localhost:5173` or `loopback`: as if
    /// every rule listed them, but only with `serve --development`.
    origins: Vec<String>,
}

/// Its fields, as [`Development`] declares them.
pub(crate) const FIELDS: [&str; 1] = ["origins"];

impl Reader {
    pub(crate) fn development(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            let text = "`development` is a table; write `[development]` on a line of its own";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "origins" => self.development = self.strings(PREFIX, "origins", value),
                name => self.unknown(name, key.span(), &FIELDS, PREFIX),
            }
        }
        self.check_development();
    }

    /// What is written there must be origins, wherever it counts.
    fn check_development(&mut self) {
        let origins = self.development.clone();
        if origins.is_empty() {
            return;
        }
        let checked = Policy::new(&Config { origins, ..Config::default() });
        let findings = checked.as_ref().map_or_else(|errors| errors.findings(), Policy::findings);
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            let mut finding = finding.clone();
            finding.path.insert_str(0, PREFIX);
            self.finding(&finding);
        }
        if let Some(index) = self.development.iter().position(|origin| origin == "*") {
            let span = self.places.get(&format!("{PREFIX}origins[{index}]")).cloned();
            let text = "`*` is everybody, and not a page under development; list its origin";
            self.mistake(span.unwrap_or_default(), FindingKind::WildcardNotAlone, text.into());
        }
    }

    /// Lists the pages under development in every rule but one for everybody.
    pub(crate) fn let_development_in(&mut self) {
        let Config { origins, rules, .. } = &mut self.config;
        let lists = rules.iter_mut().enumerate();
        let lists = lists.map(|(index, rule)| (format!("rules[{index}]."), &mut rule.origins));
        for (prefix, list) in lists.chain([(String::new(), origins)]) {
            if list.is_empty() || list.iter().any(|origin| origin == "*") {
                continue;
            }
            for (index, origin) in self.development.iter().enumerate() {
                if list.contains(origin) {
                    continue;
                }
                let place = format!("{prefix}origins[{}]", list.len());
                if let Some(span) = self.places.get(&format!("{PREFIX}origins[{index}]")) {
                    self.places.insert(place.clone(), span.clone());
                }
                self.lent.insert(place);
                list.push(origin.clone());
            }
        }
    }
}

const PREFIX: &str = "development.";
