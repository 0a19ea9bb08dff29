//! Answers that are kept for a while, within bounds.

use std::collections::HashMap;
use std::mem;
use std::time::Duration;
use std::time::Instant;

use crate::OriginQuestion;

/// How much of a source's answers is kept, for how long, and how much is asked at once.
///
/// # Example
/// ```
/// use std::time::Duration;
///
/// use crosscheck_service::AnswerLimits;
/// let limits = AnswerLimits::default().keep(Duration::from_secs(5)).answers(100_000).bytes(64 << 20);
/// assert_eq!(limits.questions, 256, "whatever is not said is as it was");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnswerLimits {
    /// Answers that are kept, both yes and no: 10,000.
    pub answers: usize,
    /// What they take in memory, in bytes, as near as can be told: 4 MiB.
    pub bytes: usize,
    /// For how long each is kept: a minute.
    pub keep: Duration,
    /// Questions that are under way at once: 256. A stranger chooses what is asked; beyond these,
    /// whoever would have to be asked about is refused as if the source had failed.
    pub questions: usize,
}

impl AnswerLimits {
    /// Says how many answers are kept.
    #[must_use]
    pub const fn answers(mut self, answers: usize) -> Self {
        self.answers = answers;
        self
    }

    /// Says how many bytes they may take.
    #[must_use]
    pub const fn bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Says for how long each is kept.
    #[must_use]
    pub const fn keep(mut self, keep: Duration) -> Self {
        self.keep = keep;
        self
    }

    /// Says how many questions may be under way at once.
    #[must_use]
    pub const fn questions(mut self, questions: usize) -> Self {
        self.questions = questions;
        self
    }
}

impl Default for AnswerLimits {
    fn default() -> Self {
        Self { answers: 10_000, bytes: 4 << 20, keep: Duration::from_secs(60), questions: 256 }
    }
}

/// Answers in two halves: when the younger is full it takes the older one's place. What is asked for
/// stays; what nobody asks for is gone after two halves, whatever a stranger fills them with.
#[derive(Debug)]
pub(crate) struct KeptAnswers {
    limits: AnswerLimits,
    young: Half,
    old: Half,
}

#[derive(Debug, Default)]
struct Half {
    answers: HashMap<OriginQuestion, (bool, Instant)>,
    bytes: usize,
}

impl KeptAnswers {
    pub(crate) fn new(limits: AnswerLimits) -> Self {
        Self { limits, young: Half::default(), old: Half::default() }
    }

    /// The answer to a question, if there is one that is not too old.
    pub(crate) fn get(&mut self, asked: &OriginQuestion, now: Instant) -> Option<bool> {
        let is_fresh = |until: &Instant| *until > now;
        if let Some((answer, until)) = self.young.answers.get(asked) {
            return Some(*answer).filter(|_| is_fresh(until));
        }
        let (asked, (answer, until)) = self.old.answers.remove_entry(asked)?;
        if !is_fresh(&until) {
            return None;
        }
        self.put(asked, answer, until);
        Some(answer)
    }

    /// Keeps an answer until then.
    pub(crate) fn put(&mut self, asked: OriginQuestion, answer: bool, until: Instant) {
        let bytes = asked.host.len() + asked.origin.len() + BESIDE;
        let is_full = self.young.answers.len() >= self.limits.answers / 2
            || self.young.bytes + bytes > self.limits.bytes / 2;
        if is_full {
            self.old = mem::take(&mut self.young);
        }
        if self.limits.answers < 2 || bytes > self.limits.bytes / 2 {
            return;
        }
        if self.young.answers.insert(asked, (answer, until)).is_none() {
            self.young.bytes += bytes;
        }
    }
}

/// What an answer takes beside its texts: their places, its time, its slot.
const BESIDE: usize = 2 * size_of::<(OriginQuestion, bool, Instant)>();

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use std::time::Instant;

    use super::KeptAnswers;
    use crate::AnswerLimits;
    use crate::OriginQuestion;

    fn about(number: usize) -> OriginQuestion {
        OriginQuestion { host: "api.example".into(), origin: format!("https://t{number}.example") }
    }

    #[test]
    fn a_flood_of_questions_takes_no_more_than_the_bounds_and_what_is_asked_for_stays() {
        let now = Instant::now();
        let until = now + Duration::from_secs(60);
        for limits in [AnswerLimits::default().answers(100), AnswerLimits::default().bytes(20_000)]
        {
            let mut kept = KeptAnswers::new(limits);
            kept.put(about(0), true, until);
            for stranger in 1..10_000 {
                kept.put(about(stranger), false, until);
                if stranger % 30 == 0 {
                    assert_eq!(kept.get(&about(0), now), Some(true), "after {stranger}");
                }
                let (young, old) = (&kept.young, &kept.old);
                assert!(young.answers.len() + old.answers.len() <= limits.answers);
                assert!(young.bytes + old.bytes <= limits.bytes);
            }
            assert_eq!(kept.get(&about(1), now), None, "long forgotten");
            assert_eq!(kept.get(&about(9_999), now), Some(false), "a no is kept, too");
        }
    }

    #[test]
    fn an_answer_is_forgotten_when_its_time_is_over() {
        let now = Instant::now();
        let second = Duration::from_secs(1);
        let mut kept = KeptAnswers::new(AnswerLimits::default().answers(4));
        kept.put(about(0), true, now + second);
        kept.put(about(1), true, now + second);
        kept.put(about(2), true, now + 2 * second); // the first two are old now
        assert_eq!(kept.get(&about(0), now), Some(true));
        for asked in [0, 1] {
            assert_eq!(kept.get(&about(asked), now + second), None);
        }
        assert_eq!(kept.get(&about(2), now + second), Some(true));
        let none = &mut KeptAnswers::new(AnswerLimits::default().answers(0));
        none.put(about(0), true, now + second);
        assert_eq!(none.get(&about(0), now), None);
    }
}
