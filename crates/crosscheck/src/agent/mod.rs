//! The browser's side: the Fetch standard's CORS algorithms as a state machine without IO.
//!
//! [`start`] takes a [`Request`] and a [`UserAgent`] and says what to send; [`Wait::resume`] takes
//! the answer and says what to send next, or how it ended. Preflights, their cache, cookies,
//! redirects and the filtering of what script may read happen on the way. What browsers do
//! otherwise than the standard is data in [`Profile`].
//!
//! Owns what a browser sends and what script may see. Opens nothing, reads no clock: time comes in
//! as milliseconds since a fixed moment, 1970 if the dates of cookies shall count.
//!
//! # Example
//! ```
//! use crosscheck::agent::{Next, Profile, Response, UserAgent, set_up_fetch, start, FetchInit};
//! use crosscheck::wire::Origin;
//!
//! let page = Origin::parse("https://app.example").unwrap();
//! let mut browser = UserAgent::new(&Profile::CHROMIUM);
//! let request =
//!     set_up_fetch(&browser, &page, "https://api.example/", FetchInit::default()).unwrap();
//! let Next::Send(sent, wait) = start(request, &mut browser, 0) else { unreachable!() };
//! assert_eq!(sent.headers.get("Origin").unwrap(), b"https://app.example");
//!
//! // A server that says nothing about CORS: the page may not read.
//! let silent = Response { status: 200, ..Response::default() };
//! let Next::Done(outcome) = wait.resume(Some(silent), &mut browser, 0) else { unreachable!() };
//! assert!(outcome.result.is_err());
//! ```

mod address_space;
mod cache;
mod cause;
mod check;
mod context;
mod cookie_date;
mod cookies;
mod corp;
mod fetch;
mod filter;
mod http_fetch;
mod origin;
mod preflight;
mod preflight_fetch;
mod profile;
mod redirect;
mod request;
mod response;
mod safelist;
mod scheme_fetch;
mod sent_headers;
mod user_agent;
mod xhr_charset;

pub use address_space::AddressSpace;
pub use cache::CachedPreflight;
pub use cache::PreflightCache;
pub use cause::Cause;
pub use cause::Failure;
pub use cause::Stage;
pub use check::cors_check;
pub use check::tao_check;
pub use context::Credentialed;
pub use context::ElementInit;
pub use context::FetchInit;
pub use context::SetUpError;
pub use context::XhrInit;
pub use context::set_up_beacon;
pub use context::set_up_element;
pub use context::set_up_event_source;
pub use context::set_up_fetch;
pub use context::set_up_font;
pub use context::set_up_xhr;
pub use cookies::CookieJar;
pub use fetch::HttpRequest;
pub use fetch::Next;
pub use fetch::Outcome;
pub use fetch::Wait;
pub use fetch::start;
pub use profile::CacheModel;
pub use profile::ConsoleStyle;
pub use profile::CookieBytes;
pub use profile::Difference;
pub use profile::EmptyLocation;
pub use profile::MaxAgeRule;
pub use profile::OpaqueOriginsNamed;
pub use profile::PreflightRedirect;
pub use profile::Profile;
pub use profile::RangeRule;
pub use profile::RedirectHeaders;
pub use profile::StickyPreflight;
pub use profile::XhrCharset;
pub use request::CredentialsMode;
pub use request::Initiator;
pub use request::RedirectMode;
pub use request::Request;
pub use request::RequestBody;
pub use request::RequestMode;
pub use request::Tainting;
pub use response::FilteredResponse;
pub use response::Response;
pub use response::ResponseType;
pub use user_agent::UserAgent;
