//! What a reader makes of a configuration.

use super::draft::Draft;
use super::program::Program;

/// What a reader reads.
pub(crate) enum Read {
    /// What is said of CORS, field by field.
    Draft(Draft),
    /// What is done with headers.
    Program(Program),
}
