//! Everything that can change while a gateway serves, at once and under load: policies are replaced, certificates
//! renewed, the upstream is killed and started again.
//!
//! Nothing is lost that the upstream had answered, no answer bears another page's headers, and memory stays as it
//! is. For longer than a test may take: `UNREST_SECONDS=300 cargo nextest run -p crosscheck-gateway unrest
//! --no-capture`, which tells each minute.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crosscheck::server::Config;
use crosscheck::server::Policy;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::PolicyHandle;
use crosscheck_gateway::ServerTls;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::task::JoinSet;
use tokio_rustls::client::TlsStream;

use crate::memory::Scales;
use crate::peers::Answer;
use crate::peers::parse;
use crate::raw::read_request;
use crate::tls::Authority;

/// How long, in seconds, unless `UNREST_SECONDS` says.
const USUAL: u64 = 8;
const CLIENTS: usize = 12;
const ALWAYS: &str = "https://app.example";
const SOMETIMES: &str = "https://guest.example";

/// The numbers of all requests that the upstream has answered whole: a bit for each, so that what is
/// remembered does not look like something that grows.
#[derive(Clone)]
struct Answered(Arc<[AtomicU64]>);

impl Answered {
    fn none_yet() -> Self {
        Self((0..1 << 18).map(|_| AtomicU64::new(0)).collect())
    }

    /// In: a path, `/` and its number.
    fn place(&self, path: &str) -> (&AtomicU64, u64) {
        let number: usize = path[1..].parse().expect("a number");
        (&self.0[number / 64], 1 << (number % 64))
    }

    fn add(&self, path: &str) {
        let (word, bit) = self.place(path);
        word.fetch_or(bit, Ordering::SeqCst);
    }

    fn has(&self, path: &str) -> bool {
        let (word, bit) = self.place(path);
        word.load(Ordering::SeqCst) & bit != 0
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.load(Ordering::SeqCst).count_ones()).sum()
    }
}

fn policy(origins: &[&str]) -> Policy {
    let origins = origins.iter().map(ToString::to_string).collect();
    Policy::new(&Config { origins, credentials: true, ..Config::default() }).expect("a policy")
}

/// Serves at an address until its listener and all its connections are dropped.
async fn serve(address: SocketAddr, answered: Answered) {
    let listener = TcpListener::bind(address).await.expect("its own port");
    let mut connections = JoinSet::new();
    while let Ok((mut stream, _)) = listener.accept().await {
        let answered = answered.clone();
        connections.spawn(async move {
            while let Some(request) = read_request(&mut stream).await {
                let head = String::from_utf8(request).expect("text");
                let path = head.split(' ').nth(1).expect("a path").to_owned();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\naccess-control-allow-origin: *\r\n\r\n{path}",
                    path.len()
                );
                if stream.write_all(answer.as_bytes()).await.is_err() {
                    return;
                }
                answered.add(&path);
            }
        });
    }
}

/// Asks and reads one answer; `None` if the connection ends before it is whole.
async fn ask(stream: &mut TlsStream<TcpStream>, path: &str, origin: &str) -> Option<Answer> {
    let request = format!("GET {path} HTTP/1.1\r\nhost: api.example\r\norigin: {origin}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let (mut bytes, mut part) = (Vec::new(), [0; 2048]);
    loop {
        let length = stream.read(&mut part).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&part[..length]);
        if !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
            continue;
        }
        let answer = parse(&bytes);
        let length = answer.header("content-length").map_or(0, |it| it.parse().expect("digits"));
        if answer.body.len() == length {
            return Some(answer);
        }
    }
}

#[test]
fn nothing_is_lost_while_everything_changes() {
    let scales = Scales::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let answered = Answered::none_yet();
    let authority = Arc::new(Authority::new());
    let certificate = || authority.certificate(&["api.example"]);
    let tls = ServerTls::new(certificate(), []);
    let handle = PolicyHandle::new(policy(&[ALWAYS]));
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let gateway = scales.start(Gateway::new(handle.clone(), upstream).secure(tls.clone()));

    let seconds = std::env::var("UNREST_SECONDS").ok().and_then(|it| it.parse().ok());
    let begin = Instant::now();
    let end = begin + Duration::from_secs(seconds.unwrap_or(USUAL));
    let (next, failed) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let is_over = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (authority, answered) = (authority.clone(), answered.clone());
        let (next, failed, is_over) = (next.clone(), failed.clone(), is_over.clone());
        let asking = async move {
            let origin = if client % 3 == 0 { SOMETIMES } else { ALWAYS };
            while !is_over.load(Ordering::Relaxed) {
                // Each handshake meets the certificate of the day.
                let stream = authority.connect(gateway, "api.example", &["http/1.1"]).await;
                let mut stream = stream.expect("there is always a certificate");
                for _ in 0..50 {
                    let path = format!("/{}", next.fetch_add(1, Ordering::Relaxed));
                    let answer = ask(&mut stream, &path, origin).await;
                    let answer = answer.expect("the gateway answers everything, and whole");
                    let allowed = answer.header("access-control-allow-origin");
                    match origin {
                        ALWAYS => assert_eq!(allowed.as_deref(), Some(ALWAYS), "{path}"),
                        _ => assert!(allowed.is_none_or(|it| it == SOMETIMES), "{path}"),
                    }
                    assert_eq!(answer.header("vary").as_deref(), Some("Origin"));
                    if answer.status == 200 {
                        assert_eq!(String::from_utf8_lossy(&answer.body), path);
                    } else {
                        assert_eq!(answer.status, 502, "{path}");
                        failed.fetch_add(1, Ordering::Relaxed);
                        let lost = answered.has(&path);
                        assert!(!lost, "the upstream had answered {path}");
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
            }
        };
        clients.push(scales.elsewhere(asking));
    }

    let (mut turns, mut minutes) = (0, 0);
    let mut disturb = async || {
        let upstream = scales.elsewhere(serve(address, answered.clone()));
        for _ in 0..5 {
            turns += 1;
            let with_guest = turns % 2 == 0;
            let origins: &[&str] = if with_guest { &[ALWAYS, SOMETIMES] } else { &[ALWAYS] };
            handle.replace(policy(origins));
            tls.replace(certificate(), []);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        upstream.abort();
        let _ = upstream.await;
        tokio::time::sleep(Duration::from_millis(40)).await;
        if begin.elapsed().as_secs() / 60 > minutes {
            minutes += 1;
            let (asked, failed) = (next.load(Ordering::Relaxed), failed.load(Ordering::Relaxed));
            eprintln!("minute {minutes}: {asked} asked, {failed} answered 502, {turns} turns");
        }
        turns
    };
    // What all have in common is there after a while.
    scales.weigh(async { while disturb().await < 20 {} });
    let ((), weight) = scales.weigh(async {
        loop {
            let turns = disturb().await;
            // A busy machine takes longer until enough has happened; whose assertion failed asks no more.
            let is_enough = turns > 40 && answered.count() > 1000;
            if Instant::now() > end && is_enough || clients.iter().all(JoinHandle::is_finished) {
                is_over.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
    for client in clients {
        scales.weigh(client).0.expect("no assertion failed");
    }
    let (asked, failed) = (next.load(Ordering::Relaxed), failed.load(Ordering::Relaxed));
    assert!(failed > 0, "the upstream was never missed");
    let grown = weight.bytes_current;
    eprintln!("{grown} bytes more than after 20 turns");
    assert!(grown < 1 << 20, "{grown} bytes more after {asked} requests");
}
