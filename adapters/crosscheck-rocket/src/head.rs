//! A request of Rocket, as `crosscheck` reads it.

use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use rocket::Request;

/// A request's head, borrowed.
pub(crate) struct Head<'a, 'r>(pub(crate) &'a Request<'r>);

impl RequestHead for Head<'_, '_> {
    fn method(&self) -> &str {
        self.0.method().as_str()
    }

    fn path(&self) -> &str {
        self.0.uri().path().as_str()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.0.headers().get(header.name()).map(str::as_bytes)
    }
}
