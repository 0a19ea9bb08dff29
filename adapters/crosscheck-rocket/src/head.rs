//! A request of Rocket, as `crosscheck` reads it.

use std::ops::Deref;

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;
use crosscheck_service::RequestHost;
use rocket::Request;

/// A request whose policy is to be chosen: all that Rocket knows of it.
#[derive(Clone, Copy, Debug)]
pub struct RocketHead<'a, 'r>(pub(crate) &'a Request<'r>);

impl<'r> Deref for RocketHead<'_, 'r> {
    type Target = Request<'r>;

    fn deref(&self) -> &Request<'r> {
        self.0
    }
}

impl RequestHost for RocketHead<'_, '_> {
    fn host(&self) -> Option<&str> {
        let mut lines = self.headers().get("host");
        match (lines.next(), lines.next()) {
            (Some(host), None) => Some(host),
            (Some(_), Some(_)) => None,
            // HTTP/2 has it elsewhere, in parts.
            (None, _) => {
                let spelled = || self.0.host().map(|host| Authority(host.to_string()));
                self.0.local_cache(spelled).as_ref().map(|Authority(host)| host.as_str())
            }
        }
    }
}

/// The host that HTTP/2 names, in the request's local cache.
struct Authority(String);

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
        let asked = RocketHead(self.request);
        asked.host().is_some_and(|host| self.own_scheme.is_own_origin(origin, host.as_bytes()))
    }
}
