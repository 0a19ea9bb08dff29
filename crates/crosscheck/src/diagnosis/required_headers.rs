//! What a server would have to say.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::redirected::leads_to_sign_in;
use super::refusal::Refusal;
use crate::agent::Failure;
use crate::agent::Stage;
use crate::catalog::CorsHeader;
use crate::catalog::FetchRule;
use crate::wire::Origin;
use crate::wire::is_cors_safelisted_method;

/// What a server would have to say to let a request through: the least that does.
///
/// Every text in it is fit for any configuration: an origin of plain letters, names of letters,
/// digits, `-` and `_`. What a stranger's text had in their place is left out and told in
/// [`RequiredHeaders::left_out`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredHeaders {
    /// The pages' origins; none if they are not known.
    pub origins: Vec<String>,
    /// The origins that were asked, if they are known.
    pub asked: Vec<String>,
    /// Whether the request carries credentials.
    pub credentials: bool,
    /// What the preflight must allow, if one is sent.
    pub preflight: Option<RequiredPreflight>,
    /// Response headers that script must be able to read.
    pub expose: Vec<String>,
    /// Whether other sites must be allowed to embed the answer without CORS.
    pub embed: bool,
    /// What was told but is fit for no configuration.
    pub left_out: Vec<String>,
}

/// Header lines, names in their usual capitals.
pub type HeaderLines = Vec<(&'static str, String)>;

/// What the answer to a preflight must allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredPreflight {
    /// Methods as the page spells them; those that need no permission may be missing.
    pub methods: Vec<String>,
    /// Request header names, in lower case.
    pub header_names: Vec<String>,
    /// The seconds for which the answer may be remembered, if that is asked for.
    pub max_age: Option<u32>,
    /// Whether they are a guess, for what was asked is not known.
    pub is_guess: bool,
}

impl RequiredPreflight {
    /// The methods as servers know them: `PATCH` for `patch`.
    pub fn methods_in_capitals(&self) -> impl Iterator<Item = &str> {
        self.methods.iter().map(|method| in_capitals(method))
    }
}

impl RequiredHeaders {
    /// What would let a refused request through; `None` if no header of the server would, or none
    /// that is to be said: a page that is `null` could be anybody's.
    ///
    /// # Example
    /// ```
    /// use crosscheck::catalog::FetchRule;
    /// use crosscheck::diagnosis::{Refusal, RequiredHeaders};
    ///
    /// let mut refusal = Refusal::new(FetchRule::AllowOriginMissing);
    /// refusal.origin = Some("https://app.example".into());
    /// let required = RequiredHeaders::of(&refusal).unwrap();
    /// assert_eq!(required.origins, ["https://app.example"]);
    ///
    /// // Where nobody answered, no header helps.
    /// assert_eq!(RequiredHeaders::of(&Refusal::new(FetchRule::NetworkFailure)), None);
    /// ```
    pub fn of(refusal: &Refusal) -> Option<Self> {
        let rule = refusal.rule;
        if is_vain(refusal) {
            return None;
        }
        let mut grant = Self::default();
        let asked = refusal.url.as_deref().and_then(origin_of);
        grant.asked = asked.filter(|origin| is_plain_origin(origin)).into_iter().collect();
        if rule == FetchRule::ResourcePolicy {
            grant.embed = true;
            return Some(grant);
        }
        grant.credentials = refusal.credentials == Some(true);
        if let Some(origin) = refusal.origin.as_deref() {
            grant.origins = grant.fit(origin, is_plain_origin).into_iter().collect();
        }
        let mut names: Vec<_> =
            refusal.header_names.iter().map(|name| name.to_ascii_lowercase()).collect();
        if rule == FetchRule::AuthorizationByWildcard {
            names.push("authorization".into());
        }
        let names: Vec<_> =
            names.iter().filter_map(|name| grant.fit(name, is_plain_name)).collect();
        if rule == FetchRule::HeaderNotExposed {
            grant.expose = names;
            return Some(grant);
        }
        let method = refusal.method.as_deref().and_then(|method| grant.fit(method, is_plain_name));
        // Where there is a list at all it must be one, so that of the others one is named too.
        let needs_permission = |method: &String| {
            rule == FetchRule::InvalidAllowMethods || !is_cors_safelisted_method(method)
        };
        let is_asked_first = refusal.stage == Some(Stage::Preflight)
            || !names.is_empty()
            || method.as_ref().is_some_and(needs_permission);
        if is_asked_first {
            let is_guess = method.is_none() && names.is_empty();
            let max_age = refusal.max_age;
            let mut preflight =
                RequiredPreflight { is_guess, max_age, ..RequiredPreflight::default() };
            if is_guess {
                preflight.methods = ["PUT", "PATCH", "DELETE"].map(ToOwned::to_owned).into();
                preflight.header_names =
                    ["authorization", "content-type"].map(ToOwned::to_owned).into();
            } else {
                preflight.methods = method.filter(needs_permission).into_iter().collect();
                preflight.header_names = names;
            }
            grant.preflight = Some(preflight);
        }
        Some(grant)
    }

    /// Header lines of the answer to the request, and of the answer to its preflight.
    ///
    /// Of several origins they name the first, for an answer names the one that asked. An origin that is
    /// not known is `https://app.example.com`.
    pub fn header_lines(&self) -> (HeaderLines, HeaderLines) {
        if self.embed {
            let line = ("Cross-Origin-Resource-Policy", "cross-origin".to_string());
            return (vec![line], Vec::new());
        }
        let origin = self.origins.first().map_or(EXAMPLE, String::as_str);
        let mut lines = vec![("Access-Control-Allow-Origin", origin.into())];
        if self.credentials {
            lines.push(("Access-Control-Allow-Credentials", "true".into()));
        }
        lines.push(("Vary", "Origin".into()));
        let Some(preflight) = &self.preflight else {
            self.push_exposed(&mut lines);
            return (lines, Vec::new());
        };
        let mut asked_first = lines.clone();
        if !preflight.methods.is_empty() {
            asked_first.push(("Access-Control-Allow-Methods", preflight.methods.join(", ")));
        }
        if !preflight.header_names.is_empty() {
            asked_first.push(("Access-Control-Allow-Headers", preflight.header_names.join(", ")));
        }
        if let Some(seconds) = preflight.max_age {
            asked_first.push(("Access-Control-Max-Age", seconds.to_string()));
        }
        self.push_exposed(&mut lines);
        (lines, asked_first)
    }

    /// The origins, or one that stands for them.
    pub fn origins_or_example(&self) -> Vec<&str> {
        match self.origins.is_empty() {
            true => vec![EXAMPLE],
            false => self.origins.iter().map(String::as_str).collect(),
        }
    }

    fn push_exposed(&self, lines: &mut HeaderLines) {
        if !self.expose.is_empty() {
            lines.push(("Access-Control-Expose-Headers", self.expose.join(", ")));
        }
    }

    /// A text if it is fit; else notes that it was left out.
    fn fit(&mut self, text: &str, is_fit: fn(&str) -> bool) -> Option<String> {
        if is_fit(text) {
            return Some(text.into());
        }
        self.left_out.push(text.into());
        None
    }
}

/// Takes what other requests need, too, so that all are let through.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::{Refusal, RequiredHeaders};
///
/// let of = |page: &str| {
///     let mut refusal = Refusal::new(FetchRule::AllowOriginMissing);
///     refusal.origin = Some(page.into());
///     RequiredHeaders::of(&refusal).unwrap()
/// };
/// let mut required = of("https://app.example");
/// required.extend([of("https://shop.example"), of("https://app.example")]);
/// assert_eq!(required.origins, ["https://app.example", "https://shop.example"]);
/// ```
impl Extend<Self> for RequiredHeaders {
    fn extend<T: IntoIterator<Item = Self>>(&mut self, others: T) {
        let others: Vec<Self> = others.into_iter().collect();
        add_new(&mut self.origins, others.iter().flat_map(|other| &other.origins));
        add_new(&mut self.asked, others.iter().flat_map(|other| &other.asked));
        add_new(&mut self.expose, others.iter().flat_map(|other| &other.expose));
        add_new(&mut self.left_out, others.iter().flat_map(|other| &other.left_out));
        self.credentials |= others.iter().any(|other| other.credentials);
        self.embed |= others.iter().any(|other| other.embed);
        let asked_first: Vec<_> = others.iter().filter_map(|o| o.preflight.as_ref()).collect();
        if asked_first.is_empty() {
            return;
        }
        let known = self.preflight.get_or_insert_default();
        add_new(&mut known.methods, asked_first.iter().flat_map(|other| &other.methods));
        add_new(&mut known.header_names, asked_first.iter().flat_map(|other| &other.header_names));
        known.max_age = asked_first.iter().map(|other| other.max_age).fold(known.max_age, Ord::max);
        known.is_guess |= asked_first.iter().any(|other| other.is_guess);
    }
}

/// Adds what is not there yet, in order.
fn add_new<'t>(known: &mut Vec<String>, others: impl Iterator<Item = &'t String>) {
    let mut there: BTreeSet<String> = known.iter().cloned().collect();
    known.extend(others.filter(|other| there.insert((*other).clone())).cloned());
}

/// Of what a [`RequiredHeaders`] says the lines that the refused answer lacks; none if headers are no help.
///
/// They are the least that lets this very answer through; whoever sends them must mean it.
///
/// # Example
/// ```
/// use crosscheck::agent::api::{FetchInit, PageRequest};
/// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
/// use crosscheck::diagnosis::needed_lines;
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
/// let lines = needed_lines(&outcome.result.unwrap_err());
/// assert_eq!(lines[0], ("Access-Control-Allow-Origin", "https://app.example".to_string()));
/// ```
pub fn needed_lines(failure: &Failure) -> HeaderLines {
    let refusal = Refusal::whole(failure);
    let Some(grant) = RequiredHeaders::of(&refusal) else { return Vec::new() };
    let (lines, asked_first) = grant.header_lines();
    let mut lines = match failure.stage {
        Stage::Preflight => asked_first,
        Stage::Request | Stage::Response => lines,
    };
    lines.retain(|(name, _)| headers_of(refusal.rule).contains(name));
    lines
}

/// The headers that break a rule, or keep it: the one that it is about, and what goes with that.
fn headers_of(rule: FetchRule) -> &'static [&'static str] {
    match rule.header() {
        Some(CorsHeader::AccessControlAllowOrigin) => {
            &["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Vary"]
        }
        Some(CorsHeader::AccessControlAllowCredentials) => &["Access-Control-Allow-Credentials"],
        Some(CorsHeader::AccessControlAllowMethods) => &["Access-Control-Allow-Methods"],
        Some(CorsHeader::AccessControlAllowHeaders) => &["Access-Control-Allow-Headers"],
        Some(CorsHeader::CrossOriginResourcePolicy) => &["Cross-Origin-Resource-Policy"],
        _ => &[],
    }
}

/// An origin in the place of one that is not known.
const EXAMPLE: &str = "https://app.example.com";

/// Rules about which no header of the server helps.
const NOT_THE_SERVERS: &[FetchRule] = &[
    FetchRule::DisallowedByMode,
    FetchRule::NoCorsRedirectMode,
    FetchRule::CorsDisabled,
    FetchRule::SchemeNotHttp,
    FetchRule::InvalidDataUrl,
    FetchRule::LocalNetworkInsecure,
    FetchRule::LocalNetworkDenied,
    FetchRule::LocalNetworkUndecided,
    FetchRule::LocalNetworkMismatch,
    FetchRule::MixedContent,
    FetchRule::PrivateNetworkPreflight,
    FetchRule::NetworkFailure,
    FetchRule::OriginNotAdded,
    FetchRule::ResponseInvalid,
    FetchRule::RedirectModeError,
    FetchRule::LocationInvalid,
    FetchRule::LocationScheme,
    FetchRule::TooManyRedirects,
    FetchRule::LocationCredentials,
    FetchRule::StreamRedirect,
    FetchRule::UrlCredentials,
    FetchRule::KeepaliveTooLong,
    FetchRule::EmbedderPolicy,
    FetchRule::WrongType,
    FetchRule::NoSniff,
    FetchRule::OpaqueResponseBlocked,
    FetchRule::IntegrityMismatch,
    FetchRule::ContentSecurityPolicy,
    FetchRule::WorkerOrigin,
    FetchRule::PreloadUnused,
    FetchRule::ServiceWorkerResponse,
    FetchRule::CookieLeftOut,
    FetchRule::BlockedByClient,
    FetchRule::RequestAborted,
    FetchRule::FrameAccess,
    FetchRule::FrameRefused,
    FetchRule::WebSocketRefused,
    FetchRule::OpenerPolicy,
    FetchRule::NotIsolated,
    FetchRule::HostNotListed,
    FetchRule::ForgeryGuard,
    FetchRule::CacheRefused,
];

/// Whether no header of the server helps, or none that is to be said.
pub(super) fn is_vain(refusal: &Refusal) -> bool {
    let rule = refusal.rule;
    let is_null = refusal.is_tainted || refusal.origin.as_deref() == Some("null");
    NOT_THE_SERVERS.contains(&rule)
        || is_about_a_response_header(refusal)
        || (is_null && rule != FetchRule::ResourcePolicy)
        || leads_to_sign_in(refusal)
}

/// Whether a page tries to send what only a server says.
pub(super) fn is_about_a_response_header(refusal: &Refusal) -> bool {
    let is_the_servers = |name: &String| {
        let name = name.to_ascii_lowercase();
        name.starts_with("access-control-allow-") || name == "access-control-expose-headers"
    };
    refusal.rule == FetchRule::ForbiddenHeader
        || (refusal.rule == FetchRule::HeadersNotAllowed
            && !refusal.header_names.is_empty()
            && refusal.header_names.iter().all(is_the_servers))
}

/// `PATCH` for `patch`, which browsers leave as it is and servers do not know; others as they are.
pub(super) fn in_capitals(method: &str) -> &str {
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    known.into_iter().find(|known| known.eq_ignore_ascii_case(method)).unwrap_or(method)
}

/// Whether a text is an origin as browsers send it, of letters that mean nothing to any
/// configuration.
fn is_plain_origin(text: &str) -> bool {
    // What an application says whose page is a file.
    if text == "file://" {
        return true;
    }
    text.len() <= 256
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.:/[]_".contains(&b))
        && Origin::parse(text).is_ok_and(|origin| !origin.is_opaque())
}

/// The origin of a URL, if it has one.
fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', '\\']).next().filter(|host| !host.is_empty())?;
    Some([scheme, "://", host].concat())
}

/// Whether a text is a method's or header's name, of letters that mean nothing to any configuration.
fn is_plain_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}
