//! What of a scenario will not do what whoever wrote it may think.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use url::Url;

use super::route::Route;
use super::script::Scenario;
use super::script::Step;
use crate::agent::api::Api;
use crate::agent::api::BodyKind;
use crate::agent::api::CorsSettings;
use crate::wire::Origin;
use crate::wire::normalize_method;

/// Something in a scenario that is no error, and still will not do what it seems to say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Warning {
    /// Where: `server[1]`, `steps[0].mode`.
    pub place: String,
    /// What it will not do, and why.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl Scenario {
    /// What of it will not do what it seems to say, in the order of its members.
    ///
    /// Routes that no request can meet; members that the step's API does not take; members that the
    /// engine does not play yet (the module tells which).
    /// # Example
    /// ```
    /// use crosscheck::agent::api::Api;
    /// use crosscheck::scenario::{Route, Scenario, Step};
    ///
    /// let scenario = Scenario {
    ///     steps: vec![Step::new(Api::Fetch, "https://api.example/users")],
    ///     server: vec![
    ///         Route::new("https://api.example", "/users", 200),
    ///         Route::new("https://api.example", "/user", 200),
    ///     ],
    ///     ..Scenario::default()
    /// };
    /// let [warning] = &scenario.warnings()[..] else { unreachable!() };
    /// assert_eq!(warning.place, "server[1]");
    /// ```
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Warnings::default();
        for (index, (name, _)) in self.page_headers.iter().enumerate() {
            if !PLAYED_PAGE_HEADERS.iter().any(|played| name.eq_ignore_ascii_case(played)) {
                warnings.add(format!("page_headers[{index}]"), NOT_PLAYED);
            }
        }
        for (index, step) in self.steps.iter().enumerate() {
            warnings.of_step(&format!("steps[{index}]"), step);
        }
        let routes = routes_by_place(&self.server);
        let met = places_met(self, &routes);
        for (index, route) in self.server.iter().enumerate() {
            let place = format!("server[{index}]");
            let at = Place::of_route(route);
            let alike = routes.get(&at).map_or(&[][..], Vec::as_slice);
            let mut before = alike.iter().take_while(|(earlier, _)| *earlier < index);
            let hidden_by = before.find(|(_, earlier)| earlier.hides(route));
            match why_never_met(route, hidden_by.map(|(index, _)| *index), met.contains(&at)) {
                Some(reason) => warnings.add(place, reason),
                None => warnings.of_route(&place, route),
            }
        }
        warnings.0
    }
}

#[derive(Default)]
struct Warnings(Vec<Warning>);

impl Warnings {
    fn add(&mut self, place: String, message: impl Into<String>) {
        self.0.push(Warning { place, message: message.into() });
    }

    fn of_step(&mut self, place: &str, step: &Step) {
        let api = step.api;
        let (fetch, xhr) = (matches!(api, Api::Fetch | Api::FetchLater), api == Api::Xhr);
        let form = api == Api::Form;
        let embeds = matches!(
            api,
            Api::Img
                | Api::Webgl
                | Api::Script
                | Api::Style
                | Api::Preload
                | Api::ModulePreload
                | Api::Video
                | Api::Audio
                | Api::Track
        );
        let refers = fetch || api.has_referrer_policy_attribute();
        let (yes, no) = (Use::Played, Use::NotPlayed);
        let taken_if = |taken: bool, as_what: Use| if taken { as_what } else { Use::NotTaken };
        let sends_credentials = fetch || xhr || api == Api::EventSource;
        let members = [
            ("in", !step.context.is_top(), yes),
            ("method", step.method.is_some(), taken_if(fetch || xhr || form, yes)),
            ("headers", !step.headers.is_empty(), taken_if(fetch || xhr, yes)),
            ("mode", step.mode.is_some(), taken_if(fetch, yes)),
            ("credentials", step.credentials.is_some(), taken_if(sends_credentials, yes)),
            ("redirect", step.redirect.is_some(), taken_if(fetch, yes)),
            ("cache", step.cache.is_some(), taken_if(fetch, yes)),
            ("referrerPolicy", step.referrer_policy.is_some(), taken_if(refers, yes)),
            ("keepalive", step.keepalive, taken_if(fetch, yes)),
            ("targetAddressSpace", step.target_address_space.is_some(), taken_if(fetch, yes)),
            ("integrity", step.integrity.is_some(), taken_if(fetch || embeds, yes)),
            ("body", step.body.is_some(), taken_if(fetch || xhr || api == Api::Beacon, yes)),
            ("crossorigin", step.crossorigin.is_some(), taken_if(embeds, yes)),
            ("module", step.module, taken_if(api == Api::Script, yes)),
            ("upload_listener", step.upload_listener, taken_if(xhr, yes)),
            ("activateAfter", step.activate_after > 0, taken_if(api == Api::FetchLater, no)),
            ("as", step.destination.is_some(), taken_if(api == Api::Preload, yes)),
            ("enctype", step.enctype.is_some(), taken_if(form, yes)),
        ];
        for (member, _, used) in members.into_iter().filter(|(_, is_given, _)| *is_given) {
            let place = || format!("{place}.{member}");
            match used {
                Use::Played => {}
                Use::NotPlayed => self.add(place(), NOT_PLAYED),
                Use::NotTaken => self.add(place(), format!("`{api}` takes no such member")),
            }
        }
        let misspelt = step.crossorigin.as_deref().filter(|value| {
            !matches!(*value, "" | "anonymous")
                && CorsSettings::of_attribute(value) == CorsSettings::Anonymous
                && !value.eq_ignore_ascii_case("anonymous")
        });
        if let Some(value) = misspelt.filter(|_| embeds) {
            let message = format!("browsers take `{value}` for `anonymous`");
            self.add(format!("{place}.crossorigin"), message);
        }
        let is_typed = |body: &super::script::Body| body.mime_type.is_some();
        if let Some(body) = step.body.as_ref().filter(|body| is_typed(body))
            && body.kind != BodyKind::Blob
        {
            let message = format!("only a blob has a type, and this is `{}`", body.kind);
            self.add(format!("{place}.body.type"), message);
        }
    }

    fn of_route(&mut self, place: &str, route: &Route) {
        if route.delay_ms > 0 {
            self.add(format!("{place}.delay_ms"), NOT_PLAYED);
        }
    }
}

/// What becomes of a member.
#[derive(Clone, Copy)]
enum Use {
    Played,
    NotPlayed,
    /// The API has no such thing.
    NotTaken,
}

/// Why no request can meet a route, if that is so.
fn why_never_met(route: &Route, hidden_by: Option<usize>, is_met: bool) -> Option<String> {
    let never = |reason: &str| Some(format!("no request can meet it: {reason}"));
    match Origin::parse(&route.origin) {
        Ok(origin) if origin.is_opaque() => return never("no server has the origin `null`"),
        Ok(_) => {}
        Err(error) => return never(&format!("its origin is none, {error}")),
    }
    if !route.path.starts_with('/') {
        return never("its path does not begin with `/`");
    }
    if route.path.contains(['?', '#']) {
        return never("a path ends before `?` and `#`; what follows is ignored in requests");
    }
    let sent = normalize_method(&route.method);
    if sent != route.method {
        return never(&format!("browsers send `{}` as `{sent}`", route.method));
    }
    if route.times == Some(0) {
        return never("it answers no times");
    }
    if let Some(index) = hidden_by {
        return never(&format!("`server[{index}]` answers before it"));
    }
    if !is_met {
        return never("no step and no `Location` leads there");
    }
    None
}

/// An origin and a path, blind to whether there is TLS: a browser may choose to have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    host: String,
    path: String,
}

impl Place {
    fn of_route(route: &Route) -> Self {
        let origin = Url::parse(&route.origin).ok();
        let host = origin.map(|url| host(&url)).unwrap_or_default();
        Self { host, path: route.path.clone() }
    }

    fn of_url(url: &Url) -> Self {
        Self { host: host(url), path: url.path().to_owned() }
    }
}

/// Host and port, unless it is the scheme's own.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Routes with their positions, by where they are.
type Routes<'r> = BTreeMap<Place, Vec<(usize, &'r Route)>>;

fn routes_by_place(routes: &[Route]) -> Routes<'_> {
    let mut by_place = Routes::new();
    for (index, route) in routes.iter().enumerate() {
        by_place.entry(Place::of_route(route)).or_default().push((index, route));
    }
    by_place
}

/// Everywhere that a step leads, and from there a redirect.
fn places_met(scenario: &Scenario, routes: &Routes<'_>) -> BTreeSet<Place> {
    let mut met = BTreeSet::new();
    let mut left: Vec<Url> =
        scenario.steps.iter().filter_map(|step| Url::parse(&step.url).ok()).collect();
    while let Some(url) = left.pop() {
        let place = Place::of_url(&url);
        if met.contains(&place) {
            continue;
        }
        let lines = routes.get(&place).into_iter().flatten().flat_map(|(_, route)| &route.headers);
        let locations = lines.filter(|(name, _)| name.eq_ignore_ascii_case("location"));
        left.extend(locations.filter_map(|(_, value)| url.join(value).ok()));
        met.insert(place);
    }
    met
}

/// What of a page's own answer is played; of `Content-Security-Policy` what is about insecure requests.
const PLAYED_PAGE_HEADERS: [&str; 4] = [
    "Content-Security-Policy",
    "Cross-Origin-Embedder-Policy",
    "Document-Isolation-Policy",
    "Referrer-Policy",
];

const NOT_PLAYED: &str = "it is not played yet: the record is what it would be without";
