//! TLS on either side: which certificate a client is shown, and which an upstream must show.
//!
//! Reads no file: certificates and keys come as PEM text. TLS 1.2 and 1.3, by rustls.

mod certificate;
mod server;
mod stream;
mod upstream;

pub use certificate::Certificate;
pub use certificate::CertificateError;
pub use server::ServerTls;
pub(crate) use stream::UpstreamReader;
pub(crate) use stream::UpstreamWriter;
pub(crate) use stream::plain;
pub(crate) use stream::secret;
pub use upstream::UpstreamTls;
