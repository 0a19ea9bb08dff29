//! What a stranger may cost us.

use std::time::Duration;

/// Bounds on time and memory. The defaults suit a gateway on the open net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a plain record: people write it as a literal")]
pub struct Limits {
    /// For a client to send a request's head, and how long an idle connection is kept: 30 s.
    pub head: Duration,
    /// The most bytes that a request's head may take, and that are buffered per direction: 64 KiB.
    pub head_bytes: usize,
    /// The most header lines that a request or an answer may have: 100.
    pub header_lines: usize,
    /// To connect to the upstream; past it the answer is a 504: 5 s.
    pub connect: Duration,
    /// For the upstream to begin its answer, counted anew for each part of the request's body that
    /// it takes; past it the answer is a 504: 60 s.
    pub answer: Duration,
    /// For either side to give the next part of a body, or to take what it is sent; past it a request
    /// is answered with 408, and an answer broken off: 60 s.
    pub progress: Duration,
    /// To finish what is under way when told to stop: 10 s.
    pub drain: Duration,
}

impl Limits {
    /// hyper's own limit is 100, too, and costs less than the same number said: counted, 500
    /// instructions for each message.
    pub(crate) fn header_lines_for_hyper(&self) -> Option<usize> {
        (self.header_lines != 100).then_some(self.header_lines)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            head_bytes: 64 * 1024,
            header_lines: 100,
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(60),
            progress: Duration::from_secs(60),
            drain: Duration::from_secs(10),
        }
    }
}
