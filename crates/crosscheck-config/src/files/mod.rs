//! Policy files on disk: read within bounds of bytes and time, and again while a server runs.
//!
//! A server that starts asks [`PolicyFiles::first`]; while it runs it holds [`Readings`], which are asked
//! whenever somebody says that the files have changed. All files are read and proven, or nothing is
//! loaded.

mod changes;
mod failure;
mod patience;
mod policy_files;
mod readings;
mod source;
mod stamp;

pub use changes::Changes;
pub use failure::FileError;
pub use policy_files::Loaded;
pub use policy_files::PolicyFiles;
pub use readings::Readings;
pub use source::Source;
pub use source::read_source;
pub use source::read_stream;
pub use stamp::Stamp;
