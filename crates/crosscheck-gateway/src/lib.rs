//! A reverse proxy that puts correct CORS in front of any API.
//!
//! A [`Gateway`] stands between browsers and an [`Upstream`]. It answers preflights itself, forwards
//! everything else by streaming, takes the upstream's own CORS headers away and writes those of the
//! policy on every answer: a 404 of the upstream, and its own 502, included. What it does with a
//! request, step by step, is in [`phase`]. In front of several servers each is a [`Backend`]: some
//! hosts and a path, and a policy of its own or one that is shared.
//!
//! # Example
//! ```no_run
//! use crosscheck::server::{Config, Policy};
//! use crosscheck_gateway::{Gateway, Listeners, PolicyHandle, Upstream, run};
//!
//! let policy = Policy::new(&Config {
//!     origins: vec!["https://app.example".into()],
//!     ..Config::default()
//! })?;
//! let upstream = Upstream::parse("http://127.0.0.1:9000")?;
//! let gateway = Gateway::new(PolicyHandle::new(policy), upstream);
//! let listeners = Listeners::bind("127.0.0.1:8080".parse()?, std::thread::available_parallelism()?)?;
//! run(gateway, listeners, std::future::pending())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What this crate does not do
//! It holds no rule of CORS: `crosscheck` decides, this applies. It reads no file and no arguments,
//! writes no log: certificates come as text. Of upgrades only WebSockets are let through: of any other
//! protocol the `Upgrade` header is taken away, so the upstream answers as if it had not been asked.
//! `103 Early Hints` are not passed on.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod answer_body;
mod backend;
mod client_claims;
mod coalescing;
mod drain;
mod failure;
mod flow;
mod forwarded;
mod gateway;
mod gathered;
mod held;
pub mod hop;
mod limits;
mod listeners;
pub mod location;
mod loop_mark;
mod observer;
mod patience;
pub mod phase;
mod plain;
mod proxy_protocol;
mod received;
mod request_body;
mod rewound;
mod room;
mod routes;
mod run;
mod selector;
mod socket;
#[cfg(unix)]
mod socket_file;
mod stall;
mod stream;
mod streams;
mod tls;
mod upgrade;
mod upstream;
mod upstream_cors;
mod watched;

pub use answer_body::AnswerBody;
pub use answer_body::AnswerError;
pub use backend::Backend;
pub use crosscheck_service::PolicyHandle;
pub use crosscheck_service::PolicySnapshot;
pub use failure::Failure;
pub use forwarded::Client;
pub use forwarded::HostHeader;
pub use gateway::Gateway;
pub use ipnet::IpNet;
pub use ipnet::Ipv4Net;
pub use limits::Limits;
pub use listeners::Listeners;
pub use observer::AnsweredBy;
pub use observer::Exchange;
pub use observer::Observer;
pub use received::HeaderLines;
pub use received::ReceivedHead;
pub use routes::RouteError;
pub use run::run;
pub use tls::Certificate;
pub use tls::CertificateError;
pub use tls::ServerTls;
pub use tls::UpstreamTls;
pub use upstream::Upstream;
pub use upstream::UpstreamError;
pub use upstream::http1::answer_head::AnswerHead;
pub use upstream::http1::answer_reader::AnswerReader;
pub use upstream::http1::body_part::BodyPart;
pub use upstream::http1::grammar::AnswerGrammar;
pub use upstream_cors::UpstreamCors;
