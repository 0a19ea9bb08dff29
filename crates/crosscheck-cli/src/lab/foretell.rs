//! What the engine foretells: it plays a scene against the same gateway, over real sockets.

use crosscheck::agent::Profile;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Server;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use http::Request;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::runtime::Handle;

/// Plays a scene as one browser would.
pub(super) async fn foretell(
    scenario: Scenario,
    profile: &'static Profile,
) -> anyhow::Result<Record> {
    let runtime = Handle::current();
    Ok(tokio::task::spawn_blocking(move || {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let body = scenario.steps.iter().find_map(|step| step.body.clone()).unwrap_or_default();
        let mut server = LiveServer { runtime, client, body: body.value };
        play(&scenario, profile, &mut server)
    })
    .await?)
}

/// Servers behind sockets: those that the scenario's URLs name.
struct LiveServer {
    runtime: Handle,
    client: Client<HttpConnector, Full<Bytes>>,
    body: String,
}

impl Server for LiveServer {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let body = if request.body > 0 { self.body.clone() } else { String::new() };
        let mut message = Request::builder()
            .method(request.method.as_str())
            .uri(format!("{}{}", request.origin, request.path));
        for (name, value) in &request.headers {
            message = message.header(name, value);
        }
        let message = message.body(Full::new(Bytes::from(body))).ok()?;
        self.runtime.block_on(async {
            let response = self.client.request(message).await.ok()?;
            let (parts, body) = response.into_parts();
            let body = body.collect().await.ok()?.to_bytes().to_vec();
            let lines = parts.headers.iter();
            let headers = lines.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            Some(Answer { status: parts.status.as_u16(), headers, body })
        })
    }
}
