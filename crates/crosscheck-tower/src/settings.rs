//! What is chosen beside the policy.

use crosscheck_service::Blocked;
use crosscheck_service::SchemeSource;
use http::Extensions;
use http::HeaderName;
use http::Uri;

/// Which requests pass, and what is known of them beside their heads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) blocked: Blocked,
    pub(crate) scheme: SchemeSource<HeaderName>,
    pub(crate) uri_of: Option<fn(&Extensions) -> Option<&Uri>>,
}
