//! Servers of the tests' own: one writes bytes as told, one speaks TLS and HTTP/2.

use std::convert::Infallible;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use http::Response;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use tempfile::NamedTempFile;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        line.map(|(_, value)| value.as_str())
    }
}

/// A server that answers each request with bytes, to the letter. Ends with the test's process.
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers with what a function makes of a request, and closes.
    pub(crate) fn answering(answer: impl Fn(&Received) -> String + Send + Sync + 'static) -> Self {
        Self::writing(move |request, stream| {
            let _ = stream.write_all(answer(request).as_bytes());
        })
    }

    /// Lets a function write what it likes for as long as it likes.
    pub(crate) fn writing(
        write: impl Fn(&Received, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, write) = (Arc::clone(&received), Arc::new(write));
        let port = accept(move |mut stream| {
            let Some(request) = receive(&stream) else { return };
            log.lock().expect("nobody panicked").push(request.clone());
            write(&request, &mut stream);
        });
        Self { url: format!("http://127.0.0.1:{port}"), received }
    }

    /// A server that listens and says nothing, for as long as the test lasts.
    pub(crate) fn silent() -> Self {
        let kept = Mutex::new(Vec::new());
        let port = accept(move |stream| kept.lock().expect("nobody panicked").push(stream));
        Self { url: format!("http://127.0.0.1:{port}"), received: Arc::default() }
    }

    /// Everything that came, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().expect("nobody panicked").clone()
    }

    /// The methods of what came, in order.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.received().into_iter().map(|request| request.method).collect()
    }
}

/// An answer with these header lines and a short body.
pub(crate) fn answer(status: u16, lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!("HTTP/1.1 {status} X\r\n{lines}Content-Length: 2\r\n\r\nhi")
}

fn accept(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
    let port = listener.local_addr().expect("it listens").port();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream));
        }
    });
    port
}

fn receive(stream: &TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    while let Some(line) = line().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut request = Received { method, target, headers, body: String::new() };
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_string(&mut request.body).ok()?;
    Some(request)
}

/// A server with TLS, whose certificate nobody but itself has signed, for `localhost`.
pub(crate) struct SecureServer {
    pub(crate) port: u16,
    /// Its certificate, for who wants to trust it.
    pub(crate) certificate: NamedTempFile,
}

impl SecureServer {
    /// In: the protocols it offers, such as `h2`; the header lines of its one answer.
    pub(crate) fn start(
        protocols: &[&str],
        lines: &'static [(&'static str, &'static str)],
    ) -> Self {
        let names = vec!["localhost".to_owned(), "api.test".to_owned()];
        let own = rcgen::generate_simple_self_signed(names).expect("a certificate");
        let mut certificate = NamedTempFile::new().expect("a temporary file");
        certificate.write_all(own.cert.pem().as_bytes()).expect("it is written");
        let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).expect("a key");
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions that it knows")
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .expect("a certificate with its key");
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on loopback");
        let port = listener.local_addr().expect("it listens").port();
        listener.set_nonblocking(true).expect("it can");
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(serve(listener, acceptor, lines));
        });
        Self { port, certificate }
    }
}

async fn serve(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    lines: &'static [(&'static str, &'static str)],
) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            let service = service_fn(move |_| async move {
                let builder = Response::builder();
                let builder =
                    lines.iter().fold(builder, |b, (name, value)| b.header(*name, *value));
                let response = builder.body(Full::new(Bytes::from_static(b"hi")));
                Ok::<_, Infallible>(response.expect("an answer"))
            });
            let io = TokioIo::new(stream);
            if is_h2 {
                let builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = builder.serve_connection(io, service).await;
            } else {
                let builder = hyper::server::conn::http1::Builder::new();
                let _ = builder.serve_connection(io, service).await;
            }
        });
    }
}
