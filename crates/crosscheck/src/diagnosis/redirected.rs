//! Where redirects led a request, and what became of its origin on the way.
//!
//! A console tells where a request began and where it ended. That is enough to know of most whether it
//! still said who asks: a redirect from one origin to another, away from an origin that is not the
//! page's, leaves `Origin: null`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::refusal::Refusal;
use crate::agent::Stage;
use crate::catalog::FetchRule;
use crate::wire::Origin;

/// Notes that the request said `null`, where what is known of its way leaves nothing else.
pub(super) fn note_taint(refusal: &mut Refusal) {
    let is_unequal_to_itself = refusal.rule == FetchRule::AllowOriginMismatch
        && refusal.origin.as_deref().is_some_and(|page| page.contains("://"))
        && refusal.value == refusal.origin;
    refusal.is_tainted |= is_unequal_to_itself || crossed_on_the_way(refusal);
}

/// Whether it began at an origin that is not the page's, and ended at a third, or back at the page's.
fn crossed_on_the_way(refusal: &Refusal) -> bool {
    let Some((page, first, last)) = ends(refusal) else { return false };
    !first.is_same_origin(&page) && !last.is_same_origin(&first)
}

/// Whether the refused answer is itself a redirect to a third origin, which would be asked as `null`.
fn will_cross(refusal: &Refusal) -> bool {
    let crosses = || {
        let next = origin_of(refusal.location.as_deref())?;
        let page = Origin::parse(refusal.origin.as_deref()?).ok()?;
        let here = origin_of(refusal.url.as_deref())?;
        Some(!here.is_same_origin(&page) && !next.is_same_origin(&here))
    };
    refusal.rule == FetchRule::AllowOriginMissing
        && refusal.redirected_from.is_none()
        && crosses() == Some(true)
}

/// Whether the refused answer is a redirect to another URL of its own origin, and not to sign in.
pub(super) fn is_led_on_at_its_origin(refusal: &Refusal) -> bool {
    let Some(next) = origin_of(refusal.location.as_deref()) else { return false };
    origin_of(refusal.url.as_deref()).is_some_and(|here| here.is_same_origin(&next))
        && !leads_to_sign_in(refusal)
}

/// The page's origin, the first URL's and the last URL's, if a redirect led from one to the other.
fn ends(refusal: &Refusal) -> Option<(Origin, Origin, Origin)> {
    let first = origin_of(refusal.redirected_from.as_deref())?;
    let page = Origin::parse(refusal.origin.as_deref()?).ok()?;
    Some((page, first, origin_of(refusal.url.as_deref())?))
}

fn origin_of(url: Option<&str>) -> Option<Origin> {
    let url = Url::parse(url?).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| Origin::of(&url))
}

/// Whether the request began at the page's own origin, and a redirect led it elsewhere.
fn began_at_home(refusal: &Refusal) -> bool {
    let Some((page, first, last)) = ends(refusal) else { return false };
    first.is_same_origin(&page) && !last.is_same_origin(&page)
}

/// Whether a redirect led from what is no page to sign in at to one that by its name is: the session is
/// over.
pub(super) fn leads_to_sign_in(refusal: &Refusal) -> bool {
    // A preflight says nothing of any session, but for one that a redirect of the request led to.
    let is_first = refusal.redirected_from.is_none();
    let is_of_preflight = refusal.stage == Some(Stage::Preflight) || refusal.rule.is_of_preflight();
    let may_be = is_about_sharing(refusal) || refusal.rule.is_of_preflight();
    if !may_be || (is_first && is_of_preflight) {
        return false;
    }
    if is_first && refusal.url.as_deref().is_some_and(asks_to_sign_in) {
        return true;
    }
    let from = refusal.redirected_from.as_ref().or(refusal.url.as_ref());
    let to = match refusal.redirected_from {
        Some(_) => refusal.url.as_ref(),
        None => refusal.location.as_ref(),
    };
    let (Some(from), Some(to)) = (from, to) else { return false };
    is_named_for_sign_in(to) && !is_named_for_sign_in(from)
}

/// Whether a URL is the one at which a server lets another sign somebody in and lead back: script does not
/// ask for it, but is led there.
fn asks_to_sign_in(url: &str) -> bool {
    // Nobody writes these names in another way, and most URLs hold none of them.
    if !url.contains("SAMLRequest") && !url.contains("redirect_uri") {
        return false;
    }
    let Ok(url) = Url::parse(url) else { return false };
    let has = |wanted: &str| url.query_pairs().any(|(name, _)| name == wanted);
    has("SAMLRequest") || (has("redirect_uri") && has("response_type") && has("client_id"))
}

/// The URL that a page asked for and that leads to sign in elsewhere, being itself named for it.
fn begins_a_sign_in(refusal: &Refusal) -> Option<&str> {
    let (first, last) = (refusal.redirected_from.as_deref()?, refusal.url.as_deref()?);
    let leads_away = !origin_of(Some(first))?.is_same_origin(&origin_of(Some(last))?);
    let are_named = is_named_for_sign_in(first) && is_named_for_sign_in(last);
    (leads_away && are_named).then_some(first)
}

/// Whether the rule is one of those by which a server shares an answer.
fn is_about_sharing(refusal: &Refusal) -> bool {
    matches!(
        refusal.rule,
        FetchRule::AllowOriginMissing
            | FetchRule::AllowOriginMismatch
            | FetchRule::AllowOriginInvalid
            | FetchRule::AllowOriginList
            | FetchRule::AllowOriginMultiple
            | FetchRule::WildcardWithCredentials
            | FetchRule::AllowCredentials
    )
}

fn is_named_for_sign_in(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let path = url.path().to_ascii_lowercase();
    let mut labels = host.split('.');
    let mut segments = path.split(['/', '.']);
    labels.any(|label| {
        SIGN_IN_LABELS.contains(&label) || SIGN_IN_PARTS.iter().any(|p| label.contains(p))
    }) || segments.any(|segment| SIGN_IN_SEGMENTS.contains(&segment))
        || url.query_pairs().any(|(name, _)| SIGN_IN_PARAMETERS.contains(&&*name))
}

/// Labels of hosts where people sign in.
const SIGN_IN_LABELS: &[&str] = &[
    "login",
    "signin",
    "sign-in",
    "sso",
    "auth",
    "idp",
    "accounts",
    "account",
    "oauth",
    "oauth2",
    "id",
    "identity",
    "passport",
    "adfs",
    "sts",
    "cas",
    "saml",
    "okta",
    "auth0",
    "keycloak",
    "onelogin",
    "amazoncognito",
    "cloudflareaccess",
];

/// What is in the label of a host where people sign in.
const SIGN_IN_PARTS: &[&str] = &["login", "microsoftonline", "okta"];

/// Segments of paths at which people sign in.
const SIGN_IN_SEGMENTS: &[&str] = &[
    "login",
    "log-in",
    "log_in",
    "logon",
    "signin",
    "sign-in",
    "sign_in",
    "sso",
    "oauth",
    "oauth2",
    "authorize",
    "authorization",
    "openid-connect",
    "openid",
    "saml",
    "saml2",
    "adfs",
    "cas",
    "idp",
    "authenticate",
    "oidc",
];

/// Parameters with which a server asks another to sign somebody in.
const SIGN_IN_PARAMETERS: &[&str] = &["SAMLRequest", "response_type", "redirect_uri", "ReturnUrl"];

/// What to do on the server about where a redirect led; `None` if it is not about that.
pub(super) fn on_the_server(refusal: &Refusal) -> Option<String> {
    if leads_to_sign_in(refusal) {
        let url = refusal.url.as_ref();
        let is_led_there =
            refusal.redirected_from.is_none() && url.is_some_and(|u| asks_to_sign_in(u));
        let from = refusal.redirected_from.as_ref().or(url).filter(|_| !is_led_there);
        return Some(format!(
            "the session is over, and {} sends a request of script to where people sign in: answer 401 to \
             `fetch` and `XMLHttpRequest`, and redirect only navigations; a page to sign in at is for \
             nobody's script to read, so do not add CORS to it",
            from.map_or("the server", String::as_str),
        ));
    }
    if refusal.is_tainted && is_about_sharing(refusal) {
        return Some(
            "do not redirect a request of script from one origin to another: answer with the URL for the \
             page to ask, or fetch it yourself and answer with it. After the redirect the browser says \
             `Origin: null`, so that no header with the page's origin lets it through, only `*`, and that \
             only for what everybody may read"
                .into(),
        );
    }
    if will_cross(refusal) {
        return Some(format!(
            "add the CORS headers to the redirect itself: each hop must allow the page. And it leads on to \
             another origin, so that {} is asked with `Origin: null`, which only `*` lets through: better \
             answer with that URL, and let the page ask it",
            refusal.location.as_deref().unwrap_or_default(),
        ));
    }
    if is_null_as_sent(refusal) {
        return Some(
            "if the network panel shows a redirect before it: answer with the URL in place of a redirect \
             to another origin"
                .into(),
        );
    }
    began_at_home(refusal).then(|| {
        format!(
            "the request began at the page's own origin, at {}, and was redirected elsewhere: if that is \
             where people sign in, the session is over, and the answer to script should be 401",
            refusal.redirected_from.as_deref().unwrap_or_default(),
        )
    })
}

/// Whether the request said `null`, and nothing tells whether by the page or by a redirect.
fn is_null_as_sent(refusal: &Refusal) -> bool {
    refusal.is_origin_as_sent && refusal.origin.as_deref() == Some("null") && !refusal.is_tainted
}

/// What to do on the page about where a redirect led, and about an origin that is `null`.
pub(super) fn on_the_page(refusal: &Refusal) -> Vec<String> {
    let mut advice = Vec::new();
    if leads_to_sign_in(refusal) {
        advice.push(
            "when the answer is 401, let the whole page go there: `location.assign(…)`; `fetch` cannot \
             sign anybody in"
                .into(),
        );
        return advice;
    }
    if let Some(first) = begins_a_sign_in(refusal) {
        advice.push(format!(
            "{first} begins a sign-in, which is for the whole page: `location.assign(…)`, a link or a form; \
             `fetch` cannot sign anybody in"
        ));
        return advice;
    }
    if refusal.is_tainted {
        advice.push(format!(
            "ask {} at once: after a redirect across origins the browser sends `Origin: null`",
            refusal.url.as_deref().unwrap_or("the final URL"),
        ));
    }
    if is_null_as_sent(refusal) {
        advice.push(
            "`Origin: null` has two causes: a redirect from one origin to another (the network panel shows \
             a status of 30x just before): ask the final URL at once. Or the page has no origin to name, \
             being a file, a sandboxed frame or a `data:` URL (the address does not begin with http): serve \
             it over http. Never allow `null`, which everybody can be"
                .into(),
        );
    } else if refusal.origin.as_deref() == Some("null") {
        advice.push(
            "the page has no origin to name (a file, a sandboxed frame, a data: URL): serve it over \
             http, best by the very server that it asks, for then nothing is of another origin; never allow `null`, \
             which everybody can be"
                .into(),
        );
    }
    if refusal.rule == FetchRule::AllowOriginMismatch && refusal.origin.is_none() {
        advice.push(
            "if the value is the page's own origin, letter by letter, a redirect led from one origin to \
             another and the request said `Origin: null`: ask the URL at which the redirects end"
                .into(),
        );
    }
    let of_extension = ["chrome-extension://", "moz-extension://", "safari-web-extension://"];
    let is_of = |page: &str| of_extension.iter().any(|scheme| page.starts_with(scheme));
    if refusal.origin.as_deref().is_some_and(is_of) && is_about_sharing(refusal) {
        advice.push(
            "name the server in the extension's manifest, among `host_permissions`: then its own pages and its worker \
             read without CORS; what it puts into other pages asks as those pages do, so let the worker ask"
                .into(),
        );
    }
    if refusal.origin.as_deref() == Some("file://") {
        advice.push(
            "the page is a file in an application that shows pages (Electron, Cordova, a WebView), which \
             says `Origin: file://`; the server may answer with `Access-Control-Allow-Origin: file://`, \
             and every file of every such application is then let in. Safer: give the page an origin, by a \
             scheme of its own (`app://…`, `capacitor://localhost`) or at `https://localhost`, and allow that"
                .into(),
        );
    }
    advice
}
