//! The policy file of crosscheck: TOML, one `[cors]` table, `[[assert]]` tables about it, a `[gateway]`
//! table, an `[[upstream]]` for each server behind it, mistakes shown where they stand, all at once.
//!
//! Start with [`read`]: the text of a file in, a [`Reading`] out. It holds the
//! [`Policy`](crosscheck::server::Policy), if the file is one, and a [`Report`] of all that is to be
//! said about it, which is rendered for people, as JSON, and as SARIF.
//!
//! Owns the shape of the file. What a value may be is the library's to say; this finds the place in
//! the file that it speaks of.
//!
//! # Example
//! ```
//! use crosscheck_config::ReadOptions;
//! use crosscheck_config::read;
//!
//! let reading = read(
//!     "crosscheck.toml",
//!     "[cors]\norigins = [\"https://app.example.com/\"]\n",
//!     ReadOptions::default(),
//! );
//! assert!(reading.policy.is_none());
//! let mistake = &reading.report.diagnostics[0];
//! assert_eq!(mistake.kind.name(), "invalid-origin");
//! assert_eq!(mistake.span, 18..44);
//! ```
//!
//! # Features
//! `files` reads policy files from disk, bounded in bytes and time, and again while a server runs; see
//! the module of that name. Without it the crate does no IO.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod assertions;
mod cors;
mod development;
mod document;
mod end_table;
#[cfg(feature = "files")]
pub mod files;
mod gateway;
mod gateway_table;
mod listen_address;
mod policy_text;
mod read_options;
mod reading;
mod report;
mod spans;
mod starter;
mod syntax;
mod table_reader;
mod upstream;
mod upstream_table;
pub mod visible;

pub use end_table::Completeness;
pub use gateway::AccessLogFormat;
pub use gateway::CertificateFiles;
pub use gateway::GatewaySettings;
pub use gateway::HostHeader;
pub use gateway::LimitSettings;
pub use ipnet::IpNet;
pub use listen_address::ListenAddress;
pub use listen_address::ListenAddressError;
pub use policy_text::policy_text;
pub use read_options::Environment;
pub use read_options::ReadOptions;
pub use reading::Proven;
pub use reading::Reading;
pub use reading::read;
pub use reading::read_below;
pub use reading::read_under;
pub use reading::schema;
pub use report::Diagnostic;
pub use report::Report;
pub use starter::Starter;
pub use upstream::UpstreamCorsSetting;
pub use upstream::UpstreamSettings;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
