//! What a fetch keeps in mind of the kept redirects that it goes by.

use alloc::string::String;

use crate::agent::cache::http::store::Key;
use crate::wire::HeaderList;

/// What is known of the kept redirects that a request has gone by.
#[derive(Clone, Debug, Default)]
pub(in crate::agent) struct KeptWay {
    /// The headers of who asked first for the kept redirect that was followed last, where they go on with it.
    pub(super) carried: Option<HeaderList>,
    /// Whether who asked first asked about what was kept.
    pub(super) is_conditional: bool,
    /// Whether credentials went along to where the last redirect came from, since that was at home.
    pub(super) had_credentials_at_home: bool,
    /// By what to ask whether what kept redirects led to still holds.
    pub(super) conditions: Option<HeaderList>,
    /// The origin by which the way that is gone again for these conditions is judged.
    pub(super) judged_origin: Option<String>,
    /// The redirect that has just come and been kept, till the next request sets out, where it is kept only then.
    pub(super) not_gone: Option<Key>,
}
