//! Time, by turns: a slice for each, over and over, so that whatever slows one slows all.

use std::time::Duration;
use std::time::Instant;

use crate::scenes::Scene;
use crate::subjects::Subject;
use crate::subjects::Work;

/// How many times longer theirs takes than ours, the bare service taken off both; `None` where ours
/// takes nothing. Of each the quickest slice counts: what else the machine does only ever adds.
///
/// In: the bare service, ours, theirs.
pub(crate) fn ratio(subjects: [Subject; 3], scene: &Scene) -> Option<f64> {
    let mut works = subjects.map(|subject| subject.prepare(scene));
    let times = works.each_mut().map(calibrate);
    let mut quickest = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        for ((work, times), quickest) in works.iter_mut().zip(times).zip(&mut quickest) {
            *quickest = quickest.min(slice(work, times));
        }
    }
    let [bare, ours, theirs] = quickest;
    (ours > bare).then(|| (theirs - bare) / (ours - bare))
}

/// How many requests fill a slice.
fn calibrate(work: &mut Work) -> u32 {
    let mut times = 1;
    loop {
        let started = Instant::now();
        (0..times).for_each(|_| work());
        if started.elapsed() >= SLICE || times >= 1 << 20 {
            return times;
        }
        times *= 2;
    }
}

/// Nanoseconds a request.
fn slice(work: &mut Work, times: u32) -> f64 {
    let started = Instant::now();
    (0..times).for_each(|_| work());
    started.elapsed().as_nanos() as f64 / f64::from(times)
}

const ROUNDS: usize = 101;
const SLICE: Duration = Duration::from_millis(1);
