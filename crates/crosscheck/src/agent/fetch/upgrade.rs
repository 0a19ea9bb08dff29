//! How a request for an insecure URL goes on: over TLS, as it is, or not at all.

use alloc::boxed::Box;

use url::Host;

use super::main_fetch::Fetch;
use super::redirect::is_followed_by_network;
use super::redirect::location_url;
use crate::agent::cause::Cause;
use crate::agent::client::Global;
use crate::agent::policy::insecure_requests::InsecureRequestsPolicy;
use crate::agent::profile::LoopbackUpgrade;
use crate::agent::profile::Profile;
use crate::agent::profile::Upgrade;
use crate::agent::remark::MixedContent;
use crate::agent::remark::Remark;
use crate::agent::request::Initiator;
use crate::agent::request::RedirectMode;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::transport::mixed_content::is_local_by_name;
use crate::agent::transport::mixed_content::is_upgraded_host;
use crate::agent::transport::mixed_content::prohibits_mixed_security_contexts;
use crate::agent::user_agent::UserAgent;
use crate::wire::is_loopback;

impl Fetch {
    /// Upgrades the request, or refuses it as mixed content, if that is what is to be done.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-main-fetch>
    pub(in crate::agent) fn upgrade_or_block(
        &mut self,
        agent: &UserAgent,
        now_ms: u64,
    ) -> Result<(), Cause> {
        let profile = agent.profile;
        let request = &self.request;
        let url = request.current_url();
        if url.scheme() != "http"
            || is_followed_by_network(request, profile) && request.url_list.len() > 1
        {
            return Ok(());
        }
        // 4. Upgrade the request if the page wants all of its requests upgraded.
        let is_this_machine = url.host_str().is_some_and(is_loopback);
        let is_redirect = request.url_list.len() > 1;
        // It goes by the name, wherever that leads.
        let is_mixed = prohibits_mixed_security_contexts(&request.client, profile);
        let policy = insecure_requests_policy(request, profile);
        let spares = match profile.loopback_upgrade {
            LoopbackUpgrade::Never => is_this_machine,
            LoopbackUpgrade::OnRedirects => is_this_machine && !is_redirect,
            LoopbackUpgrade::OfWebSockets => {
                is_this_machine && request.initiator != Initiator::WebSocket
            }
            LoopbackUpgrade::Always => false,
        };
        if policy == InsecureRequestsPolicy::Upgrade && !spares {
            self.remark(MixedContent::UpgradedByPolicy);
            if profile.tells_url_before_upgrade
                && !self.request.is_intercepted()
                && self.request.initiator == Initiator::Fetch
                && !is_redirect
            {
                self.request.asked_url = Some(self.request.current_url().clone());
            }
            self.upgrade_by_policy(profile);
            return Ok(());
        }
        // 5. Upgrade what is shown only, in a secure page.
        // To a service worker nothing is only shown.
        let is_of_service_worker = request.is_followed_by_service_worker();
        let is_upgradable = is_mixed && request.initiator.is_upgradable() && !is_of_service_worker;
        let is_known = profile.hsts_upgrade == Upgrade::SilentRedirect
            && agent.goes_by_hsts(&request.client.top_level, request.current_url(), now_ms);
        if is_upgradable && is_known {
            // What the page tells of itself is what it would tell without TLS.
            self.judge_referrer(agent);
            self.upgrade(profile.hsts_upgrade, profile);
            return Ok(());
        }
        if is_upgradable {
            let started_secure = is_redirect && request.initial_url().scheme() == "https";
            let is_upgraded = is_upgraded_host(request, profile)
                || (started_secure && profile.upgrades_any_redirected_host);
            let verdict = match url.host() {
                _ if is_upgraded => MixedContent::Upgraded,
                Some(Host::Domain(_)) => MixedContent::KeptForLocalNetwork,
                _ => MixedContent::KeptForAddress,
            };
            // A page that wants all of them upgraded is not told of those that are not.
            if is_upgraded || policy != InsecureRequestsPolicy::Upgrade {
                self.remark(verdict);
            }
            if is_upgraded {
                self.upgrade(profile.upgrade, profile);
                return Ok(());
            }
        }
        // 7. Anything else that is insecure in a secure page is refused.
        let trusts = is_this_machine
            && (profile.trusts_insecure_loopback || (is_upgradable && !is_redirect));
        let is_shown_as_it_is = self.request.initiator == Initiator::Track
            && profile.loads_mixed_tracks
            && policy != InsecureRequestsPolicy::BlockAll;
        if is_mixed && !trusts && is_shown_as_it_is {
            self.remark(MixedContent::Allowed);
        } else if is_mixed && !trusts {
            if is_of_service_worker || !is_local_by_name(&self.request, agent.profile) {
                let by_policy = policy == InsecureRequestsPolicy::BlockAll;
                return Err(Cause::MixedContent { by_policy });
            }
            self.remark(MixedContent::Allowed);
            // Who asks in its place is a worker, which is not spared.
            if self.request.is_intercepted() {
                return Err(Cause::MixedContent { by_policy: false });
            }
        }
        // 10. Hosts that are reached over TLS only.
        let manner = match profile.hsts_upgrade {
            Upgrade::Never
                if self.request.mode == RequestMode::WebSocket && profile.handshakes_go_by_hsts =>
            {
                Upgrade::SilentRedirect
            }
            manner => manner,
        };
        if matches!(manner, Upgrade::InPlace | Upgrade::SilentRedirect)
            && agent.goes_by_hsts(
                &self.request.client.top_level,
                self.request.current_url(),
                now_ms,
            )
        {
            self.upgrade(manner, profile);
        }
        Ok(())
    }

    /// Whether a redirect leads to what would be refused as mixed content, where that is asked before CORS is; with the
    /// fetch as it would be there.
    pub(super) fn led_to_mixed_content(
        &self,
        response: &Response,
        agent: &UserAgent,
        now_ms: u64,
    ) -> Option<(Box<Self>, Cause)> {
        let profile = agent.profile;
        let is_followed = response.is_redirect() && self.request.redirect == RedirectMode::Follow;
        if !is_followed || !profile.judges_mixed_content_of_redirects_first {
            return None;
        }
        let location = location_url(&self.request, response, profile).ok().flatten()?;
        let mut ahead = Box::new(self.clone());
        ahead.request.url_list.push(location);
        let cause = ahead.upgrade_or_block(agent, now_ms).err()?;
        Some((ahead, cause))
    }

    fn upgrade_by_policy(&mut self, profile: &Profile) {
        let request = &mut self.request;
        // A service worker is handed nothing but the URL that it comes to.
        let is_handed_over = request.is_intercepted() && request.url_list.len() == 1;
        // What a document upgrades in place it has judged by nothing else; for its workers that comes afterwards.
        let is_unjudged =
            profile.upgrade == Upgrade::InPlace && request.client.global == Global::Window;
        match is_handed_over || is_unjudged {
            true => request.upgrade(Upgrade::InPlace),
            false => self.upgrade(profile.upgrade, profile),
        }
    }

    fn upgrade(&mut self, manner: Upgrade, profile: &Profile) {
        if profile.judges_redirects_before_upgrade {
            if let [.., last, next] = &*self.request.url_list {
                let hop = (last.clone(), next.clone());
                self.request.upgraded_hops.push(hop);
            }
        }
        self.request.upgrade(manner);
    }

    /// Whether a redirect to mixed content is refused only after its preflight.
    pub(in crate::agent) fn is_refused_late(&self, cause: &Cause, profile: &Profile) -> bool {
        profile.refuses_mixed_redirects_late
            && matches!(cause, Cause::MixedContent { .. })
            && self.request.url_list.len() > 1
            && self.request.mode == RequestMode::Cors
    }

    fn remark(&mut self, verdict: MixedContent) {
        let url = self.request.current_url().clone();
        let is_redirect = self.request.url_list.len() > 1;
        self.remarks.push(Remark::MixedContent { url, is_redirect, verdict });
    }
}

/// What is to become of the insecure requests of who sends this one.
fn insecure_requests_policy(request: &Request, profile: &Profile) -> InsecureRequestsPolicy {
    // What a service worker wants its own script says.
    let is_of_service_worker = request.is_followed_by_service_worker();
    let is_of_workers_socket = request.initiator == Initiator::WebSocket
        && request.client.global != Global::Window
        && !profile.workers_upgrade_web_sockets;
    match is_of_service_worker || is_of_workers_socket {
        true => InsecureRequestsPolicy::default(),
        false => request.client.insecure_requests,
    }
}

impl Request {
    /// Whether it is behind a redirect that a service worker follows in its client's place.
    fn is_followed_by_service_worker(&self) -> bool {
        self.is_intercepted() && self.url_list.len() > 1
    }

    /// Whether the page's upgrade has led to its own origin, which then neither is asked for permission nor gives it.
    pub(in crate::agent) fn has_come_home(&self, profile: &Profile) -> bool {
        profile.upgrades_that_come_home_are_shared
            && self.url_list.len() == 2
            && self.left_by_upgrade.contains(&0)
            && self.is_at_home()
    }

    /// Turns to the same URL over TLS.
    pub(in crate::agent) fn upgrade(&mut self, manner: Upgrade) {
        let mut url = self.current_url().clone();
        // It fails only for schemes that are not HTTP.
        let _ = url.set_scheme("https");
        match manner {
            Upgrade::Never => return,
            Upgrade::InPlace => {
                self.url_list.pop();
            }
            Upgrade::Redirect | Upgrade::SilentRedirect => {
                if self.url_list.len() == 1 {
                    self.remember_start();
                }
                // What it was judged by before it was upgraded stays.
                let is_same_origin = self.is_at_home();
                self.tainting = match self.mode {
                    RequestMode::Cors if !is_same_origin => Tainting::Cors,
                    RequestMode::NoCors if !is_same_origin => Tainting::Opaque,
                    _ => self.tainting,
                };
            }
        }
        if manner == Upgrade::SilentRedirect {
            self.left_by_upgrade.push(self.url_list.len() - 1);
        }
        self.url_list.push(url);
    }
}
