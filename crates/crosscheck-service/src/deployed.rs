//! A policy in force, with what serving it needs.

use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;
#[cfg(any(feature = "http1", feature = "http02"))]
use crosscheck::server::Value;

use crate::Difference;
#[cfg(feature = "http1")]
use crate::http1::Prepared;
use crate::trial::Trial;

/// A policy in force: immutable, shared by all requests that it decides.
#[derive(Debug)]
pub struct Deployed {
    policy: Policy,
    #[cfg(feature = "http1")]
    http1: Vec<http::HeaderValue>,
    /// The answers to permitted preflights, by their numbers.
    #[cfg(feature = "http1")]
    preflights: Vec<Prepared>,
    #[cfg(feature = "http02")]
    http02: Vec<http02::HeaderValue>,
    trial: Option<Trial>,
}

/// The values of a policy's headers as one version of `http` has them: checked once.
#[cfg(any(feature = "http1", feature = "http02"))]
macro_rules! header_values {
    ($version:ident, $policy:expr) => {
        $policy
            .values()
            .map(|value| match value {
                std::borrow::Cow::Borrowed(text) => $version::HeaderValue::from_static(text),
                std::borrow::Cow::Owned(text) => $version::HeaderValue::from_str(text)
                    .expect("a policy's values are visible ASCII and blanks"),
            })
            .collect()
    };
}

impl Deployed {
    /// A policy, and one that is judged beside it: report-only.
    ///
    /// To make one takes time that grows with the policy; [`Live::deploy`](crate::Live::deploy) takes
    /// none.
    pub fn new(policy: Policy, candidate: Option<Policy>) -> Self {
        #[cfg(feature = "http1")]
        let http1: Vec<http::HeaderValue> = header_values!(http, policy);
        Self {
            #[cfg(feature = "http1")]
            preflights: policy
                .permitted_preflights()
                .map(|edits| Prepared::new(&edits, &http1))
                .collect(),
            #[cfg(feature = "http1")]
            http1,
            #[cfg(feature = "http02")]
            http02: header_values!(http02, policy),
            policy,
            trial: candidate.map(Trial::new),
        }
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
    #[inline]
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

    #[cfg(feature = "http1")]
    pub(crate) fn preflight(&self, number: usize) -> &Prepared {
        &self.preflights[number]
    }

    #[cfg(feature = "http1")]
    pub(crate) fn values(&self) -> &[http::HeaderValue] {
        &self.http1
    }

    /// A header's value for `http` 1, to be cloned without copying. Only for values of this policy.
    #[cfg(feature = "http1")]
    pub fn http1(&self, value: Value<'_>) -> &http::HeaderValue {
        &self.http1[value.index]
    }

    /// A header's value for `http` 0.2, to be cloned without copying. Only for values of this policy.
    #[cfg(feature = "http02")]
    pub fn http02(&self, value: Value<'_>) -> &http02::HeaderValue {
        &self.http02[value.index]
    }
}

impl From<Policy> for Deployed {
    fn from(policy: Policy) -> Self {
        Self::new(policy, None)
    }
}
