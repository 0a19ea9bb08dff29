//! Firefox's messages beyond CORS that only the language packs' words tell.

/// A message of which no name survives translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beyond {
    MixedContent,
    IntegrityNeedsCors,
    /// The page's content may not load data from another URL, or link to it.
    MayNotLoad,
    /// It was blocked by its header.
    ResourcePolicy,
    /// What is only warned of: it was loaded.
    Warning,
}
