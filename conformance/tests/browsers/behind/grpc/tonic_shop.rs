//! The same shop on tonic, with tonic-web for pages: a service of two methods, as tonic's generator would make it.

use std::convert::Infallible;
use std::future::Future;
use std::future::Ready;
use std::future::ready;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::thread;

use crosscheck::server::Policy;
use crosscheck_tower::CorsLayer;
use tokio::runtime::Builder;
use tonic::Code;
use tonic::Request;
use tonic::Response;
use tonic::Status;
use tonic::body::Body;
use tonic::metadata::MetadataMap;
use tonic::server::Grpc;
use tonic::server::NamedService;
use tonic::server::ServerStreamingService;
use tonic::server::UnaryService;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_prost::ProstCodec;
use tonic_web::GrpcWebLayer;
use tower::Service;

/// Starts it behind a policy; it ends with the process.
pub(super) fn start(policy: Policy) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("it need not wait");
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            Server::builder()
                .accept_http1(true)
                .layer(CorsLayer::new(policy))
                .layer(GrpcWebLayer::new())
                .add_service(Orders)
                .serve_with_incoming(TcpIncoming::from(listener))
                .await
                .expect("it serves");
        });
    });
    address
}

#[derive(Clone)]
struct Orders;

impl NamedService for Orders {
    const NAME: &'static str = "shop.Orders";
}

impl Service<http::Request<Body>> for Orders {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(async move {
            // A `StringValue` is what prost makes of a text.
            let mut grpc = Grpc::new(ProstCodec::<String, String>::default());
            Ok(match request.uri().path() {
                "/shop.Orders/Say" => grpc.unary(Say, request).await,
                "/shop.Orders/Count" => grpc.server_streaming(Count, request).await,
                _ => Status::unimplemented("there is no such method").into_http(),
            })
        })
    }
}

struct Say;

impl UnaryService<String> for Say {
    type Response = String;
    type Future = Ready<Result<Response<String>, Status>>;

    fn call(&mut self, request: Request<String>) -> Self::Future {
        ready(match request.get_ref().as_str() {
            "" => Err(Status::invalid_argument("say something")),
            said => Ok(Response::new(format!("you said {said}"))),
        })
    }
}

struct Count;

impl ServerStreamingService<String> for Count {
    type Response = String;
    type ResponseStream = tokio_stream::Iter<std::vec::IntoIter<Result<String, Status>>>;
    type Future = Ready<Result<Response<Self::ResponseStream>, Status>>;

    fn call(&mut self, request: Request<String>) -> Self::Future {
        let count: u32 = request.get_ref().parse().unwrap_or_default();
        let mut trailers = MetadataMap::new();
        trailers.insert("x-counted", count.into());
        let end = Status::with_metadata(Code::OutOfRange, "that was all", trailers);
        let all: Vec<_> = (1..=count).map(|n| Ok(n.to_string())).chain([Err(end)]).collect();
        ready(Ok(Response::new(tokio_stream::iter(all))))
    }
}
