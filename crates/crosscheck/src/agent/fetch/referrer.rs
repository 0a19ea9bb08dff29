//! `Referer`: what of the page's URL a request tells.

use url::Url;

use super::main_fetch::Fetch;
use crate::agent::client::Global;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::agent::profile::OpaqueOriginReferrer;
use crate::agent::profile::Profile;
use crate::agent::profile::SrcdocReferrer;
use crate::agent::remark::Remark;
use crate::agent::request::Initiator;
use crate::agent::request::Referrer;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::transport::trustworthy::is_potentially_trustworthy;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::have_one_origin;

/// What `Referer` tells under the request's policy; `None` if it is not sent.
///
/// Spec: <https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer>
fn determine_requests_referrer(request: &Request, agent: &UserAgent) -> Option<Url> {
    // 1. The policy.
    let policy = request.referrer_policy.or(ReferrerPolicy::DEFAULT);
    // 2 to 3. The URL that it is about.
    let source = match &request.referrer {
        Referrer::NoReferrer => return None,
        Referrer::Url(url) => url.clone(),
        Referrer::Client => {
            let client = &request.client;
            let by_script = matches!(request.initiator, Initiator::Fetch | Initiator::Xhr);
            let hides_itself = client.origin.is_opaque()
                && client.global == Global::Window
                && match agent.profile.opaque_origin_referrer {
                    OpaqueOriginReferrer::None => true,
                    OpaqueOriginReferrer::OriginOfElements => by_script,
                    OpaqueOriginReferrer::Url => false,
                };
            if hides_itself || !tells_its_client(request, agent.profile) {
                return None;
            }
            client.url.clone().or_else(|| client.top_level_url.clone())?
        }
    };
    // 4. Without what is nobody's business.
    let url = strip_url_for_use_as_a_referrer(source);
    // 5. Its origin alone.
    let origin = |mut url: Url| {
        url.set_path("");
        url.set_query(None);
        url
    };
    // 6. What is too long is cut to that.
    let whole = |url: Url| if url.as_str().len() > LENGTH_LIMIT { origin(url) } else { url };
    // 8. By policy.
    let current = request.current_url();
    let hides_path = request.client.origin.is_opaque()
        && agent.profile.opaque_origin_referrer == OpaqueOriginReferrer::OriginOfElements;
    let is_same_origin = !hides_path && have_one_origin(&url, current);
    let is_secure = |url: &Url| match agent.profile.referrers_trust_loopback {
        true => is_potentially_trustworthy(url),
        false => url.scheme() == "https",
    };
    let is_downgrade = is_secure(&url) && !is_secure(current);
    match policy {
        ReferrerPolicy::NoReferrer => None,
        ReferrerPolicy::Origin => Some(origin(url)),
        ReferrerPolicy::UnsafeUrl => Some(whole(url)),
        ReferrerPolicy::StrictOrigin => (!is_downgrade).then(|| origin(url)),
        ReferrerPolicy::StrictOriginWhenCrossOrigin | ReferrerPolicy::Empty => {
            if is_same_origin {
                Some(whole(url))
            } else {
                (!is_downgrade).then(|| origin(url))
            }
        }
        ReferrerPolicy::SameOrigin => is_same_origin.then(|| whole(url)),
        ReferrerPolicy::OriginWhenCrossOrigin if is_same_origin => Some(whole(url)),
        ReferrerPolicy::OriginWhenCrossOrigin => Some(origin(url)),
        ReferrerPolicy::NoReferrerWhenDowngrade => (!is_downgrade).then(|| whole(url)),
    }
}

impl Fetch {
    /// Puts in place of where a request is from what may be told of it.
    pub(in crate::agent) fn judge_referrer(&mut self, agent: &UserAgent) {
        let request = &mut self.request;
        // Another site is told no more than by default, whatever the page wishes.
        if !agent.profile.relaxes_referrers_across_sites
            && is_less_restricted(request.referrer_policy)
            && request.referrer != Referrer::NoReferrer
            && is_cross_site(request, agent)
        {
            let (url, policy) = (request.current_url().clone(), request.referrer_policy);
            // A redirect is judged as it comes and as it is followed, but for a document's.
            let is_judged_twice =
                request.url_list.len() > 1 && request.mode != RequestMode::Navigate;
            let remark = Remark::ReferrerPolicyIgnored { url, policy };
            self.remarks.extend(is_judged_twice.then(|| remark.clone()));
            self.remarks.push(remark);
            request.referrer_policy = ReferrerPolicy::DEFAULT;
        }
        request.referrer = match determine_requests_referrer(request, agent) {
            Some(url) => Referrer::Url(url),
            None => Referrer::NoReferrer,
        };
    }
}

/// Whether a policy tells more than the default.
const fn is_less_restricted(policy: ReferrerPolicy) -> bool {
    matches!(
        policy,
        ReferrerPolicy::UnsafeUrl
            | ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::OriginWhenCrossOrigin
    )
}

/// Whether who is asked is of another site than who asks.
fn is_cross_site(request: &Request, agent: &UserAgent) -> bool {
    !agent.are_schemelessly_same_site(&request.origin, request.current_url())
}

/// Whether who asks tells anything of its client at all.
fn tells_its_client(request: &Request, profile: &Profile) -> bool {
    let client = &request.client;
    match request.initiator {
        initiator if client.is_srcdoc => match profile.srcdoc_referrer {
            SrcdocReferrer::Container => true,
            SrcdocReferrer::NoneByFetch => initiator != Initiator::Fetch,
            SrcdocReferrer::NoneByStyles => !initiator.is_of_styles(),
        },
        Initiator::EventSource if client.global != Global::Window => {
            profile.event_sources_in_workers_tell_their_url
        }
        Initiator::Track => profile.tracks_tell_their_url,
        _ => true,
    }
}

/// Adds `Referer`, if anything is told.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
pub(in crate::agent) fn append_referrer(headers: &mut HeaderList, referrer: &Referrer) {
    if let Referrer::Url(url) = referrer {
        headers.append("Referer", url.as_str());
    }
}

/// Spec: <https://w3c.github.io/webappsec-referrer-policy/#strip-url>
fn strip_url_for_use_as_a_referrer(mut url: Url) -> Url {
    // MISSING: 2. What has a local scheme asks for nothing that tells a referrer.
    // 3 to 4. User name and password: setting them fails only for URLs that have none.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    // 5. The fragment.
    url.set_fragment(None);
    url
}

/// The most characters that are told.
const LENGTH_LIMIT: usize = 4096;
