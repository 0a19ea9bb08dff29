//! Why a policy allows a page's requests, or not, for people and for programs.

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
}

impl<'a> Explained<'a> {
    /// In: `preflight` or `request`, what was asked, and the record that the policy was made of.
    pub fn new(
        kind: &'static str,
        method: &'a str,
        path: &'a str,
        config: &Config,
        explanation: Explanation,
    ) -> Self {
        let change_refused = explanation.change.as_ref().map_or_else(Vec::new, |change| {
            let mut changed = config.clone();
            change.apply(&mut changed);
            match Policy::new(&changed) {
                Ok(_) => Vec::new(),
                Err(errors) => errors.iter().map(|error| error.reason.clone()).collect(),
            }
        });
        Self { kind, method, path, explanation, change_refused }
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
    }

    /// The same for programs.
    pub fn in_json(&self) -> Value {
        let Explanation { steps, nearest, change, .. } = &self.explanation;
        let change = change.as_ref().map(|change| {
            let errors = &self.change_refused;
            json!({ "list": change.path, "value": change.value, "errors": errors })
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

/// Whether all requests are allowed; `None` if the policy leaves the path to its handler.
pub fn allowed(explained: &[Explained<'_>]) -> Option<bool> {
    explained.iter().try_fold(true, |allowed, explained| Some(allowed && explained.allowed()?))
}
