//! Where a gateway listens.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// An address with a port, or a socket in the file system.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two ways to listen")]
pub enum ListenAddress {
    /// An address and a port, such as `127.0.0.1:8080`.
    Address(SocketAddr),
    /// The path of a socket, written `unix:/run/crosscheck/gateway.sock`. Only this machine reaches it.
    File(PathBuf),
}

/// Why a text is none, and what to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListenAddressError {
    /// It is no address with a port.
    Address,
    /// After `unix:` there is no path that begins at the root.
    Path,
}

impl fmt::Display for ListenAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Address => "no address with a port; write it like `127.0.0.1:8080`",
            Self::Path => {
                "`unix:` needs a whole path; write it like `unix:/run/crosscheck/gateway.sock`"
            }
        })
    }
}

impl std::error::Error for ListenAddressError {}

impl FromStr for ListenAddress {
    type Err = ListenAddressError;

    /// `localhost` is understood; no other name is looked up.
    fn from_str(text: &str) -> Result<Self, ListenAddressError> {
        if let Some(path) = text.strip_prefix("unix:") {
            let is_whole = path.starts_with('/') && !path.ends_with('/') && !path.contains('\0');
            return if is_whole {
                Ok(Self::File(path.into()))
            } else {
                Err(ListenAddressError::Path)
            };
        }
        let numbers = match text.strip_prefix("localhost:") {
            Some(port) => format!("127.0.0.1:{port}"),
            None => text.to_owned(),
        };
        numbers.parse().map(Self::Address).map_err(|_| ListenAddressError::Address)
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::File(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl From<SocketAddr> for ListenAddress {
    fn from(address: SocketAddr) -> Self {
        Self::Address(address)
    }
}

#[cfg(test)]
mod tests {
    use super::ListenAddress;
    use super::ListenAddressError;

    #[test]
    fn an_address_or_a_socket_is_read_as_it_is_written() {
        for (text, written) in [
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("localhost:80", "127.0.0.1:80"),
            ("[::1]:80", "[::1]:80"),
            ("unix:/run/api.sock", "unix:/run/api.sock"),
        ] {
            let read: ListenAddress = text.parse().expect(text);
            assert_eq!(read.to_string(), written);
        }
        for text in ["8080", "example.com:80", "/run/api.sock", ""] {
            assert_eq!(text.parse::<ListenAddress>(), Err(ListenAddressError::Address), "{text}");
        }
        for text in ["unix:", "unix:run/api.sock", "unix:/run/", "unix:/a\0b"] {
            assert_eq!(text.parse::<ListenAddress>(), Err(ListenAddressError::Path), "{text}");
        }
    }
}
