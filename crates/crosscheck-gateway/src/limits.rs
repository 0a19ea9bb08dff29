//! What a stranger may cost us.

use std::time::Duration;

/// Bounds on time and memory. The defaults suit a gateway on the open net.
///
/// # Example
/// ```
/// use std::time::Duration;
///
/// use crosscheck_gateway::Limits;
/// let limits = Limits::default().answer(Duration::from_secs(300)).header_lines(200);
/// assert_eq!(limits.connect, Duration::from_secs(5), "whatever is not said is as it was");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Says how long a client has for a head, and an idle connection until it is closed.
    #[must_use]
    pub const fn head(mut self, head: Duration) -> Self {
        self.head = head;
        self
    }

    /// Says how many bytes a head may take.
    #[must_use]
    pub const fn head_bytes(mut self, bytes: usize) -> Self {
        self.head_bytes = bytes;
        self
    }

    /// Says how many lines a head may have.
    #[must_use]
    pub const fn header_lines(mut self, lines: usize) -> Self {
        self.header_lines = lines;
        self
    }

    /// Says how long it may take to connect to the upstream.
    #[must_use]
    pub const fn connect(mut self, connect: Duration) -> Self {
        self.connect = connect;
        self
    }

    /// Says how long the upstream has until its answer begins.
    #[must_use]
    pub const fn answer(mut self, answer: Duration) -> Self {
        self.answer = answer;
        self
    }

    /// Says how long either side has for the next part of a body.
    #[must_use]
    pub const fn progress(mut self, progress: Duration) -> Self {
        self.progress = progress;
        self
    }

    /// Says how long what is under way has when the gateway stops.
    #[must_use]
    pub const fn drain(mut self, drain: Duration) -> Self {
        self.drain = drain;
        self
    }

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
