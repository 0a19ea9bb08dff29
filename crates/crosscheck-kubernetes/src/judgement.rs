//! What there is to say about a policy's fields, each with its place in the resource.

use crosscheck::catalog::FindingKind;
use crosscheck::catalog::Severity;
use crosscheck::server::Finding;
use crosscheck::server::Policy;
use crosscheck::server::Prover;
use crosscheck_config::policy_text;
use crosscheck_config::visible::visible;

use crate::resource::CorsPolicySpec;

/// A policy that was looked at.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// The policy, if its fields make one, whether or not what is asserted of it holds.
    pub(crate) policy: Option<Policy>,
    /// The text of its file, if nothing is wrong.
    pub(crate) text: Option<String>,
    /// All that is to be said, the fields in order.
    pub(crate) findings: Vec<Finding>,
}

impl Judgement {
    /// Judges. In: whose it is, for a comment in the text: `default/app`.
    pub(crate) fn of(spec: &CorsPolicySpec, name: &str) -> Self {
        let config = spec.config();
        let checked = Policy::new(&config);
        let mut findings = match &checked {
            Ok(policy) => policy.findings().to_vec(),
            Err(errors) => errors.findings().to_vec(),
        };
        findings.extend(config.findings_under("/"));
        let policy = checked.ok();
        findings.extend(statements(spec, policy.as_ref()));
        findings.iter_mut().for_each(|finding| finding.path = field(&finding.path));
        let is_sound = findings.iter().all(|finding| finding.severity != Severity::Error);
        let comment = format!("CorsPolicy {}", visible(name));
        let text = is_sound.then(|| policy_text(&config, &[comment]));
        Self { policy, text, findings }
    }

    /// What is said of that much weight, a line for each, the first of very many.
    pub(crate) fn told(&self, severity: Severity) -> Vec<String> {
        let of_that = || self.findings.iter().filter(|finding| finding.severity == severity);
        let mut lines: Vec<String> = of_that().take(MOST_TOLD).map(line).collect();
        if let more @ 1.. = of_that().count().saturating_sub(MOST_TOLD) {
            lines.push(format!("and {more} more: `crosscheck-kubernetes check` tells them all"));
        }
        lines
    }

    /// Who may do more than by what was there before, each with a request that shows it.
    pub(crate) fn widened(&self, old: &CorsPolicySpec) -> Vec<String> {
        let old = Self::of(old, "").policy;
        let (Some(old), Some(new)) = (old, &self.policy) else { return Vec::new() };
        let difference = match old.diff(new) {
            Ok(difference) => difference,
            Err(error) => return vec![format!("who may do more now cannot be told: {error}")],
        };
        if !difference.widens() {
            return Vec::new();
        }
        let gains = difference.changes.iter().filter(|change| !change.gains.is_empty());
        let mut told: Vec<String> = gains.map(ToString::to_string).collect();
        let is_wider = difference.embedding.iter();
        told.extend(is_wider.map(ToString::to_string));
        let left = difference.handlers.iter().filter(|change| !change.left.is_empty());
        told.extend(left.map(ToString::to_string));
        told
    }
}

/// One finding on a line: its place, its name, and why.
pub(crate) fn line(finding: &Finding) -> String {
    visible(&format!("{} ({})", finding, finding.kind.name()))
}

/// Whether what is asserted holds.
fn statements(spec: &CorsPolicySpec, policy: Option<&Policy>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let prover = policy.filter(|_| !spec.assert.is_empty()).map(Prover::new);
    for (number, statement) in spec.assert.iter().enumerate() {
        let assertion = statement.assertion();
        let mut say = |place: &str, kind, reason| {
            findings.push(Finding {
                severity: Severity::Error,
                kind,
                path: format!("assert[{number}]{place}"),
                value: String::new(),
                reason,
                suggestion: None,
            });
        };
        if let Err(errors) = assertion.check() {
            for error in errors.iter() {
                let dot = if error.path.is_empty() { "" } else { "." };
                let path = format!("assert[{number}]{dot}{}", error.path);
                findings.push(Finding { path, ..error.clone() });
            }
            continue;
        }
        let name = match assertion.name.as_str() {
            "" => "this".into(),
            name => format!("{name:?}"),
        };
        match prover.as_ref().map(|prover| prover.prove(&assertion)) {
            Some(Ok(shown)) => shown.iter().for_each(|example| {
                let reason = format!("{name} does not hold: {example}");
                say(&format!(".{}", example.place), FindingKind::BrokenAssertion, reason);
            }),
            Some(Err(error)) => say("", FindingKind::UndecidedAssertion, error.to_string()),
            None => {}
        }
    }
    findings
}

/// A field of the policy's record as the resource spells it: `rules[1].request_headers[0]` is
/// `spec.rules[1].requestHeaders[0]`.
fn field(path: &str) -> String {
    let mut spelled = String::from("spec.");
    let mut is_next_upper = false;
    for letter in path.chars() {
        match letter {
            '_' => is_next_upper = true,
            letter if is_next_upper => {
                spelled.push(letter.to_ascii_uppercase());
                is_next_upper = false;
            }
            letter => spelled.push(letter),
        }
    }
    spelled
}

/// How many findings one message tells.
const MOST_TOLD: usize = 20;

#[cfg(test)]
mod tests {
    use crosscheck::catalog::Severity;
    use serde_json::Value;
    use serde_json::json;

    use super::Judgement;

    fn judged(mut spec: Value) -> Judgement {
        spec["targetRefs"] =
            json!([{ "group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "web" }]);
        Judgement::of(&serde_json::from_value(spec).expect("a spec"), "default/app")
    }

    #[test]
    fn every_finding_names_its_field_as_the_resource_spells_it() {
        let found = judged(json!({
            "origins": ["https://app.example.com/"],
            "rules": [{ "origins": ["https://a.example"], "requestHeaders": ["a b"] }],
            "assert": [{ "never": ["look"] }],
        }));
        assert!(found.text.is_none() && found.policy.is_none());
        let told = found.told(Severity::Error).join("\n");
        for part in [
            "spec.origins[0] = \"https://app.example.com/\": ",
            "write \"https://app.example.com\" (invalid-origin)",
            "spec.rules[0].requestHeaders[0] = \"a b\": ",
            "spec.assert[0].never[0]",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn what_is_asserted_is_proven() {
        let spec = |origin: &str| {
            json!({
                "origins": [origin],
                "assert": [{
                    "name": "only us",
                    "outside": ["https://**.example.com"],
                    "never": ["read"],
                }],
            })
        };
        let text = judged(spec("https://*.example.com")).text.expect("it holds");
        assert_eq!(
            text,
            "# CorsPolicy default/app\n\n[cors]\norigins = [\"https://*.example.com\"]\n"
        );
        let broken = judged(spec("https://app.example.org"));
        assert!(broken.text.is_none() && broken.policy.is_some());
        let told = broken.told(Severity::Error).concat();
        assert!(
            told.starts_with("spec.assert[0].never[0]: \"only us\" does not hold: `https://app.example.org` may read"),
            "{told}"
        );
    }

    #[test]
    fn of_very_many_findings_the_first_are_told() {
        let origins: Vec<String> = (0..1000).map(|n| format!("https://{n}.example/")).collect();
        let told = judged(json!({ "origins": origins })).told(Severity::Error);
        assert_eq!(told.len(), 21);
        assert!(told[20].starts_with("and 980 more"), "{}", told[20]);
    }
}
