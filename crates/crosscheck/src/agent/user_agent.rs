//! A browser, as far as it remembers anything from one request to the next.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::net::IpAddr;
use core::net::Ipv4Addr;

use url::Url;

use crate::agent::address_space::AddressSpace;
use crate::agent::cache::http::store::HttpCache;
use crate::agent::cache::memory::MemoryCache;
use crate::agent::cache::preflight::PreflightCache;
use crate::agent::cache::preload::PreloadCache;
use crate::agent::cookies::jar::CookieJar;
use crate::agent::permissions::LocalNetworkPermissions;
use crate::agent::profile::Profile;
use crate::agent::transport::hsts::HstsList;
use crate::wire::Origin;
use crate::wire::Party;
use crate::wire::is_loopback;

/// What a browser remembers from one request to the next.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UserAgent {
    /// Which browser it is.
    pub profile: &'static Profile,
    /// `Accept-Language` where script set none: what the user reads. From the start it is what the
    /// recorded browser said.
    pub accept_language: Option<&'static str>,
    /// What preflights were answered.
    pub preflight_cache: PreflightCache,
    /// What documents have preloaded, and their modules.
    pub preload_cache: PreloadCache,
    /// What the documents of a page share, where they do.
    pub memory_cache: MemoryCache,
    /// What answers are kept.
    pub http_cache: HttpCache,
    /// Cookies.
    pub cookies: CookieJar,
    /// The registrable domain of a host, from a list of public suffixes; a host that has none, an
    /// IP address or a single label, is its own site.
    ///
    /// With the feature `public-suffix` it is that of the list that browsers have. Without, no list is
    /// known: every host is its own site, `api.shop.example` is cross-site to a page of `shop.example`, and
    /// no cookie is shared by `Domain`.
    pub registrable_domain: fn(&str) -> Option<&str>,
    /// Whether the user wants no cookies of other sites than that in the address bar.
    pub blocks_third_party_cookies: bool,
    /// Hosts that are reached over TLS only.
    pub hsts: HstsList,
    /// Where names lead: what a name server said. A host that is not told is where its address says,
    /// or public.
    pub hosts: BTreeMap<String, IpAddr>,
    /// What the user decided about pages that reach closer to them than where they are from.
    pub local_network: LocalNetworkPermissions,
    /// What they decided otherwise about the pages of some origins, by how these are serialised.
    pub local_network_of_pages: BTreeMap<String, LocalNetworkPermissions>,
    /// Whether what is told of access to cookies and of the local network is told as in the browser itself.
    /// Whoever asks a server what it answers, from a machine that is not where the page's users are, turns it
    /// off and tells the rest beside the verdict.
    pub judges_surroundings: bool,
}

impl UserAgent {
    /// A browser that remembers nothing yet.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Profile, UserAgent};
    ///
    /// let browser = UserAgent::new(&Profile::WEBKIT);
    /// assert!(browser.cookies.is_empty(), "it remembers nothing yet");
    /// # #[cfg(feature = "public-suffix")]
    /// assert_eq!((browser.registrable_domain)("api.shop.example"), Some("shop.example"));
    /// ```
    pub fn new(profile: &'static Profile) -> Self {
        Self {
            profile,
            accept_language: profile.accept_language,
            preflight_cache: PreflightCache::default(),
            preload_cache: PreloadCache::default(),
            memory_cache: MemoryCache::default(),
            http_cache: HttpCache::default(),
            cookies: CookieJar::default(),
            registrable_domain: REGISTRABLE_DOMAIN,
            blocks_third_party_cookies: false,
            hsts: HstsList::default(),
            hosts: BTreeMap::new(),
            local_network: LocalNetworkPermissions::GRANTED,
            local_network_of_pages: BTreeMap::new(),
            judges_surroundings: true,
        }
    }

    /// Forgets what documents hold of a URL: an image that turned out to be none. To be told by who decodes images.
    pub fn forget_image(&mut self, url: &Url) {
        self.preload_cache.forget(url);
        self.memory_cache.forget(url);
    }

    /// Where a host is: as it was told, as its address says, and if neither says anything, public.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{AddressSpace, Profile, UserAgent};
    ///
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// assert_eq!(browser.address_space("printer.example"), AddressSpace::Public);
    /// browser.hosts.insert("printer.example".into(), "10.0.0.7".parse().unwrap());
    /// assert_eq!(browser.address_space("printer.example"), AddressSpace::Local);
    /// ```
    pub fn address_space(&self, host: &str) -> AddressSpace {
        match self.address(host) {
            Some(address) => AddressSpace::of(address, self.profile),
            None => AddressSpace::Public,
        }
    }

    /// Whether a URL's host is reached over TLS only by pages of an origin.
    pub(crate) fn goes_by_hsts(&self, top_level: &Origin, url: &Url, now_ms: u64) -> bool {
        self.hsts.covers(url, now_ms)
            && (self.profile.third_parties_go_by_hsts
                || self.are_schemelessly_same_site(top_level, url))
    }

    /// What the user decided about pages of an origin.
    pub(in crate::agent) fn local_network_permissions(
        &self,
        top_level: &Origin,
    ) -> LocalNetworkPermissions {
        let of_page = match self.local_network_of_pages.is_empty() {
            true => None,
            false => self.local_network_of_pages.get(top_level.serialize()),
        };
        of_page.copied().unwrap_or(self.local_network)
    }

    /// The address that a host has, if it is known.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Profile, UserAgent};
    ///
    /// let browser = UserAgent::new(&Profile::SPEC);
    /// assert_eq!(browser.address("[::1]").unwrap().to_string(), "::1");
    /// assert_eq!(browser.address("localhost").unwrap().to_string(), "127.0.0.1");
    /// assert_eq!(browser.address("app.example"), None, "nobody said where that is");
    /// ```
    pub fn address(&self, host: &str) -> Option<IpAddr> {
        if let Some(address) = self.hosts.get(host) {
            return Some(*address);
        }
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        match literal.parse() {
            Ok(address) => Some(address),
            Err(_) if is_loopback(host) => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            Err(_) => None,
        }
    }

    /// Whether two origins belong to one site: scheme and registrable domain are the same.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#same-site>
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{Profile, UserAgent};
    /// use crosscheck::wire::Origin;
    ///
    /// let browser = UserAgent::new(&Profile::SPEC);
    /// let is_same = |a, b| {
    ///     browser.is_same_site(&Origin::parse(a).unwrap(), &Origin::parse(b).unwrap())
    /// };
    /// assert!(is_same("https://app.example.com", "https://api.example.com:8443"));
    /// assert!(!is_same("https://example.com", "http://example.com"));
    /// assert!(!is_same("https://me.github.io", "https://you.github.io"));
    /// ```
    pub fn is_same_site(&self, a: &Origin, b: &Origin) -> bool {
        self.are_same_site(a, b)
    }

    /// The same of whoever has an origin.
    pub(in crate::agent) fn are_same_site<'p>(
        &self,
        a: impl Into<Party<'p>>,
        b: impl Into<Party<'p>>,
    ) -> bool {
        a.into().is_same_site(b.into(), self.registrable_domain)
    }

    /// A site as text: scheme and registrable domain, or host where there is none.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#obtain-a-site>
    pub(in crate::agent) fn site(&self, origin: &Origin) -> String {
        self.parts_of_site(origin).concat()
    }

    /// The parts of that text.
    pub(in crate::agent) fn parts_of_site<'o>(&self, origin: &'o Origin) -> [&'o str; 3] {
        let Party { scheme, host } = origin.into();
        [scheme, "://", (self.registrable_domain)(host).unwrap_or(host)]
    }

    /// Whether two belong to one site but for the scheme.
    ///
    /// Spec: <https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site>
    pub(in crate::agent) fn are_schemelessly_same_site<'p>(
        &self,
        a: impl Into<Party<'p>>,
        b: impl Into<Party<'p>>,
    ) -> bool {
        a.into().is_schemelessly_same_site(b.into(), self.registrable_domain)
    }
}

/// What is known of sites from the start.
#[cfg(feature = "public-suffix")]
pub(crate) const REGISTRABLE_DOMAIN: fn(&str) -> Option<&str> = crate::wire::registrable_domain;
#[cfg(not(feature = "public-suffix"))]
pub(crate) const REGISTRABLE_DOMAIN: fn(&str) -> Option<&str> = |_| None;
