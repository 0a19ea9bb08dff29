//! Numbers that the Fetch standard fixes for everybody. Those that browsers choose are in their profiles.

/// The longest value of a safelisted request header, in bytes.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
pub const SAFELISTED_VALUE_LIMIT: usize = 128;

/// How long the values of all safelisted request headers may be together, in bytes.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>
pub const SAFELISTED_TOTAL_LIMIT: usize = 1024;

/// How many redirects are followed.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-request-redirect-count>
pub const REDIRECT_LIMIT: u32 = 20;

/// For how many seconds a preflight's answer holds that names no age.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>
pub const DEFAULT_MAX_AGE_SECONDS: u64 = 5;
