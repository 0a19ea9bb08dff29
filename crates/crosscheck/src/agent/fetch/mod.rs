//! Fetching: what is sent, hop by hop, and what an answer leads to.

mod filtered_response;
mod http_fetch;
pub(in crate::agent) mod main_fetch;
mod preflight_fetch;
mod redirect;
mod request_origin;
pub(in crate::agent) mod run;
mod same_site;
mod scheme_fetch;
mod sent_headers;
