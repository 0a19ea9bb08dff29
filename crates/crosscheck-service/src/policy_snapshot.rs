//! A policy in force, with what serving it needs.

use std::iter;
use std::sync::Arc;
#[cfg(feature = "http")]
use std::sync::OnceLock;

use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;

use crate::OriginAnswers;
use crate::OriginQuestion;
use crate::ShadowDifference;
#[cfg(feature = "http")]
use crate::decide::decide;
use crate::host::comparable_host;
#[cfg(feature = "http")]
use crate::http_crate::Prepared;
use crate::origin_source::says;
use crate::shadow::Shadow;

/// A policy in force: immutable, shared by all requests that it decides.
#[derive(Debug)]
pub struct PolicySnapshot {
    policy: Policy,
    #[cfg(feature = "http")]
    header_values: Vec<http::HeaderValue>,
    /// The answers to preflights, by their numbers: each is made when it is first given.
    #[cfg(feature = "http")]
    preflights: Vec<OnceLock<Prepared>>,
    #[cfg(feature = "http02")]
    http02_header_values: Vec<http02::HeaderValue>,
    shadow: Option<Arc<Shadow>>,
}

/// The values of a policy's headers as one version of `http` has them: checked once.
#[cfg(any(feature = "http", feature = "http02"))]
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
        Self {
            #[cfg(feature = "http")]
            preflights: policy.preflights().map(|_| OnceLock::new()).collect(),
            #[cfg(feature = "http")]
            header_values: header_values!(http, policy),
            #[cfg(feature = "http02")]
            http02_header_values: header_values!(http02, policy),
            policy,
            shadow: candidate.map(|policy| Arc::new(Shadow::new(policy))),
        }
    }

    /// The policy.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy in the shadow of this one.
    pub fn candidate(&self) -> Option<&Policy> {
        self.shadow.as_deref().map(Shadow::policy)
    }

    /// Decides by the policy in force. If another is in its shadow it is asked too, and counted where it
    /// would have said something else.
    #[inline]
    pub fn decide(&self, request: &impl RequestHead) -> Decision<'_> {
        self.decide_with(request, Some(false))
    }

    /// The same, if it is known whether a source of origins knows the request's; `None` if it failed.
    #[inline]
    pub fn decide_with(&self, request: &impl RequestHead, is_known: Option<bool>) -> Decision<'_> {
        let decision = self.policy.decide_with(request, says(is_known));
        if let Some(shadow) = &self.shadow {
            shadow.judge(&decision, request, is_known);
        }
        decision
    }

    /// The same, by a call: where two of these stood side by side, there would be two copies of it.
    #[cfg(feature = "http")]
    #[inline]
    pub(crate) fn decide_apart(
        &self,
        request: &impl RequestHead,
        is_known: Option<bool>,
    ) -> Decision<'_> {
        let decision = decide(&self.policy, request, is_known);
        if let Some(shadow) = &self.shadow {
            shadow.judge(&decision, request, is_known);
        }
        decision
    }

    /// What a source of origins has to be asked before this request is decided, if anything. In: the
    /// request's head, and the host that it names.
    pub fn question(
        &self,
        request: &impl RequestHead,
        host: Option<&str>,
    ) -> Option<OriginQuestion> {
        let mut asked = None;
        for policy in iter::once(&self.policy).chain(self.candidate()) {
            let decision = policy.decide_with(request, |origin| {
                asked = Some(origin.to_owned());
                Some(false)
            });
            let _ = decision;
        }
        let host = host.and_then(comparable_host).unwrap_or_default().into_owned();
        asked.map(|origin| OriginQuestion { host, origin })
    }

    /// What a source says of a request's origin, asked first if it has to be: for
    /// [`decide_with`](Self::decide_with). In: the request's head, and the host that it names; the source,
    /// without which nobody is known.
    ///
    /// # Example
    /// ```
    /// use std::future::{Future, Ready, ready};
    /// use std::task::{Context, Poll, Waker};
    /// use crosscheck::server::{Config, Head, Policy};
    /// use crosscheck_service::{OriginAnswers, OriginQuestion, OriginSource, OriginSourceError};
    /// use crosscheck_service::PolicySnapshot;
    ///
    /// struct Tenants;
    ///
    /// impl OriginSource for Tenants {
    ///     fn knows(&self, asked: &OriginQuestion) -> Ready<Result<bool, OriginSourceError>> {
    ///         ready(Ok(asked.origin == "https://shop.example"))
    ///     }
    /// }
    ///
    /// let policy = Policy::new(&Config::new().origin_source(true))?;
    /// let (snapshot, answers) = (PolicySnapshot::from(policy), OriginAnswers::new(Tenants));
    /// let headers = [("origin", "https://shop.example")];
    /// let head = Head::new("GET", "/", &headers);
    /// let asking = std::pin::pin!(snapshot.is_known(&head, Some("api.example"), Some(&answers)));
    /// // Whoever serves awaits it; this source need not be waited for.
    /// let Poll::Ready(is_known) = asking.poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    /// assert_eq!(snapshot.decide_with(&head, is_known).verdict(), Some(Ok(())));
    /// # Ok::<(), crosscheck::server::ConfigErrors>(())
    /// ```
    pub fn is_known<'a, R: RequestHead>(
        &self,
        request: &R,
        host: Option<&str>,
        source: Option<&'a OriginAnswers>,
    ) -> impl Future<Output = Option<bool>> + use<'a, R> {
        let question = source.and_then(|source| Some((source, self.question(request, host)?)));
        async move {
            match question {
                Some((source, question)) => source.ask(&question).await,
                None => Some(false),
            }
        }
    }

    /// This, with the same policy after an edit of its origins: the values of headers are the same.
    pub(crate) fn edited(&self, policy: Policy) -> Self {
        Self {
            policy,
            #[cfg(feature = "http")]
            preflights: self.preflights.clone(),
            #[cfg(feature = "http")]
            header_values: self.header_values.clone(),
            #[cfg(feature = "http02")]
            http02_header_values: self.http02_header_values.clone(),
            shadow: self.shadow.clone(),
        }
    }

    /// Where the policy in the shadow would have said something else, since it was put there.
    pub fn differences(&self) -> Vec<ShadowDifference> {
        self.shadow.as_deref().map(Shadow::differences).unwrap_or_default()
    }

    /// The answer to a preflight that its edits have the number of.
    #[cfg(feature = "http")]
    pub(crate) fn preflight(&self, number: usize) -> &Prepared {
        self.preflights[number].get_or_init(|| {
            let edits = self.policy.preflights().nth(number).expect("its policy numbered it");
            Prepared::new(&edits, &self.header_values)
        })
    }

    /// The values of the policy's headers, by their numbers, for the crate `http`, version 1.
    #[cfg(feature = "http")]
    pub fn header_values(&self) -> &[http::HeaderValue] {
        &self.header_values
    }

    /// The same for version 0.2.
    #[cfg(feature = "http02")]
    pub fn http02_header_values(&self) -> &[http02::HeaderValue] {
        &self.http02_header_values
    }
}

impl From<Policy> for PolicySnapshot {
    fn from(policy: Policy) -> Self {
        Self::new(policy, None)
    }
}
