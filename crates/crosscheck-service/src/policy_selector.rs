//! Where the policy of each request comes from.

use std::sync::Arc;

use crate::PolicyHandle;
use crate::PolicyReader;
use crate::PolicySnapshot;

/// Chooses the policy of each request: by its host, its path, or what a layer further out put into its
/// extensions.
///
/// A [`PolicyHandle`] is the same policy for all, as is its [`PolicyReader`],
/// [`PoliciesByHost`](crate::PoliciesByHost) one for each host, a function whatever it is. `H` is what
/// an adapter knows of a request: its whole head.
///
/// A request is decided and answered by the policy that was chosen when it came. Nothing waits here:
/// a policy that has to be fetched first is fetched further out, by a middleware that awaits it and
/// puts it into the request's extensions.
///
/// # Example
/// ```
/// use std::sync::Arc;
/// use crosscheck::server::{Config, Policy};
/// use crosscheck_service::http_crate::HttpHead;
/// use crosscheck_service::{PolicySelector, PolicySnapshot};
///
/// let everybody = Policy::new(&Config { origins: vec!["*".into()], ..Config::default() })?;
/// let nobody: Arc<PolicySnapshot> = Arc::new(Policy::new(&Config::default())?.into());
/// let everybody: Arc<PolicySnapshot> = Arc::new(everybody.into());
/// let (open, id) = (Arc::clone(&everybody), everybody.policy().id());
/// // What a middleware further out found in its database.
/// let mut select = move |head: &HttpHead<'_>| {
///     head.extensions.get::<Arc<PolicySnapshot>>().unwrap_or(&nobody).clone()
/// };
///
/// let request = http::Request::get("/").extension(open).body(())?;
/// assert_eq!(select.select(&HttpHead::of(&request)).policy().id(), id);
/// let request = http::Request::get("/").body(())?;
/// assert_ne!(select.select(&HttpHead::of(&request)).policy().id(), id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait PolicySelector<H: ?Sized> {
    /// The policy of a request. Called once for each, on the thread that serves it.
    fn select(&mut self, head: &H) -> Arc<PolicySnapshot>;
}

impl<H: ?Sized> PolicySelector<H> for PolicyHandle {
    fn select(&mut self, _: &H) -> Arc<PolicySnapshot> {
        self.load()
    }
}

impl<H: ?Sized> PolicySelector<H> for PolicyReader {
    #[inline(always)]
    fn select(&mut self, _: &H) -> Arc<PolicySnapshot> {
        Arc::clone(self.load())
    }
}

impl<H: ?Sized, F: FnMut(&H) -> Arc<PolicySnapshot>> PolicySelector<H> for F {
    fn select(&mut self, head: &H) -> Arc<PolicySnapshot> {
        self(head)
    }
}
