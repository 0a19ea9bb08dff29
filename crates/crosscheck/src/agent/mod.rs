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

mod api;
mod cache;
mod cause;
mod check;
mod cookies;
mod fetch;
mod local_network;
mod profile;
mod request;
mod response;
mod user_agent;

pub use api::set_up::Credentialed;
pub use api::set_up::ElementInit;
pub use api::set_up::FetchInit;
pub use api::set_up::SetUpError;
pub use api::set_up::XhrInit;
pub use api::set_up::set_up_beacon;
pub use api::set_up::set_up_element;
pub use api::set_up::set_up_event_source;
pub use api::set_up::set_up_fetch;
pub use api::set_up::set_up_font;
pub use api::set_up::set_up_xhr;
pub use cache::preflight::CachedPreflight;
pub use cache::preflight::PreflightCache;
pub use cause::Cause;
pub use cause::Failure;
pub use cause::Stage;
pub use check::cors::cors_check;
pub use check::timing::tao_check;
pub use cookies::jar::CookieJar;
pub use fetch::main_fetch::HttpRequest;
pub use fetch::main_fetch::Next;
pub use fetch::main_fetch::Outcome;
pub use fetch::main_fetch::Wait;
pub use fetch::main_fetch::start;
pub use local_network::address_space::AddressSpace;
pub use profile::answers::CacheModel;
pub use profile::answers::ConsoleStyle;
pub use profile::answers::CookieBytes;
pub use profile::answers::EmptyLocation;
pub use profile::answers::MaxAgeRule;
pub use profile::answers::OpaqueOriginsNamed;
pub use profile::answers::PreflightRedirect;
pub use profile::answers::RangeRule;
pub use profile::answers::RedirectHeaders;
pub use profile::answers::StickyPreflight;
pub use profile::answers::XhrCharset;
pub use profile::rows::Difference;
pub use profile::rows::Profile;
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
