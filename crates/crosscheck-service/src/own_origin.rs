//! What a layer knows of the origin that it serves, and which requests it does not let through.

use crosscheck::server::Decision;
use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::opens_websocket;

/// How a server learns by which scheme pages reach it; `N` is a header's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeSource<N> {
    /// By the request and its connection: `https` if they say so, else [unknown](OwnScheme::Unknown).
    /// That they say `http` tells of the last hop only: browsers speak neither HTTP/2 nor targets in
    /// absolute form over plain `http` to a server, proxies do.
    #[default]
    Request,
    /// It is told beforehand.
    Told(OwnScheme),
    /// By a header that a proxy sets on every request, whatever strangers wrote there: `https` or
    /// `http`, one line; anything else leaves it unknown.
    Header(N),
}

impl<N> SchemeSource<N> {
    /// The scheme of a request.
    ///
    /// In: whether the request or its connection says `https`; the lines of a header.
    pub fn scheme<'r, I: Iterator<Item = &'r [u8]>>(
        &self,
        says_https: bool,
        lines: impl FnOnce(&N) -> I,
    ) -> OwnScheme {
        match self {
            Self::Request if says_https => OwnScheme::Https,
            Self::Request => OwnScheme::Unknown,
            Self::Told(scheme) => *scheme,
            Self::Header(name) => {
                let mut lines = lines(name);
                match (lines.next(), lines.next()) {
                    (Some(line), None) => OwnScheme::named(line.trim_ascii()),
                    _ => OwnScheme::Unknown,
                }
            }
        }
    }
}

/// Which requests a layer answers with 403, so that they never reach the service: by default none,
/// since browsers enforce what the answer says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blocked {
    /// Handshakes of WebSockets of pages that may not read.
    pub websockets: bool,
    /// Everything that pages ask which may not read.
    pub refused: bool,
}

impl Blocked {
    /// The status of an answer without a body that is given at once, without the service: a preflight's, or
    /// 403 for what is blocked. `None` if the service answers.
    #[inline]
    pub fn status_at_once(
        self,
        decision: &Decision<'_>,
        request: &impl RequestHead,
    ) -> Option<u16> {
        match decision {
            Decision::Preflight { status, .. } => Some(*status),
            Decision::Actual { verdict: Err(_), .. } => self.includes(request).then_some(403),
            Decision::Actual { verdict: Ok(()), .. } | Decision::NotCors { .. } => None,
        }
    }

    /// Whether a request is among them if it is refused.
    #[inline(never)]
    fn includes(self, request: &impl RequestHead) -> bool {
        self.refused || (self.websockets && opens_websocket(request))
    }
}
