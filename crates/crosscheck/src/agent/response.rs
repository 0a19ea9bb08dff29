//! Responses: as received, and as much of one as script may see.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use crate::agent::body::Body;
use crate::agent::profile::Profile;
use crate::wire::HeaderList;

/// An answer as it came from the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Header lines.
    pub headers: HeaderList,
    /// The body.
    pub body: Body,
}

impl Response {
    /// Spec: <https://fetch.spec.whatwg.org/#ok-status>
    pub(super) fn is_ok(&self) -> bool {
        (200..=299).contains(&self.status)
    }

    /// Whether it is a redirect by its status.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#redirect-status>
    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    /// Spec: <https://fetch.spec.whatwg.org/#null-body-status>
    pub(super) fn has_null_body_status(&self) -> bool {
        matches!(self.status, 101 | 103 | 204 | 205 | 304)
    }
}

/// How much of a response script may see.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-response-type>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
pub enum ResponseType {
    /// Everything but cookies.
    Basic,
    /// What the server shares.
    Cors,
    /// Nothing.
    Opaque,
    /// Nothing, but that it was a redirect.
    OpaqueRedirect,
}

impl ResponseType {
    /// The name that `Response.type` has.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Cors => "cors",
            Self::Opaque => "opaque",
            Self::OpaqueRedirect => "opaqueredirect",
        }
    }
}

/// What script sees of a response, and, for the host's own use, what lies behind it.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-filtered-response>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilteredResponse {
    /// The type.
    pub response_type: ResponseType,
    /// The status; 0 if hidden.
    pub status: u16,
    /// The final URL, without its fragment; `None` if hidden.
    pub url: Option<Url>,
    /// Whether script is told that a redirect was followed.
    pub redirected: bool,
    /// The headers that script may read.
    pub headers: HeaderList,
    /// The body that script may read, shared with the response behind; empty if hidden or null.
    pub body: Body,
    /// Whether `Timing-Allow-Origin` let timings be seen.
    pub timing_allowed: bool,
    /// Where the response came from in the end, hidden or not; never for script.
    pub internal_url: Url,
    /// The response behind the filter: what an `<img>` decodes, never what script reads.
    pub internal: Response,
    /// Names that `Access-Control-Expose-Headers` exposed.
    pub exposed: Vec<String>,
}

impl FilteredResponse {
    /// What `XMLHttpRequest.getAllResponseHeaders()` gives: a line for each name, in lower case, sorted as
    /// if they were in upper case.
    ///
    /// Spec: <https://xhr.spec.whatwg.org/#the-getallresponseheaders()-method>
    pub fn all_response_headers(&self) -> Vec<u8> {
        // 2. Each name once, with its combined value.
        let mut headers = self.headers.sort_and_combine();
        // 3. `_` stands between upper and lower case, so it comes after letters here.
        headers.sort_by_key(|(name, _)| name.to_ascii_uppercase());
        // 4. As lines.
        let line = |(name, value): &(String, Cow<'_, [u8]>)| {
            [name.as_bytes(), b": ", value, b"\r\n"].concat()
        };
        headers.iter().flat_map(line).collect()
    }
}

/// The headers of an answer as a browser's checks take them in.
pub(super) fn headers_as_read(headers: HeaderList, profile: &Profile) -> HeaderList {
    let headers = match profile.replaces_what_is_no_utf_8 {
        true => headers.iter().map(|(name, value)| (name, as_utf_8(value))).collect(),
        false => headers,
    };
    let name = "Access-Control-Allow-Origin";
    let spelled_alike = headers.iter().filter(|(known, _)| *known == name).count();
    match profile.skips_empty_lines && spelled_alike < 2 {
        true => without_empty_lines(headers, |known| known.eq_ignore_ascii_case(name)),
        false => headers,
    }
}

/// A value with the replacement character in place of each byte that is no UTF-8.
fn as_utf_8(value: &[u8]) -> Vec<u8> {
    let chunks = value.utf8_chunks();
    let text: String = chunks
        .flat_map(|chunk| {
            let replaced = chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER);
            chunk.valid().chars().chain(replaced)
        })
        .collect();
    text.into_bytes()
}

/// The headers of an answer as a browser shows them to script, if it may see them.
pub(super) fn headers_as_shown(headers: HeaderList, profile: &Profile) -> HeaderList {
    match profile.skips_empty_lines {
        true => without_empty_lines(headers, |_| true),
        false => headers,
    }
}

/// Drops empty lines beside others of the same name; of empty ones alone the first stays.
fn without_empty_lines(mut headers: HeaderList, concerns: impl Fn(&str) -> bool) -> HeaderList {
    let mut told: BTreeSet<String> = headers
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    headers.retain(|name, value| {
        !value.is_empty() || !concerns(name) || told.insert(name.to_ascii_lowercase())
    });
    headers
}
