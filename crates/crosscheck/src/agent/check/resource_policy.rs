//! `Cross-Origin-Resource-Policy`: a server that keeps its answers from others' pages.

use crate::agent::policy::embedder::EmbedderPolicy;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;

/// Whether a response may be embedded by a page of an origin that did not ask by CORS.
///
/// Anything but the three known values counts as absent: then the page's own policy says.
///
/// Spec: <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check>
pub(in crate::agent) fn cross_origin_resource_policy_check(
    agent: &UserAgent,
    request: &Request,
    headers: &HeaderList,
    with_credentials: bool,
) -> bool {
    let client = &request.client;
    let (origin, target) = (&client.origin, request.current_url());
    let is_navigation = request.mode == RequestMode::Navigate;
    // Who demands nothing may have any document in its frames.
    if is_navigation && client.embedder_policy == EmbedderPolicy::UnsafeNone {
        return true;
    }
    // 3. Anything but the three known values is none.
    let policy = headers.get("Cross-Origin-Resource-Policy");
    let policy: &[u8] = match policy.as_deref() {
        Some(policy @ (b"same-origin" | b"same-site" | b"cross-origin")) => policy,
        // 4. What says nothing is for its own origin, to a page that demands more.
        _ => {
            let asks_for_it = |policy| match policy {
                EmbedderPolicy::RequireCorp => true,
                EmbedderPolicy::Credentialless => with_credentials || is_navigation,
                EmbedderPolicy::UnsafeNone => false,
            };
            // Document isolation is not about frames.
            let by_isolation = !is_navigation && asks_for_it(client.isolation_policy);
            match by_isolation || asks_for_it(client.embedder_policy) {
                true => b"same-origin",
                false => b"cross-origin",
            }
        }
    };
    // 5. By the value.
    match policy {
        // Only the same origin.
        b"same-origin" => origin.is_of(target),
        // Only the same site, and a secure answer only to a secure page.
        b"same-site" => {
            let by_page = origin.is_opaque()
                && agent.profile.opaque_origins_are_of_their_pages_site
                && client.embedder_policy == EmbedderPolicy::UnsafeNone;
            let origin = if by_page { &client.top_level } else { origin };
            agent.are_schemelessly_same_site(origin, target)
                && (origin.scheme() == "https" || request.current_url().scheme() != "https")
        }
        // Everybody.
        _ => true,
    }
}
