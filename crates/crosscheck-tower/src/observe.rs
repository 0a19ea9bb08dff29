//! Being told of decisions.

use crosscheck::server::Decision;
use crosscheck_service::http1::Head;

/// Is told of each decision before anything is answered: a function, or nobody, which is `()`.
pub trait Observe {
    /// Called once for each request.
    fn decided(&self, decision: &Decision<'_>, head: &Head<'_>);
}

impl Observe for () {
    fn decided(&self, _: &Decision<'_>, _: &Head<'_>) {}
}

impl<F: Fn(&Decision<'_>, &Head<'_>)> Observe for F {
    fn decided(&self, decision: &Decision<'_>, head: &Head<'_>) {
        self(decision, head);
    }
}
