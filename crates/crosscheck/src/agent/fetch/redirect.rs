//! Redirects: where to, with what, and when not.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::ToString;

use url::Url;

use crate::agent::cause::Cause;
use crate::agent::check::safelist::is_client_hint_name;
use crate::agent::policy::referrer::ReferrerPolicy;
use crate::agent::profile::EmptyLocation;
use crate::agent::profile::Profile;
use crate::agent::profile::RedirectHeaders;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Initiator;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::request::Tainting;
use crate::agent::request::includes_credentials;
use crate::agent::response::Response;
use crate::wire::REDIRECT_LIMIT;
use crate::wire::have_one_origin;
use crate::wire::is_http_scheme;
use crate::wire::is_request_body_header_name;

/// Whether a request is followed where a redirect leads by who carries it, as it was written, with nobody asked.
pub(super) fn is_followed_by_network(request: &Request, profile: &Profile) -> bool {
    request.mode == RequestMode::WebSocket && profile.handshakes_follow_redirects
}

/// Where a redirect leads; `None` if it says nothing, `Err` if it says nonsense.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-response-location-url>
pub(in crate::agent) fn location_url(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Result<Option<Url>, Cause> {
    // 2. One line, or none.
    let mut lines = response.headers.lines("Location");
    let Some(line) = lines.next() else { return Ok(None) };
    let invalid = || Cause::LocationInvalid { value: line.to_vec() };
    let combined = match lines.next() {
        None => line.to_vec(),
        Some(_) if profile.joins_several_locations => {
            response.headers.get("Location").unwrap_or_default().into_owned()
        }
        Some(_) => return Err(invalid()),
    };
    match profile.empty_location {
        EmptyLocation::NoRedirect if line.is_empty() => return Ok(None),
        EmptyLocation::Error if line.is_empty() => return Err(invalid()),
        _ => {}
    }
    // 3. Relative to where the answer came from.
    let mut location =
        request.current_url().join(&as_text(&combined, profile)).map_err(|_| invalid())?;
    // To the network the schemes of handshakes are those of HTTP.
    if is_followed_by_network(request, profile) {
        // It fails for no scheme of these.
        let _ = match location.scheme() {
            "ws" => location.set_scheme("http"),
            "wss" => location.set_scheme("https"),
            _ => Ok(()),
        };
    }
    // 4. The fragment stays, unless there is a new one.
    if location.fragment().is_none() {
        location.set_fragment(request.current_url().fragment());
    }
    Ok(Some(location))
}

/// Bytes that are no UTF-8 stand for themselves, percent-encoded.
fn as_text<'l>(line: &'l [u8], profile: &Profile) -> Cow<'l, str> {
    if profile.reads_location_as_latin_1 {
        return line.iter().map(|byte| char::from(*byte)).collect();
    }
    match core::str::from_utf8(line) {
        Ok(text) => text.into(),
        Err(_) => line
            .iter()
            .map(|byte| match byte.is_ascii() {
                true => char::from(*byte).to_string(),
                false => format!("%{byte:02X}"),
            })
            .collect(),
    }
}

/// Where a redirect that may be followed leads; `None` if it leads nowhere.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
pub(in crate::agent) fn redirect_location(
    request: &Request,
    response: &Response,
    profile: &Profile,
) -> Result<Option<Url>, Cause> {
    // 4. Nowhere: the answer is the answer.
    // 5. Nonsense: fail.
    let Some(location) = location_url(request, response, profile)? else { return Ok(None) };
    // 6. To HTTP only.
    if !is_http_scheme(location.scheme()) {
        return Err(Cause::LocationScheme { location });
    }
    // 7. Twenty times at most.
    if request.redirect_count == REDIRECT_LIMIT {
        return Err(Cause::TooManyRedirects);
    }
    Ok(Some(location))
}

/// Whether a redirect may carry the user name and password that its location holds, if it does.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
pub(in crate::agent) fn judge_location_credentials(
    request: &Request,
    location: &Url,
) -> Result<(), Cause> {
    // 9. Not across origins.
    let crosses = request.mode == RequestMode::Cors && !request.origin.is_of(location);
    // 10. Nor back home after having been elsewhere.
    let has_been_elsewhere = request.tainting == Tainting::Cors;
    if includes_credentials(location) && (crosses || has_been_elsewhere) {
        return Err(Cause::LocationCredentials { location: location.clone() });
    }
    Ok(())
}

/// Turns a request to where a redirect leads.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
pub(in crate::agent) fn turn_to(
    request: &mut Request,
    response: &Response,
    location: Url,
    profile: &Profile,
) -> Result<(), Cause> {
    // 8. Count.
    request.redirect_count += 1;
    // 11. A stream cannot be sent twice.
    if response.status != 303 && request.body.as_ref().is_some_and(|body| body.is_stream) {
        return Err(Cause::StreamRedirect);
    }
    // 12. Some redirects turn a request into a `GET` without a body.
    let rewritten = becomes_get(response.status, &request.method);
    let crosses = !have_one_origin(request.current_url(), &location);
    carry_headers(request, response.status, rewritten, &location, profile);
    if profile.no_cors_redirects_keep_credentials
        && request.mode == RequestMode::NoCors
        && request.credentials == CredentialsMode::SameOrigin
        && request.tainting == Tainting::Basic
    {
        // They went along so far, and nobody looks again.
        request.credentials = CredentialsMode::Include;
    }
    if rewritten || (profile.redirects_delete_as_get && crosses && request.method == "DELETE") {
        request.method = "GET".into();
        request.body = None;
    }
    // 13. `Authorization` is not for another origin.
    if crosses {
        request.headers.delete("Authorization");
    }
    if profile.drops_hints_on_redirect && !request.origin.is_of(&location) {
        request.headers.retain(|name, _| !is_client_hint_name(name));
    }
    // What went out in place of the first `Content-Type` was for the first request.
    request.content_type_as_sent = None;
    // 18. On to the next URL.
    request.url_list.push(location);
    // 19. From here on as the answer says.
    let policy = ReferrerPolicy::of(&response.headers);
    request.referrer_policy = policy.or(request.referrer_policy);
    Ok(())
}

fn becomes_get(status: u16, method: &str) -> bool {
    match status {
        301 | 302 => method == "POST",
        303 => !matches!(method, "GET" | "HEAD"),
        _ => false,
    }
}

/// Leaves in place the headers that a browser sends to the next hop.
fn carry_headers(
    request: &mut Request,
    status: u16,
    rewritten: bool,
    target: &Url,
    profile: &Profile,
) {
    if request.url_list.len() == 1 {
        request.remember_start();
    }
    let is_beacon = request.initiator == Initiator::Beacon;
    let is_xhr = request.initiator == Initiator::Xhr;
    let navigates = request.mode == RequestMode::Navigate;
    let keeps_method = matches!(status, 307 | 308);
    let stays_home = request.tainting == Tainting::Basic && request.origin.is_of(target);
    let crosses_by_cors = request.mode == RequestMode::Cors && !stays_home && !is_beacon;
    // Who was preflighted says its type again at whatever follows the hop that made it a `GET`.
    let keeps_type = is_beacon && request.mode == RequestMode::Cors && !rewritten;
    request.just_rewritten = rewritten;
    let mut drops_body_headers = rewritten;
    match profile.redirect_headers {
        RedirectHeaders::InitialByInitialMethod if !is_beacon && !navigates => {
            let still_typed = request.headers.contains("Content-Type");
            request.headers = request.initial_headers.clone();
            drops_body_headers = becomes_get(status, &request.initial_method);
            if is_xhr && request.content_type_of_body && !still_typed {
                request.headers.delete("Content-Type");
            }
        }
        RedirectHeaders::InitialAcrossOrigins if crosses_by_cors => {
            request.headers = request.initial_headers.clone();
            if !request.url_list.iter().all(|url| have_one_origin(url, target)) {
                request.headers.delete("Authorization");
            }
        }
        RedirectHeaders::InitialAcrossOrigins if keeps_method || keeps_type => {
            if let Some(value) = request.initial_headers.get("Content-Type") {
                request.headers.set("Content-Type", value.into_owned());
            }
        }
        _ => {}
    }
    if drops_body_headers {
        request.headers.retain(|name, _| !is_request_body_header_name(name));
    }
    let leaves_home = request.tainting == Tainting::Basic && !stays_home;
    if profile.redirect_headers == RedirectHeaders::InitialAcrossOrigins
        && leaves_home
        && request.mode == RequestMode::NoCors
        && request.credentials == CredentialsMode::SameOrigin
    {
        request.initial_headers = request.headers.clone();
    }
}

/// Whether an answer says more than one place to go to.
pub(super) fn has_several_locations(response: &Response) -> bool {
    let mut lines = response.headers.lines("Location");
    let first = lines.next();
    lines.any(|line| Some(line) != first)
}
