//! One scripted answer, and which requests it answers.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::record::WireRequest;

/// One scripted answer.
///
/// # Example
/// ```
/// use crosscheck::scenario::{HeaderCondition, Route};
///
/// // Answers only whoever says where it comes from.
/// let headers = vec![("Access-Control-Allow-Origin".into(), "*".into())];
/// let route = Route {
///     headers,
///     when: [("origin".into(), HeaderCondition::Present)].into(),
///     ..Route::new("https://api.example", "/", 200)
/// };
/// assert_eq!(route.method, "*");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a record that is written with `..Route::new()`")]
pub struct Route {
    /// The server's origin.
    pub origin: String,
    /// The path; a request's query is ignored.
    pub path: String,
    /// The method, or `*`.
    pub method: String,
    /// What headers the request must have, by their names in lower case: all of it must hold.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub when: BTreeMap<String, HeaderCondition>,
    /// How often it answers, then no more; absent means always.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub times: Option<u32>,
    /// The status; 101 accepts a WebSocket handshake.
    pub status: u16,
    /// Header lines: name, and value as text whose code points are bytes.
    pub headers: Vec<HeaderLine>,
    /// The body; `@png`, `@css`, `@script` and others stand for small valid files.
    pub body: String,
    /// Whether it honours `Range`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_false"))]
    pub ranges: bool,
    /// Milliseconds before the answer. Not played yet.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::write::is_zero"))]
    pub delay_ms: u64,
}

/// A header line: its name, which is not copied where many messages have it, and its value.
pub type HeaderLine = (Cow<'static, str>, String);

impl Route {
    /// An answer to any method, without headers and body.
    pub fn new(origin: &str, path: &str, status: u16) -> Self {
        Self {
            origin: origin.into(),
            path: path.into(),
            method: "*".into(),
            when: BTreeMap::new(),
            times: None,
            status,
            headers: Vec::new(),
            body: String::new(),
            ranges: false,
            delay_ms: 0,
        }
    }

    /// Whether it answers a request of a path, but for how often it has answered already.
    pub(super) fn fits(&self, request: &WireRequest, path: &str) -> bool {
        self.origin == request.origin
            && self.path == path
            && (self.method == "*" || self.method == request.method)
            && self
                .when
                .iter()
                .all(|(name, condition)| condition.holds(request.headers.get(&**name)))
    }

    /// Whether it answers every request that another one answers, for ever.
    pub(super) fn hides(&self, other: &Self) -> bool {
        self.origin == other.origin
            && self.path == other.path
            && (self.method == "*" || self.method == other.method)
            && self.times.is_none()
            && self.when.iter().all(|(name, condition)| other.when.get(name) == Some(condition))
    }
}

/// What a request's header must be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderCondition {
    /// It is not sent.
    Absent,
    /// It is sent, whatever it says.
    Present,
    /// It says exactly this.
    Is(String),
}

impl HeaderCondition {
    /// The one that is written so: `absent`, `present`, or the value.
    ///
    /// # Example
    /// ```
    /// use crosscheck::scenario::HeaderCondition;
    ///
    /// assert_eq!(HeaderCondition::of("absent".into()), HeaderCondition::Absent);
    /// let exactly = HeaderCondition::of("https://app.example".into());
    /// assert_eq!(exactly, HeaderCondition::Is("https://app.example".into()));
    /// ```
    pub fn of(text: String) -> Self {
        match text.as_str() {
            "absent" => Self::Absent,
            "present" => Self::Present,
            _ => Self::Is(text),
        }
    }

    fn holds(&self, value: Option<&Cow<'static, str>>) -> bool {
        match self {
            Self::Absent => value.is_none(),
            Self::Present => value.is_some(),
            Self::Is(text) => value.is_some_and(|value| value == text),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for HeaderCondition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Absent => "absent",
            Self::Present => "present",
            Self::Is(text) => text,
        })
    }
}
