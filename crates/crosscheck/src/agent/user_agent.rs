//! A browser, as far as it remembers anything from one request to the next.

use alloc::collections::BTreeMap;
use alloc::string::String;

use url::Url;

use crate::agent::address_space::AddressSpace;
use crate::agent::cache::preflight::PreflightCache;
use crate::agent::cookies::jar::CookieJar;
use crate::agent::cookies::jar::Situation;
use crate::agent::profile::Profile;
use crate::wire::Origin;

/// What a browser remembers from one request to the next, for one page.
#[derive(Clone, Debug)]
pub struct UserAgent {
    /// Which browser it is.
    pub profile: &'static Profile,
    /// The origin of the page in the address bar, by whose site cookies are judged.
    pub top_level: Origin,
    /// The URL of the document that asks, if it is known: some browsers name it when they complain.
    pub document: Option<Url>,
    /// What preflights were answered.
    pub preflight_cache: PreflightCache,
    /// Cookies.
    pub cookies: CookieJar,
    /// The registrable domain of a host, from a list of public suffixes; a host that has none, an
    /// IP address or a single label, is its own site. The default knows no list and takes every
    /// host for its own site, so that no cookie is shared by `Domain`.
    pub registrable_domain: fn(&str) -> Option<&str>,
    /// Where hosts are, by name: what a name server said. A host that is not told is where its
    /// address says, or public.
    pub address_spaces: BTreeMap<String, AddressSpace>,
    /// Whether the user let the page reach what is closer to them than the page is, where the
    /// browser asks.
    pub local_network_permission: bool,
}

impl UserAgent {
    /// A browser that remembers nothing yet.
    pub fn new(profile: &'static Profile) -> Self {
        Self {
            profile,
            top_level: Origin::OPAQUE,
            document: None,
            preflight_cache: PreflightCache::default(),
            cookies: CookieJar::default(),
            registrable_domain: |_| None,
            address_spaces: BTreeMap::new(),
            local_network_permission: true,
        }
    }

    /// Stores a cookie that the host of a URL set on a visit of its own, as its `Set-Cookie` line
    /// said; a line that says nothing usable is ignored.
    ///
    /// Units: milliseconds of the clock that every other time is of.
    pub fn remember_visit(&mut self, url: &Url, line: &[u8], now_ms: u64) {
        let (profile, registrable_domain) = (self.profile, self.registrable_domain);
        let at = Situation { url, same_site: true, profile, registrable_domain, now_ms };
        self.cookies.store(line, &at);
    }

    /// Where a host is: as it was told, as its address says, and if neither says anything, public.
    pub fn address_space(&self, host: &str) -> AddressSpace {
        if let Some(space) = self.address_spaces.get(host) {
            return *space;
        }
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        match literal.parse() {
            Ok(address) => AddressSpace::of(address),
            Err(_) if host == "localhost" || host.ends_with(".localhost") => AddressSpace::Loopback,
            Err(_) => AddressSpace::Public,
        }
    }

    /// Whether two origins belong to one site: scheme and registrable domain are the same.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#same-site>
    pub fn is_same_site(&self, a: &Origin, b: &Origin) -> bool {
        a.scheme() == b.scheme() && self.is_schemelessly_same_site(a, b)
    }

    pub(super) fn is_schemelessly_same_site(&self, a: &Origin, b: &Origin) -> bool {
        fn site(lookup: fn(&str) -> Option<&str>, origin: &Origin) -> &str {
            lookup(origin.host()).unwrap_or(origin.host())
        }
        !a.is_opaque()
            && !b.is_opaque()
            && site(self.registrable_domain, a) == site(self.registrable_domain, b)
    }
}
