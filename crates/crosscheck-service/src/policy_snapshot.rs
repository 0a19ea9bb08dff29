//! A policy in force, with what serving it needs.

#[cfg(any(feature = "http1", feature = "http02"))]
use crosscheck::server::AnswerValue;
use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;

use crate::ShadowDifference;
#[cfg(feature = "http1")]
use crate::http1::Prepared;
use crate::shadow::Shadow;

/// A policy in force: immutable, shared by all requests that it decides.
#[derive(Debug)]
pub struct PolicySnapshot {
    policy: Policy,
    #[cfg(feature = "http1")]
    http1: Vec<http::HeaderValue>,
    /// The answers to permitted preflights, by their numbers.
    #[cfg(feature = "http1")]
    preflights: Vec<Prepared>,
    #[cfg(feature = "http02")]
    http02: Vec<http02::HeaderValue>,
    shadow: Option<Shadow>,
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

impl PolicySnapshot {
    /// A policy, and one that is judged beside it: report-only.
    ///
    /// To make one takes time that grows with the policy;
    /// [`PolicyHandle::replace`](crate::PolicyHandle::replace) takes none.
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
            shadow: candidate.map(Shadow::new),
        }
    }

    /// The policy.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy in the shadow of this one.
    pub fn candidate(&self) -> Option<&Policy> {
        self.shadow.as_ref().map(Shadow::policy)
    }

    /// Decides by the policy in force. If another is in its shadow it is asked too, and counted where it
    /// would have said something else.
    #[inline]
    pub fn decide(&self, request: &impl RequestHead) -> Decision<'_> {
        let decision = self.policy.decide(request);
        if let Some(shadow) = &self.shadow {
            shadow.judge(&decision, request);
        }
        decision
    }

    /// Where the policy in the shadow would have said something else, since it was put there.
    pub fn differences(&self) -> Vec<ShadowDifference> {
        self.shadow.as_ref().map(Shadow::differences).unwrap_or_default()
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
    pub fn http1(&self, value: AnswerValue<'_>) -> &http::HeaderValue {
        &self.http1[value.index]
    }

    /// A header's value for `http` 0.2, to be cloned without copying. Only for values of this policy.
    #[cfg(feature = "http02")]
    pub fn http02(&self, value: AnswerValue<'_>) -> &http02::HeaderValue {
        &self.http02[value.index]
    }
}

impl From<Policy> for PolicySnapshot {
    fn from(policy: Policy) -> Self {
        Self::new(policy, None)
    }
}
