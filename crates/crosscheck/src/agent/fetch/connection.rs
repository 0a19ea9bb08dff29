//! Hosts that a browser connects to for nobody.

use super::main_fetch::Fetch;
use crate::agent::profile::UnspecifiedAddress;
use crate::agent::request::RequestMode;
use crate::agent::user_agent::UserAgent;

impl Fetch {
    /// Whether the browser does not connect to where this is going.
    pub(super) fn refuses_to_connect(&self, agent: &UserAgent) -> bool {
        let request = &self.request;
        let refuses = match agent.profile.unspecified_address {
            UnspecifiedAddress::Reached => false,
            UnspecifiedAddress::RefusedAtFirst => {
                request.url_list.len() == 1 || request.mode == RequestMode::Navigate
            }
            UnspecifiedAddress::Refused => true,
        };
        let host = request.current_url().host_str().unwrap_or_default();
        refuses && agent.address(host).is_some_and(|address| address.is_unspecified())
    }
}
