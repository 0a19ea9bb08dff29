//! A decision by a call: for the policy in force and the one in its shadow, compiled once.

use crosscheck::server::Decision;
use crosscheck::server::Policy;
use crosscheck::server::RequestHead;

use crate::origin_source::says;

/// One copy for each kind of head.
#[inline(never)]
pub(crate) fn decide<'p>(
    policy: &'p Policy,
    request: &impl RequestHead,
    is_known: Option<bool>,
) -> Decision<'p> {
    policy.decide_with(request, says(is_known))
}
