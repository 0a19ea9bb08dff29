//! Everything that can change while the program serves, at once and under load: its file is written anew, by SIGHUP or
//! watched, its certificates are renewed, the upstream is killed and started again.
//!
//! Nothing is lost that the upstream had answered, whoever begins a request after a policy came into force gets that one's
//! answer, WebSockets stay open, and memory stays as it is. For longer than a test may take: `UNREST_SECONDS=300 cargo
//! nextest run -p crosscheck-cli unrest --no-capture`, which tells each half minute.

mod clients;
mod program;
mod upstream;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use clients::Clients;
use program::Door;
use program::Program;
use upstream::Answered;

/// How long, in seconds, unless `UNREST_SECONDS` says.
const USUAL: u64 = 8;
/// Between two replacements of everything.
const CALM: Duration = Duration::from_millis(150);
pub(crate) const ALWAYS: &str = "https://app.example";
pub(crate) const SOMETIMES: &str = "https://guest.example";

/// What clients saw, and what whoever disturbs tells them.
#[derive(Default)]
pub(crate) struct Seen {
    /// The number of the next request.
    next: AtomicU64,
    failed: AtomicU64,
    /// Requests that began and ended under one policy.
    certain: AtomicU64,
    /// Messages that came back over a WebSocket.
    echoed: AtomicU64,
    certificates: Mutex<Vec<Vec<u8>>>,
    /// Odd while a policy is replaced; of two even ones that follow, one lets `SOMETIMES` in.
    version: AtomicU64,
    is_over: AtomicBool,
}

impl Seen {
    fn of(count: &AtomicU64) -> u64 {
        count.load(Ordering::SeqCst)
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn nothing_is_lost_over_tls() {
    play(Door::Tls).await;
}

#[tokio::test]
async fn nothing_is_lost_in_the_clear() {
    play(Door::Clear).await;
}

#[expect(clippy::disallowed_macros, reason = "a run of minutes tells how it goes")]
async fn play(door: Door) {
    let (answered, seen) = (Answered::none_yet(), Arc::new(Seen::default()));
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let sockets = upstream::echo().await;
    let mut program = Program::start(door, &[address, sockets]);
    program.in_force().await;
    let clients = Clients::new(&program, Arc::clone(&seen), answered.clone());
    let mut tasks = clients.start();

    let seconds = std::env::var("UNREST_SECONDS").ok().and_then(|it| it.parse().ok());
    let begin = Instant::now();
    let end = begin + Duration::from_secs(seconds.unwrap_or(USUAL));
    let (mut turns, mut restarts, mut weights) = (0, 0, Vec::new());
    loop {
        let upstream = tokio::spawn(upstream::serve(address, answered.clone()));
        restarts += 1;
        for _ in 0..4 {
            turns += 1;
            let version = seen.version.fetch_add(1, Ordering::SeqCst) / 2 + 1;
            program.write(version % 2 == 1);
            program.in_force().await;
            seen.version.fetch_add(1, Ordering::SeqCst);
            program.renew();
            tokio::time::sleep(CALM).await;
        }
        upstream.abort();
        let _ = upstream.await;
        tokio::time::sleep(Duration::from_millis(40)).await;
        let halves = begin.elapsed().as_secs() as usize / 30;
        // What all have in common is there after a while.
        if weights.is_empty() && turns > 20 || weights.len() < halves {
            weights.push(program.memory());
            let (asked, failed) = (Seen::of(&seen.next), Seen::of(&seen.failed));
            let memory = program.memory();
            eprintln!("{turns} turns: {asked} asked, {failed} answered 502, {memory} KiB");
        }
        // A busy machine takes longer until enough has happened; whose assertion failed asks no more.
        let is_enough = turns > 24 && Seen::of(&seen.certain) > 300;
        if Instant::now() > end && is_enough || tasks.try_join_next().is_some() {
            break;
        }
    }
    seen.is_over.store(true, Ordering::SeqCst);
    while let Some(done) = tasks.join_next().await {
        done.expect("no assertion failed");
    }
    let (first, last) = (weights[0], program.memory());
    let [asked, failed] = [Seen::of(&seen.next), Seen::of(&seen.failed)];
    let [certain, echoed] = [Seen::of(&seen.certain), Seen::of(&seen.echoed)];
    let certificates = seen.certificates.lock().expect("no panic").len();
    eprintln!(
        "{asked} asked, {failed} answered 502, {certain} under one policy, {turns} policies, {certificates} certificates, \
         {restarts} upstreams, {echoed} echoes; {first} KiB after 20 turns, {last} KiB at the end"
    );
    assert!(failed > 0, "the upstream was never missed");
    assert!(echoed > 100, "{echoed}");
    assert!(door == Door::Clear || certificates > 2, "{certificates}");
    assert!(last < first + 16 * 1024, "{first} KiB, {last} KiB after {asked} requests");
    program.ends_when_asked();
}
