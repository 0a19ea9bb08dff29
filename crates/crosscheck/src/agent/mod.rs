//! The browser's side.

mod profile;

pub use profile::Profile;
