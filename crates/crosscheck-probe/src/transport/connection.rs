//! Sending one message and reading its answer.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::time::Duration;

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::audit::Answered;
use crosscheck::audit::Source;
use crosscheck::audit::Via;
use crosscheck::wire::HeaderList;
use crosscheck::wire::parse_mime_essence;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::Request;
use http::header::CONTENT_TYPE;
use http::header::HOST;
use http::header::USER_AGENT;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::body::Incoming;
use hyper::client::conn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio::time::timeout;
use tokio::time::timeout_at;
use url::Url;

use super::Patience;
use super::failure::TransportError;
use super::limits::HEAD_LIMIT;
use super::limits::LINE_LIMIT;
use super::resolver::Resolver;
use super::spelling::Recording;
use super::tls::RootsError;
use super::tls::Tls;
use super::tls::Trust;

/// Sends messages, each over a connection of its own. Clones share what was looked up so far.
#[derive(Clone, Debug)]
pub struct Transport {
    resolver: Resolver,
    tls: Tls,
    patience: Patience,
    deadline: Instant,
}

impl Transport {
    /// The time begins to run.
    pub fn new(resolver: Resolver, insecure: bool, patience: Patience) -> Self {
        let trust = if insecure { Trust::Anything } else { Trust::System(Vec::new()) };
        let deadline = Instant::now() + patience.whole;
        Self { resolver, tls: Tls::new(trust), patience, deadline }
    }

    /// The same, which trusts the certificates of a PEM file beside the system's, if it looks at any.
    ///
    /// Fails where there is none in it, or one that cannot be read.
    pub fn trusting(self, pem: &[u8]) -> Result<Self, RootsError> {
        Ok(Self { tls: self.tls.trusting(pem)?, ..self })
    }

    /// The addresses of a URL's host, the best first; none if they cannot be told in time.
    pub(crate) async fn addresses(&mut self, url: &Url) -> Vec<IpAddr> {
        let found = timeout_at(self.deadline, self.resolver.addresses(url)).await;
        found.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Sends a message and reads the answer. Redirects are answers like any.
    pub(crate) async fn exchange(
        &mut self,
        message: &HttpRequest,
    ) -> Result<Answered, TransportError> {
        let (deadline, patience) = (self.deadline, self.patience.whole);
        let opened = timeout_at(deadline, self.open(message)).await;
        let open = opened.unwrap_or(Err(TransportError::TimeOut { patience }))?;
        Ok(open.read(deadline).await)
    }

    /// Sends a message and reads the answer's head.
    async fn open(&mut self, message: &HttpRequest) -> Result<Open, TransportError> {
        let url = &message.url;
        let head = http_request(message)?;
        let body = Bytes::from(message.body.to_vec());
        let (stream, address) = self.connect(url).await?;
        let request = head.map(|()| Full::new(body));
        if url.scheme() != "https" {
            return Open::over_http_1(stream, request, Via { address, ..PLAIN }).await;
        }
        let host = url.host_str().unwrap_or_default();
        let stream = timeout(self.patience.connect, self.tls.connect(host, stream))
            .await
            .map_err(|_| self.too_slow(address))??;
        let via = Via { address, is_secret: true, ..PLAIN };
        match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => Open::over_http_2(stream, request, via).await,
            _ => Open::over_http_1(stream, request, via).await,
        }
    }

    /// Connects to the first of a host's addresses that lets it.
    async fn connect(&mut self, url: &Url) -> Result<(TcpStream, SocketAddr), TransportError> {
        let port = url.port_or_known_default().unwrap_or_default();
        let mut failure = None;
        for address in self.resolver.addresses(url).await? {
            let address = SocketAddr::new(address, port);
            match timeout(self.patience.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok((stream, address)),
                Ok(Err(error)) => {
                    let error = TransportError::from_connect(&address.to_string(), &error);
                    failure.get_or_insert(error);
                }
                Err(_) => {
                    failure.get_or_insert(self.too_slow(address));
                }
            }
        }
        Err(failure.expect("a host has at least one address"))
    }

    fn too_slow(&self, address: SocketAddr) -> TransportError {
        TransportError::ConnectTimeOut {
            address: address.to_string(),
            patience: self.patience.connect,
        }
    }
}

const PLAIN: Via = Via {
    address: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0),
    protocol: "HTTP/1.1",
    is_secret: false,
};

/// Bytes of a body that are read.
pub(super) const BODY_LIMIT: usize = 1 << 20;
/// How long a body may take to come.
const BODY_PATIENCE: Duration = Duration::from_secs(3);

/// The message as the HTTP library takes it: what the engine wants, and what HTTP needs.
fn http_request(message: &HttpRequest) -> Result<Request<()>, TransportError> {
    let not_sendable = |what: String| TransportError::NotSendable { what };
    let mut url = message.url.clone();
    url.set_fragment(None);
    // It is no part of the target; what the engine makes of it is in the headers.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let mut request = Request::builder()
        .method(message.method.as_str())
        .uri(url.as_str())
        .body(())
        .map_err(|error| not_sendable(format!("HTTP cannot carry this request: {error}")))?;
    for (name, value) in message.headers.iter() {
        let header = HeaderName::from_bytes(name.as_bytes())
            .ok()
            .zip(HeaderValue::from_bytes(value).ok())
            .ok_or_else(|| {
                not_sendable(format!("HTTP cannot carry `{name}: {}`", value.escape_ascii()))
            })?;
        request.headers_mut().append(header.0, header.1);
    }
    if !request.headers().contains_key(USER_AGENT) {
        let own = concat!("crosscheck/", env!("CARGO_PKG_VERSION"));
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static(own));
    }
    Ok(request)
}

/// An answer whose head was read.
struct Open {
    response: http::Response<Incoming>,
    headers: HeaderList,
    via: Via,
    /// Ends with it.
    _connection: Connection,
}

impl Open {
    async fn over_http_1(
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        mut request: Request<Full<Bytes>>,
        via: Via,
    ) -> Result<Self, TransportError> {
        to_origin_form(&mut request)?;
        let (stream, record) = Recording::of(stream);
        let (mut sender, connection) = conn::http1::Builder::new()
            .max_buf_size(HEAD_LIMIT)
            .max_headers(LINE_LIMIT)
            .title_case_headers(true)
            // Browsers take these.
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| TransportError::from_http(&error))?;
        let connection = Connection(tokio::spawn(async { drop(connection.await) }));
        let sent = sender.send_request(request).await;
        let response = sent.map_err(|error| TransportError::from_http(&error))?;
        let headers = record.headers(response.headers());
        Ok(Self { response, headers, via, _connection: connection })
    }

    async fn over_http_2(
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        request: Request<Full<Bytes>>,
        via: Via,
    ) -> Result<Self, TransportError> {
        let (mut sender, connection) = conn::http2::Builder::new(TokioExecutor::new())
            .max_header_list_size(HEAD_LIMIT as u32)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| TransportError::from_http(&error))?;
        let connection = Connection(tokio::spawn(async { drop(connection.await) }));
        let sent = sender.send_request(request).await;
        let response = sent.map_err(|error| TransportError::from_http(&error))?;
        let lines = response.headers().iter();
        let headers = lines.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let via = Via { protocol: "HTTP/2", ..via };
        Ok(Self { response, headers, via, _connection: connection })
    }

    /// Reads the body as far as it comes in time and within bounds; a browser judges by the head, so what
    /// never ends holds up nothing.
    async fn read(self, deadline: Instant) -> Answered {
        let deadline = deadline.min(Instant::now() + BODY_PATIENCE);
        let (parts, mut incoming) = self.response.into_parts();
        let (mut body, mut is_cut) = (Vec::new(), is_endless(&parts.headers));
        while !is_cut {
            match timeout_at(deadline, incoming.frame()).await {
                Ok(None) => break,
                Ok(Some(Ok(frame))) => {
                    let data = frame.into_data().unwrap_or_default();
                    let room = BODY_LIMIT - body.len();
                    body.extend_from_slice(&data[..data.len().min(room)]);
                    is_cut = data.len() > room;
                }
                Ok(Some(Err(_))) | Err(_) => is_cut = true,
            }
        }
        let response =
            Response { status: parts.status.as_u16(), headers: self.headers, body: body.into() };
        Answered { response, is_cut, via: self.via, source: Source::Server }
    }
}

/// Whether a body is not meant to end.
fn is_endless(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    parse_mime_essence(value).is_some_and(|essence| essence.as_str() == "text/event-stream")
}

/// A connection's own work, which ends with the exchange.
struct Connection(JoinHandle<()>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// HTTP/1.1 names the host beside the path.
fn to_origin_form<B>(head: &mut Request<B>) -> Result<(), TransportError> {
    let not_sendable = |error: &dyn std::fmt::Display| TransportError::NotSendable {
        what: format!("HTTP cannot carry this URL: {error}"),
    };
    let authority = head.uri().authority().map(ToString::to_string).unwrap_or_default();
    let host = HeaderValue::try_from(authority).map_err(|error| not_sendable(&error))?;
    head.headers_mut().insert(HOST, host);
    let path = head.uri().path_and_query().map_or("/", |path| path.as_str());
    *head.uri_mut() = path.parse().map_err(|error| not_sendable(&error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crosscheck::agent::Body;
    use tokio::io::AsyncReadExt;
    use tokio::io::AsyncWriteExt;
    use tokio::io::duplex;

    use super::*;

    /// An answer whose head is there, over a pipe in memory: time stands still until nothing else
    /// can happen. `say` writes the body and returns; the pipe stays open.
    async fn opened<F: Future<Output = ()> + Send>(
        head: &'static str,
        say: impl FnOnce(tokio::io::DuplexStream) -> F + Send + 'static,
    ) -> Open {
        let (near, mut far) = duplex(64 << 10);
        tokio::spawn(async move {
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") {
                asked.push(far.read_u8().await.expect("a request"));
            }
            far.write_all(head.as_bytes()).await.expect("somebody reads");
            say(far).await;
        });
        let request = Request::builder().uri("http://api.example/").body(Full::default());
        let opened = Open::over_http_1(near, request.expect("a request"), PLAIN).await;
        opened.map_err(|error| error.to_string()).expect("a head")
    }

    /// Within a day of the paused clock, so that a reading without an end fails.
    async fn read(open: Open, patience: Duration) -> Answered {
        let deadline = Instant::now() + patience;
        let day = Duration::from_secs(86_400);
        timeout(day, open.read(deadline)).await.expect("it ends at its deadline")
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_end_is_cut_after_a_while() {
        for (whole, taken) in [(20, 3), (1, 1)] {
            let start = Instant::now();
            let open = opened("HTTP/1.1 200 OK\r\n\r\n", |mut far| async move {
                far.write_all(b"so far").await.expect("somebody reads");
                std::future::pending::<()>().await;
            });
            let answered = read(open.await, Duration::from_secs(whole)).await;
            assert!(answered.is_cut);
            assert_eq!(&*answered.response.body, b"so far");
            assert_eq!(start.elapsed().as_secs(), taken, "by the paused clock");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn of_a_body_only_so_much_is_read() {
        assert_eq!(BODY_LIMIT, 1024 * 1024);
        for (length, kept, is_cut) in [
            (BODY_LIMIT - 1, BODY_LIMIT - 1, false),
            (BODY_LIMIT, BODY_LIMIT, false),
            (BODY_LIMIT + 1, BODY_LIMIT, true),
            (3 * BODY_LIMIT, BODY_LIMIT, true),
        ] {
            let open = opened("HTTP/1.1 200 OK\r\n\r\n", move |mut far| async move {
                // Whoever has read enough hangs up.
                let _ = far.write_all(&vec![b'a'; length]).await;
            });
            let answered = read(open.await, Duration::from_secs(20)).await;
            assert_eq!((answered.response.body.len(), answered.is_cut), (kept, is_cut), "{length}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_name_that_nobody_answers_for_is_given_up() {
        let patience = Patience { connect: Duration::from_secs(5), whole: Duration::from_secs(20) };
        let resolver = Resolver::asking(Arc::new(|_| Box::pin(std::future::pending())));
        let mut transport = Transport::new(resolver, false, patience);
        let message = HttpRequest {
            method: "GET".into(),
            url: "http://api.example/".parse().expect("a URL"),
            headers: HeaderList::default(),
            body: Body::default(),
            is_streamed: false,
            is_preflight: false,
            is_credentialed: false,
        };
        let start = Instant::now();
        let day = Duration::from_secs(86_400);
        let told = timeout(day, transport.exchange(&message)).await.expect("it gives up");
        assert!(matches!(told, Err(TransportError::TimeOut { .. })), "{told:?}");
        assert_eq!(start.elapsed().as_secs(), 20, "by the paused clock");
        let addresses = timeout(day, transport.addresses(&message.url)).await;
        assert_eq!(addresses.expect("it gives up"), [] as [IpAddr; 0], "the time is used up");
    }
}
