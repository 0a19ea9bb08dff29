//! Looking at an exchange with every check of the catalogue.

use alloc::string::String;
use alloc::vec::Vec;

use super::answerers;
use super::answers;
use super::context;
use super::exchange::Exchange;
use super::others;
use crate::catalog::Check;

/// Something that a check saw.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Observation {
    /// Which check.
    pub check: Check,
    /// Where, and what was seen: a sentence.
    pub evidence: String,
    /// In whose exchanges, by the names of their profiles.
    pub browsers: Vec<&'static str>,
}

/// Looks at an exchange with every check.
///
/// Out: in the catalogue's order, each piece of evidence once.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{Client, HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::audit::{Exchange, Message, Probes, audit};
/// use crosscheck::catalog::Check;
/// use crosscheck::wire::Origin;
///
/// // The server names the page, but does not say that its answer depends on who asks.
/// let mut messages = Vec::new();
/// let mut server = |request: &HttpRequest, _: &mut UserAgent| {
///     let headers =
///         [("Access-Control-Allow-Origin", "https://app.example")].into_iter().collect();
///     let response = Response { status: 200, headers, ..Response::default() };
///     messages.push(Message { request: request.clone(), response: response.clone() });
///     Some(response)
/// };
/// let mut browser = UserAgent::new(&Profile::CHROMIUM);
/// let client = Client::page("https://app.example/").unwrap();
/// let asked = PageRequest::fetch("https://api.example/", FetchInit::default());
/// let request = asked.set_up(&browser, &client).unwrap();
/// assert!(fetch(request, &mut server, &mut browser, 0).result.is_ok(), "it works");
///
/// let observations = audit(&Exchange {
///     browser: &browser,
///     client: &client,
///     url: &messages[0].request.url,
///     includes_credentials: false,
///     is_no_cors: false,
///     messages: &messages,
///     refused_headers: &[],
///     asked: Some(&asked),
///     probes: &Probes::default(),
/// });
/// assert!(observations.iter().any(|seen| seen.check == Check::VaryOriginMissing));
/// ```
pub fn audit(exchange: &Exchange<'_>) -> Vec<Observation> {
    let mut observations: Vec<Observation> = Vec::new();
    for check in Check::ALL.iter().copied() {
        for evidence in look(check, exchange) {
            let browsers = [exchange.browser.profile.name].into();
            let observation = Observation { check, evidence, browsers };
            if !observations.contains(&observation) {
                observations.push(observation);
            }
        }
    }
    observations
}

fn look(check: Check, exchange: &Exchange<'_>) -> Vec<String> {
    let look = match check {
        Check::MixedContent => context::mixed_content,
        Check::LocalNetwork => context::local_network,
        Check::ForbiddenHeader => context::forbidden_header,
        Check::ResponseHeaderOnRequest => context::response_header_on_request,
        Check::NoCorsMode => context::no_cors_mode,
        Check::MethodCase => context::method_case,
        Check::VaryOriginMissing => answers::vary_origin_missing,
        Check::RefusedAfterImage => others::refused_after_image,
        Check::AnyOriginWithCredentials => others::any_origin_with_credentials,
        Check::AnyOriginReflected => others::any_origin_reflected,
        Check::AuthorizationByWildcard => answers::authorization_by_wildcard,
        Check::WildcardIsLiteral => answers::wildcard_is_literal,
        Check::WildcardAndCredentials => answers::wildcard_and_credentials,
        Check::LookalikeWithCredentials => others::lookalike_with_credentials,
        Check::LookalikeAllowed => others::lookalike_allowed,
        Check::NullOriginWithCredentials => others::null_origin_with_credentials,
        Check::AnyPortWithCredentials => others::any_port_with_credentials,
        Check::SubdomainsAllowed => others::subdomains_allowed,
        Check::NullOriginAllowed => others::null_origin_allowed,
        Check::NullAfterRedirect => answers::null_after_redirect,
        Check::PreflightRedirected => answers::preflight_redirected,
        Check::PageForPreflight => answerers::page_for_preflight,
        Check::ListedMethodCase => answerers::listed_method_case,
        Check::CacheAnswers => answerers::cache_answers,
        Check::ChallengeAnswers => answerers::challenge_answers,
        Check::RefusedByFetchMetadata => others::refused_by_fetch_metadata,
        Check::GatewayAnswers => answerers::gateway_answers,
        Check::ErrorsWithoutCors => answers::errors_without_cors,
        Check::CookieNotForOtherSites => context::cookie_not_for_other_sites,
        Check::ThirdPartyCookies => context::third_party_cookies,
        Check::MaxAgeUnreadable => answers::max_age_unreadable,
        Check::MaxAgeAboveCaps => answers::max_age_above_caps,
        Check::CredentialsUnused => answers::credentials_unused,
        Check::SafelistedHeaderListed => answers::safelisted_header_listed,
    };
    look(exchange)
}
