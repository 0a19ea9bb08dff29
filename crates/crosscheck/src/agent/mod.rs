//! The browser's side: the Fetch standard's CORS algorithms as a state machine without IO.
//!
//! [`api::PageRequest`] is what a page asks; it becomes a [`Request`]. [`fetch`] runs it over a
//! [`Network`], [`fetch_async`] over one that has to be awaited. Beneath them [`start`] says what to
//! send, and [`Wait::resume`] takes the answer and says what to send next, or how it ended.
//! Preflights, their cache, cookies, redirects and the filtering of what script may read happen on
//! the way; [`element`] tells what an element makes of the answer. What browsers do otherwise than
//! the standard is data in [`Profile`].
//!
//! Owns what a browser sends and what script may see. Opens nothing, reads no clock: time comes in
//! as milliseconds since a fixed moment, 1970 if the dates of cookies shall count.
//!
//! # Example
//! ```
//! use crosscheck::agent::api::{FetchInit, PageRequest};
//! use crosscheck::agent::{Next, Profile, Response, UserAgent, start};
//! use crosscheck::wire::Origin;
//!
//! let page = Origin::parse("https://app.example").unwrap();
//! let mut browser = UserAgent::new(&Profile::CHROMIUM);
//! let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
//! let request = asked.set_up(&browser, &page).unwrap();
//! let Next::Send(sent, wait) = start(request, &mut browser, 0) else { unreachable!() };
//! assert_eq!(sent.headers.get("Origin").unwrap(), &b"https://app.example"[..]);
//!
//! // A server that says nothing about CORS: the page may not read.
//! let silent = Response { status: 200, ..Response::default() };
//! let Next::Done(outcome) = wait.resume(Some(silent), &mut browser, 0) else { unreachable!() };
//! assert!(outcome.result.is_err());
//! ```

mod address_space;
pub mod api;
mod body;
mod cache;
mod cause;
mod check;
mod client;
mod cookies;
mod destination;
pub mod element;
mod fetch;
#[cfg(feature = "http")]
mod http_crate;
mod integrity;
mod local_network;
mod permissions;
mod policy;
pub mod profile;
mod remark;
mod request;
mod response;
mod same_site;
mod transport;
mod user_agent;

pub use address_space::AddressSpace;
pub use body::Body;
pub use cache::consumer::PreloadMismatch;
pub use cache::http::store::CachedResponse;
pub use cache::http::store::HttpCache;
pub use cache::memory::MemoryCache;
pub use cache::preflight::CachedPreflight;
pub use cache::preflight::PreflightCache;
pub use cache::preload::PreloadCache;
pub use cause::Cause;
pub use cause::Failure;
pub use cause::OpaqueResponseBlock;
pub use cause::Stage;
pub use check::cors::cors_check;
pub use check::timing::tao_check;
pub use client::Client;
pub use client::Global;
pub use client::PageUrlError;
pub use cookies::cookie::Cookie;
pub use cookies::cookie::SameSite;
pub use cookies::issue::CookieIssue;
pub use cookies::jar::CookieJar;
pub use cookies::situation::PartitionKey;
pub use destination::Destination;
pub use fetch::main_fetch::HttpRequest;
pub use fetch::main_fetch::Next;
pub use fetch::main_fetch::Wait;
pub use fetch::main_fetch::start;
pub use fetch::outcome::Outcome;
pub use fetch::run::AsyncNetwork;
pub use fetch::run::Network;
pub use fetch::run::fetch;
pub use fetch::run::fetch_async;
pub use integrity::Algorithm;
pub use permissions::LocalNetworkPermissions;
pub use policy::embedder::EmbedderPolicy;
pub use policy::insecure_requests::InsecureRequestsPolicy;
pub use policy::referrer::ReferrerPolicy;
pub use profile::Profile;
pub use remark::MixedContent;
pub use remark::Prompt;
pub use remark::Remark;
pub use remark::SiteData;
pub use remark::SiteDataCleared;
pub use request::CacheMode;
pub use request::CredentialsMode;
pub use request::Initiator;
pub use request::RedirectMode;
pub use request::Referrer;
pub use request::Request;
pub use request::RequestBody;
pub use request::RequestMode;
pub use request::Tainting;
pub use response::FilteredResponse;
pub use response::Response;
pub use response::ResponseType;
pub use transport::hsts::HstsList;
#[cfg(feature = "scenario")]
pub(crate) use user_agent::REGISTRABLE_DOMAIN;
pub use user_agent::UserAgent;
