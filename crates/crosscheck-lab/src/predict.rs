//! What the engine predicts: it plays a scene against the same gateway, over real sockets.

use crosscheck::agent::Profile;
use crosscheck::scenario::Answer;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::Server;
use crosscheck::scenario::StepRecord;
use crosscheck::scenario::ThirdPartyCookies;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::play;
use crosscheck::scenario::small_file;
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
        let mut record = play(&scenario, profile, &mut server);
        record.steps.iter_mut().for_each(show_bytes);
        record
    })
    .await
}

/// A page that reads a small file sees its bytes, and no name.
pub(crate) fn show_bytes(seen: &mut StepRecord) {
    let StepRecord::Response { body, .. } = seen else { return };
    if let Some(file) = small_file(body) {
        *body = String::from_utf8_lossy(file).into_owned();
    }
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
            // The engine decodes no file: it knows the small ones, which stand for any that is whole.
            let whole = FILES.iter().find(|(kind, _)| content_type.starts_with(kind));
            if let Some(file) = whole.filter(|_| !is_read).and_then(|(_, name)| small_file(name)) {
                body = file.to_vec();
            }
            let lines = parts.headers.iter();
            let headers = lines.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            Some(Answer { status: parts.status.as_u16(), headers, body })
        })
    }
}

/// The beginnings of the types of files that only an element can use, and one of each.
const FILES: [(&[u8], &str); 4] = [
    (b"image/", "@png"),
    (b"font/", "@font"),
    (b"text/javascript", "@script"),
    (b"text/event-stream", "@events"),
];
