//! Being told of decisions.

use actix_web::dev::ServiceRequest;
use crosscheck::server::Decision;

/// Is told of each decision before anything is answered: a function, or nobody, which is `()`.
pub trait Observe {
    /// Called once for each request.
    fn decided(&self, decision: &Decision<'_>, request: &ServiceRequest);
}

impl Observe for () {
    fn decided(&self, _: &Decision<'_>, _: &ServiceRequest) {}
}

impl<F: Fn(&Decision<'_>, &ServiceRequest)> Observe for F {
    fn decided(&self, decision: &Decision<'_>, request: &ServiceRequest) {
        self(decision, request);
    }
}
