//! The policy file: TOML, one `[cors]` table, `[[assert]]` tables about it, a `[gateway]` table,
//! mistakes shown where they stand, all at once.
//!
//! Owns the shape of the file. What a value may be is the library's to say; this finds the place in
//! the file that it speaks of.

mod assertions;
mod cors;
mod end;
mod gateway;
mod reader;
mod spans;

use std::path::Path;

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Counterexample;
use crosscheck::server::Policy;
use crosscheck::server::Unproven;
use schemars::JsonSchema;

pub(crate) use self::end::Completeness;
use self::end::End;
pub(crate) use self::gateway::GatewayTable;
use self::reader::Reader;
use crate::failure::Rendered;
use crate::policy_source;
use crate::policy_source::Source;
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
        reader.mistake(source.len()..source.len(), FindingKind::Incomplete, text.into());
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

#[cfg(test)]
mod tests {
    use super::PolicyFile;
    use super::assertions::ASSERT_FIELDS;
    use super::cors::DANGERS;
    use super::cors::FIELDS;
    use super::cors::RULE_FIELDS;
    use super::gateway;

    #[test]
    fn the_reader_knows_the_fields_of_the_schema() {
        let schema = serde_json::to_value(schemars::schema_for!(PolicyFile)).expect("JSON");
        for (record, mut known) in [
            ("Config", FIELDS.to_vec()),
            ("Rule", RULE_FIELDS.to_vec()),
            ("Danger", DANGERS.to_vec()),
            ("Assertion", ASSERT_FIELDS.to_vec()),
            ("GatewayTable", gateway::FIELDS.to_vec()),
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
