//! Reading a scenario as somebody wrote it: what would not be played as it is written is an error.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use url::Url;

use super::script::Rule;
use super::script::Scenario;
use super::script::Step;
use crate::wire::Origin;

/// A scenario, with what a recorder adds to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with a page and its steps")]
pub(super) struct Written {
    id: String,
    #[serde(default)]
    kind: String,
    #[serde(deserialize_with = "page")]
    page: String,
    steps: Vec<Step>,
    #[serde(default)]
    server: Vec<Rule>,
    /// What browsers did.
    #[serde(default, rename = "seen")]
    _seen: IgnoredAny,
    /// What the standard's tests ask for.
    #[serde(default, rename = "expect")]
    _expect: IgnoredAny,
}

impl From<Written> for Scenario {
    fn from(Written { id, kind, page, steps, server, .. }: Written) -> Self {
        Self { id, kind, page, steps, server }
    }
}

/// The origin of a page given by its origin or its URL.
fn page<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let of_url = Url::parse(&text).ok().map(|url| Origin::of(&url)).filter(|o| !o.is_opaque());
    let origin = of_url.map(|origin| origin.to_string());
    match Origin::parse(origin.as_deref().unwrap_or(&text)) {
        Ok(origin) => Ok(origin.to_string()),
        Err(error) => {
            let suggestion = error.suggestion().unwrap_or("https://app.example");
            Err(D::Error::custom(format!("{error}; write `{suggestion}`, or `null`")))
        }
    }
}

pub(super) fn mode<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    optional_word(d, &["cors", "no-cors", "same-origin"])
}

pub(super) fn credentials<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    optional_word(d, &["omit", "same-origin", "include"])
}

pub(super) fn redirect<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    optional_word(d, &["follow", "error", "manual"])
}

pub(super) fn body_kind<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    word(String::deserialize(d)?, &["text", "params", "form", "blob", "bytes", "stream"])
}

fn optional_word<'de, D: Deserializer<'de>>(
    deserializer: D,
    words: &'static [&'static str],
) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(|given| word(given, words)).transpose()
}

/// The word that was given, if it is one of these.
fn word<E: Error>(given: String, words: &'static [&'static str]) -> Result<String, E> {
    match words.contains(&given.as_str()) {
        true => Ok(given),
        false => Err(E::unknown_variant(&given, words)),
    }
}
