//! Connections that close at the wrong moment, that stop, or that never end.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Limits;
use crosscheck_gateway::Upstream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use crate::memory::Scales;
use crate::peers::parse;
use crate::peers::policy;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::ask;
use crate::raw::read_request;
use crate::raw::read_to_end;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

/// A client that keeps its connection, so that all its requests are served by one thread's pool.
struct Client(TcpStream);

impl Client {
    async fn of(gateway: std::net::SocketAddr) -> Self {
        Self(TcpStream::connect(gateway).await.expect("the gateway listens"))
    }

    /// The status of the answer; its body is read, too.
    ///
    /// `rest` follows the first lines of the head; without a body it is nothing.
    async fn ask(&mut self, method: &str, path: &str, rest: &str) -> u16 {
        let rest = if rest.is_empty() { "\r\n" } else { rest };
        let request = format!("{method} {path} HTTP/1.1\r\nhost: api\r\n{rest}");
        self.0.write_all(request.as_bytes()).await.expect("the gateway reads");
        let mut bytes = Vec::new();
        loop {
            let mut part = [0; 4096];
            let read = self.0.read(&mut part).await.expect("an answer");
            assert!(read > 0, "hung up after {:?}", String::from_utf8_lossy(&bytes));
            bytes.extend_from_slice(&part[..read]);
            let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
            let answer = parse(&bytes);
            let length =
                answer.header("content-length").map_or(0, |n| n.parse().expect("a length"));
            if bytes.len() == end + 4 + length {
                return answer.status;
            }
        }
    }
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let upstream = RawUpstream::start(Then::Keep, |_| OK.to_vec()).await;
    let mut client = Client::of(upstream.gateway()).await;
    for _ in 0..3 {
        assert_eq!(client.ask("GET", "/", "").await, 200);
    }
    // One that was closed would have been asked no second time.
    assert_eq!(upstream.asked().len(), 3);
}

/// The upstream closes an idle connection when the next request is on its way.
///
/// What may be asked twice is asked again, on a fresh connection; nothing else ever is.
#[tokio::test]
async fn a_request_that_meets_a_closing_connection_is_asked_again_if_it_may_be() {
    const ASKED: usize = 1500;
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"] {
        let upstream = RawUpstream::start(Then::CloseOnNext, |request| match request {
            [b'H', b'E', b'A', b'D', ..] => b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
            _ => OK.to_vec(),
        })
        .await;
        let mut client = Client::of(upstream.gateway()).await;
        for index in 0..ASKED / 5 {
            let status = client.ask(method, &format!("/{index}"), "").await;
            assert_eq!(status, 200, "{method} {index}");
        }
    }
    for (method, rest) in [("POST", ""), ("PATCH", ""), ("PUT", "content-length: 1\r\n\r\nx")] {
        let upstream = RawUpstream::start(Then::CloseOnNext, |_| OK.to_vec()).await;
        let mut client = Client::of(upstream.gateway()).await;
        for index in 0..100 {
            let status = client.ask(method, &format!("/{index}"), rest).await;
            assert!(matches!(status, 200 | 502), "{method} {index}: {status}");
        }
        let mut asked = upstream.asked();
        let all = asked.len();
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), all, "{method} was sent twice");
        assert_eq!(all, 100, "{method}");
    }
}

/// Closes every connection but a few at once, as nginx does that has no more of `worker_connections`; answers slowly.
async fn full_with(most: usize) -> Upstream {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let room = Arc::new(Semaphore::new(most));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let Ok(place) = Arc::clone(&room).try_acquire_owned() else { continue };
            tokio::spawn(async move {
                while read_request(&mut stream).await.is_some() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    let _ = stream.write_all(OK).await;
                }
                drop(place);
            });
        }
    });
    Upstream::parse(&format!("http://{address}")).expect("an upstream")
}

/// An upstream that takes no more connections is busy, not down: there is one soon.
#[tokio::test]
async fn who_gets_no_connection_waits_in_line() {
    // However slow the machine is: who is in line is not forgotten.
    let limits = Limits::default().connect(Duration::from_secs(60));
    let gateway = start(Gateway::new(policy(), full_with(4).await).limit(limits));
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..60 {
        clients.spawn(async move {
            let mut connection = Client::of(gateway).await;
            for index in 0..20 {
                let status = connection.ask("GET", &format!("/{client}/{index}"), "").await;
                assert_eq!(status, 200, "{client} {index}");
            }
        });
    }
    while let Some(client) = clients.join_next().await {
        client.expect("all are answered");
    }
}

/// What the upstream breaks off at is not asked for again and again, though others are answered meanwhile.
#[tokio::test]
async fn what_ends_every_connection_is_asked_three_times_at_most() {
    let upstream = RawUpstream::start(Then::Keep, |request| {
        if request.starts_with(b"GET /poison") { Vec::new() } else { OK.to_vec() }
    })
    .await;
    let gateway = upstream.gateway();
    let others = tokio::spawn(async move {
        let mut client = Client::of(gateway).await;
        loop {
            assert_eq!(client.ask("GET", "/", "").await, 200);
        }
    });
    let mut client = Client::of(gateway).await;
    for _ in 0..20 {
        assert_eq!(client.ask("GET", "/poison", "").await, 502);
    }
    others.abort();
    let asked = upstream.asked();
    let poison = asked.iter().filter(|request| request.starts_with("GET /poison")).count();
    assert!((20..=60).contains(&poison), "{poison}");
}

/// A connection that is closed already is seen to be so, even before the runtime is told.
#[tokio::test]
async fn a_request_that_must_not_be_sent_twice_never_meets_a_closed_connection() {
    let upstream = RawUpstream::start(Then::Close, |_| OK.to_vec()).await;
    let mut client = Client::of(upstream.gateway()).await;
    for index in 0..1500 {
        assert_eq!(
            client.ask("POST", &format!("/{index}"), "content-length: 0\r\n\r\n").await,
            200
        );
    }
    assert_eq!(upstream.asked().len(), 1500);
}

/// An upstream may answer before it has read a body, and close: too large, or not allowed.
#[tokio::test]
async fn an_early_answer_reaches_the_client() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 512];
            let _ = stream.read(&mut head).await;
            let answer = b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 5\r\nconnection: close\r\n\r\nlarge";
            let _ = stream.write_all(answer).await;
            // Closed with unread bytes: a reset.
        }
    });
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream));
    for _ in 0..50 {
        let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
        let length = 8 << 20;
        let head = format!("POST / HTTP/1.1\r\nhost: api\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.expect("the gateway reads");
        let (mut reader, mut writer) = stream.split();
        let upload = async {
            let chunk = [b'x'; 64 * 1024];
            for _ in 0..length / chunk.len() {
                if writer.write_all(&chunk).await.is_err() {
                    break;
                }
            }
        };
        let download = async {
            let mut answer = Vec::new();
            let mut part = [0; 512];
            while let Ok(read @ 1..) = reader.read(&mut part).await {
                answer.extend_from_slice(&part[..read]);
            }
            answer
        };
        let ((), answer) = tokio::join!(upload, download);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer:?}");
        assert!(answer.ends_with("large"), "{answer:?}");
    }
}

/// It answers before it has read a body, and reads that afterwards: the connection is as good as before.
#[tokio::test]
async fn a_connection_that_answers_early_and_reads_on_is_used_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let upstream = format!("http://{}", listener.local_addr().expect("an address"));
    let (connected, mut connections) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            connected.send(()).expect("the test waits");
            tokio::spawn(async move {
                let mut byte = [0];
                loop {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let Ok(1) = stream.read(&mut byte).await else { return };
                        head.push(byte[0]);
                    }
                    stream.write_all(OK).await.expect("the gateway reads");
                    for _ in 0..5 {
                        let Ok(1) = stream.read(&mut byte).await else { return };
                    }
                }
            });
        }
    });
    let upstream = Upstream::parse(&upstream).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream));
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    for _ in 0..5 {
        let head = b"POST / HTTP/1.1\r\nhost: api\r\ncontent-length: 5\r\n\r\n";
        stream.write_all(head).await.expect("the gateway reads");
        let mut answer = [0; 1024];
        let length = stream.read(&mut answer).await.expect("an early answer");
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        stream.write_all(b"hello").await.expect("the gateway reads");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    connections.recv().await.expect("one");
    assert!(connections.try_recv().is_err(), "and no other");
}

fn impatient() -> Limits {
    Limits::default().progress(Duration::from_millis(50))
}

#[tokio::test]
async fn an_answer_that_stops_is_broken_off() {
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\n\r\nhello",
    ] {
        let upstream = RawUpstream::start(Then::Silence, |_| answer.as_bytes().to_vec()).await;
        let gateway = start(Gateway::new(policy(), upstream.upstream()).limit(impatient()));
        let (answer, is_whole) = ask(gateway, b"GET / HTTP/1.1\r\nhost: api\r\n\r\n").await;
        assert_eq!((answer.status, is_whole), (200, false), "{answer:?}");
        assert_eq!(answer.body, b"hello");
    }
}

#[tokio::test]
async fn a_client_that_stops_sending_is_a_408() {
    for framing in ["content-length: 9", "transfer-encoding: chunked"] {
        let upstream = RawUpstream::start(Then::Close, |_| OK.to_vec()).await;
        let gateway = start(Gateway::new(policy(), upstream.upstream()).limit(impatient()));
        let request = format!("POST / HTTP/1.1\r\nhost: api\r\n{framing}\r\n\r\n5\r\nhe");
        let (answer, is_whole) = ask(gateway, request.as_bytes()).await;
        assert_eq!((answer.status, is_whole), (408, true), "{framing}");
        assert_eq!(upstream.asked(), Vec::<String>::new());
    }
}

/// What upstreams without end have written. (Each test is a process of its own.)
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// Takes requests and answers each without end; tells how each connection ended.
async fn endless() -> (std::net::SocketAddr, tokio::sync::mpsc::UnboundedReceiver<std::io::Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (broken, ends) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let broken = broken.clone();
            tokio::spawn(async move {
                read_request(&mut stream).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
                static BYTES: [u8; 64 * 1024] = [b'x'; 64 * 1024];
                loop {
                    match stream.write(&BYTES).await {
                        Ok(length) => WRITTEN.fetch_add(length, Ordering::Relaxed),
                        Err(error) => {
                            let _ = broken.send(error);
                            break;
                        }
                    };
                }
            });
        }
    });
    (address, ends)
}

/// It has answered, keeps its connection open, and takes nothing of what the client still sends.
#[tokio::test]
async fn an_upload_that_nobody_takes_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let upstream = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("the gateway connects");
        let _ = stream.read(&mut [0; 512]).await;
        let _ = stream.write_all(OK).await;
        std::future::pending::<()>().await;
    });
    let upstream = Upstream::parse(&upstream).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream).limit(impatient()));
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    let head = b"POST / HTTP/1.1\r\nhost: api\r\ncontent-length: 1000000000\r\n\r\n";
    stream.write_all(head).await.expect("the gateway reads");
    while stream.write_all(&[b'x'; 64 * 1024]).await.is_ok() {}
}

#[tokio::test]
async fn a_client_that_never_reads_is_given_up() {
    let (address, mut ends) = endless().await;
    let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
    let gateway = start(Gateway::new(policy(), upstream).limit(impatient()));
    let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
    stream.write_all(b"GET / HTTP/1.1\r\nhost: api\r\n\r\n").await.expect("the gateway reads");
    // It reads nothing, and the upstream is let go all the same.
    ends.recv().await.expect("the connection to the upstream ends");
    let bytes = read_to_end(&mut stream).await;
    assert!(bytes.starts_with(b"HTTP/1.1 200 OK"));
}

/// 300 clients that read nothing of an answer without end, at once: to plain requests, and to others.
#[test]
fn slow_readers_hold_little() {
    const READERS: usize = 300;
    for request in [
        &b"GET / HTTP/1.1\r\nhost: api\r\n\r\n"[..],
        b"GET / HTTP/1.1\r\nhost: api\r\nte: trailers\r\n\r\n",
    ] {
        let scales = Scales::new();
        let ((address, _ends), _) = scales.weigh_elsewhere(endless());
        let upstream = Upstream::parse(&format!("http://{address}")).expect("an upstream");
        let gateway = scales.start(Gateway::new(policy(), upstream));
        let (_streams, weight) = scales.weigh_elsewhere(read_nothing(gateway, request, READERS));
        let each = weight.bytes_current / READERS as i64;
        assert!(each < 60 * 1024, "{each} bytes each: {}", request.escape_ascii());
    }
}

/// Asks that often at once, and reads nothing until nothing more is written.
async fn read_nothing(
    gateway: std::net::SocketAddr,
    request: &'static [u8],
    readers: usize,
) -> Vec<TcpStream> {
    let mut streams = Vec::new();
    let before = WRITTEN.load(Ordering::Relaxed);
    for _ in 0..readers {
        let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
        stream.write_all(request).await.expect("the gateway reads");
        // The answer has begun, so all buffers on the way fill.
        let mut start = [0; 15];
        stream.read_exact(&mut start).await.expect("an answer");
        streams.push(stream);
    }
    // Full when the upstream could write nothing for a while, having written more than any buffer.
    let (mut written, mut still) = (before, 0);
    while still < 20 || written - before < readers * 64 * 1024 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let now = WRITTEN.load(Ordering::Relaxed);
        still = if now == written { still + 1 } else { 0 };
        written = now;
    }
    streams
}

/// Nobody is waited for who has nothing more to say.
#[tokio::test]
async fn idle_clients_hold_up_no_stop() {
    let upstream = RawUpstream::start(Then::Keep, |_| OK.to_vec()).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving =
        tokio::spawn(Gateway::new(policy(), upstream.upstream()).serve(listener, async {
            let _ = stopped.await;
        }));
    let mut clients = Vec::new();
    for _ in 0..20 {
        let mut client = Client::of(address).await;
        assert_eq!(client.ask("GET", "/", "").await, 200);
        clients.push(client);
    }
    stop.send(()).expect("it still serves");
    // They keep their side open; a farewell would take two seconds.
    let ended = tokio::time::timeout(Duration::from_millis(1500), serving).await;
    ended.expect("nobody is waited for").expect("no panic").expect("no error");
}

/// Kept for less time than servers keep theirs, and closed then, whether somebody asks or not.
#[tokio::test]
async fn connections_to_the_upstream_are_closed_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let upstream = format!("http://{}", listener.local_addr().expect("an address"));
    let (closed, closes) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("the gateway connects");
        read_request(&mut stream).await.expect("a request");
        stream.write_all(OK).await.expect("the gateway reads");
        assert_eq!(read_request(&mut stream).await, None);
        let _ = closed.send(());
    });
    let upstream = Upstream::parse(&upstream).expect("an upstream");
    let mut client = Client::of(start(Gateway::new(policy(), upstream))).await;
    assert_eq!(client.ask("GET", "/", "").await, 200);
    closes.await.expect("the connection is closed");
}
