//! Where requests go.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::net::ToSocketAddrs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::uri::Authority;
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;

use crate::socket::UpstreamSocket;
use crate::stream::Stream;
use crate::tls::UpstreamReader;
use crate::tls::UpstreamTls;
use crate::tls::UpstreamWriter;
use crate::tls::plain;
use crate::tls::secret;

/// The server behind the gateway: scheme, host and port. The path is the request's own.
///
/// # Example
/// ```
/// use crosscheck_gateway::Upstream;
/// assert_eq!(Upstream::parse("http://127.0.0.1:9000")?.to_string(), "http://127.0.0.1:9000");
/// let error = Upstream::parse("127.0.0.1:9000").unwrap_err();
/// assert_eq!(error.hint(), "write `http://127.0.0.1:9000`");
/// # Ok::<(), crosscheck_gateway::UpstreamError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    authority: Authority,
    host: HeaderValue,
    /// The socket that it listens on in the file system, if it does.
    file: Option<PathBuf>,
    /// Where it was found once for all, if it was.
    at: Vec<SocketAddr>,
    security: Security,
    speaks_http2: bool,
}

/// How an upstream is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Security {
    Plain,
    /// As the system trusts, whose roots are read when the first connection is made.
    System,
    Own(UpstreamTls),
}

impl Upstream {
    /// Parses `http://host[:port]`, `https://host[:port]` or, on systems that have such sockets, `unix:/path`.
    ///
    /// Fails on another scheme, on a path or query (requests keep their own), on a user name. A
    /// lone trailing slash is let pass.
    pub fn parse(text: &str) -> Result<Self, UpstreamError> {
        let fail = |reason: &str, hint: String| {
            Err(UpstreamError { text: text.into(), reason: reason.into(), hint })
        };
        let example = || "write it like `http://127.0.0.1:9000`".to_string();
        if let Some(file) = text.strip_prefix("unix:") {
            return match file.as_bytes() {
                _ if cfg!(not(unix)) => fail("this system has no sockets in files", example()),
                [b'/', next, ..] if *next != b'/' && !file.contains('\0') => Ok(Self {
                    authority: Authority::from_static("localhost"),
                    host: HeaderValue::from_static("localhost"),
                    file: Some(file.into()),
                    at: Vec::new(),
                    security: Security::Plain,
                    speaks_http2: false,
                }),
                _ => fail(
                    "a socket in a file has a whole path",
                    "write it like `unix:/run/api.sock`".into(),
                ),
            };
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text.parse::<Authority>() {
                Ok(authority) if is_complete(&authority) => {
                    fail("the scheme is missing", format!("write `http://{authority}`"))
                }
                _ => fail("not a URL", example()),
            };
        };
        let (scheme, security) = match scheme.to_ascii_lowercase().as_str() {
            "http" => ("http", Security::Plain),
            "https" => ("https", Security::System),
            _ => return fail("the gateway speaks HTTP only", example()),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let authority = match authority.parse::<Authority>() {
            Ok(authority) if is_complete(&authority) => authority,
            Ok(authority) if authority.as_str().contains('@') => {
                let (_, host) = authority.as_str().rsplit_once('@').unwrap_or_default();
                return fail(
                    "a user name or password is not sent on",
                    format!("write `{scheme}://{host}`"),
                );
            }
            _ => return fail("no host and port can be read from it", example()),
        };
        if !matches!(path, "" | "/") {
            let hint = format!("write `{scheme}://{authority}`");
            return fail("requests keep their own path, so none is written here", hint);
        }
        match HeaderValue::from_str(authority.as_str()) {
            Ok(host) => Ok(Self {
                authority,
                host,
                file: None,
                at: Vec::new(),
                security,
                speaks_http2: false,
            }),
            Err(_) => fail("no host and port can be read from it", example()),
        }
    }

    /// Where its name leads now; or itself, if it is named by an address. Blocks while the name is looked up.
    pub fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        let host = self.authority.host();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Ok((host, self.port()).to_socket_addrs()?.collect())
    }

    /// Whether it is named by an address, or as this machine: nobody else says where that leads.
    pub fn is_named_by_address(&self) -> bool {
        let host = self.authority.host();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host.parse::<IpAddr>().is_ok() || host.eq_ignore_ascii_case("localhost")
    }

    /// The same, at these addresses from now on, wherever its name leads later.
    #[must_use]
    pub fn at(mut self, addresses: Vec<SocketAddr>) -> Self {
        self.at = addresses;
        self
    }

    fn port(&self) -> u16 {
        self.authority.port_u16().unwrap_or(if self.is_secure() { 443 } else { 80 })
    }

    /// Whether somebody accepts connections there: opens one, and closes it.
    pub async fn reach(&self, within: Duration) -> io::Result<()> {
        let connecting = tokio::time::timeout(within, self.connect()).await;
        connecting.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?.map(drop)
    }

    /// The same upstream, over TLS with these roots and this certificate, whatever its scheme was.
    #[must_use]
    pub fn over_tls(self, tls: UpstreamTls) -> Self {
        Self { security: Security::Own(tls), ..self }
    }

    /// The same upstream, asked over HTTP/2: without TLS it must know beforehand (`h2c`), with TLS it must agree.
    #[must_use]
    pub fn over_http2(self) -> Self {
        Self { speaks_http2: true, ..self }
    }

    /// Whether it is asked over HTTP/2.
    pub(crate) const fn speaks_http2(&self) -> bool {
        self.speaks_http2
    }

    pub(crate) const fn is_secure(&self) -> bool {
        !matches!(self.security, Security::Plain)
    }

    /// The `Host` that the upstream is sent.
    pub(crate) const fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// Opens a connection to it; a name may have several addresses, which are tried in their order.
    pub(crate) async fn connect(&self) -> io::Result<Stream> {
        #[cfg(unix)]
        if let Some(file) = &self.file {
            return UnixStream::connect(file).await.map(Stream::Unix);
        }
        let stream = self.connect_to_address().await?;
        // Without this a request's last segment would wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        Ok(Stream::Tcp(stream))
    }

    async fn connect_to_address(&self) -> io::Result<TcpStream> {
        if !self.at.is_empty() {
            return TcpStream::connect(self.at.as_slice()).await;
        }
        let port = self.port();
        // An IPv6 address stands in brackets.
        match format!("{}:{port}", self.authority.host()).parse::<SocketAddr>() {
            Ok(address) => TcpStream::connect(address).await,
            Err(_) => TcpStream::connect((self.authority.host(), port)).await,
        }
    }

    /// Makes a connection secret, if this upstream is asked in secret.
    ///
    /// In: what writes to it, and the socket itself. Out: both halves of the connection.
    pub(crate) async fn secure(
        &self,
        socket: UpstreamSocket,
        stream: &Arc<Stream>,
    ) -> io::Result<(UpstreamReader, UpstreamWriter)> {
        let tls = match &self.security {
            Security::Plain => return Ok(plain(socket, stream)),
            Security::System => &UpstreamTls::system().map_err(io::Error::other)?,
            Security::Own(tls) => tls,
        };
        Ok(secret(tls.connect(self.authority.host(), self.speaks_http2, socket).await?))
    }

    /// Whether an authority (`host`, `host:port`) that stands in a URL of that default port is this
    /// one.
    pub(crate) fn is(&self, authority: &str, default_port: u16) -> bool {
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, "")) => (host, Some(default_port)),
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (authority, Some(default_port)),
        };
        let own_port = self.authority.port_u16();
        host.eq_ignore_ascii_case(self.authority.host())
            && port == Some(own_port.unwrap_or(default_port))
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            return write!(f, "unix:{}", file.display());
        }
        let scheme = if self.is_secure() { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority)
    }
}

/// Why text is not an upstream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an upstream: {reason}")]
pub struct UpstreamError {
    text: String,
    reason: String,
    hint: String,
}

impl UpstreamError {
    /// What to write instead.
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

/// Whether an authority has a host, no user name, and a port that can be connected to, if any.
fn is_complete(authority: &Authority) -> bool {
    let port_is_sound = match authority.as_str().strip_prefix(authority.host()) {
        Some("") => true,
        Some(_) => authority.port_u16().is_some_and(|port| port != 0),
        None => false,
    };
    !authority.host().is_empty() && port_is_sound
}

#[cfg(test)]
mod tests {
    use super::Upstream;

    #[test]
    fn an_upstream_is_scheme_host_and_port() {
        for text in [
            "http://127.0.0.1:9000",
            "http://127.0.0.1:9000/",
            "HTTP://localhost",
            "http://[::1]:9000",
            "http://api.internal:80",
            "https://api.internal",
            #[cfg(unix)]
            "unix:/run/api.sock",
        ] {
            assert!(Upstream::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_none_says_what_to_write() {
        for (text, hint) in [
            ("127.0.0.1:9000", "write `http://127.0.0.1:9000`"),
            ("localhost:9000", "write `http://localhost:9000`"),
            ("", "write it like `http://127.0.0.1:9000`"),
            ("not a url", "write it like `http://127.0.0.1:9000`"),
            ("http://", "write it like `http://127.0.0.1:9000`"),
            ("http://:9000", "write it like `http://127.0.0.1:9000`"),
            ("http://host:99999", "write it like `http://127.0.0.1:9000`"),
            ("http://host:0", "write it like `http://127.0.0.1:9000`"),
            ("http://host:", "write it like `http://127.0.0.1:9000`"),
            ("http://ho st", "write it like `http://127.0.0.1:9000`"),
            ("ftp://host", "write it like `http://127.0.0.1:9000`"),
            ("http://host:9000/api", "write `http://host:9000`"),
            ("http://host:9000?a", "write `http://host:9000`"),
            ("http://me:secret@host:9000", "write `http://host:9000`"),
            ("https://me:secret@host", "write `https://host`"),
            ("https://host/api", "write `https://host`"),
            ("unix:api.sock", "write it like `unix:/run/api.sock`"),
            ("unix:///run/api.sock", "write it like `unix:/run/api.sock`"),
        ] {
            let error = Upstream::parse(text).expect_err(text);
            assert_eq!(error.hint(), hint, "{text}");
            assert!(error.to_string().starts_with(&format!("{text:?} is not an upstream: ")));
        }
    }
}
