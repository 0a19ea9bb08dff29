//! A running server, asked how its fleet is.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::StatusCode;
use http::Uri;
use http::header;
use http_body_util::BodyExt;
use http_body_util::Empty;
use http_body_util::Limited;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::failure::FleetError;
use crate::status::Status;

/// Asks a server at its address for whoever runs it, `http://127.0.0.1:18001`.
///
/// Fails if nobody answers within ten seconds, or says something else.
pub fn ask(url: &str) -> Result<Status, FleetError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let answered = runtime.block_on(async {
        let asked = tokio::time::timeout(PATIENCE, status(url)).await;
        asked.unwrap_or_else(|_| Err("no answer came for 10 s".into()))
    });
    answered.map_err(|error| FleetError::Ask { url: url.to_owned(), error: error.to_string() })
}

async fn status(url: &str) -> Result<Status, Box<dyn std::error::Error + Send + Sync>> {
    let uri: Uri = url.parse()?;
    let host = uri.host().filter(|_| uri.scheme_str() == Some("http"));
    let host = host.ok_or("an URL with `http://` and an address is needed")?;
    let stream =
        TcpStream::connect((host.trim_matches(['[', ']']), uri.port_u16().unwrap_or(80))).await?;
    // It answers to addresses, so that no page of a stranger asks it by a name.
    let address = stream.peer_addr()?.to_string();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let ask = async {
        let request = Request::get("/status").header(header::HOST, address);
        let answer = sender.send_request(request.body(Empty::<Bytes>::new())?).await?;
        if answer.status() != StatusCode::OK {
            return Err(format!("it says {}", answer.status()).into());
        }
        let body = Limited::new(answer.into_body(), LONGEST).collect().await?.to_bytes();
        Ok(serde_json::from_slice(&body)?)
    };
    tokio::select! {
        asked = ask => asked,
        _ = connection => Err("it hung up".into()),
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
/// Enough for twenty thousand nodes that say as much as they may.
const LONGEST: usize = 256 << 20;
