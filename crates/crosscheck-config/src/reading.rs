//! What a policy file turned out to be: the policy, what it asserts, and all that is to be said.

use std::ops::Range;

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Counterexample;
use crosscheck::server::Policy;
use crosscheck::server::Unproven;
use schemars::JsonSchema;
use schemars::Schema;

use crate::development::Development;
use crate::end_table::Completeness;
use crate::end_table::End;
use crate::gateway::GatewaySettings;
use crate::read_options::Environment;
use crate::read_options::ReadOptions;
use crate::report::Report;
use crate::spans::at_least_a_letter;
use crate::table_reader::Reader;
use crate::upstream::UpstreamSettings;

/// A policy file of crosscheck.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "crosscheck policy")]
#[expect(dead_code, reason = "it is read by hand, so that every value keeps its place")]
struct PolicyFile {
    /// The policy for everything behind the gateway.
    cors: Config,
    /// What must hold of the policy, whatever else changes in it.
    #[schemars(default)]
    assert: Vec<Assertion>,
    /// Pages under development, which count with `serve --development` only.
    development: Option<Development>,
    /// How the gateway listens and forwards; read when it starts.
    #[schemars(default)]
    gateway: GatewaySettings,
    /// The servers behind the gateway, by host and path; their policies are read again with this one.
    #[schemars(default)]
    upstream: Vec<UpstreamSettings>,
    /// `[end]` on the last line: the file is whole. `--require-complete` asks for it, so that nothing
    /// that was cut off, or is still being written, is taken for a policy.
    end: Option<End>,
}

/// What a policy file turned out to be.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reading {
    /// What was read.
    pub config: Config,
    /// How the gateway is to listen and to forward.
    pub gateway: GatewaySettings,
    /// The servers behind it.
    pub upstreams: Vec<UpstreamSettings>,
    /// The policy, if nothing is wrong with the file but assertions that do not hold.
    pub policy: Option<Policy>,
    /// Where it says that a source is to be asked about origins, in bytes.
    pub source_places: Vec<Range<usize>>,
    /// What is said about the policy, and what came of the proof; empty without a policy.
    pub proven: Vec<Proven>,
    /// All that is to be said.
    pub report: Report,
}

impl Reading {
    /// Whether the file says anything of a gateway and what is behind it.
    pub fn is_more_than_a_policy(&self) -> bool {
        self.gateway != GatewaySettings::default() || !self.upstreams.is_empty()
    }
}

/// An assertion, and what came of the proof: what breaks it, or why it cannot be decided.
pub type Proven = (Assertion, Result<Vec<Counterexample>, Unproven>);

/// Reads and checks the text of a policy file, and proves what it asserts.
///
/// In: what reports call the file; its text; how to read it. Never fails: what is wrong stands in the
/// report. In development nothing is proven: what is asserted is asserted of everybody's server.
pub fn read(name: &str, source: &str, options: ReadOptions) -> Reading {
    read_under(name, source, options, "/")
}

/// The same of a policy that is put below a path, as a layer within a nested router is: rules that no
/// request there asks are told, too.
///
/// # Example
/// ```
/// use crosscheck_config::{ReadOptions, read_under};
///
/// let policy = "[[cors.rules]]\npaths = [\"/users\"]\norigins = [\"https://app.example\"]\n";
/// let reading = read_under("crosscheck.toml", policy, ReadOptions::default(), "/api");
/// let found = &reading.report.diagnostics[0];
/// assert_eq!(found.kind.name(), "unreachable-rule");
/// assert!(found.text.ends_with("write `/api/users`"));
/// ```
pub fn read_under(name: &str, source: &str, options: ReadOptions, mount: &str) -> Reading {
    read_part(name, source, options, mount, None)
}

/// The same of a policy that stands below a key: one of many in a file.
///
/// # Example
/// ```
/// use crosscheck_config::{ReadOptions, read_below};
///
/// let text = "[\"shop.example\".cors]\norigins = [\"https://shop.example\"]\n";
/// let reading = read_below("tenants.toml", text, ReadOptions::default(), "shop.example");
/// assert_eq!(reading.config.origins, ["https://shop.example"]);
/// ```
pub fn read_below(name: &str, source: &str, options: ReadOptions, key: &str) -> Reading {
    read_part(name, source, options, "/", Some(key))
}

fn read_part(
    name: &str,
    source: &str,
    options: ReadOptions,
    mount: &str,
    below: Option<&str>,
) -> Reading {
    let mut reader = Reader::default();
    reader.document(source, below);
    if options.completeness == Completeness::Required && !reader.is_whole {
        let text = "this file does not say that it is whole; write `[end]` on its last line";
        reader.mistake(source.len()..source.len(), FindingKind::Incomplete, text.into());
    }
    let is_development = options.environment == Environment::Development;
    if is_development {
        reader.let_development_in();
    }
    let policy = Policy::new(&reader.config);
    let findings = match &policy {
        Ok(policy) => policy.findings(),
        Err(errors) => errors.findings(),
    };
    for finding in findings {
        reader.finding(finding);
    }
    for finding in reader.config.findings_under(mount) {
        reader.finding(&finding);
    }
    let mut source_places = reader.source_places();
    let upstreams = reader.finish_upstreams(is_development, &mut source_places);
    reader.check_assertions();
    let is_swallowed =
        |span: &Range<usize>| reader.swallowed.overlap(&(span.start..span.start + 1));
    let is_broken = |span: &Range<usize>| reader.broken.overlap(&at_least_a_letter(span));
    reader.diagnostics.retain(|mistake| !is_swallowed(&mistake.span) && !is_broken(&mistake.span));
    reader.diagnostics.append(&mut reader.toml_errors);
    let clean = reader.diagnostics.iter().all(|mistake| mistake.severity != Severity::Error);
    let policy = policy.ok().filter(|_| clean);
    let proven = match &policy {
        Some(policy) if !is_development => reader.prove(policy),
        _ => Vec::new(),
    };
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    let report = Report { name: name.to_owned(), source: source.to_owned(), diagnostics };
    let (config, gateway) = (reader.config, reader.gateway);
    Reading { config, gateway, upstreams, policy, source_places, proven, report }
}

/// The JSON Schema of policy files, for editors.
pub fn schema() -> Schema {
    schemars::schema_for!(PolicyFile)
}

#[cfg(test)]
mod tests {
    use super::PolicyFile;
    use crate::assertions::ASSERT_FIELDS;
    use crate::cors::DANGERS;
    use crate::cors::FIELDS;
    use crate::cors::RULE_FIELDS;
    use crate::development;
    use crate::gateway_table;
    use crate::upstream_table;

    #[test]
    fn the_reader_knows_the_fields_of_the_schema() {
        let schema = serde_json::to_value(schemars::schema_for!(PolicyFile)).expect("JSON");
        for (record, mut known) in [
            ("Config", FIELDS.to_vec()),
            ("Rule", RULE_FIELDS.to_vec()),
            ("Danger", DANGERS.to_vec()),
            ("Assertion", ASSERT_FIELDS.to_vec()),
            ("GatewayTable", gateway_table::FIELDS.to_vec()),
            ("LimitsTable", gateway_table::LIMITS.to_vec()),
            ("CertificateTable", gateway_table::CERTIFICATE.to_vec()),
            ("UpstreamTable", upstream_table::FIELDS.to_vec()),
            ("Development", development::FIELDS.to_vec()),
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
