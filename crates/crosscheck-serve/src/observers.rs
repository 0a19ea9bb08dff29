//! Several who watch, as one.

use std::sync::Arc;

use crosscheck_gateway::Exchange;
use crosscheck_gateway::Observer;

/// Tells each of every exchange.
#[derive(Default)]
pub(crate) struct Observers(pub(crate) Vec<Arc<dyn Observer>>);

impl Observer for Observers {
    fn answered(&self, exchange: &Exchange<'_>) {
        for observer in &self.0 {
            observer.answered(exchange);
        }
    }
}
