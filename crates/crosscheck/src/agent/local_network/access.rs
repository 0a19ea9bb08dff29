//! Whether a page may reach a host that is closer to the user than the page is.

use alloc::vec::Vec;

use crate::agent::address_space::AddressSpace;
use crate::agent::cause::Cause;
use crate::agent::client::Client;
use crate::agent::client::Global;
use crate::agent::profile::LocalNetworkChecks;
use crate::agent::remark::Prompt;
use crate::agent::remark::Remark;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::transport::trustworthy::is_potentially_trustworthy;
use crate::agent::user_agent::UserAgent;

/// Whether the page may reach a host that is closer to the user than the page is; what is noted on
/// the way goes to the remarks.
///
/// DEVIATES: the standard looks at the connection, so at the address that was reached; here
/// the host says beforehand where names lead.
///
/// Spec: <https://wicg.github.io/local-network-access/#local-network-access-check>
pub(in crate::agent) fn local_network_access_check(
    request: &Request,
    agent: &UserAgent,
    is_preflight: bool,
    remarks: &mut Vec<Remark>,
) -> Result<(), Cause> {
    let checks = agent.profile.local_network_checks;
    let is_unchecked_handshake = request.initiator == Initiator::WebSocket
        && !agent.profile.checks_web_sockets_into_local_network;
    if checks == LocalNetworkChecks::None || is_unchecked_handshake {
        return Ok(());
    }
    // 1. What is its own, and nobody on the way can change, is open to it.
    let url = request.current_url();
    if request.client.origin.is_of(url) && is_potentially_trustworthy(url) {
        return Ok(());
    }
    // What is where the page is from is as close as the page, unless that said otherwise.
    if request.target_address_space.is_none() && url.host_str() == Some(host(&request.client)) {
        return Ok(());
    }
    let space = agent.address_space(url.host_str().unwrap_or_default());
    let client_space = address_space(&request.client, agent);
    if checks == LocalNetworkChecks::ByPrompt {
        return ask(request, agent, (client_space, space), is_preflight, remarks);
    }
    // 2. Where the page said that the host is, it must be.
    // A service worker that asks in its place says nothing of it.
    let is_said = !request.is_intercepted() && !is_preflight;
    let other = request.target_address_space.filter(|expected| is_said && *expected != space);
    if let Some(expected) = other {
        return Err(Cause::LocalNetworkMismatch { expected, space });
    }
    // 3. What is as close as the page, or farther, is open to it; to a page of the network around the user
    // everything is.
    if space == AddressSpace::Public || client_space != AddressSpace::Public {
        return Ok(());
    }
    let is_of_document =
        request.mode != RequestMode::Navigate && request.client.global == Global::Window;
    if checks == LocalNetworkChecks::OfInsecurePages && !is_of_document {
        return Ok(());
    }
    // 4. A page that anybody on the way could have changed reaches nothing closer.
    if !request.client.is_secure_context() {
        return Err(Cause::LocalNetworkInsecure { space });
    }
    if checks == LocalNetworkChecks::OfInsecurePages {
        return Ok(());
    }
    // 5. Any other only if the user agreed, and the documents around it let them be asked.
    match agent.local_network_permissions(&request.client.top_level).of(space) {
        Some(true) if request.client.may_ask_for_local_network => Ok(()),
        _ => Err(Cause::LocalNetworkDenied { space }),
    }
}

/// The same where documents are checked, secure or not, and the user is asked.
fn ask(
    request: &Request,
    agent: &UserAgent,
    (client_space, space): (AddressSpace, AddressSpace),
    is_preflight: bool,
    remarks: &mut Vec<Remark>,
) -> Result<(), Cause> {
    let client = &request.client;
    if space >= client_space {
        return Ok(());
    }
    let url = request.current_url();
    let is_told = !is_preflight
        && !client.origin.is_opaque()
        && (client.global == Global::Window || request.initiator == Initiator::Xhr);
    let mut note = |prompt| {
        // A form is on its way when that is told, but for a refusal.
        let is_sent = request.initiator == Initiator::Form && prompt != Prompt::Denied;
        if is_told && !is_sent && agent.judges_surroundings {
            let address = agent.address(url.host_str().unwrap_or_default());
            remarks.push(Remark::LocalNetwork { url: url.clone(), address, prompt });
        }
    };
    if client_space != AddressSpace::Public {
        note(Prompt::None);
        return Ok(());
    }
    // The user decided about the page, and what it hands that on to; what has no origin of its own has the
    // page's.
    let has_pages = client.may_ask_for_local_network || client.origin.is_opaque();
    let decided =
        agent.local_network_permissions(&client.top_level).of(space).filter(|_| has_pages);
    if decided.is_none() {
        note(Prompt::Required);
    }
    match decided {
        Some(true) => {
            note(Prompt::Allowed);
            Ok(())
        }
        None if client.may_ask_for_local_network => {
            note(Prompt::None);
            Err(Cause::LocalNetworkUndecided { space })
        }
        _ => {
            note(Prompt::Denied);
            Err(Cause::LocalNetworkDenied { space })
        }
    }
}

/// Where a document or worker is from.
fn address_space(client: &Client, agent: &UserAgent) -> AddressSpace {
    // A file's, an extension's and an application's pages came from this machine.
    let own = client.url.as_ref().map_or(client.top_level.scheme(), |url| url.scheme());
    if !matches!(own, "" | "http" | "https" | "about" | "blob" | "data") {
        return AddressSpace::Loopback;
    }
    agent.address_space(host(client))
}

/// The host that a document or worker is from.
fn host(client: &Client) -> &str {
    let own = client.url.as_ref().and_then(|url| url.host_str());
    own.unwrap_or_else(|| client.top_level.host())
}
