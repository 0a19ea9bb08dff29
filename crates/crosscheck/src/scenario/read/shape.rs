//! The shape of a scenario: which members there are, and what may stand in them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use core::net::IpAddr;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::Error;
use serde::de::MapAccess;
use url::Url;

use super::error::Problem;
use super::error::ReadError;
use super::error::ScenarioErrors;
use super::members::Members;
use super::members::Object;
use super::members::Shape;
use super::notes::Notes;
use super::notes::Place;
use super::value::Expected;
use crate::agent::api::Api;
use crate::scenario::context::Context;
use crate::scenario::route::HeaderCondition;
use crate::scenario::route::Route;
use crate::scenario::script::Body;
use crate::scenario::script::Scenario;
use crate::scenario::script::Step;
use crate::scenario::settings::Permissions;
use crate::scenario::settings::Settings;
use crate::wire::Origin;

/// Reads a scenario, and tells everything that is wrong with it.
///
/// [`Scenario`] implements `Deserialize`, too; its error is the same in one text.
///
/// # Example
/// ```
/// use crosscheck::scenario::{ReadError, read};
///
/// let text = r#"{"id": "a", "page": "https://App.example/orders", "steps": [
///     {"api": "fetch", "url": "https://api.example/", "credentials": "includ"}
/// ]}"#;
/// let mut json = serde_json::Deserializer::from_str(text);
/// let Err(ReadError::Scenario(errors)) = read(&mut json) else { unreachable!() };
/// assert_eq!(errors.first().place, "steps[0].credentials");
/// assert_eq!(errors.first().did_you_mean(), Some("include"));
///
/// let mut json = serde_json::Deserializer::from_str(r#"{"id": "a", "page": "https://App.example/orders", "steps": []}"#);
/// assert_eq!(read(&mut json).unwrap().page.serialize(), "https://app.example");
/// ```
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Scenario, ReadError<D::Error>> {
    whole(deserializer)
}

impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(deserializer).map_err(in_one_text)
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(deserializer).map_err(in_one_text)
    }
}

impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(deserializer).map_err(in_one_text)
    }
}

fn whole<'de, S: Shape, D: Deserializer<'de>>(deserializer: D) -> Result<S, ReadError<D::Error>> {
    let mut notes = Notes::default();
    let expected = Expected { notes: &mut notes, place: Place::Whole, kind: Object::new() };
    let value = expected.deserialize(deserializer).map_err(ReadError::Unreadable)?;
    match value {
        Some(value) if notes.errors.is_empty() => Ok(value),
        _ => Err(ReadError::Scenario(ScenarioErrors(notes.errors))),
    }
}

fn in_one_text<E: Error>(error: ReadError<E>) -> E {
    match error {
        ReadError::Unreadable(error) => error,
        ReadError::Scenario(errors) => E::custom(errors),
    }
}

impl Shape for Scenario {
    const KNOWN: &'static [&'static str] = &[
        "id",
        "kind",
        "page",
        "page_headers",
        "hosts",
        "permissions",
        "settings",
        "alone",
        "steps",
        "server",
        "seen",
        "expect",
    ];
    const NEEDED: &'static [&'static str] = &["id", "page", "steps"];

    const EXPECTED: &'static str = "an object with a page and its steps";

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut scenario = Self::default();
        while let Some(name) = m.next()? {
            match &*name {
                "id" => scenario.id = m.text(&name)?.unwrap_or_default(),
                "kind" => scenario.kind = m.text(&name)?.unwrap_or_default(),
                "page" => scenario.page = m.text_of(&name, page)?.unwrap_or(Origin::OPAQUE),
                "page_headers" => scenario.page_headers = m.lines(&name)?,
                "hosts" => scenario.hosts = m.object::<Hosts>(&name)?.unwrap_or_default().0,
                "permissions" => scenario.permissions = m.object(&name)?.unwrap_or_default(),
                "settings" => scenario.settings = m.object(&name)?.unwrap_or_default(),
                "alone" => scenario.alone = m.flag(&name)?,
                "steps" => scenario.steps = m.objects(&name, 1)?,
                "server" => scenario.server = m.objects(&name, 4)?,
                // What browsers did, and what the standard's tests ask for: not the scenario's.
                "seen" | "expect" => m.skip()?,
                _ => m.unknown(&name)?,
            }
        }
        Ok(Some(scenario))
    }
}

impl Shape for Step {
    const KNOWN: &'static [&'static str] = &[
        "api",
        "url",
        "in",
        "method",
        "headers",
        "mode",
        "credentials",
        "redirect",
        "cache",
        "referrerPolicy",
        "keepalive",
        "targetAddressSpace",
        "integrity",
        "activateAfter",
        "body",
        "crossorigin",
        "module",
        "as",
        "enctype",
        "allow",
        "set",
        "upload_listener",
        "wait_ms",
    ];
    const NEEDED: &'static [&'static str] = &["api"];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut step = Self::new(Api::Cookie, "");
        while let Some(name) = m.next()? {
            match &*name {
                "api" => step.api = m.word(&name)?.unwrap_or(Api::Cookie),
                "url" => step.url = m.text(&name)?.unwrap_or_default(),
                "in" => step.context = m.text_of(&name, context)?.unwrap_or(Context::Top),
                "method" => step.method = m.text(&name)?,
                "headers" => step.headers = m.lines(&name)?,
                "mode" => step.mode = m.word(&name)?,
                "credentials" => step.credentials = m.word(&name)?,
                "redirect" => step.redirect = m.word(&name)?,
                "cache" => step.cache = m.word(&name)?,
                "referrerPolicy" => step.referrer_policy = m.word(&name)?,
                "keepalive" => step.keepalive = m.flag(&name)?,
                "targetAddressSpace" => step.target_address_space = m.text(&name)?,
                "integrity" => step.integrity = m.text(&name)?,
                "activateAfter" => step.activate_after = m.number(&name, MILLISECONDS)?,
                "body" => step.body = m.object(&name)?,
                "crossorigin" => step.crossorigin = m.text(&name)?,
                "module" => step.module = m.flag(&name)?,
                "as" => step.destination = m.word(&name)?,
                "enctype" => step.enctype = m.word(&name)?,
                "allow" => step.allow = m.text(&name)?,
                "set" => step.set = m.text(&name)?,
                "upload_listener" => step.upload_listener = m.flag(&name)?,
                "wait_ms" => step.wait_ms = m.number(&name, MILLISECONDS)?,
                _ => m.unknown(&name)?,
            }
        }
        if m.has("api") && step.api != Api::Cookie {
            m.need(&["url"]);
        }
        Ok(Some(step))
    }
}

impl Shape for Body {
    const KNOWN: &'static [&'static str] = &["kind", "value", "type"];
    const NEEDED: &'static [&'static str] = &["kind"];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut kind = None;
        let (mut value, mut mime_type) = (String::new(), None);
        while let Some(name) = m.next()? {
            match &*name {
                "kind" => kind = m.word(&name)?,
                "value" => value = m.text(&name)?.unwrap_or_default(),
                "type" => mime_type = m.text(&name)?,
                _ => m.unknown(&name)?,
            }
        }
        Ok(kind.map(|kind| Self { kind, value, mime_type }))
    }
}

impl Shape for Route {
    const KNOWN: &'static [&'static str] = &[
        "origin", "path", "method", "when", "times", "status", "headers", "body", "ranges",
        "delay_ms",
    ];
    const NEEDED: &'static [&'static str] = &["origin", "path", "method", "status"];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut route = Self::new("", "", 0);
        while let Some(name) = m.next()? {
            match &*name {
                "origin" => {
                    let origin = m.text_of(&name, page)?.unwrap_or(Origin::OPAQUE);
                    route.origin = origin.serialize().to_owned();
                }
                "path" => route.path = m.text(&name)?.unwrap_or_default(),
                "method" => route.method = m.text(&name)?.unwrap_or_default(),
                "when" => route.when = m.object::<When>(&name)?.unwrap_or_default().0,
                "times" => route.times = Some(m.number(&name, "a count")?),
                "status" => route.status = m.number(&name, "a status")?,
                "headers" => route.headers = m.lines(&name)?,
                "body" => route.body = m.text(&name)?.unwrap_or_default(),
                "ranges" => route.ranges = m.flag(&name)?,
                "delay_ms" => route.delay_ms = m.number(&name, MILLISECONDS)?,
                _ => m.unknown(&name)?,
            }
        }
        Ok(Some(route))
    }
}

/// An origin given as such, or by a URL of it.
fn page(notes: &mut Notes, place: Place<'_>, text: &str) -> Option<Origin> {
    if let Some(origin) = notes.origin.as_ref().filter(|origin| origin.serialize() == text) {
        return Some(origin.clone());
    }
    let error = match Origin::parse(text) {
        Ok(origin) => return Some(notes.origin.insert(origin).clone()),
        Err(error) => error,
    };
    let of_url = Url::parse(text).ok().map(|url| Origin::of(&url));
    match of_url.filter(|origin| !origin.is_opaque() && !text.contains('*')) {
        Some(origin) => Some(origin),
        None => {
            let suggestion = error.suggestion().unwrap_or("https://app.example").to_owned();
            let (reason, suggestion) = (error.to_string(), Some(suggestion));
            notes.note(place, Problem::Invalid { reason, suggestion });
            None
        }
    }
}

fn context(notes: &mut Notes, place: Place<'_>, text: &str) -> Option<Context> {
    let error = match Context::parse(text) {
        Ok(context) => return Some(context),
        Err(error) => error,
    };
    let word = text.split(':').next().unwrap_or_default();
    if PLACES_OF_AN_ORIGIN.contains(&word) {
        let suggestion = Some(format!("{word}:https://widget.example"));
        notes.note(place, Problem::Invalid { reason: error.to_string(), suggestion });
    } else {
        let known = [&PLACES[..], &PLACES_OF_AN_ORIGIN].concat();
        notes.note(place, Problem::UnknownWord { word: word.to_owned(), known });
    }
    None
}

/// Where names lead.
#[derive(Default)]
struct Hosts(BTreeMap<String, IpAddr>);

impl Shape for Hosts {
    const KNOWN: &'static [&'static str] = &[];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut hosts = BTreeMap::new();
        while let Some(name) = m.next()? {
            if let Some(address) = m.text_of(&name, address)? {
                hosts.insert(name.into_owned(), address);
            }
        }
        Ok(Some(Self(hosts)))
    }
}

fn address(notes: &mut Notes, place: Place<'_>, text: &str) -> Option<IpAddr> {
    let address = text.parse().ok();
    if address.is_none() {
        let reason = format!("`{text}` is no address");
        let suggestion = Some("192.168.1.60".to_owned());
        notes.note(place, Problem::Invalid { reason, suggestion });
    }
    address
}

impl Shape for Permissions {
    const KNOWN: &'static [&'static str] = &["local-network", "loopback-network"];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut permissions = Self::default();
        while let Some(name) = m.next()? {
            match &*name {
                "local-network" => permissions.local_network = m.word(&name)?,
                "loopback-network" => permissions.loopback_network = m.word(&name)?,
                _ => m.unknown(&name)?,
            }
        }
        Ok(Some(permissions))
    }
}

impl Shape for Settings {
    const KNOWN: &'static [&'static str] = &["third-party-cookies"];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut settings = Self::default();
        while let Some(name) = m.next()? {
            match &*name {
                "third-party-cookies" => settings.third_party_cookies = m.word(&name)?,
                _ => m.unknown(&name)?,
            }
        }
        Ok(Some(settings))
    }
}

/// What headers a request must have.
#[derive(Default)]
struct When(BTreeMap<String, HeaderCondition>);

impl Shape for When {
    const KNOWN: &'static [&'static str] = &[];

    fn read<'de, A: MapAccess<'de>>(
        m: &mut Members<'_, '_, 'de, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut conditions = BTreeMap::new();
        while let Some(name) = m.next()? {
            if let Some(text) = m.text(&name)? {
                conditions.insert(name.to_ascii_lowercase(), HeaderCondition::of(text));
            }
        }
        Ok(Some(Self(conditions)))
    }
}

const MILLISECONDS: &str = "a number of milliseconds";

/// Where a step can run, in words that stand alone.
const PLACES: [&str; 7] = [
    "top",
    "sandbox",
    "srcdoc",
    "worker",
    "module-worker",
    "shared-worker",
    "service-worker-controlled",
];

/// And in words that an origin follows, after a colon.
const PLACES_OF_AN_ORIGIN: [&str; 3] = ["frame", "credentialless", "window"];
