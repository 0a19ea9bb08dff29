//! Whether a page may reach a host that is closer to the user than the page is.

use crate::agent::address_space::is_loopback;
use crate::agent::cause::Cause;
use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;

/// Whether the page may reach a host that is closer to the user than the page is.
///
/// DEVIATES: the standard looks at the connection, so at the address that was reached; here
/// the host says beforehand where names lead.
///
/// Spec: <https://wicg.github.io/local-network-access/#local-network-access-check>
pub(in crate::agent) fn local_network_access_check(
    request: &Request,
    agent: &UserAgent,
) -> Result<(), Cause> {
    let space = agent.address_space(request.current_url().host_str().unwrap_or_default());
    let page = &agent.top_level;
    // Only some browsers look.
    // MISSING: 2 to 4. The page's own host is as close as the page; what script says of it is not asked.
    // 5. What is as close as the page, or farther, is open to it.
    if !agent.profile.checks_local_network
        || page.is_opaque()
        || space >= agent.address_space(page.host())
    {
        return Ok(());
    }
    // 5.2. A page that anybody on the way could have changed reaches nothing closer.
    if page.scheme() != "https" && !is_loopback(page.host()) {
        return Err(Cause::LocalNetworkInsecure { space });
    }
    // MISSING: 5.8 to 5.9. Workers, and policies for frames.
    // 5.11 to 5.13. Any other only if the user agreed.
    match agent.local_network_permission {
        true => Ok(()),
        false => Err(Cause::LocalNetworkDenied { space }),
    }
}
