//! The head of a request, as Envoy has it.

use crosscheck::server::OwnScheme;
use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;

use crate::host::Exchange;

/// A request's head, of which a line is asked for when it is needed: most requests are decided on by one or
/// two, however many they have. What HTTP/1 has in its first line and in `Host`, Envoy has in lines whose
/// names begin with a colon, as HTTP/2 does.
#[derive(Debug)]
pub(crate) struct EnvoyHead<'e, E> {
    exchange: &'e E,
    origins: Option<(&'e [u8], usize)>,
}

impl<'e, E: Exchange> EnvoyHead<'e, E> {
    pub(crate) fn new(exchange: &'e E) -> Self {
        Self { exchange, origins: exchange.request_line(RequestHeader::Origin.name()) }
    }

    /// The first line of `Origin`: what a decision may echo.
    pub(crate) fn origin(&self) -> Option<&'e [u8]> {
        self.origins.map(|(first, _)| first)
    }

    fn first(&self, name: &str) -> &'e [u8] {
        self.exchange.request_line(name).unwrap_or_default().0
    }
}

/// Whether there is a request at all: Envoy answers by itself what it cannot read.
pub(crate) fn is_there(exchange: &impl Exchange) -> bool {
    exchange.request_line(":method").is_some()
}

impl<E: Exchange> RequestHead for EnvoyHead<'_, E> {
    fn method(&self) -> &str {
        str::from_utf8(self.first(":method")).unwrap_or_default()
    }

    fn path(&self) -> &str {
        str::from_utf8(self.first(":path")).unwrap_or_default()
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        let first = match header {
            RequestHeader::Origin => self.origins,
            _ => self.exchange.request_line(header.name()),
        };
        // Of nearly all there is one line. More are read in one pass.
        let (first, others) = match first {
            Some((_, 2..)) => (None, self.exchange.request_lines(header.name())),
            one => (one.map(|(line, _)| line), Vec::new()),
        };
        first.into_iter().chain(others)
    }

    fn is_own_origin(&self, origin: &[u8]) -> bool {
        // That it says `http` tells of the last hop only.
        let scheme = match self.first(":scheme") {
            b"https" => OwnScheme::Https,
            _ => OwnScheme::Unknown,
        };
        scheme.is_own_origin(origin, self.first(":authority"))
    }
}

#[cfg(test)]
mod tests {
    use crosscheck::server::RequestHead;
    use crosscheck::server::RequestHeader;

    use super::EnvoyHead;
    use crate::fake::FakeExchange;

    #[test]
    fn all_lines_of_a_name_are_there_in_order() {
        let list = ["access-control-request-headers", "x-b", "access-control-request-headers"];
        let sent = [(list[0], "x-a"), (list[1], "1"), (list[2], "x-c"), ("origin", "null")];
        let exchange = FakeExchange::new("OPTIONS", "/", &sent);
        let head = EnvoyHead::new(&exchange);
        let lines = |header| head.header_lines(header).collect::<Vec<_>>();
        assert_eq!(lines(RequestHeader::RequestHeaders), [b"x-a", b"x-c"]);
        assert_eq!(lines(RequestHeader::Origin), [b"null"]);
        assert!(lines(RequestHeader::RequestMethod).is_empty());
        assert_eq!((head.method(), head.path()), ("OPTIONS", "/"));
    }
}
