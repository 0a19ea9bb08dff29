//! The keys of Firefox's messages about CORS, which every language pack has.

/// A message of Firefox, by its key in every language pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Disabled,
    DidNotSucceed,
    ExternalRedirect,
    NotHttp,
    MissingAllowOrigin,
    MultipleAllowOrigin,
    PreflightDidNotSucceed,
    InvalidAllowHeader,
    MissingAllowHeader,
    OriginNotAdded,
    NotMatching,
    NotSupportingCredentials,
    MethodNotFound,
    MissingAllowCredentials,
    InvalidAllowMethod,
}
