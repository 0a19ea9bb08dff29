//! A policy in force, with what serving it needs.

use bytes::Bytes;
use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;
use crosscheck::server::Value;

use crate::Difference;
use crate::trial::Trial;

/// A policy in force: immutable, shared by all requests that it decides.
#[derive(Debug)]
pub struct Deployed {
    policy: Policy,
    values: Vec<Bytes>,
    trial: Option<Trial>,
}

impl Deployed {
    pub(crate) fn new(policy: Policy, candidate: Option<Policy>) -> Self {
        let values = policy.values().map(|value| Bytes::copy_from_slice(value.as_bytes()));
        Self { values: values.collect(), policy, trial: candidate.map(Trial::new) }
    }

    /// The policy.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy that is on trial.
    pub fn candidate(&self) -> Option<&Policy> {
        self.trial.as_ref().map(Trial::policy)
    }

    /// Decides by the policy in force. If another is on trial it is asked too, and counted where it
    /// would have said something else.
    pub fn decide(&self, request: &impl RequestHead) -> Decision<'_> {
        let decision = self.policy.decide(request);
        if let Some(trial) = &self.trial {
            trial.judge(&decision, request);
        }
        decision
    }

    /// Where the policy on trial would have said something else, since the trial began.
    pub fn differences(&self) -> Vec<Difference> {
        self.trial.as_ref().map(Trial::differences).unwrap_or_default()
    }

    /// A header's value, without copying it. Of another policy's value nothing is promised but that
    /// it is some value of this one, or empty.
    pub fn value(&self, value: Value<'_>) -> Bytes {
        self.values.get(value.index).cloned().unwrap_or_default()
    }
}
