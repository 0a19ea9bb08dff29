//! The vocabulary that both sides of the wire share: origins, methods, header names, lists, classes.
//!
//! Owns the grammar and the classes of the Fetch standard. Decides nothing: a policy is
//! [`crate::server`]'s, a verdict [`crate::agent`]'s.
mod byte_set;
mod classes;
#[cfg(feature = "agent")]
mod combined_lines;
#[cfg(feature = "scenario")]
mod common_names;
mod cut;
#[cfg(feature = "agent")]
mod date;
mod header;
#[cfg(feature = "http")]
mod http_crate;
mod isomorphic;
mod limits;
mod list;
mod loopback;
mod method;
mod mime;
mod origin;
#[cfg(feature = "agent")]
mod origin_of_url;
mod origin_spelling;
#[cfg(feature = "public-suffix")]
mod public_suffix;
mod punycode;
mod range;
#[cfg(feature = "agent")]
mod site;
#[cfg(feature = "agent")]
mod tuple_origin;
#[cfg(feature = "agent")]
pub(crate) mod words;

pub(crate) use byte_set::ByteSet;
pub use classes::is_cors_safelisted_request_header;
pub use classes::is_cors_safelisted_response_header_name;
pub use classes::is_cors_unsafe_request_header_byte;
pub use classes::is_forbidden_request_header;
pub(crate) use classes::is_forbidden_request_header_name;
pub use classes::is_forbidden_response_header_name;
#[cfg(feature = "agent")]
pub(crate) use classes::is_http_scheme;
pub use classes::is_language_byte;
pub use classes::is_no_cors_safelisted_request_header;
pub use classes::is_request_body_header_name;
#[cfg(all(feature = "scenario", feature = "serde"))]
pub(crate) use common_names::header_name;
#[cfg(feature = "scenario")]
pub(crate) use common_names::lower_case_name;
pub(crate) use cut::cut;
pub(crate) use cut::cut_last;
pub(crate) use cut::holds;
pub(crate) use cut::joined;
pub(crate) use cut::lower;
pub(crate) use cut::replaced;
pub(crate) use cut::sorted;
pub(crate) use cut::split;
#[cfg(feature = "agent")]
pub(crate) use date::parse_cookie_date;
pub use header::HeaderList;
pub use header::is_header_value;
pub use header::normalize_header_value;
#[cfg(feature = "scenario")]
pub(crate) use isomorphic::decode_spelled;
pub use isomorphic::isomorphic_decode;
pub use isomorphic::isomorphic_encode;
pub use limits::DEFAULT_MAX_AGE_SECONDS;
pub use limits::REDIRECT_LIMIT;
pub use limits::SAFELISTED_TOTAL_LIMIT;
pub use limits::SAFELISTED_VALUE_LIMIT;
pub use list::delta_seconds;
pub use list::extract_token_list;
pub use list::get_decode_and_split;
pub use list::is_token;
pub(crate) use list::one_of;
pub use list::trim_http_tab_or_space;
pub use loopback::is_loopback;
pub use method::is_cors_safelisted_method;
pub use method::is_forbidden_method;
pub use method::normalize_method;
pub use mime::MimeEssence;
#[cfg(feature = "agent")]
pub(crate) use mime::is_javascript;
#[cfg(feature = "agent")]
pub(crate) use mime::is_never_script;
#[cfg(feature = "agent")]
pub(crate) use mime::other_charset;
pub use mime::parse_mime_essence;
pub use origin::Origin;
pub use origin::OriginError;
pub(crate) use origin::with_likely_scheme;
#[cfg(feature = "scenario")]
pub(crate) use origin_spelling::is_plain_origin;
#[cfg(feature = "public-suffix")]
pub(crate) use public_suffix::public_suffix;
#[cfg(feature = "public-suffix")]
pub use public_suffix::registrable_domain;
pub use range::RangeHeader;
pub use range::parse_single_range;
#[cfg(feature = "agent")]
pub(crate) use site::Party;
#[cfg(feature = "agent")]
pub(crate) use tuple_origin::have_one_origin;
#[cfg(feature = "scenario")]
pub(crate) use tuple_origin::serialize_origin_of;
