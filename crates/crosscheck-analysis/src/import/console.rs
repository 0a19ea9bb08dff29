//! What a console told, as a scenario that is refused in the same way.

use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Profile;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::Stage;
use crosscheck::agent::api::Api;
use crosscheck::agent::api::BodyKind;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::scenario::Body;
use crosscheck::scenario::HeaderLine;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;
use crosscheck::wire::is_cors_safelisted_method;
use url::Url;

use crate::scenario::trace;

/// A page, its request, and answers that let it through but for the rule that was told of.
///
/// What the console did not tell stands in for itself: `https://app.example` asks
/// `https://api.example`. `None` if nothing that is written down in a scenario can break the rule.
pub(crate) fn scenario(case: &Refusal) -> Option<Scenario> {
    let page = case.origin.clone().unwrap_or_else(|| usual_page(case).into());
    let url = Url::parse(case.url.as_deref().unwrap_or_else(|| usual_url(case))).ok()?;
    let mut exchange = Exchange::granted(case, &page, &url);
    exchange.spoil(case, &url)?;
    let mut server = Vec::new();
    let mut step = exchange.step;
    step.url = url.to_string();
    if let Some(first) = case.redirected_from.as_deref().and_then(|url| Url::parse(url).ok()) {
        let shared = lines(&page, step.credentials.is_some(), &step);
        let mut moved = shared.clone();
        moved.push(("Location".into(), url.to_string()));
        server.push(route(&first, "OPTIONS", 204, shared));
        server.push(route(&first, "*", 307, moved));
        step.url = first.into();
    }
    server.push(route(&url, "OPTIONS", exchange.asked.0, exchange.asked.1));
    server.push(route(&url, "*", exchange.answer.0, exchange.answer.1));
    let is_image = step.api == Api::Img && case.rule != FetchRule::OpaqueResponseBlocked;
    if let Some(route) = server.last_mut().filter(|_| is_image) {
        route.body = "@png".into();
    }
    let page = Origin::parse(&page).unwrap_or(Origin::OPAQUE);
    Some(Scenario {
        id: "console".into(),
        page,
        page_headers: exchange.page_headers,
        steps: vec![step],
        server,
        ..Scenario::default()
    })
}

/// What each browser writes when a rule is broken that a scenario can break: its name, its text.
///
/// Out: `None` if no scenario shows the rule.
pub(crate) fn console_example(rule: FetchRule) -> Option<Vec<(&'static str, String)>> {
    let scenario = scenario(&Refusal::new(rule))?;
    let profiles = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
    let texts = profiles.into_iter().filter_map(|profile| {
        let told = trace(&scenario, profile, &mut ScriptedServer::new(&scenario.server));
        let text = told.steps.first()?.console.join("\n");
        (!text.is_empty()).then_some((profile.name(), text))
    });
    Some(texts.collect())
}

/// What the page came with, the request, and what is answered to its preflight and to itself:
/// status and header lines.
struct Exchange {
    page_headers: Lines,
    step: Step,
    asked: (u16, Lines),
    answer: (u16, Lines),
}

type Lines = Vec<HeaderLine>;

impl Exchange {
    /// One that every browser lets through.
    fn granted(case: &Refusal, page: &str, url: &Url) -> Self {
        let rule = case.rule;
        let mut names = case.header_names.clone();
        match rule {
            FetchRule::HeaderNotExposed => names.clear(),
            FetchRule::HeadersNotAllowed if names.is_empty() => names.push("x-token".into()),
            FetchRule::AuthorizationByWildcard if names.is_empty() => {
                names.push("authorization".into());
            }
            FetchRule::ForbiddenHeader if names.is_empty() => names.push("cookie".into()),
            _ => {}
        }
        let is_asked_first = case.stage == Some(Stage::Preflight);
        let mut method = case.method.clone();
        let needs_permission = |method: &String| !is_cors_safelisted_method(method);
        if is_asked_first && names.is_empty() && !method.as_ref().is_some_and(needs_permission) {
            method = Some("PUT".into());
        }
        let value = |name: &String| match name.to_ascii_lowercase().as_str() {
            "content-type" => "application/json",
            "authorization" => "Bearer 1",
            _ => "1",
        };
        let step = Step {
            method,
            headers: names.iter().map(|name| (name.clone().into(), value(name).into())).collect(),
            credentials: (case.credentials == Some(true)).then_some(CredentialsMode::Include),
            ..Step::default()
        };
        // After a redirect to another origin the browser says `null`.
        let sent = match case.redirected_from.as_deref().and_then(|url| Url::parse(url).ok()) {
            Some(first) if case.is_tainted && first.origin() != url.origin() => "null",
            _ => page,
        };
        let shared = lines(sent, step.credentials.is_some(), &step);
        let page_headers = Vec::new();
        Self { page_headers, step, asked: (204, shared.clone()), answer: (200, shared) }
    }

    /// Breaks the rule, and none that a browser would meet before it.
    fn spoil(&mut self, case: &Refusal, url: &Url) -> Option<()> {
        let told = case.value.clone();
        let other = || "https://other.example".to_owned();
        match case.rule {
            FetchRule::AllowOriginMissing => self.set(case, ALLOW_ORIGIN, &[]),
            FetchRule::WildcardWithCredentials => self.set(case, ALLOW_ORIGIN, &["*"]),
            FetchRule::AllowOriginMultiple => {
                let both = told.unwrap_or_else(|| "https://app.example, *".into());
                self.set(case, ALLOW_ORIGIN, &both.split(", ").collect::<Vec<_>>());
            }
            FetchRule::AllowOriginList => {
                let list = "https://app.example, https://other.example".to_owned();
                self.set(case, ALLOW_ORIGIN, &[&told.unwrap_or(list)]);
            }
            FetchRule::AllowOriginInvalid => {
                self.set(case, ALLOW_ORIGIN, &[&told.unwrap_or_else(|| "app.example".into())]);
            }
            FetchRule::AllowOriginMismatch => {
                self.set(case, ALLOW_ORIGIN, &[&told.unwrap_or_else(other)]);
            }
            FetchRule::AllowCredentials => {
                let told: Vec<&str> =
                    told.as_deref().into_iter().filter(|v| !v.is_empty()).collect();
                self.set(case, "Access-Control-Allow-Credentials", &told);
            }
            FetchRule::PreflightStatus => self.asked.0 = case.status.unwrap_or(405),
            FetchRule::PreflightRedirect => {
                self.asked.0 = case.status.filter(|s| (300..400).contains(s)).unwrap_or(308);
                self.lead(case, format!("{}/", url.path()), true);
            }
            FetchRule::InvalidAllowMethods => {
                self.set_asked(ALLOW_METHODS, &told.unwrap_or("(".into()));
            }
            FetchRule::InvalidAllowHeaders => {
                self.set_asked(ALLOW_HEADERS, &told.unwrap_or("(".into()));
            }
            FetchRule::MethodNotAllowed => self.asked.1.retain(|(name, _)| name != ALLOW_METHODS),
            FetchRule::HeadersNotAllowed => self.asked.1.retain(|(name, _)| name != ALLOW_HEADERS),
            FetchRule::AuthorizationByWildcard => self.set_asked(ALLOW_HEADERS, "*"),
            FetchRule::RedirectModeError => {
                self.step.redirect = Some(RedirectMode::Error);
                self.lead(case, format!("{}/", url.path()), false);
            }
            FetchRule::LocationInvalid => self.lead(case, "https://".into(), false),
            FetchRule::LocationScheme => self.lead(case, "ftp://api.example/".into(), false),
            FetchRule::TooManyRedirects => self.lead(case, url.path().into(), false),
            FetchRule::LocationCredentials => {
                let to = format!("{}://user:secret@{}/", url.scheme(), url.authority());
                self.lead(case, to, false);
            }
            FetchRule::StreamRedirect => {
                self.step.method = Some("POST".into());
                self.step.body = Some(Body::new(BodyKind::Stream, ""));
                self.lead(case, format!("{}/", url.path()), false);
            }
            FetchRule::ResourcePolicy => {
                self.step.mode = Some(RequestMode::NoCors);
                self.answer.1 = vec![(RESOURCE_POLICY.into(), "same-origin".into())];
            }
            FetchRule::DisallowedByMode => self.step.mode = Some(RequestMode::SameOrigin),
            FetchRule::NoCorsRedirectMode => {
                self.step.mode = Some(RequestMode::NoCors);
                self.step.redirect = Some(RedirectMode::Manual);
            }
            FetchRule::HeaderNotExposed => {
                let mut names = case.header_names.clone();
                names.extend(names.is_empty().then(|| "X-Total-Count".to_owned()));
                self.answer.1.extend(names.into_iter().map(|name| (name.into(), "42".into())));
            }
            FetchRule::CanvasTainted => self.step = Step::new(Api::Img, ""),
            FetchRule::NoSniff => {
                self.step = Step::new(Api::Script, "");
                self.answer.1 = vec![
                    ("Content-Type".into(), "text/html".into()),
                    ("X-Content-Type-Options".into(), "nosniff".into()),
                ];
            }
            FetchRule::WrongType => {
                self.step = Step { module: true, ..Step::new(Api::Script, "") };
                self.answer.1 = vec![
                    (ALLOW_ORIGIN.into(), "*".into()),
                    ("Content-Type".into(), "text/html".into()),
                ];
            }
            FetchRule::OpaqueResponseBlocked => {
                self.step = Step::new(Api::Img, "");
                self.answer.1 = vec![
                    ("Content-Type".into(), "application/json".into()),
                    ("X-Content-Type-Options".into(), "nosniff".into()),
                ];
            }
            FetchRule::IntegrityNeedsCors => {
                let integrity = Some(A_DIGEST.into());
                self.step = Step { integrity, ..Step::new(Api::Script, "") };
                self.answer.1 = vec![("Content-Type".into(), "text/javascript".into())];
            }
            FetchRule::EmbedderPolicy => {
                self.page_headers = vec![(EMBEDDER_POLICY.into(), "require-corp".into())];
                self.step = Step::new(Api::Iframe, "");
                self.answer.1 = vec![
                    ("Content-Type".into(), "text/html".into()),
                    (RESOURCE_POLICY.into(), "cross-origin".into()),
                ];
            }
            FetchRule::SchemeNotHttp
            | FetchRule::InvalidDataUrl
            | FetchRule::ForbiddenHeader
            | FetchRule::MixedContent
            | FetchRule::LocalNetworkInsecure => {}
            _ => return None,
        }
        Some(())
    }

    /// Puts a header into the answer that the rule is about, once for each value.
    fn set(&mut self, case: &Refusal, name: &str, values: &[&str]) {
        let lines = match case.stage {
            Some(Stage::Preflight) => &mut self.asked.1,
            _ => &mut self.answer.1,
        };
        replace(lines, name, values);
    }

    fn set_asked(&mut self, name: &str, value: &str) {
        replace(&mut self.asked.1, name, &[value]);
    }

    /// Answers with a redirect: to where the console said, else to somewhere.
    fn lead(&mut self, case: &Refusal, usual: String, is_asked: bool) {
        let to = case.location.clone().unwrap_or(usual);
        let (status, lines) = if is_asked { &mut self.asked } else { &mut self.answer };
        if !is_asked {
            *status = 307;
        }
        replace(lines, "Location", &[&to]);
    }
}

fn replace(lines: &mut Lines, name: &str, values: &[&str]) {
    let at = lines.iter().position(|(known, _)| known == name).unwrap_or(lines.len());
    lines.retain(|(known, _)| known != name);
    for value in values.iter().rev() {
        lines.insert(at.min(lines.len()), (name.to_owned().into(), (*value).into()));
    }
}

/// What a server says that lets a request through.
fn lines(origin: &str, credentials: bool, step: &Step) -> Lines {
    let mut lines = vec![(ALLOW_ORIGIN.into(), origin.to_owned())];
    if credentials {
        lines.push(("Access-Control-Allow-Credentials".into(), "true".into()));
    }
    lines.push(("Vary".into(), "Origin".into()));
    if let Some(method) = &step.method {
        lines.push((ALLOW_METHODS.into(), method.clone()));
    }
    if !step.headers.is_empty() {
        let names: Vec<_> =
            step.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        lines.push((ALLOW_HEADERS.into(), names.join(", ")));
    }
    lines
}

fn route(url: &Url, method: &str, status: u16, headers: Lines) -> Route {
    let origin = url.origin().ascii_serialization();
    let is_permission = |name: &str| name == ALLOW_METHODS || name == ALLOW_HEADERS;
    let mut headers = headers;
    if method != "OPTIONS" {
        headers.retain(|(name, _)| !is_permission(name));
    }
    Route { method: method.into(), headers, ..Route::new(&origin, url.path(), status) }
}

fn usual_page(case: &Refusal) -> &'static str {
    match case.rule {
        FetchRule::LocalNetworkInsecure => "http://app.example",
        _ => "https://app.example",
    }
}

fn usual_url(case: &Refusal) -> &'static str {
    match case.rule {
        FetchRule::LocalNetworkInsecure => "http://192.168.1.1/status",
        FetchRule::MixedContent => "http://api.example/orders",
        FetchRule::SchemeNotHttp => "ftp://api.example/orders",
        FetchRule::InvalidDataUrl => "data:text/plain;base64,*",
        FetchRule::CanvasTainted => "https://api.example/photo.png",
        _ => "https://api.example/orders",
    }
}

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";
const EMBEDDER_POLICY: &str = "Cross-Origin-Embedder-Policy";
const A_DIGEST: &str = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const RESOURCE_POLICY: &str = "Cross-Origin-Resource-Policy";

#[cfg(test)]
mod tests {
    use crosscheck::catalog::FetchRule;
    use std::collections::BTreeSet;

    use crosscheck::agent::Profile;
    use crosscheck::diagnosis::Refusal;
    use crosscheck::diagnosis::read;
    use crosscheck::scenario::Scenario;
    use crosscheck::scenario::ScriptedServer;

    use super::scenario;
    use crate::scenario::TraceStep;
    use crate::scenario::trace;

    fn told(scenario: &Scenario, profile: &'static Profile) -> TraceStep {
        let mut server = ScriptedServer::new(&scenario.server);
        trace(scenario, profile, &mut server).steps.remove(0)
    }

    /// Rule, scenario, console, rule: nothing is lost on the way, in any browser.
    #[test]
    fn a_scenario_breaks_the_rule_that_it_is_made_for_and_so_does_what_its_console_tells() {
        let (mut played, mut read_back) = (BTreeSet::new(), 0);
        for rule in FetchRule::ALL.iter().copied() {
            let Some(made) = scenario(&Refusal::new(rule)) else { continue };
            for &profile in Profile::ALL {
                let step = told(&made, profile);
                let Some(refused) = &step.refused else { continue };
                let broken = refused.view.rule.expect("it was refused");
                played.insert(broken);
                let readings = read(&step.console.join("\n"));
                let certain = readings.iter().filter(|r| !r.is_vague);
                for reading in certain.filter(|r| r.refusal.rule == broken) {
                    let again = scenario(&reading.refusal)
                        .unwrap_or_else(|| panic!("{reading:?} of {:?}", step.console));
                    let step = told(&again, profile);
                    let found = step.refused.and_then(|refused| refused.view.rule);
                    assert_eq!(found, Some(reading.refusal.rule), "{profile:?} {again:?}");
                    read_back += 1;
                }
            }
        }
        let never: Vec<_> =
            FetchRule::ALL.iter().copied().filter(|rule| !played.contains(rule)).collect();
        assert_eq!(never, NEVER_PLAYED);
        assert!(read_back > 30, "{read_back}");
    }

    /// What a setting or the user decides, or an answer that is none; what servers of HTTP/1.1 are never sent; and what
    /// ends no fetch.
    const NEVER_PLAYED: &[FetchRule] = &[
        FetchRule::CorsDisabled,
        FetchRule::LocalNetworkDenied,
        FetchRule::LocalNetworkMismatch,
        FetchRule::PrivateNetworkPreflight,
        FetchRule::OriginNotAdded,
        FetchRule::ResponseInvalid,
        FetchRule::UrlCredentials,
        FetchRule::KeepaliveTooLong,
        FetchRule::StreamRedirect,
        FetchRule::ForbiddenHeader,
        FetchRule::AuthorizationByWildcard,
        FetchRule::HeaderNotExposed,
        FetchRule::CanvasTainted,
        FetchRule::IntegrityMismatch,
        FetchRule::ContentSecurityPolicy,
        FetchRule::WorkerOrigin,
        FetchRule::MediaWithoutCors,
        FetchRule::StyleSheetUnreadable,
        FetchRule::PreloadUnused,
        FetchRule::ServiceWorkerResponse,
        FetchRule::CookieLeftOut,
        FetchRule::BlockedByClient,
        FetchRule::RequestAborted,
        FetchRule::ScriptErrorHidden,
        FetchRule::FrameAccess,
        FetchRule::FrameRefused,
        FetchRule::WebSocketRefused,
        FetchRule::OpenerPolicy,
        FetchRule::NotIsolated,
        FetchRule::HostNotListed,
        FetchRule::ForgeryGuard,
        FetchRule::CacheRefused,
    ];
}
