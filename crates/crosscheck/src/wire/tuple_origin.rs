//! The part of a URL that is its origin's serialisation.

use alloc::borrow::Cow;
use alloc::string::String;

use url::Position;
use url::Url;

/// The origin that a browser would make of text: names outside of ASCII and addresses in parts are
/// translated.
pub(super) fn spelled_by_url(text: &str) -> Option<String> {
    Url::parse(text).ok().and_then(|url| tuple_of(&url).map(Cow::into_owned))
}

/// The serialisation of a URL's origin.
#[cfg(feature = "scenario")]
pub(crate) fn serialize_origin_of(url: &Url) -> Cow<'_, str> {
    tuple_of(url).unwrap_or("null".into())
}

/// Whether two URLs have one origin; those that are opaque have.
pub(crate) fn have_one_origin(a: &Url, b: &Url) -> bool {
    tuple_of(a) == tuple_of(b)
}

/// The serialisation of a URL's origin, as it stands in it; `None` if that is opaque.
pub(super) fn tuple_of(url: &Url) -> Option<Cow<'_, str>> {
    if url.host_str().is_none_or(str::is_empty) || url.scheme() == "file" {
        return None;
    }
    if !url[Position::BeforeUsername..Position::BeforeHost].is_empty() {
        let place = &url[Position::BeforeHost..Position::AfterPort];
        return Some([url.scheme(), "://", place].concat().into());
    }
    Some(url[..Position::AfterPort].into())
}
