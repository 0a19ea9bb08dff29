//! A reqwest client that behaves as a page in a browser.
//!
//! [`Page::fetch`] is script's `fetch()`: of each hop reqwest carries one message, and the engine of
//! [`crosscheck`] decides what is sent (preflights, `Origin`, cookies, `Sec-Fetch-*`, `Referer`), what is kept (cookies,
//! preflights, answers) and what script may read. What it may not is an [`Error::Refused`], which tells the rule,
//! what the browser writes to its console, and what the server must say.
//!
//! # Example
//! ```
//! # use axum::Router;
//! # use axum::routing::put;
//! use crosscheck_reqwest::{Browser, Error, Profile};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let app = Router::new().route("/users/7", put(|| async { "saved" }));
//! # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
//! # let url = format!("http://{}/users/7", listener.local_addr().unwrap());
//! # tokio::spawn(async { axum::serve(listener, app).await });
//! // A server that knows nothing of CORS.
//! let browser = Browser::over(&Profile::CHROMIUM, reqwest::Client::builder().no_proxy())?;
//! let page = browser.page("http://localhost:3000/")?;
//! let Err(Error::Refused(refusal)) = page.fetch(reqwest::Client::new().put(&url)).await else {
//!     unreachable!("nobody lets the page in")
//! };
//! assert_eq!(refusal.rule().name(), "allow-origin-missing");
//! assert!(refusal.console()[0].contains("has been blocked by CORS policy"));
//! assert!(refusal.to_string().contains("fix   Access-Control-Allow-Origin: http://localhost:3000"));
//! # Ok(())
//! # }
//! ```
//!
//! # What is held
//! A browser keeps cookies, preflights and answers up to the engine's bounds, and an answer's body only where it may
//! be kept, says how long it is, and is no longer than the cache takes ([`Browser::KEPT_BODY`]). All other bodies
//! stream: [`Response::chunk`]. Redirects are followed 20 times, as browsers do. Time limits are reqwest's:
//! [`Browser::over`] takes a builder with yours.
//!
//! # What it does not do
//! The list is [the engine's](crosscheck::guide::browser). What the transport adds is reqwest's: `User-Agent`,
//! `Accept-Encoding`, the order of header lines, the versions of HTTP. Browsers stream bodies of requests over HTTP/2
//! only; here they go over any.
//!
//! # Features
//! None of its own. TLS, HTTP/2 and codings are as your reqwest has them, for there is one in a build: for `https:`
//! write `reqwest = { version = "0.13", features = ["rustls"] }` beside this crate.
#![forbid(unsafe_code)]
#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod browser;
mod carrier;
mod error;
mod fetch;
mod page;
mod refusal;
mod response;

pub use browser::Browser;
pub use crosscheck::agent::CacheMode;
pub use crosscheck::agent::Client;
pub use crosscheck::agent::Cookie;
pub use crosscheck::agent::CredentialsMode;
pub use crosscheck::agent::Profile;
pub use crosscheck::agent::RedirectMode;
pub use crosscheck::agent::RequestMode;
pub use crosscheck::agent::ResponseType;
pub use crosscheck::agent::UserAgent;
pub use crosscheck::catalog::FetchRule;
pub use error::Error;
pub use fetch::Fetch;
pub use fetch::IntoRequest;
pub use page::Page;
pub use refusal::Refusal;
pub use response::Response;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
