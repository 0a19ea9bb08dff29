//! What a page asks: each API and element, and how it sets up its request.
//!
//! One type for all of them is [`PageRequest`]: it knows what the page said, and
//! [`PageRequest::set_up`] makes of it what the Fetch standard calls a request, or fails as the API
//! fails in script.

mod bare_request;
mod beacon;
mod body;
mod element;
mod event_source;
mod fetch;
mod form;
mod page_request;
mod script_set;
mod set_up_error;
mod users;
mod xhr;
mod xhr_charset;

pub use body::BodyInit;
pub use body::BodyKind;
pub use element::CorsSettings;
pub use element::ElementInit;
pub use element::PreloadDestination;
pub use fetch::FetchInit;
pub use form::FormEncoding;
pub use form::FormInit;
pub use page_request::PageRequest;
pub use set_up_error::SetUpError;
pub use users::Api;
pub use xhr::XhrInit;
