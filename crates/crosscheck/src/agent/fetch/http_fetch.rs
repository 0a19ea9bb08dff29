//! HTTP fetch: a request goes out, its answer comes in and is judged on every hop.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::filtered_response::filter;
use super::filtered_response::opaque_redirect;
use super::main_fetch::Fetch;
use super::main_fetch::HttpRequest;
use super::main_fetch::Next;
use super::main_fetch::Point;
use super::main_fetch::Wait;
use super::redirect::judge_location_credentials;
use super::redirect::location_url;
use super::redirect::redirect_location;
use super::redirect::turn_to;
use super::request_origin::append_a_request_origin_header;
use super::request_origin::serialize_a_request_origin;
use super::same_site::situation;
use super::sent_headers::add_defaults;
use super::sent_headers::erase_before_empty_values;
use super::sent_headers::is_conditional;
use super::sent_headers::keep_singletons_once;
use super::sent_headers::value_as_sent;
use crate::agent::cache::preflight::Asked;
use crate::agent::cause::Cause;
use crate::agent::cause::Failure;
use crate::agent::cause::Stage;
use crate::agent::check::cors::cors_check;
use crate::agent::check::resource_policy::cross_origin_resource_policy_check;
use crate::agent::check::timing::tao_check;
use crate::agent::local_network::access::local_network_access_check;
use crate::agent::request::CredentialsMode;
use crate::agent::request::RedirectMode;
use crate::agent::request::Tainting;
use crate::agent::response::Response;
use crate::agent::user_agent::UserAgent;
use crate::wire::HeaderList;
use crate::wire::Origin;
use crate::wire::trim_http_tab_or_space;

impl Fetch {
    /// Asks first, if need be, then sends.
    ///
    /// In: the header names to ask for, if a preflight is needed at all.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-fetch>
    pub(in crate::agent) fn http_fetch(
        self,
        agent: &mut UserAgent,
        now_ms: u64,
        needs_preflight: Option<Vec<String>>,
    ) -> Next {
        if let Err(cause) = local_network_access_check(&self.request, agent) {
            return self.fail(cause, Stage::Request, None, agent);
        }
        // MISSING: 3. Service workers, which no host has asked for yet.
        // 4.1. What a cached preflight covers needs no other.
        if let Some(unsafe_names) = needs_preflight {
            let request = &self.request;
            let asked = Asked {
                method: &request.method,
                use_cors_preflight: request.use_cors_preflight,
                credentials: request.is_credentialed(),
                header_names: &unsafe_names,
            };
            let (key, profile) = (self.cache_key(agent), agent.profile);
            if !agent.preflight_cache.covers(&key, asked, profile, now_ms) {
                return self.cors_preflight_fetch(unsafe_names, agent);
            }
        }
        // MISSING: 4.2. Nor need they be kept out after a redirect.
        // 4.3. Send.
        self.http_network_or_cache_fetch(agent, now_ms)
    }

    /// Puts the request itself on the wire, with what the browser adds.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
    pub(in crate::agent) fn http_network_or_cache_fetch(
        mut self,
        agent: &UserAgent,
        now_ms: u64,
    ) -> Next {
        if let Some(failure) = self.late_failure.take() {
            return self.done(Err(failure));
        }
        let profile = agent.profile;
        let set = &self.request.headers;
        let is_plain_get = self.request.method == "GET" && !is_conditional(set);
        let mut headers: HeaderList = set
            .iter()
            .map(|(name, value)| (name, value_as_sent(is_plain_get, name, value, profile)))
            .collect();
        if let Some(value) = &self.request.content_type_as_sent
            && headers.contains("Content-Type")
        {
            headers.set("Content-Type", trim_http_tab_or_space(value));
        }
        if profile.sends_singletons_once {
            let starts_with_body = self.request.body.is_some() && self.request.url_list.len() == 1;
            keep_singletons_once(&mut headers, starts_with_body);
        }
        if profile.empty_values_erase {
            erase_before_empty_values(&mut headers);
        }
        add_defaults(&mut headers, self.request.initiator, profile);
        // 8.3. Whether credentials go along is asked of the request below.
        // MISSING: 8.4. An embedder's policy.
        // MISSING: 8.9 to 8.11. How long the body is, and the referrer: the transport's and the host's.
        // 8.12. `Origin`, where it belongs.
        let origin = append_a_request_origin_header(&self.request, agent);
        self.request.has_named_its_origin = origin.is_some();
        if let Some(origin) = origin {
            headers.append("Origin", origin);
        }
        let request = &self.request;
        // MISSING: 8.13 to 8.20. What the transport adds.
        // 8.21.1. Cookies, if credentials go along.
        if self.includes_credentials() {
            let situation = situation(request, agent, now_ms);
            if let Some(cookies) = agent.cookies.header(&situation) {
                headers.append("Cookie", cookies);
            }
        }
        // MISSING: 8.21.2 to 8.22. Passwords that the transport remembers.
        // MISSING: 8.24 to 11.1. The HTTP cache: the host's.
        // 11.2. Send.
        // MISSING: 11.3 to 11.5. The HTTP cache: the host's.
        // MISSING: 15 to 18. 401, 407 and 421: the host's.
        let message = HttpRequest {
            method: request.method.clone(),
            url: request.current_url().clone(),
            headers,
            body_length: request.body.map_or(0, |body| body.length),
            is_preflight: false,
            is_credentialed: self.includes_credentials(),
        };
        Next::Send(message, Wait { fetch: Box::new(self), at: Point::Response })
    }

    /// The second half of HTTP fetch: the answer, checked on every hop before anything else.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-fetch>
    pub(in crate::agent) fn finish_http_fetch(
        mut self,
        response: Response,
        agent: &mut UserAgent,
        now_ms: u64,
    ) -> Next {
        self.store_cookies(&response, agent, now_ms);
        let request = &mut self.request;
        let origin = serialize_a_request_origin(request, agent);
        // A browser that has forgotten a scheme refuses a redirect to it before anything else.
        if agent.profile.knows_no_ftp
            && response.is_redirect()
            && let Ok(Some(location)) = location_url(request, &response, agent.profile)
            && location.scheme() == "ftp"
        {
            let cause = Cause::LocationScheme { location };
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        // 4.4. The CORS check.
        if request.tainting == Tainting::Cors
            && let Err(cause) = cors_check(&response.headers, &origin, request.credentials)
        {
            return self.fail(cause, Stage::Response, Some(&response), agent);
        }
        // 4.5. The timing check, which one hop can spoil for good.
        if !tao_check(&response.headers, &origin, request.tainting == Tainting::Basic) {
            request.timing_allow_failed = true;
        }
        // 5. What is not shared by CORS may still be kept to its own site.
        let url = request.current_url();
        if request.tainting == Tainting::Opaque
            && !cross_origin_resource_policy_check(agent, &request.origin, url, &response.headers)
        {
            return self.fail(Cause::ResourcePolicy, Stage::Response, Some(&response), agent);
        }
        // 6.3. Redirects, by the request's mode.
        if response.is_redirect() {
            match request.redirect {
                RedirectMode::Error
                    if agent.profile.refuses_redirects_to_nowhere
                        || response.headers.lines("Location").any(|line| !line.is_empty()) =>
                {
                    let cause = Cause::RedirectModeError;
                    return self.fail(cause, Stage::Response, Some(&response), agent);
                }
                RedirectMode::Error => {}
                RedirectMode::Manual => {
                    if agent.profile.judges_location_of_manual_redirects
                        && let Err(cause) = location_url(request, &response, agent.profile)
                    {
                        return self.fail(cause, Stage::Response, Some(&response), agent);
                    }
                    let filtered = opaque_redirect(request, response);
                    return self.done(Ok(filtered));
                }
                RedirectMode::Follow => match self.http_redirect_fetch(&response, &origin, agent) {
                    Ok(true) => return self.main_fetch(agent, now_ms),
                    Ok(false) => {}
                    Err(cause) => {
                        return self.fail(cause, Stage::Response, Some(&response), agent);
                    }
                },
            }
        }
        let filtered = filter(&self.request, response, agent.profile);
        self.done(Ok(filtered))
    }

    /// The end of an HTTP-network fetch; all before it is the host's.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-fetch>
    fn store_cookies(&self, response: &Response, agent: &mut UserAgent, now_ms: u64) {
        // MISSING: 2 to 8. The connection, and what goes over it: the transport's.
        // 17. Cookies are stored whether script may read the answer or not.
        if self.includes_credentials() {
            let situation = situation(&self.request, agent, now_ms);
            for line in response.headers.lines("Set-Cookie") {
                agent.cookies.store(line, &situation);
            }
        }
        // MISSING: 18. The body, and its codings: the transport's.
    }

    /// Turns to where a redirect leads. `Ok(false)` if it leads nowhere: an answer like any.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
    fn http_redirect_fetch(
        &mut self,
        response: &Response,
        origin: &str,
        agent: &UserAgent,
    ) -> Result<bool, Cause> {
        let profile = agent.profile;
        let Some(mut location) = redirect_location(&self.request, response, profile)? else {
            return Ok(false);
        };
        let mut late_failure = self.judge_redirect_late(response, origin, agent);
        if let Err(cause) = judge_location_credentials(&self.request, &location, profile) {
            if !profile.judges_redirects_late || self.request.tainting != Tainting::Basic {
                return Err(cause);
            }
            late_failure = Some(self.failure(cause, Stage::Response, Some(response), agent));
            strip_credentials(&mut location);
        }
        turn_to(&mut self.request, response, location, profile)?;
        self.late_failure = late_failure;
        // 22. Who called goes on with the main fetch.
        Ok(true)
    }

    /// A second look at a redirect, by credentials as they stood at the start, that is acted on
    /// only when the next request is about to leave.
    fn judge_redirect_late(
        &self,
        response: &Response,
        origin: &str,
        agent: &UserAgent,
    ) -> Option<Failure> {
        let request = &self.request;
        let started_at_home = request.origin.is_same_origin(&Origin::of(request.initial_url()));
        if !agent.profile.judges_redirects_late
            || !started_at_home
            || request.tainting != Tainting::Cors
            || request.credentials == CredentialsMode::Omit
        {
            return None;
        }
        cors_check(&response.headers, origin, CredentialsMode::Include)
            .err()
            .map(|cause| self.failure(cause, Stage::Response, Some(response), agent))
    }

    fn includes_credentials(&self) -> bool {
        match self.request.credentials {
            CredentialsMode::Include => true,
            CredentialsMode::SameOrigin => self.request.tainting == Tainting::Basic,
            CredentialsMode::Omit => false,
        }
    }
}

fn strip_credentials(url: &mut Url) {
    // Both fail only for URLs without a host, which carry no credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}
