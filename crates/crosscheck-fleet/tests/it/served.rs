//! What nodes are told, and what strangers are.

use std::convert::Infallible;
use std::fs;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::task::Context;
use std::task::Poll;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use crosscheck_config::ReadOptions;
use crosscheck_fleet::Folder;
use crosscheck_fleet::Plan;
use crosscheck_fleet::Server;
use crosscheck_fleet::Share;
use crosscheck_fleet::Status;
use crosscheck_fleet::Widening;
use crosscheck_fleet::ask;
use http::Request;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::client::conn::http2;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tonic::Code;

use crate::client::Client;
use crate::client::asking;
use crate::xds;
use crate::xds::DiscoveryRequest;
use crate::xds::RpcStatus;

const ONE: &str = "[cors]\norigins = [\"https://one.example\"]\n";
const NONE: &str = "[cors]\norigins = [\"https://none.example\"]\n";

struct Served {
    folder: tempfile::TempDir,
    address: SocketAddr,
    admin: String,
    told: Arc<Mutex<Vec<String>>>,
    _stop: oneshot::Sender<()>,
}

fn serve(most_nodes: usize) -> Served {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("default.toml"), ONE).expect("it is written");
    let options = ReadOptions::default();
    let policies = Folder::open(folder.path().into(), None, options, Widening::Allowed);
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::start(Plan {
        folder: policies.expect("a folder"),
        listen: any,
        admin: any,
        tls: None,
        canary: Share::default(),
        most_nodes,
    });
    let server = server.expect("it starts");
    let address = server.address().expect("an address");
    let admin = format!("http://{}", server.admin_address().expect("an address"));
    let (stop, stopped) = oneshot::channel::<()>();
    let told = Arc::new(Mutex::new(Vec::new()));
    let tells = Arc::clone(&told);
    thread::spawn(move || {
        let tell = Arc::new(move |event: crosscheck_fleet::Event| {
            tells.lock().expect("nobody panics").push(event.to_string());
        });
        server.serve(tell, async { drop(stopped.await) }).expect("it serves");
    });
    Served { folder, address, admin, told, _stop: stop }
}

fn on_runtime<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(60), future).await.expect("in time")
    })
}

async fn until(served: &Served, is_so: impl Fn(&Status) -> bool) -> Status {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let admin = served.admin.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&admin)).await.expect("it is asked");
        let status = asked.expect("it answers");
        if is_so(&status) {
            return status;
        }
        assert!(Instant::now() < until, "{status}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn a_node_is_pushed_what_is_new_and_shown_with_what_it_says() {
    let served = serve(10);
    on_runtime(async {
        let first = asking("a\u{1b}[2J", "", "");
        let mut client = Client::connect(served.address, first).await.expect("it connects");
        let first = client.answers.message().await.expect("an answer").expect("one");
        let took = asking("", &first.version_info, &first.nonce);
        client.requests.send(took).await.expect("it is heard");
        let status = until(&served, |status| status.groups["default"].in_force == 1).await;
        assert!(!status.to_string().contains('\u{1b}'), "{status:?}");

        fs::write(served.folder.path().join("default.toml"), NONE).expect("it is written");
        let second = client.answers.message().await.expect("an answer").expect("one");
        assert_ne!(first.version_info, second.version_info);
        let refusal = DiscoveryRequest {
            error_detail: Some(RpcStatus { message: "a reason\n".into() }),
            ..asking("", &first.version_info, &second.nonce)
        };
        client.requests.send(refusal).await.expect("it is heard");
        let status = until(&served, |status| status.nodes[0].refused.is_some()).await;
        let running = status.nodes[0].running.as_ref();
        assert!(running.is_some_and(|it| *it != status.groups["default"].version), "the old one");
        assert_eq!(status.groups["default"].in_force, 0);
        let told = served.told.lock().expect("nobody panics").clone();
        assert!(told.iter().any(|line| line.ends_with("refused: a reason\\n")), "{told:?}");
        drop(client);
        until(&served, |status| status.nodes.is_empty()).await;
    });
}

#[test]
fn whoever_reads_the_log_sees_when_all_is_in_order_again() {
    let served = serve(10);
    on_runtime(async {
        let file = served.folder.path().join("default.toml");
        until(&served, |status| status.problems.is_empty()).await;
        for text in ["[cors", "[cors]\n[", ONE, ONE] {
            fs::write(&file, text).expect("it is written");
            until(&served, |status| status.problems.is_empty() == (text == ONE)).await;
        }
        let is_told = || {
            let told = served.told.lock().expect("nobody panics");
            told.iter().filter(|line| line.starts_with("nothing is wrong")).count()
        };
        // It is told right after the status says so.
        while is_told() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(is_told(), 1, "once");
    });
}

/// Whatever it says, little of it is kept, and less is told.
#[test]
fn a_node_that_refuses_without_end_is_counted_and_told_of_a_hundred_times() {
    let served = serve(10);
    on_runtime(async {
        let first = DiscoveryRequest {
            version_info: "v".repeat(3 << 20),
            resource_names: (0..50_000).map(|number| number.to_string()).collect(),
            ..asking("ill", "", "")
        };
        let mut client = Client::connect(served.address, first).await.expect("it connects");
        for number in 0..150 {
            let names: &[&str] = match number % 2 {
                0 => &["crosscheck"],
                _ => &["crosscheck", "crosscheck-candidate"],
            };
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            let ask = DiscoveryRequest { resource_names: names, ..asking("", "", "") };
            client.requests.send(ask.clone()).await.expect("it is heard");
            let answer = client.answers.message().await.expect("an answer").expect("one");
            let message = format!("{number}\u{202e}\n").repeat(1_000);
            let refusal = DiscoveryRequest {
                error_detail: Some(RpcStatus { message }),
                response_nonce: answer.nonce,
                ..ask
            };
            client.requests.send(refusal).await.expect("it is heard");
        }
        let status = until(&served, |status| {
            status.nodes[0].refused.as_deref().is_some_and(|text| text.starts_with("149"))
        });
        let status = status.await;
        let kept = status.nodes[0].refused.as_deref().map(|text| text.chars().count());
        assert_eq!(kept, Some(512));
        assert!(!status.to_string().contains('\u{202e}'), "{status}");
        let told = served.told.lock().expect("nobody panics").clone();
        assert_eq!(told.iter().filter(|line| line.starts_with("node ill refused: ")).count(), 100);
        assert!(told.iter().any(|line| line.starts_with("more nodes refuse")), "{told:?}");
    });
}

/// A connection may have eight streams; who opens thousands on many gets no more, and others are served beside it.
#[test]
fn streams_that_say_nothing_keep_nobody_out() {
    let served = serve(200);
    on_runtime(async {
        let mut crowd = Vec::new();
        for _ in 0..100 {
            let stream = TcpStream::connect(served.address).await.expect("it connects");
            let (sender, connection) =
                http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2");
            tokio::spawn(connection);
            for _ in 0..20 {
                let mut sender = sender.clone();
                let request = Request::post(format!("http://{}{}", served.address, xds::STREAM[0]));
                let request = request.body(Silent).expect("a request");
                crowd.push(tokio::spawn(async move { sender.send_request(request).await }));
            }
        }
        let node = asking("node", "", "");
        let mut client = Client::connect(served.address, node).await.expect("it connects");
        assert!(client.answers.message().await.expect("an answer").is_some());
        let status = until(&served, |status| status.nodes.len() == 1).await;
        assert_eq!(status.nodes[0].id, "node", "who has said nothing is none");
        drop(crowd);
    });
}

/// A body that never comes.
struct Silent;

impl Body for Silent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[test]
fn strangers_and_crowds_are_turned_away() {
    let served = serve(1);
    on_runtime(async {
        let refused = async |request| {
            let mut client = Client::connect(served.address, request).await.expect("it connects");
            client.answers.message().await.expect_err("it is refused").code()
        };
        let nobody = DiscoveryRequest { node: None, ..asking("a", "", "") };
        assert_eq!(refused(nobody).await, Code::InvalidArgument);
        assert_eq!(refused(asking("", "", "")).await, Code::InvalidArgument);
        assert_eq!(refused(asking(&"a".repeat(257), "", "")).await, Code::InvalidArgument);
        let long =
            DiscoveryRequest { resource_names: vec!["x".repeat(5 << 20)], ..asking("a", "", "") };
        assert_eq!(refused(long).await, Code::OutOfRange);
        let first =
            Client::connect(served.address, asking("a", "", "")).await.expect("it connects");
        until(&served, |status| status.nodes.len() == 1).await;
        assert_eq!(refused(asking("b", "", "")).await, Code::ResourceExhausted);
        drop(first);
        until(&served, |status| status.nodes.is_empty()).await;
        let mut next =
            Client::connect(served.address, asking("b", "", "")).await.expect("it connects");
        assert!(next.answers.message().await.expect("an answer").is_some());
    });
}
