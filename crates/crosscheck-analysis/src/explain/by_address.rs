//! What a URL tells by itself: whose platform answers there, and services that have a list of their own for pages.

use crosscheck::catalog::FetchRule;
use crosscheck_export::Server;
use url::Url;

use super::report::Finding;
use super::report::Report;

/// Lets the patch be for whose host it is, and notes where a service keeps its list.
pub(super) fn note(report: &mut Report, text: &str) {
    let mut notes = Vec::new();
    for finding in &mut report.findings {
        let asked = match finding.case.rule {
            FetchRule::CanvasTainted if finding.case.url.is_none() => drawn(text),
            _ => finding.case.url.as_deref(),
        };
        let Some(url) = asked.and_then(|url| Url::parse(url).ok()) else {
            continue;
        };
        let Some(host) = url.host_str() else { continue };
        if finding.server.is_none()
            && let Some(server) = Server::told_by_host(host)
        {
            finding.server = Some(server);
            notes.push(format!("`{host}` is a host of {}", server.title()));
        }
        notes.extend(service(&url).filter(|_| is_of_lists(finding)).map(str::to_owned));
    }
    notes.into_iter().for_each(|note| report.note(note));
}

/// The URL of the first image in a text, as markup or script has it.
fn drawn(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("src=").or_else(|| text.split_once("src = "))?;
    after.split(['"', '\'', '`', '>', ' ', '\n']).find(|url| url.starts_with("https://"))
}

/// Whether what is missing is what a list of origins gives.
fn is_of_lists(finding: &Finding) -> bool {
    // Who is sent there was to sign in: that page is for no script.
    finding.case.redirected_from.is_none()
        && matches!(
            finding.case.rule,
            FetchRule::AllowOriginMissing
                | FetchRule::AllowOriginMismatch
                | FetchRule::PreflightStatus
                | FetchRule::PreflightRedirect
                | FetchRule::NetworkFailure
        )
}

/// What to know of a service that others run, or that has a place of its own for origins.
pub(super) fn service(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?;
    let has = |word: &str| url.path().contains(word);
    let is_of = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|own| own.is_empty() || own.ends_with('.'))
    };
    if has("/realms/") && has("/protocol/openid-connect/") {
        return Some(match has("/protocol/openid-connect/auth") {
            true => {
                "Keycloak's page to sign in is for navigations, and for no script to read: `location.assign(…)` instead \
                 of `fetch`"
            }
            false => {
                "in Keycloak the list is `Web origins` of the client (an origin without a final slash, or `+` for those of \
                 its redirect URIs); an unknown client, and a realm or a path that is wrong, are answered without the \
                 header"
            }
        });
    }
    if is_of("login.microsoftonline.com") && has("/oauth2/") {
        return Some(match has("/token") {
            true => {
                "Microsoft Entra lets pages ask for tokens only where the redirect URI is registered for the platform \
                 `Single-page application`; as `Web` it is for servers"
            }
            false => {
                "that page to sign in is for navigations, and for no script to read: `location.assign(…)` instead of \
                 `fetch`"
            }
        });
    }
    if is_of("auth0.com") && has("/oauth/") {
        return Some(
            "in Auth0 the list is `Allowed Web Origins` and `Allowed Origins (CORS)` of the application",
        );
    }
    if (is_of("okta.com") || is_of("oktapreview.com")) && (has("/oauth2/") || has("/api/v1/")) {
        return Some("in Okta the list is Security, API, `Trusted Origins`, with `CORS` ticked");
    }
    if is_of("script.google.com") || is_of("script.googleusercontent.com") {
        return Some(
            "a web app of Google Apps Script answers no `OPTIONS`, and sets no headers: ask so that nothing is asked first \
             (`Content-Type: text/plain`, no header of your own), and deploy it for `Anyone`, for else it leads to the \
             page to sign in; each change needs a new deployment",
        );
    }
    None
}
