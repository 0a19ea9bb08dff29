//! What redirects make of the request's origin.

use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;
use crate::wire::Origin;

/// How far a chain of redirects has strayed.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum RedirectTaint {
    SameOrigin,
    SameSite,
    CrossSite,
}

/// Spec: <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>
pub(in crate::agent) fn redirect_taint(request: &Request, agent: &UserAgent) -> RedirectTaint {
    let mut taint = RedirectTaint::SameOrigin;
    // 4. Walk over each hop: from the last URL to the next.
    let upgraded = request.upgraded_hops.iter().map(|(last, next)| (last, next));
    for (last, next) in request.hops().chain(upgraded) {
        let (last, next) = (Origin::of(last), Origin::of(next));
        // 4.2. Two sites that are neither each other's nor the request's: cross-site.
        if !agent.is_same_site(&last, &next) && !agent.is_same_site(&request.origin, &last) {
            return RedirectTaint::CrossSite;
        }
        // 4.3. Two origins that are neither each other's nor the request's: at least same-site.
        if !last.is_same_origin(&next) && !request.origin.is_same_origin(&last) {
            taint = RedirectTaint::SameSite;
        }
    }
    taint
}
