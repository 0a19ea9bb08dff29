//! `Cross-Origin-Resource-Policy`: a server that keeps its answers from others' pages.

use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::Origin;

/// Whether a response may be embedded by a page of an origin that did not ask by CORS.
///
/// Anything but the three known values counts as absent.
///
/// Spec: <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check>
pub(in crate::agent) fn cross_origin_resource_policy_check(
    agent: &UserAgent,
    origin: &Origin,
    response_url: &url::Url,
    headers: &HeaderList,
) -> bool {
    let target = Origin::of(response_url);
    // 3. Anything but the three known values is none.
    // MISSING: 4. An embedder's policy.
    // 5. By the value.
    match headers.get("Cross-Origin-Resource-Policy").as_deref() {
        // Only the same origin.
        Some(b"same-origin") => origin.is_same_origin(&target),
        // Only the same site, and a secure answer only to a secure page.
        Some(b"same-site") => {
            let by_page =
                origin.is_opaque() && agent.profile.opaque_origins_are_of_their_pages_site;
            let origin = if by_page { &agent.top_level } else { origin };
            agent.is_schemelessly_same_site(origin, &target)
                && (origin.scheme() == "https" || response_url.scheme() != "https")
        }
        // Everybody.
        _ => true,
    }
}
