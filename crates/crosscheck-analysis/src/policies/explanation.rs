//! Why a policy allows a page's requests, or not, for people and for programs.

use crosscheck::server::Assertion;
use crosscheck::server::Config;
use crosscheck::server::Explanation;
use crosscheck::server::Policy;
use serde_json::Value;
use serde_json::json;

use crate::say;
use crate::text::Text;

/// A request, and why it is allowed or not.
#[derive(Debug)]
pub struct Explained<'a> {
    /// `preflight` or `request`.
    kind: &'static str,
    method: &'a str,
    path: &'a str,
    explanation: Explanation,
    /// Why the change that would allow it is no policy.
    change_refused: Vec<String>,
    /// What holds of the policy now, and would not after the change: each sentence, and what breaks it.
    change_breaks: Vec<(String, String)>,
}

impl<'a> Explained<'a> {
    /// In: `preflight` or `request`, what was asked, the record that the policy was made of, and what holds
    /// of it.
    pub fn new(
        kind: &'static str,
        method: &'a str,
        path: &'a str,
        config: &Config,
        holding: &[&Assertion],
        explanation: Explanation,
    ) -> Self {
        let changed = explanation.change.as_ref().map(|change| {
            let mut changed = config.clone();
            change.apply(&mut changed);
            Policy::new(&changed)
        });
        let (mut change_refused, mut change_breaks) = (Vec::new(), Vec::new());
        match changed {
            Some(Ok(policy)) => change_breaks = broken(&policy, holding),
            Some(Err(errors)) => {
                change_refused.extend(errors.iter().map(|error| error.reason.clone()));
            }
            None => {}
        }
        Self { kind, method, path, explanation, change_refused, change_breaks }
    }

    /// `None` if the policy leaves the path to its handler: a page asks in any case, and no host is
    /// named that it could be of.
    pub fn allowed(&self) -> Option<bool> {
        self.explanation.verdict.map(|verdict| verdict.is_ok())
    }

    fn reason(&self) -> Option<&'static str> {
        self.explanation.verdict?.err().map(|reason| reason.name())
    }

    /// What is said of it.
    pub fn tell(&self, text: &mut Text) {
        let Self { method, path, .. } = self;
        let said = match (self.reason(), self.allowed()) {
            (Some(reason), _) => format!("refused, {reason}"),
            (None, Some(_)) => "allowed".into(),
            (None, None) => "not known".into(),
        };
        say!(text, "{} {method} {path}: {said}", self.kind);
        let Explanation { steps, nearest, change, .. } = &self.explanation;
        for step in steps {
            say!(text, "  {step}");
        }
        if let Some(nearest) = nearest {
            say!(text, "nearest: {nearest}");
        }
        if let Some(change) = change {
            say!(text, "to allow it: add {:?} to {}", change.value, change.path);
        }
        if !self.change_refused.is_empty() {
            say!(text, "which is an error as it stands: {}", self.change_refused.join("; "));
        }
        for (sentence, example) in &self.change_breaks {
            say!(text, "which breaks what the policy asserts: {sentence}");
            say!(text, "  {example}");
        }
    }

    /// The same for programs.
    pub fn in_json(&self) -> Value {
        let Explanation { steps, nearest, change, .. } = &self.explanation;
        let change = change.as_ref().map(|change| {
            let errors = &self.change_refused;
            let breaks = self.change_breaks.iter().map(|(sentence, example)| {
                json!({ "sentence": sentence, "counterexample": example })
            });
            let breaks: Vec<Value> = breaks.collect();
            json!({ "list": change.path, "value": change.value, "errors": errors, "breaks": breaks })
        });
        json!({
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "allowed": self.allowed(),
            "reason": self.reason(),
            "steps": steps,
            "nearest": nearest,
            "change": change,
        })
    }
}

/// Which sentences do not hold of a policy, each with a request that shows it.
fn broken(policy: &Policy, sentences: &[&Assertion]) -> Vec<(String, String)> {
    let shown = sentences.iter().filter_map(|sentence| {
        let example = policy.prove(sentence).ok()?.first()?.to_string();
        let sentence = match sentence.name.as_str() {
            "" => sentence.to_string(),
            name => name.to_owned(),
        };
        Some((sentence, example))
    });
    shown.collect()
}

/// Whether all requests are allowed; `None` if the policy leaves the path to its handler.
pub fn allowed(explained: &[Explained<'_>]) -> Option<bool> {
    explained.iter().try_fold(true, |allowed, explained| Some(allowed && explained.allowed()?))
}
