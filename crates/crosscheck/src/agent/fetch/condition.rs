//! A request under a condition that script set, and the part that the HTTP cache has in it.

use super::main_fetch::Fetch;
use crate::agent::cache::http::stored_response::is_conditional;
use crate::agent::profile::Profile;
use crate::agent::request::Initiator;

/// What a condition of script's own does to the HTTP cache.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>, step 8.16
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum Condition {
    /// There is none.
    None,
    /// Nothing is answered from the cache, and nothing kept.
    PassesBy,
    /// Nothing is answered from the cache; the answer takes the place of what is kept.
    Renews,
    /// It asks about what is kept, if that has the validator that it names.
    Validates,
    /// As before, unless what is kept is what it names: then it has no part.
    RenewsOthers,
}

impl Fetch {
    pub(in crate::agent) fn condition(&self, profile: &Profile) -> Condition {
        let headers = &self.request.headers;
        let names = |names: &[&str]| names.iter().any(|name| headers.contains(name));
        match self.request.initiator {
            _ if !is_conditional(headers) => Condition::None,
            _ if profile.script_conditions_validate => Condition::Validates,
            Initiator::Xhr if profile.xhr_conditions_renew => {
                match names(&["If-Match", "If-Unmodified-Since"]) {
                    true => Condition::RenewsOthers,
                    false => Condition::Renews,
                }
            }
            _ => Condition::PassesBy,
        }
    }
}
