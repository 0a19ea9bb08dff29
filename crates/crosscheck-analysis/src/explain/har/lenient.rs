//! What writers of HAR files write otherwise than the format says: nothing where something is due, numbers as
//! text and text as numbers, headers as an object.

use std::fmt;

use crosscheck::wire::normalize_method;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

/// What is there, or nothing for `null`: some writers give it for every field that they have no value
/// for.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A text, or what a number or a truth value is as one; empty for anything else.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Scalar::deserialize(deserializer).map(|scalar| scalar.0)
}

/// A method as a browser sends it: some writers keep what script wrote.
pub(super) fn method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    text(deserializer).map(|method| normalize_method(&method).to_owned())
}

/// A text that may not be there: nothing for what is empty.
pub(super) fn text_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    text(deserializer).map(|text| Some(text).filter(|text| !text.is_empty()))
}

/// A number, or a text that is one; 0 for anything else.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let Scalar(text) = Scalar::deserialize(deserializer)?;
    let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
    Ok(whole.trim().parse().unwrap_or_default())
}

/// Header lines: a list of names and values, or an object of them.
pub(super) fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Line>, D::Error> {
    deserializer.deserialize_any(Lines)
}

/// A header line.
#[derive(Deserialize)]
pub(super) struct Line {
    #[serde(default, deserialize_with = "text")]
    pub(super) name: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) value: String,
}

/// The beginning of a text, of which the whole may be megabytes.
#[derive(Default)]
pub(super) struct Excerpt(pub(super) String);

/// The most bytes of it.
const MOST_OF_EXCERPT: usize = 2_048;

struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text(usize::MAX)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Excerpt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text(MOST_OF_EXCERPT)).map(Self)
    }
}

/// At most so many bytes of a text.
struct Text(usize);

impl<'de> Visitor<'de> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        let mut end = text.len().min(self.0);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Ok(text[..end].to_owned())
    }

    fn visit_bool<E>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut inner: A) -> Result<String, A::Error> {
        while inner.next_element::<IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut inner: A) -> Result<String, A::Error> {
        while inner.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }
}

struct Lines;

impl<'de> Visitor<'de> for Lines {
    type Value = Vec<Line>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of header lines, or an object of them")
    }

    fn visit_unit<E>(self) -> Result<Vec<Line>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Line>, A::Error> {
        let mut lines = Vec::new();
        while let Some(line) = list.next_element::<Line>()? {
            // A line without a name was none.
            if !line.name.is_empty() {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Vec<Line>, A::Error> {
        let mut lines = Vec::new();
        while let Some((name, Values(values))) = object.next_entry::<String, Values>()? {
            lines.extend(values.into_iter().map(|value| Line { name: name.clone(), value }));
        }
        Ok(lines)
    }
}

/// One value, or several of one name.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Given {
            Several(Vec<Scalar>),
            One(Scalar),
        }
        Ok(Self(match Given::deserialize(deserializer)? {
            Given::Several(values) => values.into_iter().map(|Scalar(value)| value).collect(),
            Given::One(Scalar(value)) => vec![value],
        }))
    }
}
