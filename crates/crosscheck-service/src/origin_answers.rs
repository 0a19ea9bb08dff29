//! A source of origins, asked no more often than it must be.

use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;
use std::time::Instant;

use crate::AnswerLimits;
use crate::OriginQuestion;
use crate::OriginSource;
use crate::kept_answers::KeptAnswers;
use crate::origin_source::AnySource;

/// A source of origins, and its answers, kept within bounds. Clones are the same.
///
/// Whoever asks the same while a question is under way waits for its answer.
///
/// # Example
/// ```
/// use std::future::{Ready, ready};
/// use std::time::Duration;
/// use crosscheck_service::{AnswerLimits, OriginAnswers};
/// use crosscheck_service::{OriginQuestion, OriginSource, OriginSourceError};
///
/// struct Tenants;
///
/// impl OriginSource for Tenants {
///     fn knows(&self, asked: &OriginQuestion) -> Ready<Result<bool, OriginSourceError>> {
///         ready(Ok(asked.origin.ends_with(".tenants.example")))
///     }
/// }
///
/// // Who is taken out of the table may read for ten seconds more.
/// let keep = Duration::from_secs(10);
/// let answers = OriginAnswers::with_limits(Tenants, AnswerLimits::default().keep(keep));
/// # let _ = answers;
/// ```
#[derive(Clone)]
pub struct OriginAnswers(Arc<Inner>);

struct Inner {
    source: Box<dyn AnySource>,
    limits: AnswerLimits,
    state: Mutex<State>,
}

struct State {
    kept: KeptAnswers,
    under_way: HashMap<OriginQuestion, Arc<UnderWay>>,
}

/// A question that is under way, and who waits for its answer.
#[derive(Default)]
struct UnderWay(Mutex<(Progress, Vec<Waker>)>);

#[derive(Clone, Copy, Default)]
enum Progress {
    #[default]
    Waiting,
    /// Whoever asked is gone: somebody else has to.
    Abandoned,
    Told(Option<bool>),
}

enum Begun<'a> {
    Known(bool),
    TooMany,
    Asked(Arc<UnderWay>),
    ToAsk(ToAsk<'a>),
}

impl OriginAnswers {
    /// A source with the limits that [`AnswerLimits`] has by default.
    pub fn new(source: impl OriginSource) -> Self {
        Self::with_limits(source, AnswerLimits::default())
    }

    /// A source, and how much of its answers is kept.
    pub fn with_limits(source: impl OriginSource, limits: AnswerLimits) -> Self {
        let state = State { kept: KeptAnswers::new(limits), under_way: HashMap::new() };
        Self(Arc::new(Inner { source: Box::new(source), limits, state: Mutex::new(state) }))
    }

    /// The answer that is kept, if there is one.
    pub fn kept(&self, asked: &OriginQuestion) -> Option<bool> {
        self.0.state().kept.get(asked, Instant::now())
    }

    /// The answer that is kept, or the source's. `None` if it failed, or if too much is asked at once.
    pub async fn ask(&self, asked: &OriginQuestion) -> Option<bool> {
        loop {
            let under_way = match self.begin(asked) {
                Begun::Known(answer) => return Some(answer),
                Begun::TooMany => return None,
                Begun::Asked(under_way) => under_way,
                Begun::ToAsk(to_ask) => {
                    let answer = self.0.source.ask(asked).await.ok();
                    to_ask.tell(answer);
                    return answer;
                }
            };
            let mut place = None;
            if let Some(answer) = poll_fn(|context| under_way.poll(&mut place, context)).await {
                return answer;
            }
        }
    }

    fn begin<'a>(&'a self, asked: &'a OriginQuestion) -> Begun<'a> {
        let mut state = self.0.state();
        if let Some(answer) = state.kept.get(asked, Instant::now()) {
            return Begun::Known(answer);
        }
        if let Some(under_way) = state.under_way.get(asked) {
            return Begun::Asked(Arc::clone(under_way));
        }
        if state.under_way.len() >= self.0.limits.questions {
            return Begun::TooMany;
        }
        state.under_way.insert(asked.clone(), Arc::default());
        Begun::ToAsk(ToAsk { inner: &self.0, asked, answer: Progress::Abandoned })
    }
}

impl fmt::Debug for OriginAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OriginAnswers").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}

impl Inner {
    /// Held for no longer than it takes to look up or to put an answer.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The duty to ask: ends when it is dropped, and whoever waits is told or goes on by itself.
struct ToAsk<'a> {
    inner: &'a Inner,
    asked: &'a OriginQuestion,
    answer: Progress,
}

impl ToAsk<'_> {
    fn tell(mut self, answer: Option<bool>) {
        if let Some(answer) = answer {
            let until = Instant::now() + self.inner.limits.keep.min(FOREVER);
            self.inner.state().kept.put(self.asked.clone(), answer, until);
        }
        self.answer = Progress::Told(answer);
    }
}

/// Longer than any process: clocks end somewhere.
const FOREVER: Duration = Duration::from_secs(100 * 365 * 86_400);

impl Drop for ToAsk<'_> {
    fn drop(&mut self) {
        let under_way = self.inner.state().under_way.remove(self.asked);
        let Some(under_way) = under_way else { return };
        let mut under_way = under_way.0.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.0 = self.answer;
        under_way.1.drain(..).for_each(Waker::wake);
    }
}

impl UnderWay {
    /// The answer; `None` if nobody asks any more. In: the place among those who wait, once there is one: however
    /// many they are, nobody looks for itself.
    fn poll(
        &self,
        place: &mut Option<usize>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Option<bool>>> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match under_way.0 {
            Progress::Told(answer) => Poll::Ready(Some(answer)),
            Progress::Abandoned => Poll::Ready(None),
            Progress::Waiting => {
                let (waker, wakers) = (context.waker(), &mut under_way.1);
                match place.and_then(|place| wakers.get_mut(place)) {
                    Some(known) => known.clone_from(waker),
                    None => {
                        *place = Some(wakers.len());
                        wakers.push(waker.clone());
                    }
                }
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering::SeqCst;
    use std::task::Context;
    use std::task::Poll;
    use std::task::Wake;
    use std::task::Waker;
    use std::time::Duration;

    use super::OriginAnswers;
    use crate::AnswerLimits;
    use crate::OriginQuestion;
    use crate::OriginSource;
    use crate::OriginSourceError;

    /// Answers when it is told to: 0 waits, 1 says no, 2 says yes, 3 fails.
    #[derive(Clone, Default)]
    struct Database {
        says: Arc<AtomicUsize>,
        asked: Arc<AtomicUsize>,
    }

    impl OriginSource for Database {
        async fn knows(&self, _: &OriginQuestion) -> Result<bool, OriginSourceError> {
            self.asked.fetch_add(1, SeqCst);
            poll_fn(|_| match self.says.load(SeqCst) {
                0 => Poll::Pending,
                3 => Poll::Ready(Err("it is down".into())),
                says => Poll::Ready(Ok(says == 2)),
            })
            .await
        }
    }

    fn about(origin: &str) -> OriginQuestion {
        OriginQuestion { host: "api.example".into(), origin: origin.into() }
    }

    fn poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn what_was_answered_is_not_asked_again_be_it_yes_or_no() {
        for (says, answer) in [(1, false), (2, true)] {
            let database = Database::default();
            database.says.store(says, SeqCst);
            let answers = OriginAnswers::new(database.clone());
            let asked = about("https://shop.example");
            assert_eq!(answers.kept(&asked), None);
            for _ in 0..3 {
                assert_eq!(poll(pin!(answers.ask(&asked))), Poll::Ready(Some(answer)));
            }
            assert_eq!(answers.kept(&asked), Some(answer));
            assert_eq!(database.asked.load(SeqCst), 1);
            let other = OriginQuestion { host: "other.example".into(), ..asked };
            assert_eq!(answers.kept(&other), None, "another tenant's answer is none for this one");
        }
    }

    #[test]
    fn an_error_is_no_answer_and_not_kept() {
        let database = Database::default();
        database.says.store(3, SeqCst);
        let answers = OriginAnswers::new(database.clone());
        let asked = about("https://shop.example");
        assert_eq!(poll(pin!(answers.ask(&asked))), Poll::Ready(None));
        database.says.store(2, SeqCst);
        assert_eq!(poll(pin!(answers.ask(&asked))), Poll::Ready(Some(true)));
    }

    #[test]
    fn nothing_is_kept_where_answers_are_to_be_fresh() {
        let database = Database::default();
        database.says.store(2, SeqCst);
        let limits = AnswerLimits::default().keep(Duration::ZERO);
        let answers = OriginAnswers::with_limits(database.clone(), limits);
        for _ in 0..3 {
            let asked = about("https://shop.example");
            assert_eq!(poll(pin!(answers.ask(&asked))), Poll::Ready(Some(true)));
        }
        assert_eq!(database.asked.load(SeqCst), 3);
    }

    #[test]
    fn an_answer_may_be_kept_for_as_long_as_there_is_time() {
        let database = Database::default();
        database.says.store(2, SeqCst);
        let limits = AnswerLimits::default().keep(Duration::MAX);
        let answers = OriginAnswers::with_limits(database.clone(), limits);
        for _ in 0..2 {
            let asked = about("https://shop.example");
            assert_eq!(poll(pin!(answers.ask(&asked))), Poll::Ready(Some(true)));
        }
        assert_eq!(database.asked.load(SeqCst), 1);
    }

    #[test]
    fn who_asks_the_same_at_once_waits_for_one_answer() {
        for (says, answer) in [(2, Some(true)), (3, None)] {
            let database = Database::default();
            let answers = OriginAnswers::new(database.clone());
            let asked = about("https://shop.example");
            let (mut first, mut second) = (pin!(answers.ask(&asked)), pin!(answers.ask(&asked)));
            for _ in 0..2 {
                assert!(poll(first.as_mut()).is_pending());
                assert!(poll(second.as_mut()).is_pending());
            }
            database.says.store(says, SeqCst);
            assert!(poll(second.as_mut()).is_pending(), "the first one asks");
            assert_eq!(poll(first.as_mut()), Poll::Ready(answer));
            assert_eq!(poll(second.as_mut()), Poll::Ready(answer));
            assert_eq!(database.asked.load(SeqCst), 1);
        }
    }

    /// A task may move from one executor's hand to another's while it waits: the last waker counts.
    #[test]
    fn everybody_who_waits_is_woken_once_and_where_it_was_seen_last() {
        #[derive(Default)]
        struct Woken(AtomicUsize);
        impl Wake for Woken {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, SeqCst);
            }
        }
        let database = Database::default();
        let answers = OriginAnswers::new(database.clone());
        let asked = about("https://shop.example");
        let mut first = pin!(answers.ask(&asked));
        assert!(poll(first.as_mut()).is_pending());
        let [before, after] = [(); 2].map(|()| Arc::new(Woken::default()));
        let mut others: Vec<_> = (0..100).map(|_| Box::pin(answers.ask(&asked))).collect();
        for woken in [&before, &before, &after] {
            let waker = Waker::from(Arc::clone(woken));
            for other in &mut others {
                assert!(other.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            }
        }
        database.says.store(2, SeqCst);
        assert_eq!(poll(first.as_mut()), Poll::Ready(Some(true)));
        assert_eq!((before.0.load(SeqCst), after.0.load(SeqCst)), (0, 100));
    }

    #[test]
    fn who_waits_for_somebody_that_is_gone_asks_itself() {
        let database = Database::default();
        let answers = OriginAnswers::new(database.clone());
        let asked = about("https://shop.example");
        let mut first = Box::pin(answers.ask(&asked));
        let mut second = pin!(answers.ask(&asked));
        assert!(poll(first.as_mut()).is_pending());
        assert!(poll(second.as_mut()).is_pending());
        drop(first); // its browser has closed the connection
        assert!(poll(second.as_mut()).is_pending());
        assert_eq!(database.asked.load(SeqCst), 2);
        database.says.store(2, SeqCst);
        assert_eq!(poll(second.as_mut()), Poll::Ready(Some(true)));
    }

    #[test]
    fn strangers_ask_about_so_many_at_once_and_no_more() {
        let database = Database::default();
        let limits = AnswerLimits::default().questions(1);
        let answers = OriginAnswers::with_limits(database.clone(), limits);
        let (shop, evil) = (about("https://shop.example"), about("https://evil.example"));
        let mut first = pin!(answers.ask(&shop));
        assert!(poll(first.as_mut()).is_pending());
        assert_eq!(poll(pin!(answers.ask(&evil))), Poll::Ready(None));
        database.says.store(1, SeqCst);
        assert_eq!(poll(first.as_mut()), Poll::Ready(Some(false)));
        assert_eq!(poll(pin!(answers.ask(&evil))), Poll::Ready(Some(false)));
    }
}
