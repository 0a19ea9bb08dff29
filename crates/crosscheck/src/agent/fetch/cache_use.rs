//! What a fetch keeps in mind for the HTTP cache while it waits for an answer.

use crate::agent::cache::http::range::Part;
use crate::agent::cache::http::store::Key;
use crate::agent::cache::http::stored_response::Asker;
use crate::wire::HeaderList;

/// What is to become of the answer in the HTTP cache.
#[derive(Clone, Debug)]
pub(in crate::agent) struct CacheUse {
    pub(super) key: Key,
    /// The headers of the request, by which an answer may vary.
    pub(super) sent: HeaderList,
    pub(super) asker: Asker,
    /// Whether the server was asked if what is kept still holds.
    pub(super) validates: bool,
    /// Which part of what is kept it was asked about, if of one.
    pub(super) part: Option<Part>,
}
