//! The log of whoever runs it.

/// A log.
pub(crate) trait Log {
    /// Writes one line.
    fn write(&self, level: Level, line: &str);
}

/// How much a line of the log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Info,
    Warning,
    Error,
}
