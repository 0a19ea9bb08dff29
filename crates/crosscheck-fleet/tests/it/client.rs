//! A node as small as can be: one connection, one stream.

use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

use http::Request;
use http::Response;
use http::Uri;
use http::uri::PathAndQuery;
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use tonic::body::Body;
use tonic::client::Grpc;
use tonic_prost::ProstCodec;
use tower_service::Service;

use crate::xds;
use crate::xds::DiscoveryRequest;
use crate::xds::DiscoveryResponse;
use crate::xds::Node;

/// A node that is connected.
pub(crate) struct Client {
    /// What it says.
    pub(crate) requests: mpsc::Sender<DiscoveryRequest>,
    /// What it is told.
    pub(crate) answers: Streaming<DiscoveryResponse>,
}

struct Connection(http2::SendRequest<Body>);

impl Service<Request<Body>> for Connection {
    type Response = Response<Incoming>;
    type Error = hyper::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, hyper::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), hyper::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let mut sender = self.0.clone();
        Box::pin(async move { sender.send_request(request).await })
    }
}

impl Client {
    /// Connects, and says something first.
    pub(crate) async fn connect(
        server: SocketAddr,
        first: DiscoveryRequest,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let stream = TcpStream::connect(server).await?;
        let (sender, connection) =
            http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let origin: Uri = format!("http://{server}").parse()?;
        let mut grpc = Grpc::with_origin(Connection(sender), origin);
        let (requests, coming) = mpsc::channel(2);
        requests.try_send(first)?;
        grpc.ready().await?;
        let codec = ProstCodec::<DiscoveryRequest, DiscoveryResponse>::default();
        let path = PathAndQuery::from_static(xds::STREAM[0]);
        let coming = tonic::Request::new(ReceiverStream::new(coming));
        let answers = grpc.streaming(coming, path, codec).await?.into_inner();
        Ok(Self { requests, answers })
    }
}

/// What a node asks for. In: its name; the version it has, and the nonce of what brought it.
pub(crate) fn asking(id: &str, version: &str, nonce: &str) -> DiscoveryRequest {
    DiscoveryRequest {
        version_info: version.into(),
        node: Some(Node { id: id.into(), cluster: "all".into(), ..Node::default() }),
        resource_names: vec!["crosscheck".into()],
        type_url: xds::EXTENSION.into(),
        response_nonce: nonce.into(),
        ..DiscoveryRequest::default()
    }
}
