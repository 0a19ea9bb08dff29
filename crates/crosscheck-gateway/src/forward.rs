//! Phase 4, forward: the request to the upstream and its answer back, both streamed.

use std::net::IpAddr;
use std::time::Duration;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Request;
use http::Response;
use http::StatusCode;
use http::header;
use http::request::Parts;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::upstream::Upstream;

/// A pool of connections to one upstream.
#[derive(Clone, Debug)]
pub(crate) struct Forwarder {
    client: Client<HttpConnector, Incoming>,
    upstream: Upstream,
}

/// Why the upstream's answer is missing, as the status that tells so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ForwardError {
    pub(crate) status: StatusCode,
    pub(crate) message: &'static str,
}

impl Forwarder {
    pub(crate) fn new(upstream: Upstream) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .build(connector);
        Self { client, upstream }
    }

    /// Sends a request on. Hop-by-hop headers stay behind; who asked goes along.
    pub(crate) async fn forward(
        &self,
        parts: &Parts,
        body: Incoming,
        peer: Option<IpAddr>,
    ) -> Result<Response<Incoming>, ForwardError> {
        let mut request = Request::new(body);
        *request.method_mut() = parts.method.clone();
        let path = parts.uri.path_and_query().cloned();
        let path = path.unwrap_or_else(|| http::uri::PathAndQuery::from_static("/"));
        *request.uri_mut() = self.upstream.target(&path).ok_or(ForwardError {
            status: StatusCode::BAD_REQUEST,
            message: "the path cannot be forwarded\n",
        })?;
        *request.headers_mut() = parts.headers.clone();
        remove_hop_by_hop(request.headers_mut());
        self.name_the_asker(request.headers_mut(), parts, peer);
        match self.client.request(request).await {
            Ok(mut response) => {
                remove_hop_by_hop(response.headers_mut());
                Ok(response)
            }
            Err(error) => {
                tracing::warn!(%error, upstream = %self.upstream.authority(), "no answer");
                Err(ForwardError {
                    status: StatusCode::BAD_GATEWAY,
                    message: "the upstream gave no answer; is it running, and is its address right?\n",
                })
            }
        }
    }

    fn name_the_asker(&self, headers: &mut HeaderMap, parts: &Parts, peer: Option<IpAddr>) {
        if let Some(host) = parts.headers.get(header::HOST) {
            headers.insert(HeaderName::from_static("x-forwarded-host"), host.clone());
        }
        headers
            .insert(HeaderName::from_static("x-forwarded-proto"), HeaderValue::from_static("http"));
        if let Some(address) = peer.and_then(|p| HeaderValue::from_str(&p.to_string()).ok()) {
            headers.append(HeaderName::from_static("x-forwarded-for"), address);
        }
        if let Ok(host) = HeaderValue::from_str(self.upstream.authority().as_str()) {
            headers.insert(header::HOST, host);
        }
    }
}

/// Removes what concerns one connection only, the names that `Connection` lists included.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let listed: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in listed.iter().chain(&HOP_BY_HOP) {
        headers.remove(name);
    }
}

const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(60);
