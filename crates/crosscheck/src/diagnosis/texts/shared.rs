//! What several browsers write alike.

use super::text::Text;
use super::text::reason;
use super::text::written;
use crate::catalog::FetchRule;

written!(
    LOCAL_RESOURCE = reason(
        "Not allowed to load local resource: {url}",
        &[FetchRule::LocationScheme, FetchRule::SchemeNotHttp],
    ),
    REFUSED_HEADER =
        reason("Refused to set unsafe header \"{header}\"", &[FetchRule::ForbiddenHeader]),
    DENIED_HEADER = reason(
        "Attempt to set a forbidden header was denied: {header}",
        &[FetchRule::ForbiddenHeader],
    ),
);

/// What the engine does not come to.
pub(in crate::diagnosis) const ONLY_READ: &[Text] =
    &[reason("Refused to get unsafe header \"{header}\"", &[FetchRule::HeaderNotExposed])];
