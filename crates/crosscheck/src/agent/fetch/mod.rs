//! Fetching: what is sent, hop by hop, and what an answer leads to.

mod cache_use;
mod condition;
mod connection;
mod failure;
mod fetch_metadata;
mod filtered_response;
mod http_cache;
mod http_fetch;
pub(in crate::agent) mod http_network_or_cache_fetch;
mod kept_way;
mod load_resource;
pub(in crate::agent) mod main_fetch;
pub(in crate::agent) mod outcome;
mod preflight_fetch;
mod preload_reuse;
mod redirect;
mod redirect_taint;
mod referrer;
mod request_origin;
mod revalidation;
pub(in crate::agent) mod run;
mod scheme_fetch;
mod sent_headers;
mod storage_access;
mod upgrade;
mod url_as_sent;
