//! Plain requests are served without hyper; nobody can tell from what comes out.
//!
//! A request whose head comes in two parts is never a plain one: that is how each is played both ways, over TLS, too.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;

use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::ServerTls;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::peers::policy;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;
use crate::tls::Authority;
use crate::watching::Notes;

pub(crate) const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
pub(crate) const PREFLIGHT: &str = "origin: https://app.example\r\naccess-control-request-method: PUT\r\n\
                         access-control-request-headers: x-token";

/// Long enough for what was sent to be read by itself.
pub(crate) const A_MOMENT: Duration = Duration::from_millis(25);

/// What comes over a connection until nothing more does, the time left out; and whether it is closed then.
pub(crate) async fn all_of(
    stream: &mut (impl AsyncRead + Unpin),
    request: &[u8],
) -> (String, bool) {
    let (mut bytes, mut part) = (Vec::new(), [0; 65536]);
    let is_closed = loop {
        let turns = if is_whole(&bytes, request) { 12 } else { 600 };
        match within(turns, stream.read(&mut part)).await {
            Some(Ok(0) | Err(_)) => break true,
            Some(Ok(read)) => bytes.extend_from_slice(&part[..read]),
            None => break false,
        }
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let lines = text.split_inclusive("\r\n").map(|line| match line.strip_prefix("date: ") {
        Some(date) => format!("date: ({} bytes)\r\n", date.len()),
        None => line.to_string(),
    });
    (lines.collect(), is_closed)
}

/// Waits for so many turns of this thread, each of 5 ms or longer, in which everybody else has one, too: upstream and
/// gateway are served by this thread. On a busy machine turns take longer; they do not become fewer.
async fn within<T>(turns: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    for _ in 0..turns {
        if let Ok(done) = tokio::time::timeout(Duration::from_millis(5), work.as_mut()).await {
            return Some(done);
        }
    }
    None
}

/// Whether it may be all; where it is not certain, more is waited for.
fn is_whole(bytes: &[u8], request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let asked = String::from_utf8_lossy(request).matches(" HTTP/1.1\r\n").count();
    let last = text.rmatch_indices("http/1.1 ").next().map_or(0, |(start, _)| start);
    let Some((head, body)) = text[last..].split_once("\r\n\r\n") else { return false };
    if text.matches("http/1.1 ").count() < asked || head.contains("connection: close") {
        return false;
    }
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    match length {
        _ if request.starts_with(b"HEAD") || head.contains(" 204 ") || head.contains(" 304 ") => {
            true
        }
        Some(length) => length.parse() == Ok(body.len()),
        None => body.ends_with("0\r\n\r\n") && head.contains("chunked"),
    }
}

/// The ways in to one gateway.
pub(crate) struct Doors {
    clear: SocketAddr,
    secure: SocketAddr,
    authority: Arc<Authority>,
    /// What is told of requests that come in the clear.
    notes: Notes,
}

/// What comes over a connection, and whether it is closed then; what the upstream is asked; what is told.
type Played = (String, bool, Vec<String>, Vec<String>);

impl Doors {
    pub(crate) fn open(gateway: Gateway) -> Self {
        static AUTHORITY: OnceLock<Arc<Authority>> = OnceLock::new();
        let authority = AUTHORITY.get_or_init(|| Arc::new(Authority::new()));
        let tls = ServerTls::new(authority.certificate(&["api.example"]), []);
        let secure = start(gateway.clone().secure(tls));
        let notes = Notes::default();
        let clear = start(gateway.observe(notes.clone()));
        Self { clear, secure, authority: Arc::clone(authority), notes }
    }
}

/// What becomes of a request: its head in one part, or in two.
async fn play(
    upstream: &RawUpstream,
    doors: &Doors,
    (client, mut stream): (SocketAddr, impl AsyncRead + AsyncWrite + Unpin),
    request: &[u8],
    in_two: bool,
) -> Played {
    let (before, noted) = (upstream.asked().len(), doors.notes.count());
    let parts = if in_two { request.split_at(2) } else { (request, &[][..]) };
    stream.write_all(parts.0).await.expect("the gateway reads");
    stream.flush().await.expect("the gateway reads");
    if in_two {
        tokio::time::sleep(A_MOMENT).await;
        stream.write_all(parts.1).await.expect("the gateway reads");
        stream.flush().await.expect("the gateway reads");
    }
    let (text, is_closed) = all_of(&mut stream, request).await;
    (text, is_closed, upstream.asked().split_off(before), doors.notes.of(client, noted))
}

pub(crate) async fn hold_equal(upstream: &RawUpstream, doors: &Doors, request: &[u8]) -> String {
    // All at once would wait for each other for longer than is waited for what never comes.
    static TURNS: Semaphore = Semaphore::const_new(24);
    let _turn = TURNS.acquire().await.expect("nobody closes it");
    let connect = async |door| {
        let stream = TcpStream::connect(door).await.expect("the gateway listens");
        stream.set_nodelay(true).expect("a socket");
        (stream.local_addr().expect("a socket"), stream)
    };
    let shake_hands = async || {
        let (client, stream) = connect(doors.secure).await;
        let stream = doors.authority.connect_over(stream, "api.example", &["http/1.1"]).await;
        (client, stream.expect("TLS"))
    };
    // The first one opens a connection to the upstream; the others find it there, those over TLS, too.
    let first = play(upstream, doors, connect(doors.clear).await, request, false).await;
    let plain = play(upstream, doors, connect(doors.clear).await, request, false).await;
    let by_hyper = play(upstream, doors, connect(doors.clear).await, request, true).await;
    let secure = play(upstream, doors, shake_hands().await, request, false).await;
    let secure_by_hyper = play(upstream, doors, shake_hands().await, request, true).await;
    let shown = |what: String| what.chars().take(700).collect::<String>();
    for (plain, by_hyper) in [(&first, &by_hyper), (&plain, &by_hyper), (&secure, &secure_by_hyper)]
    {
        assert!(
            plain == by_hyper,
            "{}\nplain: {}\nby hyper: {}",
            shown(format!("{:?}", String::from_utf8_lossy(request))),
            shown(format!("{plain:?}")),
            shown(format!("{by_hyper:?}")),
        );
    }
    plain.0
}

/// Two ways to the same upstream.
fn two_backends(upstream: &RawUpstream) -> Doors {
    let backends = [
        Backend::new(policy(), upstream.upstream()),
        Backend::new(policy(), upstream.upstream())
            .under("/other")
            .strip_path()
            .anonymous()
            .block_refused(),
    ];
    Doors::open(Gateway::of(backends).expect("two backends"))
}

pub(crate) async fn all_done<T: 'static>(mut tasks: JoinSet<T>) -> Vec<T> {
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        match done {
            Ok(done) => all.push(done),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
    all
}

/// Requests that are plain, nearly plain, or an attack: what hyper would say, and what it would ask the upstream for.
#[tokio::test]
async fn a_request_gets_the_same_either_way() {
    let mut requests = Vec::new();
    for method in ["GET", "HEAD", "OPTIONS", "DELETE", "POST", "QUERY", "get", "GETS", "CONNECT"] {
        for lines in [
            "host: api",
            "host: api\r\norigin: https://app.example",
            "host: api\r\norigin: https://evil.example\r\ncookie: a=b",
            "host: api\r\norigin: null\r\nsec-fetch-mode: cors",
            &format!("host: api\r\n{PREFLIGHT}"),
            &format!("host: api\r\n{PREFLIGHT},x-other"),
        ] {
            requests.push(format!("{method} / HTTP/1.1\r\n{lines}\r\n\r\n"));
        }
    }
    for target in [
        "/a/b?c=d#e",
        "//x",
        "/%2e%2e/other",
        "/other",
        "/other/a?b",
        "/oth%65r/a",
        "/a%2fb",
        "/\u{e9}",
        "/\t",
        "/a b",
        "*",
        "",
        "a",
        "http://api/a",
        "http://other/a",
        "ftp://api/",
        "//api@evil/",
        "/?",
        "/[",
        "/a\\b",
        "?a",
    ] {
        for lines in ["host: api", "host: api\r\norigin: https://evil.example\r\ncookie: a=b"] {
            requests.push(format!("GET {target} HTTP/1.1\r\n{lines}\r\n\r\n"));
        }
    }
    for lines in [
        "",
        "host: ",
        "host: api:80",
        "host: a b",
        "host: a,b",
        "host: user@api",
        "host: [::1]:8080",
        "host: api\r\nhost: api",
        "host: api\r\nHost: evil",
        "HOST: api",
        "host : api",
        " host: api",
        "host: api\r\n folded: a",
        "host: api\r\na: b\r\n c",
        "host: api\r\na: b\r\n\tc",
        "host: api\r\na: b\nc: d",
        "host: api\na: b",
        "host: api\r\na: b\rc: d",
        "host: api\r\na: b\0c",
        "host: api\r\na: \u{e9}\t!",
        "host: api\r\na:b \t",
        "host: api\r\na:",
        "host: api\r\n: b",
        "host: api\r\na b: c",
        "host: api\r\na",
        "host: api\r\ncookie: a=b\r\ncookie: c=d\r\naccept: a\r\naccept: b",
        "host: api\r\nx_forwarded_for: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\nforwarded: for=192.0.2.3",
        "host: api\r\ncdn-loop: other; a=b, another",
        "host: api\r\nconnection: keep-alive\r\nx-1: a\r\nx-2: b",
        "connection: keep-alive\r\nHOST: api\r\nX-1:a",
        "host: api\r\nx-1: a\r\nconnection: keep-alive",
        "host: api\r\nX-1: a\r\nx-2: b\r\nx-1: c",
        "host: api\r\norigin:",
        "host: api\r\norigin: https://app.example\r\norigin: https://app.example",
        "host: api\r\norigin: https://api",
        "host: api\r\norigin: http://api",
        "host: api\r\nx-forwarded-something-longer-than-any-that-is-known: a",
        "host: api\r\naccess-control-allow-credentials-and-more: a",
        "host: api\r\nsec-websocket-version: 13",
        "host: api\r\nproxy: a",
        "host: api\r\nconnection: close",
        "host: api\r\nConnection: Keep-Alive",
        "host: api\r\nconnection: keep-alive, x-secret\r\nx-secret: 1",
        "host: api\r\nconnection: keep-alive\r\nconnection: close",
        "host: api\r\nconnection: keep-alive\r\nconnection: x-secret\r\nx-secret: 1",
        "host: api\r\nconnection: ",
        "host: api\r\nkeep-alive: timeout=5\r\nproxy-connection: keep-alive",
        "host: api\r\nproxy-authorization: x",
        "host: api\r\nte: trailers\r\ntrailer: x-a",
        "host: api\r\ntrailer: x-a",
        "host: api\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: x",
        "host: api\r\nupgrade: other",
        "host: api\r\nexpect: 100-continue",
        "host: api\r\nexpect: other",
        "host: api\r\ncontent-length: 0",
        "host: api\r\ncontent-length: 0\r\ncontent-length: 0",
        "host: api\r\ncontent-length: -1",
        "host: api\r\ncontent-length : 5",
        "host: api\r\ntransfer-encoding: identity",
        "host: api\r\ntransfer-encoding: chunked\r\ncontent-length: 5",
        "host: api\r\ntransfer_encoding: chunked\r\ncontent_length: 5",
    ] {
        for version in ["1.1", "1.0", "1.2", "2.0"] {
            requests.push(format!("GET / HTTP/{version}\r\n{lines}\r\n\r\n"));
        }
    }
    for count in [62, 63, 64, 98, 99, 100, 101] {
        let lines: String = (0..count).map(|n| format!("x-{n}: {n}\r\n")).collect();
        requests.push(format!("GET / HTTP/1.1\r\nhost: api\r\n{lines}\r\n"));
    }
    for length in [15_000, 16_300, 16_384, 20_000, 65_400, 70_000] {
        requests.push(format!("GET / HTTP/1.1\r\nhost: api\r\na: {}\r\n\r\n", "b".repeat(length)));
        requests.push(format!("GET /{} HTTP/1.1\r\nhost: api\r\n\r\n", "b".repeat(length)));
    }
    for odd in [
        "GET  / HTTP/1.1\r\nhost: api\r\n\r\n",
        "GET / HTTP/1.1 \r\nhost: api\r\n\r\n",
        "GET /\r\nhost: api\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nhost: api\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\nhost: api\r\n\r\n",
        "GET / HTTP/1.1\nhost: api\n\n",
        "GET / HTTP/1.1\r\nhost: api\r\n\n",
        "GET / HTTP/1.1\r\nhost: api\n\r\n",
        "GET / HTTP/1.1\r\nhost: api\r\n\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: api\r\n\r\nGET /b HTTP/1.1\r\nhost: api\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: api\r\n\r\nnonsense\r\n\r\n",
        "DELETE / HTTP/1.1\r\nhost: api\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /b HTTP/1.1\r\nhost: api\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: api\r\ncontent-length: 5\r\n\r\nhelloGET /b HTTP/1.1\r\nhost: api\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nhost: api\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        requests.push(odd.into());
    }
    let mut tasks = JoinSet::new();
    for part in requests.chunks(2).map(<[String]>::to_vec) {
        tasks.spawn(async move {
            let upstream = RawUpstream::start(Then::Keep, |_| HELLO.into()).await;
            let (gateway, mut served) = (two_backends(&upstream), 0);
            for request in part {
                let answer = hold_equal(&upstream, &gateway, request.as_bytes()).await;
                served += usize::from(answer.ends_with("hello"));
            }
            served
        });
    }
    let served: usize = all_done(tasks).await.into_iter().sum();
    assert!((60..requests.len() - 60).contains(&served), "{served} of {}", requests.len());
}
