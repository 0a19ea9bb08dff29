//! Being told of decisions.

use crosscheck::server::Decision;
use crosscheck_service::http_crate::HttpHead;

/// Is told of each decision before anything is answered: a function, or nobody, which is `()`.
pub trait Observe {
    /// Called once for each request.
    fn decided(&self, decision: &Decision<'_>, head: &HttpHead<'_>);
}

impl Observe for () {
    fn decided(&self, _: &Decision<'_>, _: &HttpHead<'_>) {}
}

impl<F: Fn(&Decision<'_>, &HttpHead<'_>)> Observe for F {
    fn decided(&self, decision: &Decision<'_>, head: &HttpHead<'_>) {
        self(decision, head);
    }
}
