//! Why a gateway was not started, and what to do about it.

use std::io;
use std::path::PathBuf;

use crosscheck_config::ListenAddress;
use crosscheck_config::files::FileError;
use crosscheck_gateway::CertificateError;
use crosscheck_gateway::RouteError;
use crosscheck_gateway::UpstreamError;

/// Why a gateway was not started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// A policy file is wrong.
    #[error(transparent)]
    File(#[from] FileError),
    /// What is named as an upstream is none.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    /// Upstreams do not fit beside each other.
    #[error(transparent)]
    Route(#[from] RouteError),
    /// No server is behind it.
    #[error("the gateway has nothing to stand in front of")]
    NoUpstream,
    /// Nobody can listen there.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: ListenAddress,
        /// What the system says.
        error: io::Error,
    },
    /// A certificate, a key or roots cannot be used.
    #[error("`{}`: {error}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: CertificateError,
    },
    /// A file of a certificate cannot be read.
    #[error("`{}` cannot be read: {error}", path.display())]
    CertificateFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The folder of tenants, or the one file, cannot be read.
    #[error("the tenants in `{}` cannot be read: {error}", path.display())]
    Tenants {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The system refused something.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ServeError {
    /// What to do about it, if anybody knows.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::File(error) => error.hint(),
            Self::Upstream(error) => Some(error.hint()),
            Self::NoUpstream => Some(
                "write `[[upstream]]` and below it `url = \"http://127.0.0.1:9000\"` into the file, or \
                 name one with `--upstream`",
            ),
            Self::Listen { address: ListenAddress::File(_), error } => Some(match error.kind() {
                io::ErrorKind::AddrInUse => {
                    "another program listens there; stop it, or choose another path"
                }
                io::ErrorKind::AlreadyExists => {
                    "it is not taken away, for it may be somebody's; choose another path, or remove it"
                }
                io::ErrorKind::PermissionDenied => {
                    "the gateway makes and removes the socket, so its user must be allowed to write into that \
                     folder; `RuntimeDirectory=` of systemd makes one in `/run`"
                }
                io::ErrorKind::ResourceBusy => {
                    "a program keeps that folder locked (`lsof` tells which); stop it, or choose another folder"
                }
                io::ErrorKind::NotFound => "make that folder; only the socket in it is made",
                _ => "choose another path",
            }),
            Self::Listen { error, .. } => Some(match error.kind() {
                io::ErrorKind::AddrInUse => {
                    "another program listens there; stop it, or choose another address with \
                     `--listen`, such as `--listen 127.0.0.1:0` for a free port"
                }
                io::ErrorKind::PermissionDenied => {
                    "ports below 1024 need privileges; choose a higher one with `--listen`"
                }
                _ => "choose an address of this machine with `--listen`",
            }),
            Self::Tenants { .. } => Some(
                "make that folder, with a `HOST.toml` for each host, or that file, with a `[\"HOST\".cors]` for each",
            ),
            Self::Certificate { .. } => Some(
                "it must be PEM; `openssl x509 -in FILE -noout -text` shows a certificate as others read it",
            ),
            Self::CertificateFile { .. } => {
                Some("paths of certificates are beside the gateway's file; see who may read it")
            }
            Self::Route(_) | Self::Io(_) => None,
        }
    }
}
