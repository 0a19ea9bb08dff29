//! What is known of one refusal, from whatever told it: the engine, a console, a user.

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Url;

use super::broken_rule::broken_rule;
use super::broken_rule::only_stage;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::wire::isomorphic_decode;

/// One refusal: the rule that was broken and as much of the evidence as is known.
///
/// What a console tells is a stranger's text: nothing here is fit for a configuration or a terminal
/// before it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The rule that was broken.
    pub rule: FetchRule,
    /// On which message.
    pub stage: Option<Stage>,
    /// The URL at which it was.
    pub url: Option<String>,
    /// The URL that the page asked for, if redirects led from it.
    pub redirected_from: Option<String>,
    /// Where the answer's own redirect leads.
    pub location: Option<String>,
    /// The page's origin.
    pub origin: Option<String>,
    /// Whether the browser sent `null` in its place, since a redirect crossed origins.
    pub is_tainted: bool,
    /// Whether `origin` is what the request said, which after a redirect need not be the page's.
    pub is_origin_as_sent: bool,
    /// Whether the browser had the answer in its cache, and asked nobody.
    pub is_cached: bool,
    /// The method of the request, not of its preflight.
    pub method: Option<String>,
    /// Header names that it is about: asked for in vain, or not exposed.
    pub header_names: Vec<String>,
    /// The header's value that broke the rule.
    pub value: Option<String>,
    /// The status of the answer that broke the rule.
    pub status: Option<u16>,
    /// Whether the request carries credentials, where that is known.
    pub credentials: Option<bool>,
    /// The seconds for which the preflight's answer is to be remembered, if that is asked for; no
    /// refusal is about it.
    pub max_age: Option<u32>,
    /// Where the host is, in a browser's word: `loopback`, `local`.
    pub address_space: Option<String>,
}

impl Refusal {
    /// A rule that was broken, and nothing else known.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FetchRule;
    /// use crosscheck::diagnosis::Refusal;
    ///
    /// let refusal = Refusal::new(FetchRule::WildcardWithCredentials);
    /// assert_eq!(refusal.credentials, Some(true), "or the star would do");
    /// assert_eq!(refusal.url, None);
    /// ```
    pub fn new(rule: FetchRule) -> Self {
        let needs_credentials =
            [FetchRule::WildcardWithCredentials, FetchRule::AllowCredentials].contains(&rule);
        Self {
            rule,
            stage: only_stage(rule),
            url: None,
            redirected_from: None,
            location: None,
            origin: None,
            is_tainted: false,
            is_origin_as_sent: false,
            is_cached: false,
            method: None,
            header_names: Vec::new(),
            value: None,
            status: None,
            credentials: needs_credentials.then_some(true),
            max_age: None,
            address_space: None,
        }
    }

    /// What the engine knows of the rule that was broken.
    ///
    /// Out: of the method and the header names only what broke it; see [`Refusal::whole`].
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::diagnosis::Refusal;
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::SPEC);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
    ///     let headers = [("Access-Control-Allow-Origin", "https://other.example")].into_iter().collect();
    ///     Some(Response { status: 200, headers, ..Response::default() })
    /// };
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let outcome = fetch(request, &mut server, &mut browser, 0);
    /// let refusal = Refusal::of(&outcome.result.unwrap_err());
    /// assert_eq!(refusal.rule.name(), "allow-origin-mismatch");
    /// assert_eq!(refusal.value.as_deref(), Some("https://other.example"));
    /// ```
    pub fn of(failure: &Failure) -> Self {
        let first = failure.url_list.first().filter(|_| failure.url_list.len() > 1);
        let mut refusal = Self {
            stage: Some(failure.stage),
            url: Some(failure.url().to_string()),
            redirected_from: first.map(Url::to_string),
            location: failure.location.as_ref().map(Url::to_string),
            origin: Some(failure.origin.to_string()),
            is_tainted: failure.is_nulled(),
            status: (failure.status != 0).then_some(failure.status),
            credentials: Some(failure.includes_credentials),
            ..Self::new(broken_rule(failure))
        };
        match &failure.cause {
            Cause::AllowOriginMismatch { value, .. }
            | Cause::AllowCredentials { value: Some(value) }
            | Cause::InvalidAllowMethods { value, .. }
            | Cause::InvalidAllowHeaders { value, .. } => {
                refusal.value = Some(isomorphic_decode(value));
            }
            Cause::WildcardWithCredentials => refusal.value = Some("*".into()),
            Cause::MethodNotAllowed { method } => refusal.method = Some(method.clone()),
            Cause::HeadersNotAllowed { names } => refusal.header_names.clone_from(names),
            Cause::LocationInvalid { value } => refusal.location = Some(isomorphic_decode(value)),
            Cause::LocationScheme { location } | Cause::LocationCredentials { location } => {
                refusal.location = Some(location.to_string());
            }
            Cause::LocalNetworkInsecure { space }
            | Cause::LocalNetworkDenied { space }
            | Cause::LocalNetworkMismatch { space, .. }
            | Cause::LocalNetworkUndecided { space } => {
                refusal.address_space = Some(space.name().into());
            }
            _ => {}
        }
        refusal
    }
    /// The same with all that the request needs, though this answer failed in one thing: what a
    /// [`RequiredHeaders`](super::RequiredHeaders) is made from.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::diagnosis::Refusal;
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::SPEC);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
    ///     Some(Response { status: 200, ..Response::default() })
    /// };
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let outcome = fetch(request, &mut server, &mut browser, 0);
    /// let failure = outcome.result.unwrap_err();
    /// // The method is not what broke the rule; whoever mends it must know it.
    /// assert_eq!(Refusal::of(&failure).method, None);
    /// assert_eq!(Refusal::whole(&failure).method.as_deref(), Some("GET"));
    /// ```
    pub fn whole(failure: &Failure) -> Self {
        Self {
            method: Some(failure.method.clone()),
            header_names: failure.unsafe_header_names.clone(),
            ..Self::of(failure)
        }
    }
}
