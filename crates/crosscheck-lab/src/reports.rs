//! What the page reports of the scenes that it played: the last of it, bounded in number and bytes.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use serde_json::value::RawValue;

/// The last reports, as they were written. The oldest is forgotten first.
#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<VecDeque<Box<RawValue>>>);

impl Reports {
    /// Keeps one more.
    pub(crate) fn add(&self, report: Box<RawValue>) {
        let mut reports = self.reports();
        reports.push_back(report);
        let mut bytes: usize = reports.iter().map(|report| report.get().len()).sum();
        while reports.len() > MOST || bytes > ALL_BYTES {
            bytes -= reports.pop_front().map_or(bytes, |oldest| oldest.get().len());
        }
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> Vec<Box<RawValue>> {
        self.reports().iter().cloned().collect()
    }

    fn reports(&self) -> MutexGuard<'_, VecDeque<Box<RawValue>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const MOST: usize = 128;
const ALL_BYTES: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_have_an_end_in_number_and_in_bytes() {
        let report = |bytes: usize| {
            let text = format!("\"{}\"", "a".repeat(bytes - 2));
            RawValue::from_string(text).expect("JSON")
        };
        let reports = Reports::default();
        (0..200).for_each(|_| reports.add(report(100)));
        assert_eq!(reports.all().len(), MOST);
        (0..100).for_each(|_| reports.add(report(256 << 10)));
        assert_eq!(reports.all().len(), ALL_BYTES / (256 << 10));
    }
}
