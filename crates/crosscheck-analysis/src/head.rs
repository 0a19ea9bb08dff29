//! The head of a request that nobody sent.

use crosscheck::server::RequestHead;
use crosscheck::server::RequestHeader;

/// A request's head, as a policy reads it.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Head<'a> {
    /// The method.
    pub method: &'a str,
    /// The path, with its query.
    pub path: &'a str,
    /// Header lines, by names in lower case.
    pub headers: Vec<(&'static str, &'a str)>,
}

impl RequestHead for Head<'_> {
    fn method(&self) -> &str {
        self.method
    }

    fn path(&self) -> &str {
        self.path
    }

    fn header_lines(&self, header: RequestHeader) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |(n, _)| *n == header.name())
            .map(|(_, value)| value.as_bytes())
    }
}
