//! What the engine predicts: it plays a scene against the same gateway, over real sockets.

use crosscheck::agent::Profile;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Server;
use crosscheck::scenario::ThirdPartyCookies;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use http::Request;
use http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::runtime::Handle;
use tokio::task::JoinError;

/// Plays a scene as one browser would, that keeps cookies of other sites or is set not to.
pub(crate) async fn predict(
    scenario: Scenario,
    profile: &'static Profile,
    third_party_cookies: bool,
) -> Result<Record, JoinError> {
    let scenario = as_set(scenario, third_party_cookies);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let mut server = LiveServer { runtime, client };
        play(&scenario, profile, &mut server)
    })
    .await
}

/// The scenario as the visitor's browser is set: with cookies of other sites, or without.
pub(crate) fn as_set(mut scenario: Scenario, third_party_cookies: bool) -> Scenario {
    if !third_party_cookies {
        scenario.settings.third_party_cookies = Some(ThirdPartyCookies::Block);
    }
    scenario
}

/// Servers behind sockets: those that the scenario's URLs name.
struct LiveServer {
    runtime: Handle,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Server for LiveServer {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let body = "x".repeat(request.body);
        let mut message = Request::builder()
            .method(request.method.as_str())
            .uri(format!("{}{}", request.origin, request.path));
        for (name, value) in &request.headers {
            message = message.header(&**name, &**value);
        }
        let message = message.body(Full::new(Bytes::from(body))).ok()?;
        self.runtime.block_on(async {
            let response = self.client.request(message).await.ok()?;
            let (parts, body) = response.into_parts();
            let mut body = body.collect().await.ok()?.to_bytes().to_vec();
            let content_type = parts.headers.get(CONTENT_TYPE).map_or(&b""[..], |v| v.as_bytes());
            let is_image = content_type.starts_with(b"image/");
            // A picture that `fetch` asks for is read byte by byte.
            let is_read = is_image
                && request.headers.get("sec-fetch-dest").is_some_and(|value| value == "empty");
            if !is_read && FILE_TYPES.iter().any(|kind| content_type.starts_with(kind)) {
                // The engine decodes no file; a name with `@` stands for one that is whole.
                body = if is_image { b"@png".to_vec() } else { b"@file".to_vec() };
            }
            let lines = parts.headers.iter();
            let headers = lines.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            Some(Answer { status: parts.status.as_u16(), headers, body })
        })
    }
}

/// The beginnings of the types of files that only an element can use.
const FILE_TYPES: [&[u8]; 4] = [b"image/", b"font/", b"text/javascript", b"text/event-stream"];
