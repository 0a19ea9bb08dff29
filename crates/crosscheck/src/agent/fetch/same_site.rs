//! Whether a request counts as coming from the site that it goes to.

use super::request_origin::RedirectTaint;
use super::request_origin::redirect_taint;
use crate::agent::cookies::jar::Situation;
use crate::agent::request::Request;
use crate::agent::user_agent::UserAgent;
use crate::wire::Origin;

/// What cookies are judged by for a request.
pub(in crate::agent) fn situation<'a>(
    request: &'a Request,
    agent: &UserAgent,
    now_ms: u64,
) -> Situation<'a> {
    Situation {
        url: request.current_url(),
        same_site: is_same_site_request(request, agent),
        profile: agent.profile,
        registrable_domain: agent.registrable_domain,
        now_ms,
    }
}

/// Whether a request counts as coming from the site that it goes to, redirects considered.
fn is_same_site_request(request: &Request, agent: &UserAgent) -> bool {
    agent.is_same_site(&agent.top_level, &Origin::of(request.current_url()))
        && agent.is_same_site(&agent.top_level, &request.origin)
        && redirect_taint(request, agent) != RedirectTaint::CrossSite
}
