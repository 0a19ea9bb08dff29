//! Where the policy of each request comes from, one of its own for each thread.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crosscheck_service::PoliciesByHost;
use crosscheck_service::PolicyReader;
use crosscheck_service::PolicySelector;
use crosscheck_service::PolicySnapshot;
use crosscheck_service::http_crate::HttpHead;

/// A [`PolicySelector`] of any kind. Locked for as long as it takes to choose, which nobody waits for: each
/// thread has its own.
pub(crate) struct Selector(Mutex<Kind>);

enum Kind {
    Common(PolicyReader),
    ByHost(PoliciesByHost),
    OfEach(Box<dyn Choose>),
}

impl Selector {
    pub(crate) fn new<S>(selector: S) -> Self
    where
        S: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + 'static,
    {
        Self(Mutex::new(Kind::OfEach(Box::new(selector))))
    }

    /// One policy for all requests.
    pub(crate) const fn common(reader: PolicyReader) -> Self {
        Self(Mutex::new(Kind::Common(reader)))
    }

    /// One policy for each host.
    pub(crate) const fn by_host(policies: PoliciesByHost) -> Self {
        Self(Mutex::new(Kind::ByHost(policies)))
    }

    pub(crate) fn select(&self, head: &HttpHead<'_>) -> Arc<PolicySnapshot> {
        match &mut *self.lock() {
            Kind::Common(reader) => reader.select(head),
            Kind::ByHost(policies) => policies.select(head),
            Kind::OfEach(selector) => selector.choose(head),
        }
    }

    /// The policy, if it is the same for all requests for a host.
    pub(crate) fn select_by_host(&self, host: &[u8]) -> Option<Arc<PolicySnapshot>> {
        match &mut *self.lock() {
            Kind::Common(reader) => Some(Arc::clone(reader.load())),
            Kind::ByHost(policies) => Some(policies.load(str::from_utf8(host).ok())),
            Kind::OfEach(_) => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kind> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Selector {
    fn clone(&self) -> Self {
        Self(Mutex::new(match &*self.lock() {
            Kind::Common(reader) => Kind::Common(reader.clone()),
            Kind::ByHost(policies) => Kind::ByHost(policies.clone()),
            Kind::OfEach(selector) => Kind::OfEach(selector.another()),
        }))
    }
}

impl fmt::Debug for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Selector")
    }
}

/// What is asked of a selector here.
trait Choose: Send {
    fn choose(&mut self, head: &HttpHead<'_>) -> Arc<PolicySnapshot>;
    fn another(&self) -> Box<dyn Choose>;
}

impl<S> Choose for S
where
    S: for<'r> PolicySelector<HttpHead<'r>> + Clone + Send + 'static,
{
    fn choose(&mut self, head: &HttpHead<'_>) -> Arc<PolicySnapshot> {
        self.select(head)
    }

    fn another(&self) -> Box<dyn Choose> {
        Box::new(self.clone())
    }
}
