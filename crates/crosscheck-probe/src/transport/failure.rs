//! Why no answer came, and what to do about it.

use std::env;
use std::fmt;
use std::io;
use std::time::Duration;

use crosscheck::audit::NoAnswer;

/// Why a message was not answered.
#[derive(Clone, Debug)]
pub(crate) enum TransportError {
    /// HTTP cannot carry it.
    NotSendable { what: String },
    /// No name server knows the host.
    NameUnknown { host: String, reason: String },
    /// Nothing listens there, or nothing is reached.
    NotConnected { address: String, reason: String, is_refused: bool },
    /// The connection did not stand in time.
    ConnectTimeOut { address: String, patience: Duration },
    /// TLS did not come about, or the certificate is not trusted.
    Tls { host: String, reason: String, is_certificate: bool },
    /// The answer is no HTTP, or broke off.
    Http { reason: String },
    /// The answer's head is larger than any browser would take.
    HeadTooLarge,
    /// All the time is used up.
    TimeOut { patience: Duration },
}

impl TransportError {
    /// A stable name, for machines.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::NotSendable { .. } => "not-sendable",
            Self::NameUnknown { .. } => "name-unknown",
            Self::NotConnected { .. } => "not-connected",
            Self::ConnectTimeOut { .. } => "connect-time-out",
            Self::Tls { .. } => "tls",
            Self::Http { .. } => "http",
            Self::HeadTooLarge => "head-too-large",
            Self::TimeOut { .. } => "time-out",
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::NameUnknown { .. } | Self::NotConnected { .. } | Self::ConnectTimeOut { .. }
                if PROXIES.iter().any(|name| env::var_os(name).is_some_and(|v| !v.is_empty())) =>
            {
                "the environment names a proxy, and no proxy is asked here, only servers: run it where the \
                 server is reached, or forward a port to it and name that with `--resolve`"
            }
            Self::NotSendable { .. } => "leave out what HTTP cannot carry",
            Self::NameUnknown { .. } => {
                "check the spelling, or say where it is with `--resolve HOST:PORT:ADDRESS`"
            }
            Self::NotConnected { is_refused: true, .. } => {
                "start the server, or check the port in the URL"
            }
            Self::NotConnected { .. } => "check that this machine reaches the server's network",
            Self::ConnectTimeOut { .. } => {
                "check the address and the firewall, or wait longer with `--connect-timeout`"
            }
            Self::Tls { is_certificate: true, .. } => {
                "browsers refuse it too, unless they trust its issuer: name the issuer's certificate with \
                 `--cacert FILE`, or look past it with `--insecure`"
            }
            Self::Tls { .. } => "check that the port speaks TLS; a URL of http does without",
            Self::Http { .. } => {
                "check that the port speaks HTTP as browsers do: HTTP/1.1, or within TLS HTTP/2 too (write \
                 https for a port of TLS)"
            }
            Self::HeadTooLarge => "send less: headers of 64 KiB in all, and at most 256 lines",
            Self::TimeOut { .. } => "wait longer with `--max-time`",
        }
    }

    pub(super) fn from_connect(address: &str, error: &io::Error) -> Self {
        Self::NotConnected {
            address: address.to_owned(),
            reason: error.to_string(),
            is_refused: error.kind() == io::ErrorKind::ConnectionRefused,
        }
    }

    pub(super) fn from_http(error: &hyper::Error) -> Self {
        if error.is_parse_too_large() {
            return Self::HeadTooLarge;
        }
        let mut reason = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            reason.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        Self::Http { reason }
    }
}

/// Where programs look for a proxy.
const PROXIES: [&str; 6] =
    ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

impl From<TransportError> for NoAnswer {
    fn from(error: TransportError) -> Self {
        Self { name: error.name(), message: error.to_string(), hint: error.hint() }
    }
}

impl std::error::Error for TransportError {}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSendable { what } => write!(f, "{what}"),
            Self::NameUnknown { host, reason } => write!(f, "no address for `{host}`: {reason}"),
            Self::NotConnected { address, reason, .. } => {
                write!(f, "no connection to {address}: {reason}")
            }
            Self::ConnectTimeOut { address, patience } => {
                write!(f, "no connection to {address} within {} s", patience.as_secs_f64())
            }
            Self::Tls { host, reason, .. } => write!(f, "no TLS with `{host}`: {reason}"),
            Self::Http { reason } => write!(f, "no answer: {reason}"),
            Self::HeadTooLarge => write!(f, "no answer: its headers do not end"),
            Self::TimeOut { patience } => {
                write!(f, "no answer within {} s", patience.as_secs_f64())
            }
        }
    }
}
