//! A request of Rocket, as `crosscheck` reads it.

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use rocket::Request;

/// A request's head, borrowed.
pub(crate) struct Head<'a, 'r> {
    pub(crate) request: &'a Request<'r>,
    pub(crate) own_scheme: OwnScheme,
}

impl RequestHead for Head<'_, '_> {
    fn method(&self) -> &str {
        self.request.method().as_str()
    }

    fn path(&self) -> &str {
        self.request.uri().path().as_str()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.request.headers().get(header.name()).map(str::as_bytes)
    }

    fn is_own_origin(&self, origin: &[u8]) -> bool {
        let mut lines = self.request.headers().get("host");
        match (lines.next(), lines.next(), self.request.host()) {
            (Some(host), None, _) => self.own_scheme.is_own_origin(origin, host.as_bytes()),
            // HTTP/2 has it elsewhere.
            (None, _, Some(host)) => {
                self.own_scheme.is_own_origin(origin, host.to_string().as_bytes())
            }
            _ => false,
        }
    }
}
