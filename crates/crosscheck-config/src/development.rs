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
                "origins" => {
                    self.development = self.strings(PREFIX, "origins", value);
                    // Every rule lists each of them.
                    if self.development.len() > MOST_PAGES {
                        self.development.clear();
                        let text = format!("at most {MOST_PAGES} pages are under development");
                        self.mistake(value.span(), FindingKind::WrongType, text);
                    }
                }
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
        if let Some(index) = origins.iter().position(|origin| origin == "*") {
            let span = self.places.get(&format!("{PREFIX}origins[{index}]")).cloned();
            let text = "`*` is everybody, and not a page under development; list its origin";
            self.mistake(span.unwrap_or_default(), FindingKind::WildcardNotAlone, text.into());
            return;
        }
        let checked = Policy::new(&Config { origins, ..Config::default() });
        let findings = checked.as_ref().map_or_else(|errors| errors.findings(), Policy::findings);
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            let mut finding = finding.clone();
            finding.path.insert_str(0, PREFIX);
            self.finding(&finding);
        }
    }

    /// Lists another reader's pages under development here: the policy of an upstream is in the same file.
    pub(crate) fn lend_development(&mut self, whole: &Self) {
        self.development.clone_from(&whole.development);
        let pages = whole.places.iter().filter(|(place, _)| place.starts_with(PREFIX));
        self.places.extend(pages.map(|(place, span)| (place.clone(), span.clone())));
        self.let_development_in();
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

/// How many pages may be under development: rules times pages are compared and listed.
const MOST_PAGES: usize = 64;

#[cfg(test)]
mod tests {
    use crosscheck::catalog::Severity;

    use crate::Environment;
    use crate::ReadOptions;
    use crate::read;

    const POLICY: &str = "\
[cors]
origins = [\"https://app.example\"]
credentials = true

[[cors.rules]]
paths = [\"/public\"]
origins = [\"*\"]

[development]
origins = [\"loopback\"]

[[assert]]
outside = [\"https://app.example\"]
never = [\"read with credentials\"]
";

    fn may_read(environment: Environment, path: &str, origin: &str) -> bool {
        let options = ReadOptions { environment, ..ReadOptions::default() };
        let reading = read("crosscheck.toml", POLICY, options);
        let found: Vec<Severity> =
            reading.report.diagnostics.iter().map(|mistake| mistake.severity).collect();
        assert_eq!(found, [], "{}", reading.report.text());
        reading.policy.expect("a policy").allows_origin(path, origin.as_bytes())
    }

    #[test]
    fn a_developers_page_reads_on_a_developers_machine_only() {
        let page = "http://localhost:5173";
        assert!(!may_read(Environment::Production, "/", page));
        assert!(may_read(Environment::Development, "/", page));
        assert!(may_read(Environment::Production, "/public", page), "as everybody");
        assert!(!may_read(Environment::Development, "/", "https://stranger.example"));
    }

    #[test]
    fn a_mistake_among_them_is_one_wherever_they_count() {
        let text = "[cors]\norigins = [\"https://app.example\"]\n[development]\norigins = ";
        let many = format!("{:?}", ["loopback"; super::MOST_PAGES + 1]);
        for (origins, count) in [
            ("[\"*\"]", 1),
            ("[\"localhost:1\", \"https://a/\"]", 2),
            ("3", 1),
            ("[]", 0),
            (&many, 1),
        ] {
            for environment in [Environment::Production, Environment::Development] {
                let options = ReadOptions { environment, ..ReadOptions::default() };
                let reading = read("crosscheck.toml", &format!("{text}{origins}\n"), options);
                assert!(reading.report.count(Severity::Error) >= count, "{origins}");
                assert_eq!(reading.policy.is_some(), count == 0, "{origins}");
            }
        }
    }
}
