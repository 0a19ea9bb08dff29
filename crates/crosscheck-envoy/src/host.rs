//! What is needed of Envoy: the headers of a stream, counters, notes for the access log.

use std::sync::Arc;

use crate::rules::Rules;

/// A header line: its name, in lower case, and its value.
pub(crate) type Line<'a> = (&'a [u8], &'a [u8]);

/// One request and its answer, within one call of Envoy.
pub(crate) trait Exchange {
    /// What the route says in place of the filter's own configuration.
    fn route_rules(&self) -> Option<Arc<Rules>>;
    /// The first line of the request with this name, in lower case, and how many there are. What the first line
    /// of HTTP/1 says has a name with a colon first: `:path`.
    fn request_line(&self, name: &str) -> Option<(&[u8], usize)>;
    /// All lines of the request with this name.
    fn request_lines(&self, name: &str) -> Vec<&[u8]>;
    /// Shows the lines of the answer.
    fn each_answer_line<'s>(&'s self, show: impl FnMut(Line<'s>));
    /// Puts a line into the answer, in place of every one with its name. Where there is none, to add it costs
    /// less.
    fn set(&mut self, name: &str, value: &[u8]);
    /// Adds a line to the answer. Where Envoy knows the name, it joins the lines of one name by commas.
    fn add(&mut self, name: &str, value: &[u8]);
    /// Takes every line with this name away from the answer.
    fn remove(&mut self, name: &str);
    /// Adds one to a counter.
    fn count(&mut self, counter: CounterNumber);
    /// Notes something under a key, for access logs and filters that come later.
    fn note(&mut self, key: &str, value: &str);
}

/// A counter, as Envoy numbers those of one configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CounterNumber(pub(crate) usize);

/// Where counters are defined: Envoy's configuration of a filter.
pub(crate) trait Statistics {
    /// Defines a counter; `None` if Envoy takes none.
    fn define(&mut self, name: &str) -> Option<CounterNumber>;
}
