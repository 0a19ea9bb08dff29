//! Reading a scenario as somebody wrote it: what would not be played as it is written is an error
//! with its place, and all errors are told at once.

mod error;
mod members;
mod notes;
mod shape;
mod value;

pub use error::Problem;
pub use error::ReadError;
pub use error::ScenarioError;
pub use error::ScenarioErrors;
pub use shape::read;
