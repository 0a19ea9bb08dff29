//! `[[assert]]`: what must hold of the policy, and whether it does.

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Assertion;
use crosscheck::server::Counterexample;
use crosscheck::server::Finding;
use crosscheck::server::Policy;
use crosscheck::server::Prover;
use crosscheck::server::Unproven;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::table_reader::Reader;
use crate::table_reader::kind;

impl Reader {
    pub(crate) fn asserts(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(array) = value.get_ref().as_array() else {
            let text = "assertions are tables; write `[[assert]]` on a line above each";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return;
        };
        for item in array {
            let place = format!("assert[{}]", self.assertions.len());
            self.places.insert(place.clone(), item.span());
            let before = self.diagnostics.len();
            let assertion = match item.get_ref().as_table() {
                Some(table) => self.assertion(&format!("{place}."), table),
                None => {
                    let text = format!("this is {}; write `[[assert]]` above it", kind(item));
                    self.mistake(item.span(), FindingKind::WrongType, text);
                    Assertion::default()
                }
            };
            self.assertions.push((self.diagnostics.len() == before).then_some(assertion));
        }
    }

    /// Says what is wrong with how assertions are written.
    pub(crate) fn check_assertions(&mut self) {
        let checked: Vec<_> =
            self.assertions.iter().map(|a| a.as_ref().and_then(|a| a.check().err())).collect();
        for (number, errors) in checked.iter().enumerate() {
            for error in errors.iter().flat_map(|errors| errors.iter()) {
                let dot = if error.path.is_empty() { "" } else { "." };
                let path = format!("assert[{number}]{dot}{}", error.path);
                self.finding(&Finding { path, ..error.clone() });
            }
        }
    }

    /// Proves each assertion, and says which do not hold of the policy.
    pub(crate) fn prove(
        &mut self,
        policy: &Policy,
    ) -> Vec<(Assertion, Result<Vec<Counterexample>, Unproven>)> {
        let assertions: Vec<Assertion> = self.assertions.drain(..).flatten().collect();
        if assertions.is_empty() {
            return Vec::new();
        }
        let prover = Prover::new(policy);
        let proven = assertions.into_iter().map(|assertion| {
            let result = prover.prove(&assertion);
            (assertion, result)
        });
        let proven: Vec<_> = proven.collect();
        for (number, (assertion, result)) in proven.iter().enumerate() {
            let name = match assertion.name.as_str() {
                "" => "this".into(),
                name => format!("{name:?}"),
            };
            let broken = |place: &str, kind, reason| Finding {
                severity: Severity::Error,
                kind,
                path: format!("assert[{number}]{place}"),
                value: String::new(),
                reason,
                suggestion: None,
            };
            match result {
                Ok(shown) => shown.iter().for_each(|example| {
                    let place = format!(".{}", example.place);
                    let reason = format!("{name} does not hold: {example}");
                    self.finding(&broken(&place, FindingKind::BrokenAssertion, reason));
                }),
                Err(error) => {
                    let kind = FindingKind::UndecidedAssertion;
                    self.finding(&broken("", kind, error.to_string()));
                }
            }
        }
        proven
    }

    fn assertion(&mut self, prefix: &str, table: &DeTable<'_>) -> Assertion {
        let mut assertion = Assertion::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            self.places.insert(format!("{prefix}{name}"), value.span());
            let list = match name {
                "name" => {
                    match value.get_ref().as_str() {
                        Some(name) => assertion.name = name.into(),
                        None => {
                            let text = format!("this is {}; write text, in quotes", kind(value));
                            self.mistake(value.span(), FindingKind::WrongType, text);
                        }
                    }
                    continue;
                }
                "origins" => &mut assertion.origins,
                "outside" => &mut assertion.outside,
                "paths" => &mut assertion.paths,
                "may" => &mut assertion.may,
                "never" => &mut assertion.never,
                _ => {
                    self.unknown(name, key.span(), &ASSERT_FIELDS, prefix);
                    continue;
                }
            };
            *list = self.strings(prefix, name, value);
        }
        assertion
    }
}

/// The fields of `[[assert]]`, as `Assertion` declares them.
pub(crate) const ASSERT_FIELDS: [&str; 6] = ["name", "origins", "outside", "paths", "may", "never"];
