//! Envoy, as tests have it: two lists of lines.

use std::cell::RefCell;
use std::sync::Arc;

use crate::host::CounterNumber;
use crate::host::Exchange;
use crate::host::Line;
use crate::host::Statistics;
use crate::log::Level;
use crate::log::Log;
use crate::rules::Rules;

/// A request and its answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeExchange {
    pub(crate) request: Vec<(String, String)>,
    pub(crate) answer: Vec<(String, String)>,
    pub(crate) route: Option<Arc<Rules>>,
    pub(crate) counted: Vec<usize>,
    pub(crate) noted: Vec<(String, String)>,
}

/// Lines of text.
pub(crate) fn lines(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

impl FakeExchange {
    /// A request of HTTP/1 or HTTP/2, which Envoy makes the same of.
    pub(crate) fn new(method: &str, path: &str, request: &[(&str, &str)]) -> Self {
        let own = [(":method", method), (":path", path), (":authority", "api.example")];
        Self { request: lines(&[&own[..], request].concat()), ..Self::default() }
    }

    fn put(&mut self, name: &str, value: &[u8]) {
        let value = String::from_utf8(value.into()).expect("a policy's values are ASCII");
        self.answer.push((name.into(), value));
    }
}

fn borrowed(lines: &[(String, String)]) -> impl Iterator<Item = Line<'_>> {
    lines.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()))
}

impl Exchange for FakeExchange {
    fn route_rules(&self) -> Option<Arc<Rules>> {
        self.route.clone()
    }

    fn request_line(&self, name: &str) -> Option<(&[u8], usize)> {
        let lines = self.request_lines(name);
        Some((*lines.first()?, lines.len()))
    }

    fn request_lines(&self, name: &str) -> Vec<&[u8]> {
        let lines = borrowed(&self.request).filter(|(there, _)| *there == name.as_bytes());
        lines.map(|(_, value)| value).collect()
    }

    fn each_answer_line<'s>(&'s self, show: impl FnMut(Line<'s>)) {
        borrowed(&self.answer).for_each(show);
    }

    fn set(&mut self, name: &str, value: &[u8]) {
        self.remove(name);
        self.put(name, value);
    }

    fn add(&mut self, name: &str, value: &[u8]) {
        self.put(name, value);
    }

    fn remove(&mut self, name: &str) {
        self.answer.retain(|(there, _)| there != name);
    }

    fn count(&mut self, counter: CounterNumber) {
        self.counted.push(counter.0);
    }

    fn note(&mut self, key: &str, value: &str) {
        self.noted.push((key.into(), value.into()));
    }
}

/// Counters by their names.
#[derive(Debug, Default)]
pub(crate) struct FakeStatistics(pub(crate) Vec<String>);

impl Statistics for FakeStatistics {
    fn define(&mut self, name: &str) -> Option<CounterNumber> {
        self.0.push(name.into());
        Some(CounterNumber(self.0.len() - 1))
    }
}

/// A log that is kept.
#[derive(Debug, Default)]
pub(crate) struct FakeLog(RefCell<Vec<String>>);

impl FakeLog {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

impl Log for FakeLog {
    fn write(&self, level: Level, line: &str) {
        self.0.borrow_mut().push(format!("{level:?} {line}"));
    }
}
