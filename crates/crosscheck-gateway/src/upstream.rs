//! Where requests are forwarded to.

use http::Uri;
use http::uri::Authority;
use http::uri::PathAndQuery;
use http::uri::Scheme;
use thiserror::Error;

/// An upstream server: `http://host[:port][/prefix]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    authority: Authority,
    prefix: String,
}

/// Why text does not name an upstream. Each message says what to write.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UpstreamError {
    /// Not a URL with a scheme and a host.
    #[error("`{0}` is not a URL; write scheme, host and port, such as `http://127.0.0.1:9000`")]
    NotAUrl(String),
    /// TLS to the upstream.
    #[error(
        "`{0}`: TLS to the upstream is not supported yet; write an `http://` URL, or put a TLS \
         client in between"
    )]
    Tls(String),
    /// A scheme that is not HTTP.
    #[error("`{0}` is not an HTTP URL; write `http://` and the upstream's host and port")]
    NotHttp(String),
    /// A query or a user name.
    #[error("`{0}` carries more than scheme, host, port and path; leave the rest out")]
    TooMuch(String),
}

impl Upstream {
    /// Parses an upstream's URL. A path becomes the prefix of every forwarded path.
    pub fn parse(text: &str) -> Result<Self, UpstreamError> {
        let uri: Uri = text.parse().map_err(|_| UpstreamError::NotAUrl(text.into()))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(UpstreamError::NotAUrl(text.into()));
        };
        if scheme == Scheme::HTTPS {
            return Err(UpstreamError::Tls(text.into()));
        }
        if scheme != Scheme::HTTP {
            return Err(UpstreamError::NotHttp(text.into()));
        }
        let path = parts.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        if path.query().is_some() || authority.as_str().contains('@') {
            return Err(UpstreamError::TooMuch(text.into()));
        }
        if authority.host().is_empty() {
            return Err(UpstreamError::NotAUrl(text.into()));
        }
        Ok(Self { authority, prefix: path.path().trim_end_matches('/').into() })
    }

    /// The authority that `Host` names.
    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Where a request for a path goes; `None` if the path cannot stand in a URL.
    pub(crate) fn target(&self, path: &PathAndQuery) -> Option<Uri> {
        let path: PathAndQuery = match self.prefix.as_str() {
            "" => path.clone(),
            prefix => format!("{prefix}{path}").parse().ok()?,
        };
        Uri::builder()
            .scheme(Scheme::HTTP)
            .authority(self.authority.clone())
            .path_and_query(path)
            .build()
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Upstream;

    #[test]
    fn messages_say_what_to_write() {
        for (text, says) in [
            ("nonsense", "is not a URL"),
            ("", "is not a URL"),
            ("127.0.0.1:9000", "is not a URL"),
            ("https://api.example", "not supported yet"),
            ("ftp://files.example", "not an HTTP URL"),
            ("http://me:secret@api.example", "more than scheme"),
            ("http://api.example/?q", "more than scheme"),
        ] {
            let message = Upstream::parse(text).unwrap_err().to_string();
            assert!(message.contains(says), "{text}: {message}");
        }
    }

    #[test]
    fn a_path_becomes_a_prefix() {
        let upstream = Upstream::parse("http://127.0.0.1:9000/v1/").unwrap();
        let target = upstream.target(&"/users?page=2".parse().unwrap()).unwrap();
        assert_eq!(target.to_string(), "http://127.0.0.1:9000/v1/users?page=2");
    }
}
