//! The policy file: TOML, one `[cors]` table, `[[assert]]` tables about it, a `[gateway]` table,
//! mistakes shown where they stand, all at once.
//!
//! Owns the shape of the file. What a value may be is the library's to say; this finds the place in
//! the file that it speaks of.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Counterexample;
use crosscheck::server::Danger;
use crosscheck::server::Finding;
use crosscheck::server::FindingKind;
use crosscheck::server::Policy;
use crosscheck::server::Prover;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use crosscheck::server::Severity;
use crosscheck::server::Unproven;
use schemars::JsonSchema;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::completeness::Completeness;
use crate::completeness::is_end;
use crate::failure::Rendered;
use crate::gateway_table;
use crate::gateway_table::GatewayTable;
use crate::policy_source;
use crate::policy_source::Source;
use crate::report::Mistake;
use crate::report::Report;
use crate::terminal;
use crate::terminal::Text;
use crate::terminal::say;

/// A policy file of crosscheck.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "crosscheck policy")]
#[expect(dead_code, reason = "it is read by hand, so that every value keeps its place")]
pub(crate) struct PolicyFile {
    /// The policy for everything behind the gateway.
    pub(crate) cors: Config,
    /// What must hold of the policy, whatever else changes in it.
    #[schemars(default)]
    pub(crate) assert: Vec<Assertion>,
    /// How the gateway forwards; read when it starts.
    #[schemars(default)]
    pub(crate) gateway: GatewayTable,
    /// `[end]` on the last line: the file is whole. `--require-complete` asks for it, so that nothing
    /// that was cut off, or is still being written, is taken for a policy.
    pub(crate) end: Option<End>,
}

/// An empty table.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct End {}

/// What a policy file turned out to be.
#[derive(Debug)]
pub(crate) struct Reading {
    /// What was read.
    pub(crate) config: Config,
    pub(crate) gateway: GatewayTable,
    /// The policy, if nothing is wrong with the file but assertions that do not hold.
    pub(crate) policy: Option<Policy>,
    /// What is said about the policy, and what came of the proof; empty without a policy.
    pub(crate) proven: Vec<(Assertion, Result<Vec<Counterexample>, Unproven>)>,
    /// All that is to be said.
    pub(crate) report: Report,
}

/// Reads and checks a policy file. `Err` only if the file cannot be read at all.
pub(crate) fn read(path: &Path, completeness: Completeness) -> anyhow::Result<Reading> {
    let source = policy_source::read(path, Source::Any)?;
    Ok(read_whole(&path.display().to_string(), &source, completeness))
}

/// Reads and checks the text of a policy file; reports call it by the name.
pub(crate) fn read_text(name: &str, source: &str) -> Reading {
    read_whole(name, source, Completeness::Optional)
}

pub(crate) fn read_whole(name: &str, source: &str, completeness: Completeness) -> Reading {
    let mut reader = Reader::default();
    reader.document(source);
    if completeness == Completeness::Required && !reader.is_whole {
        let text = "this file does not say that it is whole; write `[end]` on its last line";
        reader.mistake(source.len()..source.len(), "incomplete", text.into());
    }
    let policy = Policy::new(&reader.config);
    let findings = match &policy {
        Ok(policy) => policy.findings(),
        Err(errors) => errors.findings(),
    };
    for finding in findings {
        reader.finding(finding);
    }
    reader.check_assertions();
    let clean = reader.mistakes.iter().all(|mistake| mistake.severity != Severity::Error);
    let policy = policy.ok().filter(|_| clean);
    let proven = policy.as_ref().map(|policy| reader.prove(policy)).unwrap_or_default();
    let mut mistakes = reader.mistakes;
    mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    let report = Report { name: name.to_owned(), source: source.to_owned(), mistakes };
    Reading { config: reader.config, gateway: reader.gateway, policy, proven, report }
}

/// Reads a policy file for a server, which cannot go on without a policy of which all that it asserts
/// holds. Warnings are talk.
pub(crate) fn require(
    path: &Path,
    completeness: Completeness,
) -> anyhow::Result<(Policy, GatewayTable)> {
    let source = policy_source::read(path, Source::RegularFile)?;
    let (policy, reading) =
        required(read_whole(&path.display().to_string(), &source, completeness))?;
    match reading.report.count(Severity::Error) {
        0 => Ok((policy, reading.gateway)),
        _ => Err(Rendered(Text::of_rendered(&reading.report.text())).into()),
    }
}

/// Reads a policy file for a command that looks at a policy, whether what it asserts holds or not.
pub(crate) fn require_reading(path: &Path) -> anyhow::Result<(Policy, Reading)> {
    required(read(path, Completeness::Optional)?)
}

fn required(mut reading: Reading) -> anyhow::Result<(Policy, Reading)> {
    let Some(policy) = reading.policy.take() else {
        return Err(Rendered(Text::of_rendered(&reading.report.text())).into());
    };
    let errors = reading.report.count(Severity::Error);
    if errors == 0 && reading.report.count(Severity::Warning) > 0 {
        let mut text = Text::of_rendered(&reading.report.text());
        say!(text, "");
        terminal::tell(&text);
    }
    Ok((policy, reading))
}

/// Reads a file by hand, so that every value keeps its place and one mistake hides no other.
#[derive(Debug, Default)]
struct Reader {
    config: Config,
    gateway: GatewayTable,
    /// In the order of the file; `None` where one could not be read whole.
    assertions: Vec<Option<Assertion>>,
    mistakes: Vec<Mistake>,
    /// Where values stand, by the library's name for their place: `origins[2]`.
    places: BTreeMap<String, Range<usize>>,
    /// Where the table stands; what is missing from it is missing here.
    table: Range<usize>,
    /// Whether `[end]` is the last that the file says.
    is_whole: bool,
    /// Places that may hold more than was read, so that nothing is said to be missing from them.
    unread: BTreeSet<String>,
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
                        self.unread.insert("origins".into());
                        let text = "`cors` is a table; write `[cors]` on a line of its own";
                        self.mistake(value.span(), "wrong-type", text.into());
                    }
                }
            } else if name == "assert" {
                self.asserts(value);
            } else if name == "gateway" {
                self.gateway(value);
            } else if name == "end" {
                let is_empty = value.get_ref().as_table().is_some_and(|table| table.is_empty());
                self.is_whole = is_empty && is_end(&text[key.span().end..]);
                if !self.is_whole {
                    let text = "`end` says that the file is whole: write `[end]` on its last line, \
                                with nothing but comments below";
                    self.mistake(key.span(), "incomplete", text.into());
                }
            } else if FIELDS.contains(&name) {
                self.unread.insert("origins".into());
                let text =
                    format!("`{name}` belongs to a table; write `[cors]` on a line above it");
                self.mistake(key.span(), "misplaced-key", text);
            } else {
                let text = format!(
                    "there is no `{name}`; the tables are `[cors]`, `[[assert]]` and `[gateway]`"
                );
                self.mistake(key.span(), "unknown-key", text);
            }
        }
        if errors.is_empty() {
            if document.get_ref().is_empty() {
                self.unread.insert("origins".into());
                let text = "nothing is in it; write `[cors]` and, on a line below it, \
                            `origins = [\"https://app.example.com\"]`";
                self.mistake(0..0, "missing-table", text.into());
            }
            return;
        }
        // What is not TOML is not of a wrong type as well, and may have held what now is missing.
        self.unread.insert("origins".into());
        let broken = Spans::new(errors.iter().filter_map(|error| error.span()));
        self.mistakes.retain(|mistake| !broken.overlap(&mistake.span));
        for error in &errors {
            let text = error.message().to_string();
            self.mistake(error.span().unwrap_or_default(), "not-toml", text);
        }
    }

    fn gateway(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            let text = "`gateway` is a table; write `[gateway]` on a line of its own";
            self.mistake(value.span(), "wrong-type", text.into());
            return;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "trust" => {
                    for item in value.get_ref().as_array().into_iter().flatten() {
                        let Some(text) = item.get_ref().as_str() else { continue };
                        match gateway_table::network(text) {
                            Ok(network) => self.gateway.trust.push(network),
                            Err(text) => self.mistake(item.span(), "invalid-gateway", text),
                        }
                    }
                    self.strings("gateway.", "trust", value);
                }
                "host" => match gateway_table::host(value.get_ref().as_str().unwrap_or_default()) {
                    Ok(host) => self.gateway.host = host,
                    Err(text) => self.mistake(value.span(), "invalid-gateway", text),
                },
                name => self.unknown(name, key.span(), &gateway_table::FIELDS, "gateway."),
            }
        }
    }

    fn asserts(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(array) = value.get_ref().as_array() else {
            let text = "assertions are tables; write `[[assert]]` on a line above each";
            self.mistake(value.span(), "wrong-type", text.into());
            return;
        };
        for item in array {
            let place = format!("assert[{}]", self.assertions.len());
            self.places.insert(place.clone(), item.span());
            let before = self.mistakes.len();
            let assertion = match item.get_ref().as_table() {
                Some(table) => self.assertion(&format!("{place}."), table),
                None => {
                    let text = format!("this is {}; write `[[assert]]` above it", kind(item));
                    self.mistake(item.span(), "wrong-type", text);
                    Assertion::default()
                }
            };
            self.assertions.push((self.mistakes.len() == before).then_some(assertion));
        }
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
                            self.mistake(value.span(), "wrong-type", text);
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

    /// Says what is wrong with how assertions are written.
    fn check_assertions(&mut self) {
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
    fn prove(
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

    fn cors(&mut self, table: &DeTable<'_>) {
        let rule = self.rule("", table, &FIELDS);
        self.config.origins = rule.origins;
        self.config.credentials = rule.credentials;
        self.config.methods = rule.methods;
        self.config.request_headers = rule.request_headers;
        self.config.expose_headers = rule.expose_headers;
        self.config.max_age = rule.max_age;
        self.config.expose_timing = rule.expose_timing;
        self.config.resource_policy = rule.resource_policy;
    }

    /// Reads the fields of a rule, and those that only the policy itself has.
    fn rule(&mut self, prefix: &str, table: &DeTable<'_>, known: &[&str]) -> Rule {
        let mut rule = Rule::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                self.unknown(name, key.span(), known, prefix);
                continue;
            }
            self.places.insert(format!("{prefix}{name}"), value.span());
            match name {
                "paths" => rule.paths = self.strings(prefix, name, value),
                "origins" => rule.origins = self.strings(prefix, name, value),
                "credentials" => rule.credentials = self.boolean(value).unwrap_or_default(),
                "methods" => rule.methods = self.strings(prefix, name, value),
                "request_headers" => rule.request_headers = self.strings(prefix, name, value),
                "expose_headers" => rule.expose_headers = self.strings(prefix, name, value),
                "max_age" => rule.max_age = self.seconds(value),
                "expose_timing" => rule.expose_timing = self.boolean(value).unwrap_or_default(),
                "resource_policy" => rule.resource_policy = self.resource_policy(value),
                "danger" => self.config.danger = self.danger(value),
                _ => self.config.rules = self.rules(value),
            }
        }
        rule
    }

    fn rules(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Rule> {
        let Some(array) = value.get_ref().as_array() else {
            self.unread.insert("origins".into());
            let text = "rules are tables; write `[[cors.rules]]` on a line above each";
            self.mistake(value.span(), "wrong-type", text.into());
            return Vec::new();
        };
        let mut rules = Vec::new();
        for item in array {
            let prefix = format!("rules[{}]", rules.len());
            self.places.insert(prefix.clone(), item.span());
            match item.get_ref().as_table() {
                Some(table) => rules.push(self.rule(&format!("{prefix}."), table, &RULE_FIELDS)),
                None => {
                    self.unread.insert("origins".into());
                    let text = format!("this is {}; write `[[cors.rules]]` above it", kind(item));
                    self.mistake(item.span(), "wrong-type", text);
                }
            }
        }
        rules
    }

    fn resource_policy(&mut self, value: &Spanned<DeValue<'_>>) -> Option<ResourcePolicy> {
        use ResourcePolicy::CrossOrigin;
        use ResourcePolicy::SameOrigin;
        use ResourcePolicy::SameSite;

        let written = value.get_ref().as_str();
        let known = [SameOrigin, SameSite, CrossOrigin];
        let policy = known.into_iter().find(|policy| written == Some(policy.name()));
        if policy.is_none() {
            let text = "write `\"same-origin\"`, `\"same-site\"` or `\"cross-origin\"`";
            self.mistake(value.span(), "wrong-type", text.into());
        }
        policy
    }

    fn danger(&mut self, value: &Spanned<DeValue<'_>>) -> Danger {
        let mut danger = Danger::default();
        let Some(table) = value.get_ref().as_table() else {
            let text =
                format!("this is {}; write `danger = {{ null_origin = true }}`", kind(value));
            self.mistake(value.span(), "wrong-type", text);
            return danger;
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            self.places.insert(format!("danger.{name}"), value.span());
            let accepted = match name {
                "null_origin" => &mut danger.null_origin,
                "insecure_origins" => &mut danger.insecure_origins,
                "public_suffixes" => &mut danger.public_suffixes,
                _ => {
                    self.unknown(name, key.span(), &DANGERS, "danger.");
                    continue;
                }
            };
            *accepted = self.boolean(value).unwrap_or_default();
        }
        danger
    }

    fn unknown(&mut self, name: &str, span: Range<usize>, known: &[&str], prefix: &str) {
        let spelled = name.to_ascii_lowercase().replace('-', "_");
        let near = known
            .iter()
            .map(|field| (field, strsim::jaro_winkler(field, &spelled)))
            .filter(|(_, likeness)| *likeness > 0.85)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let text = match near {
            Some((field, _)) => {
                self.unread.insert(format!("{prefix}{field}"));
                format!("there is no `{name}`; write `{field}`")
            }
            None => format!("there is no `{name}`; write one of {}", known.join(", ")),
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
                let name = FindingKind::MaxAgeOutOfBounds.name();
                self.mistake(value.span(), name, text.into());
                None
            }
            // What does not fit is far out of bounds, which the library will say.
            seconds => Some(seconds.map_or(u32::MAX, |s| u32::try_from(s).unwrap_or(u32::MAX))),
        }
    }

    /// Reads a list of texts, without those that are of another type.
    fn strings(&mut self, prefix: &str, field: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let Some(array) = value.get_ref().as_array() else {
            self.unread.insert(format!("{prefix}{field}"));
            let text = match value.get_ref().as_str() {
                Some(text) => format!("this is text; write `{field} = [{text:?}]`"),
                None => format!("this is {}; write a list of texts", kind(value)),
            };
            self.mistake(value.span(), "wrong-type", text);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            let place = format!("{prefix}{field}[{}]", texts.len());
            match item.get_ref().as_str() {
                Some(text) => {
                    self.places.insert(place, item.span());
                    texts.push(text.to_string());
                }
                None => {
                    self.unread.insert(format!("{prefix}{field}"));
                    let text = format!("this is {}; write text, in quotes", kind(item));
                    self.mistake(item.span(), "wrong-type", text);
                }
            }
        }
        texts
    }

    /// Takes over what the library found.
    fn finding(&mut self, finding: &Finding) {
        let rule = finding.path.rfind('.').map_or("", |dot| &finding.path[..=dot]);
        let missing = match finding.kind {
            FindingKind::UnreachableRule => format!("{rule}paths"),
            _ => finding.path.clone(),
        };
        if finding.value.is_empty() && self.unread.contains(&missing) {
            return;
        }
        // What is missing stands nowhere: what it is missing from does.
        let mut place = finding.path.as_str();
        let span = loop {
            match (self.places.get(place), place.rfind(['[', '.'])) {
                (Some(span), _) => break span.clone(),
                (None, Some(at)) => place = &place[..at],
                (None, None) => break self.table.clone(),
            }
        };
        let text = match (&finding.suggestion, finding.kind) {
            (Some(suggestion), _) => format!("{}; write `{suggestion}`", finding.reason),
            (
                None,
                FindingKind::NullOrigin
                | FindingKind::ForbiddenMethod
                | FindingKind::ForbiddenRequestHeader
                | FindingKind::ForbiddenResponseHeader
                | FindingKind::Duplicate
                | FindingKind::Covered
                | FindingKind::Needless,
            ) => format!("{}; take it out", finding.reason),
            (None, _) => finding.reason.clone(),
        };
        let (severity, name) = (finding.severity, finding.kind.name());
        self.mistakes.push(Mistake { severity, span, name, text });
    }

    fn mistake(&mut self, span: Range<usize>, name: &'static str, text: String) {
        self.mistakes.push(Mistake { severity: Severity::Error, span, name, text });
    }
}

/// Parts of a text, by where they start; each with the furthest end up to there.
struct Spans(Vec<(usize, usize)>);

impl Spans {
    fn new(spans: impl Iterator<Item = Range<usize>>) -> Self {
        let mut spans: Vec<_> = spans.map(|span| (span.start, span.end)).collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(spans)
    }

    /// Whether one of them has something in common with another part.
    fn overlap(&self, other: &Range<usize>) -> bool {
        let before = self.0.partition_point(|(start, _)| *start < other.end);
        self.0[..before].last().is_some_and(|(_, furthest)| other.start < *furthest)
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

/// The fields of a rule, as `Rule` declares them.
const RULE_FIELDS: [&str; 9] = [
    "paths",
    "origins",
    "credentials",
    "methods",
    "request_headers",
    "expose_headers",
    "max_age",
    "expose_timing",
    "resource_policy",
];

/// The fields of `[cors]`, as `Config` declares them.
const FIELDS: [&str; 10] = [
    "origins",
    "credentials",
    "methods",
    "request_headers",
    "expose_headers",
    "max_age",
    "expose_timing",
    "resource_policy",
    "danger",
    "rules",
];

/// The fields of `[[assert]]`, as `Assertion` declares them.
const ASSERT_FIELDS: [&str; 6] = ["name", "origins", "outside", "paths", "may", "never"];

/// The fields of `danger`, as `Danger` declares them.
const DANGERS: [&str; 3] = ["null_origin", "insecure_origins", "public_suffixes"];

#[cfg(test)]
mod tests {
    use super::ASSERT_FIELDS;
    use super::DANGERS;
    use super::FIELDS;
    use super::PolicyFile;
    use super::RULE_FIELDS;
    use super::Spans;
    use super::read_text;
    use crate::gateway_table;

    /// To hold each mistake against every broken place, or each finding against every place that was
    /// not read, would take far too long for as many as this.
    #[test]
    fn a_hundred_thousand_mistakes_of_each_kind_are_told_in_one_pass() {
        let count = 100_000;
        let lines = |line: fn(usize) -> String| (0..count).map(line).collect::<String>();
        let source = lines(|n| format!("key{n} = 1\n"))
            + "[cors]\n"
            + &lines(|n| format!("origin{n}s = 1\n"))
            + &lines(|n| format!("= {n}\n"))
            + "origins = ["
            + &lines(|n| format!("\"https://a{n}.example/\", "))
            + "]\n";
        let mistakes = read_text("policy.toml", &source).report.mistakes;
        for name in ["unknown-key", "not-toml", "invalid-origin"] {
            let count = mistakes.iter().filter(|mistake| mistake.name == name).count();
            assert!(count >= 100_000, "{count} of {name}");
        }
    }

    #[test]
    fn spans_that_overlap_are_found_whatever_their_order() {
        let spans = Spans::new([5..6, 0..20, 10..11, 30..30].into_iter());
        for (span, overlaps) in [
            (0..1, true),
            (19..25, true),
            (20..30, false),
            (12..13, true),
            (29..31, true),
            (31..40, false),
        ] {
            assert_eq!(spans.overlap(&span), overlaps, "{span:?}");
        }
    }

    #[test]
    fn the_reader_knows_the_fields_of_the_schema() {
        let schema = serde_json::to_value(schemars::schema_for!(PolicyFile)).expect("JSON");
        for (record, mut known) in [
            ("Config", FIELDS.to_vec()),
            ("Rule", RULE_FIELDS.to_vec()),
            ("Danger", DANGERS.to_vec()),
            ("Assertion", ASSERT_FIELDS.to_vec()),
            ("GatewayTable", gateway_table::FIELDS.to_vec()),
        ] {
            let fields = schema.pointer(&format!("/$defs/{record}/properties"));
            let fields = fields.and_then(|fields| fields.as_object()).expect("fields");
            let mut fields: Vec<&str> = fields.keys().map(String::as_str).collect();
            fields.sort_unstable();
            known.sort_unstable();
            assert_eq!(fields, known);
        }
    }
}
