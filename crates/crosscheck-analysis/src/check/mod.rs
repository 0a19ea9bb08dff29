//! What live servers answered, told: as text, as JSON, as a drawing.
//!
//! Start with [`Checked`], made of the transcripts of `crosscheck-probe`, or of your own.

mod checked;
mod json;
mod report;
mod svg;

pub use checked::Checked;
pub use json::document;
pub use report::write;
pub use svg::draw;
