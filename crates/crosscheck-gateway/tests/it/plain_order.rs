//! When a plain answer goes out, what comes meanwhile, who is answered no more, and what memory it takes.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crosscheck_gateway::Backend;
use crosscheck_gateway::Exchange;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Observer;
use crosscheck_gateway::Upstream;
use crosscheck_service::PoliciesByHost;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::memory::Scales;
use crate::peers::policy;
use crate::peers::start;
use crate::plain::A_MOMENT;
use crate::plain::HELLO;
use crate::plain::PREFLIGHT;
use crate::plain::all_of;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::raw::read_to_end;

/// The parts of an answer go out as they come, and no later; whole only where they are.
#[tokio::test]
async fn an_answer_in_parts_goes_out_in_parts() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let gateway = start(Gateway::new(policy(), Upstream::parse(&address).expect("an upstream")));
    let mut client = TcpStream::connect(gateway).await.expect("the gateway listens");
    let request = b"GET / HTTP/1.1\r\nhost: api\r\n\r\n";
    client.write_all(request).await.expect("it reads");
    let (mut asked, _) = listener.accept().await.expect("a request");
    for is_whole in [true, true, false] {
        assert!(asked.read(&mut [0; 4096]).await.expect("a request") > 0);
        let mut got = String::new();
        for part in [&HELLO[..HELLO.len() - 5], "hel", "lo"] {
            if part == "lo" && !is_whole {
                break;
            }
            asked.write_all(part.as_bytes()).await.expect("it reads");
            let mut bytes = [0; 4096];
            let read = client.read(&mut bytes).await.expect("a part");
            got.push_str(str::from_utf8(&bytes[..read]).expect("text"));
            assert_eq!(got.ends_with(part), !part.starts_with("HTTP"), "{part}: {got}");
        }
        assert_eq!(got.matches("content-length: 5").count(), 1, "{got}");
        if is_whole {
            client.write_all(request).await.expect("it reads");
        }
    }
    drop(asked);
    assert_eq!(read_to_end(&mut client).await, b"");
}

/// What comes while a request is answered waits for its turn, whatever it is.
#[tokio::test]
async fn what_comes_too_early_is_not_lost() {
    let upstream = RawUpstream::start(Then::Keep, |_| {
        std::thread::sleep(Duration::from_millis(60));
        HELLO.into()
    });
    let upstream = tokio::task::spawn_blocking(move || {
        // An upstream with a thread of its own, whose answers take a while.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let upstream = runtime.block_on(upstream);
        std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
        upstream
    });
    let upstream = upstream.await.expect("an upstream");
    let gateway = upstream.gateway();
    for second in [
        "GET /2 HTTP/1.1\r\nhost: api\r\nconnection: close\r\n\r\n",
        "POST /2 HTTP/1.1\r\nhost: api\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi",
    ] {
        for split in [0, 5, second.len()] {
            let mut stream = TcpStream::connect(gateway).await.expect("the gateway listens");
            stream.set_nodelay(true).expect("a socket");
            stream.write_all(b"GET /1 HTTP/1.1\r\nhost: api\r\n\r\n").await.expect("it reads");
            let (early, late) = second.split_at(split);
            tokio::time::sleep(A_MOMENT).await;
            stream.write_all(early.as_bytes()).await.expect("it reads");
            tokio::time::sleep(5 * A_MOMENT).await;
            stream.write_all(late.as_bytes()).await.expect("it reads");
            let got = String::from_utf8(read_to_end(&mut stream).await).expect("text");
            assert_eq!(got.matches("hello").count(), 2, "{second:?} {split}: {got}");
            let asked = upstream.asked();
            let asked: Vec<_> = asked[asked.len() - 2..].iter().map(|head| &head[..7]).collect();
            assert!(asked[0].contains("/1") && asked[1].contains("/2"), "{asked:?}");
        }
    }
}

/// Nobody is asked any longer for who has gone: the upstream sees its connection close.
#[tokio::test]
async fn who_hangs_up_is_answered_no_more() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let gateway = start(Gateway::new(policy(), Upstream::parse(&address).expect("an upstream")));
    let mut client = TcpStream::connect(gateway).await.expect("the gateway listens");
    client.write_all(b"GET / HTTP/1.1\r\nhost: api\r\n\r\n").await.expect("it reads");
    let (mut asked, _) = listener.accept().await.expect("a request");
    assert!(asked.read(&mut [0; 4096]).await.expect("a request") > 0);
    drop(client);
    let end = tokio::time::timeout(Duration::from_secs(5), read_to_end(&mut asked)).await;
    assert_eq!(end.expect("it is closed"), b"");
}

/// Told to stop, the gateway gives the answer that is under way, and says that it is the last.
#[tokio::test]
async fn the_last_answer_says_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let front = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let gateway = front.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let upstream = Upstream::parse(&address).expect("an upstream");
    let serving = tokio::spawn(Gateway::new(policy(), upstream).serve(front, async {
        let _ = stopped.await;
    }));
    let mut client = TcpStream::connect(gateway).await.expect("the gateway listens");
    client.write_all(b"GET / HTTP/1.1\r\nhost: api\r\n\r\n").await.expect("it reads");
    let (mut asked, _) = listener.accept().await.expect("a request");
    assert!(asked.read(&mut [0; 4096]).await.expect("a request") > 0);
    stop.send(()).expect("it still serves");
    tokio::time::sleep(A_MOMENT).await;
    asked.write_all(HELLO.as_bytes()).await.expect("it reads");
    let (text, is_closed) = all_of(&mut client, b"GET").await;
    assert!(
        is_closed && text.contains("connection: close\r\n") && text.ends_with("hello"),
        "{text}"
    );
    let ended = tokio::time::timeout(Duration::from_secs(5), serving).await;
    ended.expect("it stops").expect("no panic").expect("no error");
}

/// What is passed on line by line takes no memory of its own, neither to an upstream nor of a preflight.
#[test]
fn a_plain_request_allocates_nothing() {
    const MANY: u64 = 200;
    let scales = Scales::new();
    // The first answer, over a fresh connection, is none of these; the connection is not left to hyper for that.
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    let (upstream, _) = scales.weigh_elsewhere(RawUpstream::start(Then::Keep, |request| {
        if request.starts_with(b"GET /chunked") { chunked.into() } else { HELLO.into() }
    }));
    let get =
        "GET /a?b HTTP/1.1\r\nhost: api\r\norigin: https://app.example\r\ncookie: a=b\r\n\r\n";
    let in_chunks = get.replace("/a?b", "/chunked");
    let preflight = format!("OPTIONS / HTTP/1.1\r\nhost: api\r\n{PREFLIGHT}\r\n\r\n");
    let common = Gateway::new(policy(), upstream.upstream());
    let tenants = PoliciesByHost::new(policy());
    tenants.insert("api", policy()).expect("a host");
    let by_host = Gateway::of([Backend::by_host(tenants, upstream.upstream())]).expect("a backend");
    let watched = Arc::new(AtomicU64::new(0));
    let gateways = [common.clone(), by_host, common.observe(Count(Arc::clone(&watched)))];
    let requests = [get, &in_chunks, &preflight];
    for (gateway, request) in gateways.iter().flat_map(|it| requests.map(|request| (it, request))) {
        let gateway = scales.start(gateway.clone());
        let request = request.to_owned();
        let (mut stream, _) = scales.weigh_elsewhere(async move {
            TcpStream::connect(gateway).await.expect("the gateway listens")
        });
        let mut took = 0;
        // The first ones bring what a connection has.
        for _ in 0..2 {
            let request = request.clone();
            let (back, weight) = scales.weigh_elsewhere(async move {
                for _ in 0..MANY {
                    stream.write_all(request.as_bytes()).await.expect("it reads");
                    assert!(stream.read(&mut [0; 4096]).await.expect("an answer") > 0);
                }
                stream
            });
            stream = back;
            took = weight.count_total;
        }
        // To weigh takes some, too.
        assert!(took < MANY / 10, "{took} for {MANY} requests: {request}");
    }
    assert_eq!(watched.load(Ordering::Relaxed), 6 * MANY);
}

/// Counts who may read, as whoever runs a gateway does.
struct Count(Arc<AtomicU64>);

impl Observer for Count {
    fn answered(&self, exchange: &Exchange<'_>) {
        let may_read = exchange.decision.verdict() == Some(Ok(()));
        self.0.fetch_add(may_read.into(), Ordering::Relaxed);
    }
}
