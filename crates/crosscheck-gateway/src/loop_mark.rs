//! Requests that come back.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc8586.html>

use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header::Entry;

/// A gateway's name in `CDN-Loop`, unlike that of any other: a request that carries it already has
/// been here.
///
/// `Via` would do as well, but servers take it for a sign to do less: nginx stops compressing.
#[derive(Clone, Debug)]
pub(crate) struct LoopMark(HeaderValue);

/// The request has been here.
#[derive(Debug)]
pub(crate) struct Looped;

impl LoopMark {
    pub(crate) fn new() -> Self {
        let unlike_others = RandomState::new().build_hasher().finish();
        let name = HeaderValue::try_from(format!("crosscheck-{unlike_others:016x}"));
        Self(name.unwrap_or(HeaderValue::from_static("crosscheck")))
    }

    /// The mark, for a request that has none.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Adds the mark, unless it is there.
    pub(crate) fn write(&self, headers: &mut HeaderMap) -> Result<(), Looped> {
        let mut lines = match headers.entry(CDN_LOOP) {
            Entry::Occupied(lines) => lines,
            Entry::Vacant(place) => {
                place.insert(self.0.clone());
                return Ok(());
            }
        };
        let mut marks = Vec::new();
        for line in lines.iter() {
            if line.as_bytes().split(|b| *b == b',').any(|name| self.0 == name.trim_ascii()) {
                return Err(Looped);
            }
            marks.extend_from_slice(line.as_bytes());
            marks.extend_from_slice(b", ");
        }
        marks.extend_from_slice(self.0.as_bytes());
        lines.insert(HeaderValue::from_bytes(&marks).unwrap_or_else(|_| self.0.clone()));
        Ok(())
    }
}

const CDN_LOOP: HeaderName = HeaderName::from_static("cdn-loop");
