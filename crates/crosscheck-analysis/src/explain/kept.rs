//! What a configuration beside a refusal allows already: a patch in its place keeps it, and paths that it does not cover
//! are told.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::Refusal;
use crosscheck::server::Config;
use crosscheck::wire::Origin;
use url::Url;

use super::report::Finding;

/// The most origins, methods and names of headers that are kept.
const MOST: usize = 64;

/// What is allowed in one place of a configuration.
struct Allowed<'c> {
    origins: &'c [String],
    methods: &'c [String],
    request_headers: &'c [String],
    expose_headers: &'c [String],
    credentials: bool,
}

/// Lets a patch allow what a configuration allows as well.
pub(super) fn keep(finding: &mut Finding, config: &Config) {
    let own = Allowed {
        origins: &config.origins,
        methods: &config.methods,
        request_headers: &config.request_headers,
        expose_headers: &config.expose_headers,
        credentials: config.credentials,
    };
    let of_rules = config.rules.iter().map(|rule| Allowed {
        origins: &rule.origins,
        methods: &rule.methods,
        request_headers: &rule.request_headers,
        expose_headers: &rule.expose_headers,
        credentials: rule.credentials,
    });
    let says_any = |place: &Allowed<'_>| !place.origins.is_empty() || place.credentials;
    let mut places = [own].into_iter().chain(of_rules).filter(says_any);
    // Of several, nobody can tell which of them is meant.
    let (Some(place), None) = (places.next(), places.next()) else { return };
    let origins: Vec<&String> =
        place.origins.iter().filter(|origin| is_one(origin)).take(MOST).collect();
    if let (None, [origin]) = (&finding.wanted.origin, &origins[..]) {
        finding.wanted.origin = Some((*origin).clone());
    }
    let mut like_it = Refusal::new(FetchRule::AllowOriginMissing);
    like_it.credentials = place.credentials.then_some(true);
    if place.credentials {
        finding.kept.push(like_it.clone());
    }
    for origin in origins {
        let mut kept = like_it.clone();
        kept.origin = Some(origin.clone());
        finding.kept.push(kept);
    }
    let is_any = |names: &[String]| names.iter().any(|name| name == "*");
    if is_any(place.methods) || is_any(place.request_headers) {
        // What nobody lists can be guessed only.
        let mut kept = Refusal::new(FetchRule::HeadersNotAllowed);
        kept.credentials = like_it.credentials;
        kept.stage = Some(Stage::Preflight);
        finding.kept.push(kept);
    }
    for method in place.methods.iter().filter(|method| *method != "*").take(MOST) {
        let mut kept = like_it.clone();
        kept.method = Some(method.clone());
        finding.kept.push(kept);
    }
    let mut kept = like_it.clone();
    let names = place.request_headers.iter().filter(|name| *name != "*");
    kept.header_names = names.take(MOST).cloned().collect();
    finding.kept.extend(Some(kept).filter(|kept| !kept.header_names.is_empty()));
    let mut kept = Refusal::new(FetchRule::HeaderNotExposed);
    let names = place.expose_headers.iter().filter(|name| *name != "*");
    kept.header_names = names.take(MOST).cloned().collect();
    finding.kept.extend(Some(kept).filter(|kept| !kept.header_names.is_empty()));
}

/// Whether an entry is one origin, and no pattern.
fn is_one(origin: &str) -> bool {
    !origin.contains('*') && Origin::parse(origin).is_ok_and(|origin| !origin.is_opaque())
}

/// What to say of a path that no rule of a configuration covers; `None` where one does, or is for all paths.
pub(super) fn uncovered(finding: &Finding, config: &Config) -> Option<String> {
    let url = Url::parse(finding.case.url.as_deref()?).ok()?;
    let path = url.path();
    let is_for_all =
        !config.origins.is_empty() || config.rules.iter().any(|rule| rule.paths.is_empty());
    let covers = |covered: &String| {
        let covered = covered.trim_end_matches('/');
        path.strip_prefix(covered).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let paths: Vec<&String> = config.rules.iter().flat_map(|rule| &rule.paths).collect();
    if is_for_all || paths.is_empty() || paths.iter().any(|covered| covers(covered)) {
        return None;
    }
    let paths: Vec<String> = paths.into_iter().take(8).map(|path| format!("`{path}`")).collect();
    Some(format!(
        "that configuration is for {} and what is below, and `{path}` is none of it: add that path there",
        paths.join(", ")
    ))
}
