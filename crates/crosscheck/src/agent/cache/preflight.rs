//! The preflight cache: what a server allowed, and until when.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use crate::agent::profile::CacheModel;
use crate::agent::profile::Profile;
use crate::wire::is_cors_safelisted_method;

/// What preflights were answered, kept by the host from one request to the next.
///
/// One cache belongs to one network partition; a host with several keeps several. Holds at most
/// [`PreflightCache::CAPACITY`] entries and forgets the oldest first.
///
/// Spec: <https://fetch.spec.whatwg.org/#concept-cache>
#[derive(Clone, Debug, Default)]
pub struct PreflightCache {
    entries: Vec<Entry>,
}

/// One thing that is remembered: a whole answer or, in browsers that keep each name apart, a name.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CachedPreflight<'a> {
    /// The origin of the page that asked, serialised.
    pub origin: &'a str,
    /// What was asked about.
    pub url: &'a Url,
    /// Whether the request was to carry credentials.
    pub credentials: bool,
    /// The methods that were allowed.
    pub methods: &'a BTreeSet<String>,
    /// The headers that were allowed, in lower case.
    pub header_names: &'a BTreeSet<String>,
    /// From when on it is forgotten, in milliseconds.
    pub expires_ms: u64,
}

/// Whose request, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::agent) struct Key {
    pub(in crate::agent) origin: String,
    pub(in crate::agent) url: Url,
    pub(in crate::agent) credentials: bool,
}

/// What an answer to a preflight allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::agent) struct Grant {
    pub(in crate::agent) methods: BTreeSet<String>,
    /// In lower case.
    pub(in crate::agent) header_names: BTreeSet<String>,
    pub(in crate::agent) max_age_seconds: u64,
}

/// The part of a request that an entry must cover.
#[derive(Clone, Copy, Debug)]
pub(in crate::agent) struct Asked<'a> {
    pub(in crate::agent) method: &'a str,
    pub(in crate::agent) use_cors_preflight: bool,
    pub(in crate::agent) credentials: bool,
    pub(in crate::agent) header_names: &'a [String],
}

#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    methods: BTreeSet<String>,
    header_names: BTreeSet<String>,
    expires_ms: u64,
}

impl PreflightCache {
    /// The most entries held at once.
    pub const CAPACITY: usize = 1024;

    /// What is remembered at a moment, in milliseconds as everywhere here, the oldest first.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::{FetchInit, PageRequest};
    /// use crosscheck::agent::{HttpRequest, Profile, Response, UserAgent, fetch};
    /// use crosscheck::wire::Origin;
    ///
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// let mut server = |_: &HttpRequest, _: &mut UserAgent| {
    ///     let lines = [
    ///         ("Access-Control-Allow-Origin", "*"),
    ///         ("Access-Control-Allow-Methods", "PUT"),
    ///         ("Access-Control-Max-Age", "600"),
    ///     ];
    ///     Some(Response { status: 200, headers: lines.into_iter().collect(), ..Response::default() })
    /// };
    /// let init = FetchInit { method: Some("PUT".into()), ..FetchInit::default() };
    /// let asked = PageRequest::fetch("https://api.example/", init);
    /// let page = Origin::parse("https://app.example").unwrap();
    /// let request = asked.set_up(&browser, &page).unwrap();
    /// fetch(request, &mut server, &mut browser, 0);
    ///
    /// let known = browser.preflight_cache.entries(1_000).next().expect("for ten minutes");
    /// assert!(known.methods.contains("PUT") && known.expires_ms == 600_000);
    /// assert!(browser.preflight_cache.entries(600_000).next().is_none(), "and then no more");
    /// ```
    pub fn entries(&self, now_ms: u64) -> impl Iterator<Item = CachedPreflight<'_>> {
        self.entries.iter().filter(move |entry| entry.expires_ms > now_ms).map(|entry| {
            CachedPreflight {
                origin: &entry.key.origin,
                url: &entry.key.url,
                credentials: entry.key.credentials,
                methods: &entry.methods,
                header_names: &entry.header_names,
                expires_ms: entry.expires_ms,
            }
        })
    }

    /// Remembers what a preflight allowed.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-cache-create-entry>
    pub(in crate::agent) fn store(
        &mut self,
        key: &Key,
        grant: Grant,
        profile: &Profile,
        now_ms: u64,
    ) {
        self.entries.retain(|entry| entry.expires_ms > now_ms);
        let expires_ms = now_ms.saturating_add(grant.max_age_seconds.saturating_mul(1000));
        if expires_ms == now_ms {
            return;
        }
        // 1. Whose it is, what it allows, and until when.
        let entry =
            |methods, header_names| Entry { key: key.clone(), methods, header_names, expires_ms };
        // 2. It is kept, in place of what it renews.
        match profile.cache_model {
            CacheModel::WholeAnswer => {
                self.entries.retain(|e| e.key.origin != key.origin || e.key.url != key.url);
                self.entries.push(entry(grant.methods, grant.header_names));
            }
            CacheModel::Names | CacheModel::NamesWithoutWildcards => {
                let names_one = |entry: &Entry| {
                    entry.methods.iter().any(|method| grant.methods.contains(method))
                        || entry.header_names.iter().any(|name| grant.header_names.contains(name))
                };
                self.entries.retain(|e| e.key != *key || !names_one(e));
                let methods = grant.methods.into_iter().take(Self::CAPACITY);
                self.entries.extend(methods.map(|m| entry([m].into(), BTreeSet::new())));
                let names = grant.header_names.into_iter().take(Self::CAPACITY);
                self.entries.extend(names.map(|name| entry(BTreeSet::new(), [name].into())));
            }
        }
        let surplus = self.entries.len().saturating_sub(Self::CAPACITY);
        self.entries.drain(..surplus);
    }

    /// Whether what is remembered spares a request its preflight.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-cache-match-method>
    pub(in crate::agent) fn covers(
        &mut self,
        key: &Key,
        asked: Asked<'_>,
        profile: &Profile,
        now_ms: u64,
    ) -> bool {
        let model = profile.cache_model;
        let serves = |entry: &&Entry| {
            entry.expires_ms > now_ms
                && entry.key.origin == key.origin
                && entry.key.url == key.url
                && match model {
                    CacheModel::NamesWithoutWildcards => entry.key.credentials == key.credentials,
                    CacheModel::Names | CacheModel::WholeAnswer => {
                        entry.key.credentials || !key.credentials
                    }
                }
        };
        let mut serving = self.entries.iter().filter(serves).peekable();
        // Something must be remembered, even where no name in it is needed.
        if model != CacheModel::Names && serving.peek().is_none() {
            if model == CacheModel::WholeAnswer {
                self.clear(key);
            }
            return false;
        }
        let entries: Vec<&Entry> = serving.collect();
        let covered = Self::entries_cover(&entries, asked, profile);
        if model == CacheModel::WholeAnswer && !covered {
            self.clear(key);
        }
        covered
    }

    fn entries_cover(entries: &[&Entry], asked: Asked<'_>, profile: &Profile) -> bool {
        let star_counts = match profile.cache_model {
            CacheModel::Names => true,
            CacheModel::NamesWithoutWildcards => false,
            CacheModel::WholeAnswer if profile.cached_star_by_preflight => {
                !entries.iter().any(|entry| entry.key.credentials)
            }
            CacheModel::WholeAnswer => !asked.credentials,
        };
        let needs_no_entry = match profile.cache_model {
            CacheModel::NamesWithoutWildcards => matches!(asked.method, "GET" | "POST"),
            _ => is_cors_safelisted_method(asked.method),
        } && !asked.use_cors_preflight;
        let listed = |method: &str| entries.iter().any(|entry| entry.methods.contains(method));
        let method_covered = needs_no_entry || listed(asked.method) || (star_counts && listed("*"));
        let star = star_counts && entries.iter().any(|entry| entry.header_names.contains("*"));
        let authorization_by_star = profile.authorization_covered_by_cached_wildcard;
        method_covered
            && asked.header_names.iter().all(|name| {
                let name = name.to_ascii_lowercase();
                (star && (authorization_by_star || name != "authorization"))
                    || entries.iter().any(|entry| entry.header_names.contains(&name))
            })
    }

    /// Forgets what is known for an origin and a URL, with and without credentials.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-cache-clear>
    pub(in crate::agent) fn clear(&mut self, key: &Key) {
        self.entries.retain(|entry| entry.key.origin != key.origin || entry.key.url != key.url);
    }
}
