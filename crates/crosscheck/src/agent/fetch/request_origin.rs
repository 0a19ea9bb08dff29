//! The request's own origin: what redirects make of it, and when it is sent.

use alloc::string::String;

use url::Url;

use crate::agent::profile::OpaqueOriginsNamed;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::user_agent::UserAgent;
use crate::wire::Origin;

/// How far a chain of redirects has strayed.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum RedirectTaint {
    SameOrigin,
    SameSite,
    CrossSite,
}

/// Spec: <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>
pub(in crate::agent) fn redirect_taint(request: &Request, agent: &UserAgent) -> RedirectTaint {
    let mut taint = RedirectTaint::SameOrigin;
    // 4. Walk over each hop: from the last URL to the next.
    for hop in request.url_list.windows(2) {
        let (last, next) = (Origin::of(&hop[0]), Origin::of(&hop[1]));
        // 4.2. Two sites that are neither each other's nor the request's: cross-site.
        if !agent.is_same_site(&last, &next) && !agent.is_same_site(&request.origin, &last) {
            return RedirectTaint::CrossSite;
        }
        // 4.3. Two origins that are neither each other's nor the request's: at least same-site.
        if !last.is_same_origin(&next) && !request.origin.is_same_origin(&last) {
            taint = RedirectTaint::SameSite;
        }
    }
    taint
}

/// What `Origin` carries: `null` once a chain has left a second origin.
///
/// Spec: <https://fetch.spec.whatwg.org/#serializing-a-request-origin>
pub(in crate::agent) fn serialize_a_request_origin(request: &Request, agent: &UserAgent) -> String {
    // 2. A tainted chain has no origin.
    if redirect_taint(request, agent) != RedirectTaint::SameOrigin {
        return "null".into();
    }
    // 3. Else it is the request's.
    request.origin.serialize().into()
}

/// What a preflight's `Origin` carries.
pub(in crate::agent) fn preflight_origin(request: &Request, agent: &UserAgent) -> String {
    match agent.profile.preflights_name_untainted_origin {
        true => request.origin.serialize().into(),
        false => serialize_a_request_origin(request, agent),
    }
}

/// Whether, and with what, `Origin` is sent.
///
/// Spec: <https://fetch.spec.whatwg.org/#append-a-request-origin-header>
pub(in crate::agent) fn append_a_request_origin_header(
    request: &Request,
    agent: &UserAgent,
) -> Option<String> {
    // 2. Serialise.
    let mut origin = serialize_a_request_origin(request, agent);
    // 3. Under CORS it always goes along.
    if request.tainting == Tainting::Cors {
        return Some(origin);
    }
    let profile = agent.profile;
    if profile.beacons_name_the_top_level
        && request.initiator == Initiator::Beacon
        && redirect_taint(request, agent) == RedirectTaint::SameOrigin
    {
        origin = agent.top_level.serialize().into();
    }
    let crosses = |hop: &[Url]| Origin::of(&hop[0]) != Origin::of(&hop[1]);
    let crossed = request.url_list.windows(2).any(crosses);
    let is_element = !matches!(
        request.initiator,
        Initiator::Fetch | Initiator::Xhr | Initiator::EventSource | Initiator::Beacon
    );
    let names_itself =
        is_element && profile.elements_name_their_origin && request.mode == RequestMode::Cors;
    let keeps_method = request.url_list.len() == 1 || request.initial_method == request.method;
    let without_cors =
        request.initiator == Initiator::Beacon || request.mode == RequestMode::NoCors;
    let named_as_opaque = request.origin.is_opaque()
        && request.is_credentialed()
        && agent.is_same_site(&agent.top_level, &Origin::of(request.initial_url()))
        && match profile.opaque_origins_named {
            OpaqueOriginsNamed::No => false,
            OpaqueOriginsNamed::UntilCrossing => !crossed && (keeps_method || without_cors),
            OpaqueOriginsNamed::OnEveryHop => keeps_method,
        };
    // 4. Else only with methods that may change something.
    if matches!(request.method.as_str(), "GET" | "HEAD") {
        let kept = profile.keeps_origin_after_redirect
            && request.has_named_its_origin
            && !request.just_crossed();
        return (kept || names_itself || named_as_opaque).then_some(origin);
    }
    if profile.nulls_origin_without_cors && crossed {
        return Some("null".into());
    }
    // MISSING: 4.1.a. Referrer policies of the page's own.
    // 4.1.b. Outside of mode cors the default referrer policy hides a secure origin on the way down.
    let downgrade = request.origin.scheme() == "https" && request.current_url().scheme() != "https";
    if request.mode != RequestMode::Cors && downgrade {
        return Some("null".into());
    }
    // MISSING: 4.1.c. Referrer policies of the page's own.
    // 4.2. It goes along.
    Some(origin)
}
