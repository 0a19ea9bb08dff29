//! The shape of a scenario: which members there are, and what may stand in them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::net::IpAddr;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use url::Url;

use super::error::Problem;
use super::error::ReadError;
use super::error::ScenarioErrors;
use super::node::Node;
use super::reader::Notes;
use super::reader::Place;
use crate::agent::api::Api;
use crate::agent::api::BodyKind;
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
    let node = Node::deserialize(deserializer).map_err(ReadError::Unreadable)?;
    whole(node, scenario).map_err(ReadError::Scenario)
}

impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(Node::deserialize(deserializer)?, scenario).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(Node::deserialize(deserializer)?, step).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole(Node::deserialize(deserializer)?, route).map_err(D::Error::custom)
    }
}

fn whole<T>(
    node: Node<'_>,
    read: fn(&mut Notes, Place<'_>, Node<'_>) -> T,
) -> Result<T, ScenarioErrors> {
    let mut notes = Notes::default();
    let value = read(&mut notes, Place::Whole, node);
    if notes.0.is_empty() { Ok(value) } else { Err(ScenarioErrors(notes.0)) }
}

fn scenario(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Scenario {
    const KNOWN: [&str; 12] = [
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
    let mut scenario = Scenario::default();
    let mut missing = Vec::from(["id", "page", "steps"]);
    if !matches!(node, Node::Members(_)) {
        notes.wrong_kind(place, &node, "an object with a page and its steps");
        return scenario;
    }
    for (name, node) in notes.members(place, node) {
        missing.retain(|missing| *missing != name);
        let place = Place::Member(&place, &name);
        match &*name {
            "id" => scenario.id = notes.text(place, node).unwrap_or_default(),
            "kind" => scenario.kind = notes.text(place, node).unwrap_or_default(),
            "page" => scenario.page = page(notes, place, node).unwrap_or(Origin::OPAQUE),
            "page_headers" => scenario.page_headers = notes.lines(place, node),
            "hosts" => scenario.hosts = hosts(notes, place, node),
            "permissions" => scenario.permissions = permissions(notes, place, node),
            "settings" => scenario.settings = settings(notes, place, node),
            "alone" => scenario.alone = notes.flag(place, &node),
            "steps" => scenario.steps = items(notes, place, node, step),
            "server" => scenario.server = items(notes, place, node, route),
            // What browsers did, and what the standard's tests ask for: not the scenario's.
            "seen" | "expect" => {}
            _ => notes.unknown_member(Place::Whole, &name, &KNOWN),
        }
    }
    for name in missing {
        notes.note(Place::Member(&place, name), Problem::Missing);
    }
    scenario
}

fn step(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Step {
    const KNOWN: [&str; 23] = [
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
    let mut step = Step::new(Api::Cookie, "");
    let (mut has_api, mut has_url) = (false, false);
    let within = place;
    for (name, node) in notes.members(place, node) {
        let place = Place::Member(&place, &name);
        match &*name {
            "api" => {
                has_api = true;
                step.api = notes.word(place, node).unwrap_or(Api::Cookie);
            }
            "url" => {
                has_url = true;
                step.url = notes.text(place, node).unwrap_or_default();
            }
            "in" => step.context = context(notes, place, node).unwrap_or(Context::Top),
            "method" => step.method = notes.text(place, node),
            "headers" => step.headers = notes.lines(place, node),
            "mode" => step.mode = notes.word(place, node),
            "credentials" => step.credentials = notes.word(place, node),
            "redirect" => step.redirect = notes.word(place, node),
            "cache" => step.cache = notes.word(place, node),
            "referrerPolicy" => step.referrer_policy = notes.word(place, node),
            "keepalive" => step.keepalive = notes.flag(place, &node),
            "targetAddressSpace" => step.target_address_space = notes.text(place, node),
            "integrity" => step.integrity = notes.text(place, node),
            "activateAfter" => step.activate_after = notes.number(place, &node, MILLISECONDS),
            "body" => step.body = body(notes, place, node),
            "crossorigin" => step.crossorigin = notes.text(place, node),
            "module" => step.module = notes.flag(place, &node),
            "as" => step.destination = notes.word(place, node),
            "enctype" => step.enctype = notes.word(place, node),
            "allow" => step.allow = notes.text(place, node),
            "set" => step.set = notes.text(place, node),
            "upload_listener" => step.upload_listener = notes.flag(place, &node),
            "wait_ms" => step.wait_ms = notes.number(place, &node, MILLISECONDS),
            _ => notes.unknown_member(within, &name, &KNOWN),
        }
    }
    if !has_api {
        notes.note(Place::Member(&place, "api"), Problem::Missing);
    } else if !has_url && step.api != Api::Cookie {
        notes.note(Place::Member(&place, "url"), Problem::Missing);
    }
    step
}

fn body(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Option<Body> {
    let mut kind = None;
    let (mut value, mut mime_type) = (String::new(), None);
    let mut is_told = false;
    let within = place;
    for (name, node) in notes.members(place, node) {
        let place = Place::Member(&place, &name);
        match &*name {
            "kind" => {
                is_told = true;
                kind = notes.word::<BodyKind>(place, node);
            }
            "value" => value = notes.text(place, node).unwrap_or_default(),
            "type" => mime_type = notes.text(place, node),
            _ => notes.unknown_member(within, &name, &["kind", "value", "type"]),
        }
    }
    if !is_told {
        notes.note(Place::Member(&place, "kind"), Problem::Missing);
    }
    Some(Body { kind: kind?, value, mime_type })
}

fn route(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Route {
    const KNOWN: [&str; 10] = [
        "origin", "path", "method", "when", "times", "status", "headers", "body", "ranges",
        "delay_ms",
    ];
    let mut route = Route::new("", "", 0);
    let mut missing = Vec::from(["origin", "path", "method", "status"]);
    let within = place;
    for (name, node) in notes.members(place, node) {
        missing.retain(|missing| *missing != name);
        let place = Place::Member(&place, &name);
        match &*name {
            "origin" => {
                let origin = page(notes, place, node).unwrap_or(Origin::OPAQUE);
                route.origin = origin.serialize().to_owned();
            }
            "path" => route.path = notes.text(place, node).unwrap_or_default(),
            "method" => route.method = notes.text(place, node).unwrap_or_default(),
            "when" => route.when = when(notes, place, node),
            "times" => route.times = Some(notes.number(place, &node, "a count")),
            "status" => route.status = notes.number(place, &node, "a status"),
            "headers" => route.headers = notes.lines(place, node),
            "body" => route.body = notes.text(place, node).unwrap_or_default(),
            "ranges" => route.ranges = notes.flag(place, &node),
            "delay_ms" => route.delay_ms = notes.number(place, &node, MILLISECONDS),
            _ => notes.unknown_member(within, &name, &KNOWN),
        }
    }
    for name in missing {
        notes.note(Place::Member(&place, name), Problem::Missing);
    }
    route
}

fn items<T>(
    notes: &mut Notes,
    place: Place<'_>,
    node: Node<'_>,
    read: fn(&mut Notes, Place<'_>, Node<'_>) -> T,
) -> Vec<T> {
    let items = notes.list(place, node).into_iter().enumerate();
    items.map(|(index, node)| read(notes, Place::Item(&place, index), node)).collect()
}

/// An origin given as such, or by a URL of it.
fn page(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Option<Origin> {
    let text = notes.text(place, node)?;
    let error = match Origin::parse(&text) {
        Ok(origin) => return Some(origin),
        Err(error) => error,
    };
    let of_url = Url::parse(&text).ok().map(|url| Origin::of(&url));
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

fn context(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Option<Context> {
    let text = notes.text(place, node)?;
    let error = match Context::parse(&text) {
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

fn hosts(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> BTreeMap<String, IpAddr> {
    let mut hosts = BTreeMap::new();
    for (name, node) in notes.members(place, node) {
        let place = Place::Member(&place, &name);
        let Some(text) = notes.text(place, node) else { continue };
        match text.parse() {
            Ok(address) => _ = hosts.insert(name.clone().into_owned(), address),
            Err(_) => {
                let reason = format!("`{text}` is no address");
                let suggestion = Some("192.168.1.60".to_owned());
                notes.note(place, Problem::Invalid { reason, suggestion });
            }
        }
    }
    hosts
}

fn permissions(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Permissions {
    let mut permissions = Permissions::default();
    let within = place;
    for (name, node) in notes.members(place, node) {
        let place = Place::Member(&place, &name);
        match &*name {
            "local-network" => permissions.local_network = notes.word(place, node),
            "loopback-network" => permissions.loopback_network = notes.word(place, node),
            _ => notes.unknown_member(within, &name, &["local-network", "loopback-network"]),
        }
    }
    permissions
}

fn settings(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> Settings {
    let mut settings = Settings::default();
    let within = place;
    for (name, node) in notes.members(place, node) {
        match &*name {
            "third-party-cookies" => {
                settings.third_party_cookies = notes.word(Place::Member(&place, &name), node);
            }
            _ => notes.unknown_member(within, &name, &["third-party-cookies"]),
        }
    }
    settings
}

fn when(notes: &mut Notes, place: Place<'_>, node: Node<'_>) -> BTreeMap<String, HeaderCondition> {
    let mut conditions = BTreeMap::new();
    for (name, node) in notes.members(place, node) {
        if let Some(text) = notes.text(Place::Member(&place, &name), node) {
            conditions.insert(name.to_ascii_lowercase(), HeaderCondition::of(text));
        }
    }
    conditions
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
