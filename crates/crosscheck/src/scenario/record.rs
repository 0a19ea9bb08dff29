//! What came of a scenario: what script saw, what reached the servers, what the console said.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use url::Position;

use super::small_file::as_written;
use crate::agent::FilteredResponse;
use crate::agent::HttpRequest;
use crate::agent::Outcome;
use crate::agent::Profile;
use crate::agent::element;
use crate::agent::element::Access;
use crate::agent::element::Content;
use crate::agent::element::Seen;
use crate::wire::decode_spelled;
use crate::wire::isomorphic_decode;
use crate::wire::lower_case_name;
use crate::wire::serialize_origin_of;

/// The record of one scenario, by the engine or by a browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Record {
    /// The scenario's name.
    pub id: String,
    /// What script saw, step by step.
    pub steps: Vec<StepRecord>,
    /// Every request that reached a server, in order.
    pub wire: Vec<WireRequest>,
    /// What the browser wrote to its console.
    pub console: Vec<String>,
}

/// What script saw of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "lowercase"))]
#[non_exhaustive]
pub enum StepRecord {
    /// A response that script may look at, as far as its type lets it.
    Response {
        /// `basic`, `cors`, `opaque`, `opaqueredirect`; `xhr` for XHR.
        #[cfg_attr(feature = "serde", serde(rename = "type"))]
        response_type: String,
        /// The status that script sees; 0 if hidden.
        status: u16,
        /// The final URL that script sees; empty if hidden.
        url: String,
        /// Whether a redirect was followed; absent for XHR.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        #[cfg_attr(feature = "serde", serde(default))]
        redirected: Option<bool>,
        /// The headers that script may read: lower case, sorted.
        #[cfg_attr(feature = "serde", serde(default))]
        headers: Vec<(String, String)>,
        /// The body as text.
        #[cfg_attr(feature = "serde", serde(default))]
        body: String,
    },
    /// Something was loaded: what may the page do with it?
    Loaded {
        /// The answer.
        access: Access,
    },
    /// It failed, and script is told no more than the name.
    Error {
        /// The exception's or event's name.
        #[cfg_attr(feature = "serde", serde(default))]
        name: String,
    },
    /// Script cannot see how it ended.
    Unobserved,
    /// It had not ended when the recorder stopped waiting.
    Pending,
    /// What `document.cookie` reads.
    Cookie {
        /// Pairs of name and value, sorted.
        #[cfg_attr(feature = "serde", serde(default))]
        value: String,
    },
    /// The engine, or the browser, cannot do this step, or is none of these.
    #[cfg_attr(feature = "serde", serde(other))]
    Unsupported,
}

/// Headers as text, each name once. Names and values that the code itself spells are not copied.
pub type HeaderTexts = BTreeMap<Cow<'static, str>, Cow<'static, str>>;

/// One request as a server received it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct WireRequest {
    /// The server's origin.
    pub origin: String,
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers in lower case, several lines joined by `, `, code points as bytes.
    pub headers: HeaderTexts,
    /// Length of the body, in bytes.
    pub body: usize,
}

impl StepRecord {
    /// What script sees of how a fetch ended. See [`element::seen`].
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::agent::element::Content;
    /// use crosscheck::scenario::StepRecord;
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::SPEC);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
    ///     Some(Response { status: 200, ..Response::default() })
    /// };
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/users", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let outcome = fetch(request, &mut server, &mut browser, 0);
    /// let seen = StepRecord::of(&outcome, Content::Fitting, browser.profile);
    /// assert_eq!(seen, StepRecord::Error { name: "TypeError".into() });
    /// ```
    pub fn of(outcome: &Outcome, content: Content, profile: &Profile) -> Self {
        element::seen(outcome, content, profile).into()
    }
}

impl From<Seen<'_>> for StepRecord {
    fn from(seen: Seen<'_>) -> Self {
        match seen {
            Seen::Response(response) => {
                response_record(response, response.response_type.name(), Some(response.redirected))
            }
            Seen::Xhr(response) => response_record(response, "xhr", None),
            Seen::Loaded(access) => Self::Loaded { access },
            Seen::Error(name) => Self::Error { name: name.into() },
            Seen::Unobserved => Self::Unobserved,
            Seen::Pending => Self::Pending,
        }
    }
}

fn response_record(
    response: &FilteredResponse,
    response_type: &str,
    redirected: Option<bool>,
) -> StepRecord {
    let headers = response.headers.sort_and_combine().into_iter();
    StepRecord::Response {
        response_type: response_type.into(),
        status: response.status,
        url: response.url.as_ref().map(ToString::to_string).unwrap_or_default(),
        redirected,
        headers: headers.map(|(name, value)| (name, isomorphic_decode(&value))).collect(),
        body: as_written(&response.body).into_owned(),
    }
}

impl WireRequest {
    /// A message as its server receives it.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{Next, Profile, UserAgent, start};
    /// use crosscheck::scenario::WireRequest;
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::SPEC);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let asked = PageRequest::fetch("https://api.example/a?b#c", FetchInit::default());
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// let Next::Send(message, _) = start(request, &mut browser, 0) else { unreachable!() };
    /// let received = WireRequest::of(&message);
    /// assert_eq!(received.path, "/a?b");
    /// assert_eq!(received.headers["origin"], "https://app.example");
    /// ```
    pub fn of(message: &HttpRequest) -> Self {
        let mut headers = HeaderTexts::new();
        for (name, value) in message.headers.spelled() {
            let value = decode_spelled(value);
            match headers.entry(lower_case_name(name)) {
                Entry::Vacant(entry) => _ = entry.insert(value),
                Entry::Occupied(mut entry) => entry.get_mut().to_mut().extend([", ", &value]),
            }
        }
        if let Some(value) = headers.get_mut("content-type") {
            if let Some((before, _)) = value.split_once("boundary=") {
                *value = format!("{before}boundary=…").into();
            }
        }
        let path = message.url[Position::BeforePath..Position::AfterQuery].to_owned();
        Self {
            origin: serialize_origin_of(&message.url).into_owned(),
            method: message.method.clone(),
            path,
            headers,
            body: message.body.len(),
        }
    }
}
