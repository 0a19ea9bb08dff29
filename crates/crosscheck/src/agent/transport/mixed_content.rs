//! Mixed content: what is insecure in a secure page.

use url::Host;
use url::Url;

use crate::agent::address_space::AddressSpace;
use crate::agent::client::Client;
use crate::agent::client::Global;
use crate::agent::profile::Profile;
use crate::agent::profile::UpgradedHosts;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::wire::is_loopback;

/// Whether a client, or the page around it, came over TLS, so that nothing in it may come without.
///
/// Spec: <https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object>
pub(in crate::agent) fn prohibits_mixed_security_contexts(
    client: &Client,
    profile: &Profile,
) -> bool {
    if client.global == Global::SharedWorker && profile.shared_workers_mix_content {
        return false;
    }
    let own = client.url.as_ref().map_or_else(|| client.origin.scheme(), Url::scheme);
    own == "https" || client.top_level.scheme() == "https"
}

/// Whether upgradable content of a URL's host is upgraded.
pub(in crate::agent) fn is_upgraded_host(request: &Request, profile: &Profile) -> bool {
    let url = request.current_url();
    let Some(host) = url.host() else { return false };
    let is_this_machine = url.host_str().is_some_and(is_loopback);
    match profile.upgraded_hosts {
        UpgradedHosts::None => false,
        UpgradedHosts::Names => {
            matches!(host, Host::Domain(_))
                && !is_this_machine
                && !is_local_by_name(request, profile)
        }
        UpgradedHosts::AllButVersionFour => match host {
            Host::Domain(_) => !is_this_machine,
            Host::Ipv4(_) => false,
            Host::Ipv6(_) => true,
        },
        UpgradedHosts::All => !is_this_machine,
    }
}

/// Whether a URL leads into the local network by its very name, or by what the page said of it, and the
/// browser lets such requests go out from secure pages as they are.
///
/// Spec: <https://wicg.github.io/local-network-access/#integration-with-mixed-content>
pub(in crate::agent) fn is_local_by_name(request: &Request, profile: &Profile) -> bool {
    let is_of_worker =
        matches!(request.client.global, Global::DedicatedWorker | Global::ServiceWorker)
            && request.initiator != Initiator::WebSocket;
    if !profile.spares_local_mixed_content || is_of_worker {
        return false;
    }
    let url = request.current_url();
    let is_literal = match url.host() {
        Some(Host::Domain(name)) => is_loopback(name) || name.ends_with(".local"),
        Some(Host::Ipv4(address)) => space(address.into(), profile) != AddressSpace::Public,
        Some(Host::Ipv6(address)) => space(address.into(), profile) != AddressSpace::Public,
        None => false,
    };
    is_literal || request.target_address_space.is_some_and(|space| space != AddressSpace::Public)
}

fn space(address: core::net::IpAddr, profile: &Profile) -> AddressSpace {
    AddressSpace::of(address, profile)
}
