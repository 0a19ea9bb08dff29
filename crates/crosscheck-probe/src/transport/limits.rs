//! How long an answer's head may be.

/// Bytes of an answer's head.
pub(super) const HEAD_LIMIT: usize = 64 << 10;
/// Lines of an answer's head.
pub(super) const LINE_LIMIT: usize = 256;
