//! What redirects make of the request's origin.

use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;
use crate::wire::have_one_origin;

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
        // 4.2. Two sites that are neither each other's nor the request's: cross-site.
        if !agent.are_same_site(last, next) && !agent.are_same_site(&request.origin, last) {
            return RedirectTaint::CrossSite;
        }
        // 4.3. Two origins that are neither each other's nor the request's: at least same-site.
        if !have_one_origin(last, next) && !request.origin.is_of(last) {
            taint = RedirectTaint::SameSite;
        }
    }
    taint
}
