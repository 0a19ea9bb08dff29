//! What is chosen beside the policy.

use crosscheck_service::Blocked;
use crosscheck_service::SchemeSource;
use crosscheck_service::http_crate::HttpHead;
use http::Extensions;
use http::HeaderName;
use http::Request;
use http::Uri;

/// Which requests pass, and what is known of them beside their heads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) blocked: Blocked,
    pub(crate) scheme: SchemeSource<HeaderName>,
    pub(crate) uri_of: Option<fn(&Extensions) -> Option<&Uri>>,
}

impl Settings {
    /// A request's head, as it is to be read.
    #[inline(always)]
    pub(crate) fn head<'r, B>(&'r self, request: &'r Request<B>) -> HttpHead<'r> {
        let head = HttpHead::of(request).with_scheme_of(&self.scheme);
        match self.uri_of.and_then(|uri_of| uri_of(request.extensions())) {
            Some(uri) => head.with_uri(uri),
            None => head,
        }
    }
}
