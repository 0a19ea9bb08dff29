//! `Sec-Fetch-*`: what a browser tells servers of a request that script cannot make up.

use alloc::vec::Vec;

use url::Url;

use super::redirect::is_followed_by_network;
use super::redirect_taint::RedirectTaint;
use super::redirect_taint::redirect_taint;
use crate::agent::destination::Destination;
use crate::agent::profile::HandshakeMetadata;
use crate::agent::profile::SameSiteMetadata;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::transport::trustworthy::is_potentially_trustworthy;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::is_loopback;

/// Tells the server of a request what script cannot make up; where others listen nothing is told.
///
/// Spec: <https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration>
pub(in crate::agent) fn append_the_fetch_metadata_headers(
    headers: &mut HeaderList,
    request: &Request,
    agent: &UserAgent,
) {
    let profile = agent.profile;
    let is_handshake = request.mode == RequestMode::WebSocket;
    let loses_it = profile.crossing_by_cors_loses_metadata
        && request.mode == RequestMode::Cors
        && !request.is_gone_again;
    if loses_it && request.just_crossed()
        || is_handshake && profile.handshake_metadata == HandshakeMetadata::Untold
    {
        return;
    }
    // Who goes by schemes has been to the insecure URL, too.
    let by_scheme = profile.same_site_metadata == SameSiteMetadata::BySchemeAndDomain;
    let upgraded = request.upgraded_hops.iter().map(|(_, next)| next).filter(|_| by_scheme);
    let urls: Vec<&Url> = match is_followed_by_network(request, profile) {
        true => [request.initial_url()].into(),
        false => upgraded.chain(request.urls()).collect(),
    };
    append(headers, request, (request.mode, &request.origin), &urls, agent);
}

/// The same for a preflight, which is a request of its own.
pub(in crate::agent) fn append_the_fetch_metadata_headers_of_a_preflight(
    headers: &mut HeaderList,
    request: &Request,
    agent: &UserAgent,
) {
    let profile = agent.profile;
    if !is_potentially_trustworthy(request.current_url())
        && profile.preflights_always_tell_their_mode
    {
        headers.append_static("Sec-Fetch-Mode", RequestMode::Cors.name());
        return;
    }
    if profile.preflights_need_a_secure_way
        && !request.url_list.iter().all(is_potentially_trustworthy)
    {
        return;
    }
    let is_hidden = redirect_taint(request, agent) != RedirectTaint::SameOrigin;
    let origin = match is_hidden && profile.hidden_origins_are_cross_site {
        true => &Origin::OPAQUE,
        false => &request.origin,
    };
    append(headers, request, (RequestMode::Cors, origin), &[request.current_url()], agent);
}

/// Spec: <https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request>
fn append(
    headers: &mut HeaderList,
    request: &Request,
    (mode, origin): (RequestMode, &Origin),
    urls: &[&Url],
    agent: &UserAgent,
) {
    // 1. Not where anybody can listen.
    if !urls.last().is_some_and(|url| is_potentially_trustworthy(url)) {
        return;
    }
    // 2. What it is for.
    headers.append_static("Sec-Fetch-Dest", destination(request, agent).name());
    // 3. By which rules.
    headers.append_static("Sec-Fetch-Mode", mode.name());
    // 4. From where.
    headers.append_static("Sec-Fetch-Site", site(origin, urls, agent));
    // MISSING: 5. `Sec-Fetch-User` is for what a user's own click led to: nobody clicks on a page of the engine.
}

fn destination(request: &Request, agent: &UserAgent) -> Destination {
    let profile = agent.profile;
    let has_own = profile.handshake_metadata == HandshakeMetadata::WebSocket;
    match request.initiator.destination() {
        _ if request.mode == RequestMode::WebSocket && has_own => Destination::WebSocket,
        // The service worker asks, by `fetch()`.
        _ if request.is_intercepted() => Destination::Empty,
        Destination::Json if !profile.knows_json_destination => Destination::Script,
        destination => destination,
    }
}

/// Spec: <https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site>
fn site(origin: &Origin, urls: &[&Url], agent: &UserAgent) -> &'static str {
    // 3. The origin itself, unless somebody else is asked, or was on the way.
    // MISSING: 4. What the user asks for without a page.
    // 5. The farthest of all that it went by.
    if urls.iter().all(|url| origin.is_of(url)) {
        return "same-origin";
    }
    let is_same_site = match agent.profile.same_site_metadata {
        SameSiteMetadata::BySchemeAndDomain => {
            urls.iter().all(|url| agent.are_same_site(origin, *url))
        }
        SameSiteMetadata::ByDomainIfLeftSecurely => {
            let is_trusted = origin.scheme() == "https" || is_loopback(origin.host());
            let (_, left) = urls.split_last().expect("a request has a URL");
            is_trusted
                && urls.iter().all(|url| agent.are_schemelessly_same_site(origin, *url))
                && left.iter().all(|url| url.scheme() == "https")
        }
    };
    if is_same_site { "same-site" } else { "cross-site" }
}
