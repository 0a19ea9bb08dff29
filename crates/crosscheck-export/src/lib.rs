//! CORS as the configuration of the server that people already have.
//!
//! [`fix`] turns one refusal into the least that one kind of server needs to let it through; [`export`](export())
//! a whole policy into a server's configuration, with its [losses](Loss). Owns what each server's syntax
//! and habits ask for; decides nothing: what must be said comes from
//! [`crosscheck::diagnosis::RequiredHeaders`] and [`Policy::statements`](crosscheck::server::Policy::statements).
//! Runs nothing, reads nothing.
//!
//! # Example
//! ```
//! use crosscheck::diagnosis::read;
//! use crosscheck_export::{Server, fix};
//!
//! let console = "Access to fetch at 'https://api.example/' from origin 'https://app.example' has \
//!                been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present \
//!                on the requested resource.";
//! let patch = fix(&read(console)[0].refusal, Server::Nginx).unwrap();
//! assert!(patch.parts[0].text.contains("\"https://app.example\" $http_origin;"));
//! ```
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

mod export;
mod fix;
mod hosts;
mod import;
mod server;
mod targets;

pub use export::ConfigFile;
pub use export::Effect;
pub use export::Export;
pub use export::Loss;
pub use export::LossKind;
pub use export::export;
pub use export::exported_servers;
pub use fix::Fix;
pub use fix::Part;
pub use fix::fix;
pub use fix::fix_all;
pub use fix::in_chinese;
pub use import::ImportError;
pub use import::Imported;
pub use import::Remark;
pub use import::import;
pub use import::import_with;
pub use import::imported_servers;
pub use server::Server;
