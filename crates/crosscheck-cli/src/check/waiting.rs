//! What a person sees who waits for slow servers.

use std::time::Duration;

use crosscheck_analysis::text;
use tokio::time::Instant;
use tokio::time::interval_at;
use url::Url;

use crate::terminal;

/// Does something that waits for servers. If somebody watches and it takes long, it is told for what, now and then.
pub(super) async fn tell_of_waiting<T>(url: &Url, work: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let mut ticks = interval_at(start + FIRST, AGAIN);
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = ticks.tick(), if terminal::is_watched() => {
                let seconds = start.elapsed().as_secs();
                terminal::tell(&text!("waiting for answers from {url} ({seconds} s; --max-time bounds it)"));
            }
        }
    }
}

const FIRST: Duration = Duration::from_secs(3);
const AGAIN: Duration = Duration::from_secs(10);
