//! What of a scenario will not do what whoever wrote it may think.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use url::Position;
use url::Url;

use super::route::Route;
use super::script::Scenario;
use super::script::Step;
use crate::agent::api::Api;
use crate::agent::api::BodyKind;
use crate::agent::api::CorsSettings;
use crate::wire::Origin;
use crate::wire::is_plain_origin;
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
    /// The same in simplified Chinese.
    pub chinese: String,
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
                warnings.add(format!("page_headers[{index}]"), not_played());
            }
        }
        for (index, step) in self.steps.iter().enumerate() {
            warnings.of_step(index, step);
        }
        let routes = Routes::of(&self.server);
        let (met, hidden) = (routes.met(self), routes.hidden());
        let mut plain_origin = "";
        let routes = self.server.iter().zip(hidden.into_iter().zip(met));
        for (index, (route, (hidden, is_met))) in routes.enumerate() {
            let is_plain = route.origin == plain_origin || is_plain_origin(&route.origin);
            if is_plain {
                plain_origin = &route.origin;
            }
            match why_never_met(route, is_plain, hidden, is_met) {
                Some(reason) => warnings.add(format!("server[{index}]"), reason),
                None => warnings.of_route(index, route),
            }
        }
        warnings.0
    }
}

#[derive(Default)]
struct Warnings(Vec<Warning>);

impl Warnings {
    fn add(&mut self, place: String, (message, chinese): (String, String)) {
        self.0.push(Warning { place, message, chinese });
    }

    fn of_step(&mut self, index: usize, step: &Step) {
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
            let place = || format!("steps[{index}].{member}");
            match used {
                Use::Played => {}
                Use::NotPlayed => self.add(place(), not_played()),
                Use::NotTaken => {
                    let english = format!("`{api}` takes no such member");
                    self.add(place(), (english, format!("`{api}` 没有这个成员")));
                }
            }
        }
        let misspelt = step.crossorigin.as_deref().filter(|value| {
            !matches!(*value, "" | "anonymous")
                && CorsSettings::of_attribute(value) == CorsSettings::Anonymous
                && !value.eq_ignore_ascii_case("anonymous")
        });
        if let Some(value) = misspelt.filter(|_| embeds) {
            let english = format!("browsers take `{value}` for `anonymous`");
            let chinese = format!("浏览器把 `{value}` 当作 `anonymous`");
            self.add(format!("steps[{index}].crossorigin"), (english, chinese));
        }
        let is_typed = |body: &super::script::Body| body.mime_type.is_some();
        let is_no_blob = |body: &&super::script::Body| body.kind != BodyKind::Blob;
        if let Some(body) = step.body.as_ref().filter(|body| is_typed(body)).filter(is_no_blob) {
            let english = format!("only a blob has a type, and this is `{}`", body.kind);
            let chinese = format!("只有 blob 有类型，而这里是 `{}`", body.kind);
            self.add(format!("steps[{index}].body.type"), (english, chinese));
        }
    }

    fn of_route(&mut self, index: usize, route: &Route) {
        if route.delay_ms > 0 {
            self.add(format!("server[{index}].delay_ms"), not_played());
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

/// Why no request can meet a route, if that is so, in both languages.
fn why_never_met(
    route: &Route,
    has_plain_origin: bool,
    hidden_by: Option<usize>,
    is_met: bool,
) -> Option<(String, String)> {
    let never = |english: &str, chinese: &str| {
        let english = format!("no request can meet it: {english}");
        Some((english, format!("没有请求会到达它：{chinese}")))
    };
    if !has_plain_origin {
        match Origin::parse(&route.origin) {
            Ok(origin) if origin.is_opaque() => {
                return never("no server has the origin `null`", "没有服务器的源是 `null`");
            }
            Ok(_) => {}
            Err(error) => {
                let english = format!("its origin is none, {error}");
                return never(
                    &english,
                    "它的 origin 不是一个源，应写成 `https://api.example` 的样子",
                );
            }
        }
    }
    if !route.path.starts_with('/') {
        return never("its path does not begin with `/`", "路径没有以 `/` 开头");
    }
    if route.path.contains(['?', '#']) {
        return never(
            "a path ends before `?` and `#`; what follows is ignored in requests",
            "路径到 `?` 和 `#` 之前为止；请求中其后的部分会被忽略",
        );
    }
    let sent = normalize_method(&route.method);
    if sent != route.method {
        let method = &route.method;
        return never(
            &format!("browsers send `{method}` as `{sent}`"),
            &format!("浏览器把 `{method}` 发送为 `{sent}`"),
        );
    }
    if route.times == Some(0) {
        return never("it answers no times", "它一次也不应答");
    }
    if let Some(index) = hidden_by {
        return never(
            &format!("`server[{index}]` answers before it"),
            &format!("`server[{index}]` 会先应答"),
        );
    }
    if !is_met {
        return never(
            "no step and no `Location` leads there",
            "没有步骤、也没有 `Location` 指向那里",
        );
    }
    None
}

/// A host with its port, and a path, blind to whether there is TLS: a browser may choose to have it.
type Place<'a> = (&'a str, &'a str);

fn place_of_route(route: &Route) -> Place<'_> {
    (place_of_origin(&route.origin), &route.path)
}

fn place_of_origin(origin: &str) -> &str {
    let host = origin.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//"));
    host.unwrap_or_default()
}

/// Where a request goes.
enum Target<'s> {
    /// A URL that is written as it would be serialised, by its letters alone.
    Plain { origin: &'s str, path: &'s str },
    /// Any other.
    Parsed(Url),
}

impl<'s> Target<'s> {
    fn of(url: &'s str) -> Option<Self> {
        Self::plain(url).or_else(|| Url::parse(url).ok().map(Self::Parsed))
    }

    /// Where a step asks: relative to where it runs, if its URL is none by itself.
    fn of_step(step: &'s Step, scenario: &Scenario) -> Option<Self> {
        Self::of(&step.url).or_else(|| {
            let base = step.context.origin().unwrap_or(&scenario.page);
            Url::parse(base.serialize()).ok()?.join(&step.url).ok().map(Self::Parsed)
        })
    }

    fn plain(url: &'s str) -> Option<Self> {
        let host = url.bytes().position(|byte| byte == b':')? + "://".len();
        let length = url.get(host..)?.bytes().position(|byte| byte == b'/')?;
        let (origin, rest) = url.split_at(host + length);
        let path = plain_path(rest)?;
        is_plain_origin(origin).then_some(Self::Plain { origin, path })
    }

    fn place(&self) -> Place<'_> {
        match self {
            Self::Plain { origin, path } => (place_of_origin(origin), path),
            Self::Parsed(url) => (&url[Position::BeforeHost..Position::AfterPort], url.path()),
        }
    }

    /// Where a `Location` leads from here.
    fn join(&self, location: &'s str) -> Option<Self> {
        if let Some(target) = Self::plain(location) {
            return Some(target);
        }
        let path = plain_path(location).filter(|_| !location.starts_with("//"));
        if let (Self::Plain { origin, .. }, Some(path)) = (self, path) {
            return Some(Self::Plain { origin, path });
        }
        let target = match self {
            Self::Plain { origin, path } => Url::parse(&[*origin, *path].concat()).ok()?,
            Self::Parsed(url) => url.clone(),
        };
        target.join(location).ok().map(Self::Parsed)
    }
}

/// The path of what begins with one, if it stays as it is written.
fn plain_path(text: &str) -> Option<&str> {
    let end = text.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(text.len());
    let path = text.get(..end)?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
    (path.starts_with('/') && path.bytes().all(is_plain)).then_some(path)
}

/// Routes by their indices, sorted by where they are.
struct Routes<'r> {
    routes: &'r [Route],
    /// The index of each, behind where it is.
    sorted: Vec<(Place<'r>, usize)>,
}

#[expect(clippy::indexing_slicing, reason = "each index is of a route, each run in the list")]
impl<'r> Routes<'r> {
    fn of(routes: &'r [Route]) -> Self {
        let places = routes.iter().map(place_of_route);
        let mut sorted: Vec<_> = places.zip(0..).collect();
        sorted.sort_unstable();
        Self { routes, sorted }
    }

    /// Those at a place, in the order in which they answer.
    fn at(&self, place: Place<'_>) -> &[(Place<'r>, usize)] {
        let start = self.sorted.partition_point(|(other, _)| *other < place);
        let length = self.sorted[start..].partition_point(|(other, _)| *other == place);
        &self.sorted[start..start + length]
    }

    /// For each, the route before it that answers whatever it would, if there is one.
    fn hidden(&self) -> Vec<Option<usize>> {
        let mut hidden = vec![None; self.routes.len()];
        for alike in self.sorted.chunk_by(|(a, _), (b, _)| a == b) {
            for (count, (_, index)) in alike.iter().enumerate().skip(1) {
                let mut before = alike.iter().take(count).map(|(_, before)| *before);
                hidden[*index] = before.find(|b| self.routes[*b].hides(&self.routes[*index]));
            }
        }
        hidden
    }

    /// For each, whether a step leads there, or from there a redirect.
    fn met(&self, scenario: &Scenario) -> Vec<bool> {
        let mut met = vec![false; self.routes.len()];
        let steps = scenario.steps.iter();
        let mut left: Vec<_> = steps.filter_map(|step| Target::of_step(step, scenario)).collect();
        while let Some(target) = left.pop() {
            let there = self.at(target.place());
            if there.first().is_none_or(|(_, index)| met[*index]) {
                continue;
            }
            there.iter().for_each(|(_, index)| met[*index] = true);
            let lines = there.iter().flat_map(|(_, index)| &self.routes[*index].headers);
            let locations = lines.filter(|(name, _)| name.eq_ignore_ascii_case("location"));
            left.extend(locations.filter_map(|(_, location)| target.join(location)));
        }
        met
    }
}

/// What of a page's own answer is played; of `Content-Security-Policy` what is about insecure requests.
const PLAYED_PAGE_HEADERS: [&str; 4] = [
    "Content-Security-Policy",
    "Cross-Origin-Embedder-Policy",
    "Document-Isolation-Policy",
    "Referrer-Policy",
];

fn not_played() -> (String, String) {
    let english = "it is not played yet: the record is what it would be without";
    (english.into(), "这一项还不能模拟：结果与没有它时一样".into())
}
