//! The request's own origin: with what, and when, it is sent.

use super::redirect::is_followed_by_network;
use super::redirect_taint::RedirectTaint;
use super::redirect_taint::redirect_taint;
use super::storage_access::StorageAccess;
use super::storage_access::storage_access;
use crate::agent::client::Global;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::user_agent::UserAgent;
use crate::wire::Origin;
use crate::wire::have_one_origin;

/// What `Origin` carries: `null` once a chain has left a second origin.
///
/// Spec: <https://fetch.spec.whatwg.org/#serializing-a-request-origin>
pub(in crate::agent) fn serialize_a_request_origin<'r>(
    request: &'r Request,
    agent: &UserAgent,
) -> &'r str {
    // 2. A tainted chain has no origin; what the network follows stays as it was written.
    if !is_followed_by_network(request, agent.profile)
        && redirect_taint(request, agent) != RedirectTaint::SameOrigin
    {
        return "null";
    }
    // 3. Else it is the request's.
    request.origin.serialize()
}

/// What a preflight's `Origin` carries.
pub(in crate::agent) fn preflight_origin<'r>(request: &'r Request, agent: &UserAgent) -> &'r str {
    match agent.profile.preflights_name_untainted_origin {
        true => request.origin.serialize(),
        false => serialize_a_request_origin(request, agent),
    }
}

/// Whether, and with what, `Origin` is sent.
///
/// Spec: <https://fetch.spec.whatwg.org/#append-a-request-origin-header>
pub(in crate::agent) fn append_a_request_origin_header<'r>(
    request: &'r Request,
    agent: &UserAgent,
) -> Option<&'r str> {
    // 2. Serialise.
    let mut origin = serialize_a_request_origin(request, agent);
    // 3. Under CORS it always goes along, and with a handshake.
    if request.tainting == Tainting::Cors || request.mode == RequestMode::WebSocket {
        return Some(origin);
    }
    let profile = agent.profile;
    let mut named = &request.origin;
    if profile.beacons_name_the_top_level
        && request.initiator == Initiator::Beacon
        && request.origin.is_opaque()
        && redirect_taint(request, agent) == RedirectTaint::SameOrigin
    {
        named = &request.client.top_level;
        origin = named.serialize();
    }
    let crossed = request.hops().any(|(last, next)| !have_one_origin(last, next));
    let is_element = (request.initiator.is_element() || request.is_preload)
        && (!request.initiator.is_media() || profile.media_name_their_origin);
    let is_documents = request.client.global == Global::Window && !request.is_intercepted();
    let names_itself = is_element
        && profile.elements_name_their_origin
        && request.mode == RequestMode::Cors
        && (is_documents || !profile.only_documents_elements_name_their_origin);
    // 4. Else only with methods that may change something.
    if matches!(request.method.as_str(), "GET" | "HEAD") {
        let kept = profile.keeps_origin_after_redirect
            && request.mode != RequestMode::Navigate
            && request.has_named_its_origin
            && !request.just_crossed();
        // Who may have its cookies and has not is told who asks.
        let is_inactive = match request.url_list.len() {
            2.. if profile.keeps_origin_of_inactive_storage_access => {
                request.has_named_its_origin && request.initial_method == request.method
            }
            _ => storage_access(request, agent, false) == Some(StorageAccess::Inactive),
        };
        if kept && is_hidden_by_policy(request, named, profile) {
            return Some("null");
        }
        return (kept || names_itself || is_inactive).then_some(origin);
    }
    let is_nulled = match request.mode {
        RequestMode::Navigate => profile.nulls_origin_of_navigations,
        _ => profile.nulls_origin_without_cors,
    };
    if is_nulled && crossed {
        return Some("null");
    }
    // 4.1. Outside of mode cors the referrer policy may hide it.
    if is_hidden_by_policy(request, named, profile) {
        return Some("null");
    }
    // 4.2. It goes along.
    Some(origin)
}

/// Whether the referrer policy hides an origin from where the request goes.
///
/// Spec: <https://fetch.spec.whatwg.org/#append-a-request-origin-header>
fn is_hidden_by_policy(request: &Request, origin: &Origin, profile: &Profile) -> bool {
    let is_no_cors = request.mode == RequestMode::NoCors;
    // It was written before what nobody takes for a redirect led to TLS.
    let asked = request
        .url_list
        .len()
        .checked_sub(2)
        .filter(|at| is_no_cors && request.left_by_upgrade.contains(at))
        .and_then(|at| request.url_list.get(at));
    // Or long before, and it stays.
    let url = match asked {
        _ if profile.keeps_origin_after_redirect => request.initial_url(),
        Some(url) => url,
        None => request.current_url(),
    };
    request.mode != RequestMode::Cors
        && !(profile.names_origin_without_cors && request.mode != RequestMode::Navigate)
        && match request.referrer_policy.or(ReferrerPolicy::DEFAULT) {
            // 4.1.a. From everybody.
            ReferrerPolicy::NoReferrer => true,
            // 4.1.b. A secure one from insecure URLs.
            ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::StrictOrigin
            | ReferrerPolicy::StrictOriginWhenCrossOrigin => {
                origin.scheme() == "https" && url.scheme() != "https"
            }
            // 4.1.c. From others.
            ReferrerPolicy::SameOrigin => !origin.is_of(url),
            _ => false,
        }
}
