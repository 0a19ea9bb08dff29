//! What nodes refuse: all of it is counted, and as much is told as anybody reads.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use crate::event::Event;

/// How often nodes refused what they were pushed.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    all: u64,
    /// Since when those of this minute are counted, and how many there are.
    minute: Option<Instant>,
    of_minute: u32,
}

impl Refusals {
    pub(crate) fn all(&self) -> u64 {
        self.lock().all
    }

    /// Counts one. Out: what is to be told of it, if anything: a wrong policy is refused by all nodes at once, and
    /// who means ill refuses without end.
    pub(crate) fn count(&self, now: Instant, node: &str, message: &str) -> Option<Event> {
        let mut counted = self.lock();
        counted.all += 1;
        if counted.minute.is_none_or(|since| now.duration_since(since) >= MINUTE) {
            (counted.minute, counted.of_minute) = (Some(now), 0);
        }
        counted.of_minute = counted.of_minute.saturating_add(1);
        match counted.of_minute {
            ..=MOST_TOLD => {
                Some(Event::NodeRefused { node: node.to_owned(), message: message.to_owned() })
            }
            number if number == MOST_TOLD + 1 => Some(Event::Trouble(
                "more nodes refuse than are told here: `crosscheck fleet status` shows all".into(),
            )),
            _ => None,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const MOST_TOLD: u32 = 100;
const MINUTE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use std::time::Instant;

    use super::Refusals;

    #[test]
    fn all_are_counted_and_few_are_told() {
        let refusals = Refusals::default();
        let now = Instant::now();
        let told = (0..10_000).filter_map(|_| refusals.count(now, "a", "no")).collect::<Vec<_>>();
        assert_eq!(told.len(), 101);
        assert_eq!(told[99].to_string(), "node a refused: no");
        assert!(told[100].to_string().starts_with("more nodes refuse"), "{}", told[100]);
        assert_eq!(refusals.all(), 10_000);
        assert!(refusals.count(now + Duration::from_secs(60), "a", "no").is_some(), "a new minute");
    }
}
