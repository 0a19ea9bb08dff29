//! Why there is no fleet.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crosscheck_config::files::FileError;

/// Why a fleet cannot be served, or asked about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FleetError {
    /// The folder of policies cannot be read.
    #[error("the folder `{}` cannot be read: {error}", .path.display())]
    Folder {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The folder of what is in force cannot be read or written.
    #[error("what is in force cannot be kept in `{}`: {error}", .path.display())]
    Kept {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file of what is in force cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no listening there.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// Whoever can reach this machine would be told policies, and could pretend to be this server.
    #[error("{0} can be reached from elsewhere, and without TLS anybody there could read along")]
    InTheClear(SocketAddr),
    /// A certificate, a key or a list of authorities is none.
    #[error("`{}`: {error}", .path.display())]
    Tls {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: String,
    },
    /// A running server cannot be asked, or says something else.
    #[error("{url}: {error}")]
    Ask {
        /// Who was asked.
        url: String,
        /// What is wrong.
        error: String,
    },
    /// The system gives no thread or runtime.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl FleetError {
    /// What to do about it, if anybody knows.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Folder { .. } => {
                "make it, with a `NAME.toml` for each group, or `default.toml` for all"
            }
            Self::Kept { .. } => "choose a folder that can be written with `--state`",
            Self::Listen { .. } => "choose another address with `--listen` or `--admin`",
            Self::InTheClear(_) => {
                "give `--certificate`, `--key` and `--client-authorities`, or, where something else encrypts, \
                 `--in-the-clear`"
            }
            Self::Tls { .. } => {
                "it must be PEM; `openssl x509 -in FILE -noout -text` shows a certificate"
            }
            Self::Ask { .. } => {
                "give the address that `crosscheck fleet serve --admin` listens on, like `http://127.0.0.1:18001`"
            }
            Self::File(error) => return error.hint(),
            Self::Io(_) => return None,
        })
    }
}
