//! Hosts that are reached over TLS only: what a fetch learns of them, and where they lead it.

use alloc::boxed::Box;

use super::filtered_response::opaque_redirect;
use super::main_fetch::Fetch;
use super::main_fetch::Next;
use crate::agent::cause::Cause;
use crate::agent::cause::Stage;
use crate::agent::profile::HstsAudience;
use crate::agent::profile::Upgrade;
use crate::agent::request::RedirectMode;
use crate::agent::request::RequestMode;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;

impl Fetch {
    /// Takes in what an answer, be it to a preflight, says of how its host is to be reached.
    pub(super) fn learn_of_tls(&self, response: &Response, agent: &mut UserAgent, now_ms: u64) {
        let url = self.request.current_url();
        let top_level = &self.request.client.top_level;
        let is_heard = match agent.profile.hsts_audience {
            HstsAudience::Everybody => true,
            HstsAudience::OwnSite => agent.are_schemelessly_same_site(top_level, url),
            HstsAudience::OwnHost => Some(top_level.host()) == url.host_str(),
        };
        if is_heard {
            agent.hsts.learn(url, &response.headers, now_ms);
        }
    }

    /// Whether the network itself will lead an insecure request to TLS, as if by a redirect.
    pub(in crate::agent) fn is_led_to_tls(&self, agent: &UserAgent, now_ms: u64) -> bool {
        let url = self.request.current_url();
        agent.profile.hsts_upgrade == Upgrade::Redirect
            && url.scheme() == "http"
            && agent.goes_by_hsts(&self.request.client.top_level, url, now_ms)
    }

    /// Leads it there. To whoever asked it is a redirect like any other, but to handshakes.
    pub(super) fn redirect_to_tls(mut self: Box<Self>, agent: &mut UserAgent, now_ms: u64) -> Next {
        let is_handshake = self.request.mode == RequestMode::WebSocket;
        match self.request.redirect {
            RedirectMode::Error if !is_handshake => {
                self.fail(Cause::RedirectModeError, Stage::Response, None, agent)
            }
            RedirectMode::Manual => {
                let by_network = Response { status: 307, ..Response::default() };
                let filtered = opaque_redirect(&self.request, by_network);
                self.done(Ok(filtered))
            }
            RedirectMode::Error | RedirectMode::Follow => {
                self.request.upgrade(Upgrade::Redirect);
                self.main_fetch(agent, now_ms)
            }
        }
    }
}
