//! The cache mode of a request: what caches on the way, and preflights, are told of it, and what the HTTP cache
//! makes of it.

use super::condition::Condition;
use super::main_fetch::Fetch;
use crate::agent::cache::http::directives::Directives;
use crate::agent::cache::http::directives::has_pragma_no_cache;
use crate::agent::check::embedder_policy::allows_credentials;
use crate::agent::client::Global;
use crate::agent::profile::Profile;
use crate::agent::profile::RequestDirectives;
use crate::agent::request::CacheMode;
use crate::wire::HeaderList;

impl Fetch {
    /// The cache mode that others are told of, conditions of script's own considered.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>, step 8.16
    pub(in crate::agent) fn cache_mode(&self, profile: &Profile) -> CacheMode {
        let by_worker = self.request.client.global != Global::Window;
        let mode = self.request.cache;
        match self.condition(profile) {
            _ if mode != CacheMode::Default => mode,
            Condition::PassesBy => CacheMode::NoStore,
            Condition::Validates if by_worker && profile.conditions_of_workers_are_untold => {
                CacheMode::Default
            }
            Condition::Validates => CacheMode::NoCache,
            _ if profile.credentialless_reloads && !allows_credentials(&self.request) => {
                CacheMode::Reload
            }
            _ => CacheMode::Default,
        }
    }

    /// The cache mode by which the HTTP cache goes: what script says by `Cache-Control` and `Pragma` counts, too.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#cache-request-directive>
    pub(super) fn cache_mode_in_use(&self, profile: &Profile) -> CacheMode {
        let is_default = self.request.cache == CacheMode::Default;
        let mode = match self.condition(profile) {
            Condition::Validates if is_default => CacheMode::NoCache,
            _ => self.cache_mode(profile),
        };
        let headers = &self.request.headers;
        let says = Directives::of(headers);
        let no_cache = says.no_cache || has_pragma_no_cache(headers);
        let is_stale = says.max_age == Some(0);
        let validates = match profile.request_directives {
            RequestDirectives::Standard => says.no_cache || is_stale,
            RequestDirectives::NoCacheReloads => {
                if no_cache && mode != CacheMode::NoStore {
                    return CacheMode::Reload;
                }
                is_stale
            }
            RequestDirectives::NoStorePassesBy => {
                if says.no_store {
                    return CacheMode::NoStore;
                }
                headers.contains("Cache-Control") && says.no_cache || is_stale
            }
        };
        match mode {
            CacheMode::Default if validates => CacheMode::NoCache,
            _ => mode,
        }
    }

    /// Whether script says that the answer is not to be kept.
    ///
    /// Spec: <https://httpwg.org/specs/rfc9111.html#cache-request-directive.no-store>
    pub(super) fn forbids_to_keep(&self, profile: &Profile) -> bool {
        profile.request_directives != RequestDirectives::NoCacheReloads
            && Directives::of(&self.request.headers).no_store
    }
}

/// Tells caches on the way of a cache mode, unless script told them itself.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
pub(super) fn append_cache_mode(headers: &mut HeaderList, mode: CacheMode) {
    // 8.17. To ask again, or
    // 8.18. to pass every cache by.
    if matches!(mode, CacheMode::NoStore | CacheMode::Reload) && !headers.contains("Pragma") {
        headers.append_static("Pragma", "no-cache");
    }
    if let Some(value) = cache_control(mode).filter(|_| !headers.contains("Cache-Control")) {
        headers.append_static("Cache-Control", value);
    }
}

/// What `Cache-Control` says of a cache mode.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch>
pub(super) fn cache_control(mode: CacheMode) -> Option<&'static str> {
    match mode {
        CacheMode::NoCache => Some("max-age=0"),
        CacheMode::NoStore | CacheMode::Reload => Some("no-cache"),
        CacheMode::Default | CacheMode::ForceCache | CacheMode::OnlyIfCached => None,
    }
}
