//! Whether a request is of the same site, and the user's wish to have no cookies of others.

use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

use url::Url;

use crate::agent::client::Client;
use crate::agent::cookies::issue::CookieIssue;
use crate::agent::cookies::situation::PartitionKey;
use crate::agent::cookies::situation::Situation;
use crate::agent::profile::RedirectsAndSameSite;
use crate::agent::user_agent::UserAgent;
use crate::wire::Origin;
use crate::wire::Party;

impl UserAgent {
    /// Stores a cookie that the host of a URL set on a visit of its own, as its `Set-Cookie` line
    /// said; a line that says nothing usable is ignored.
    ///
    /// Units: milliseconds of the clock that every other time is of.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::api::document_cookie;
    /// use crosscheck::agent::{Client, Profile, UserAgent};
    /// use url::Url;
    ///
    /// // A user who has signed in at the shop.
    /// let mut browser = UserAgent::new(&Profile::CHROMIUM);
    /// let shop = Url::parse("https://shop.example/login").unwrap();
    /// browser.remember_visit(&shop, b"session=7; Path=/; Secure", 0);
    /// let page = Client::from(&shop);
    /// assert_eq!(document_cookie(&browser, &page, 0).unwrap(), "session=7");
    /// ```
    pub fn remember_visit(&mut self, url: &Url, line: &[u8], now_ms: u64) {
        let visit = Client::from(&Origin::of(url));
        let at = self.cookie_situation(&visit, slice::from_ref(url), now_ms);
        self.cookies.store(line, &at, &mut Vec::new());
    }

    /// Where a client stands towards the last of the URLs that its request went by, as cookies are
    /// judged by it.
    ///
    /// Spec: <https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#same-site-requests>
    pub(in crate::agent) fn cookie_situation<'u>(
        &self,
        client: &Client,
        url_list: &'u [Url],
        now_ms: u64,
    ) -> Situation<'u> {
        let profile = self.profile;
        let page = &client.top_level;
        let url = url_list.last().expect("a request has a URL");
        let is_of_page = |url: &Url| self.is_same_site_for_cookies(page, url);
        // The page in the address bar must be of the site.
        let is_first_party = is_of_page(url);
        // So must every frame between it and whoever asks.
        let is_in_frame =
            client.has_cross_site_ancestor || !self.is_same_site_for_cookies(page, &client.origin);
        let in_other_frame = profile.same_site_considers_frames && is_in_frame;
        let is_third_party = !is_first_party || in_other_frame;
        // And every server on the way.
        let came_by_others = || !url_list.iter().all(is_of_page);
        let (spoils_sending, spoils_storing) = match profile.redirects_and_same_site {
            RedirectsAndSameSite::CrossSite => {
                let came_by_others = came_by_others();
                (came_by_others, came_by_others)
            }
            RedirectsAndSameSite::CrossSiteToSend => (came_by_others(), false),
            RedirectsAndSameSite::Ignored => (false, false),
            RedirectsAndSameSite::HostOfPage => {
                let is_pages_host = url.host_str() == Some(page.host());
                // A sandbox is of the page around it.
                let is_in_frame = is_in_frame && !client.origin.is_opaque();
                ((is_in_frame || came_by_others()) && !is_pages_host, false)
            }
        };
        Situation {
            url,
            same_site_to_send: !is_third_party && !spoils_sending,
            same_site_to_store: !is_third_party && !spoils_storing,
            is_third_party,
            is_pages_site: is_first_party,
            blocks_third_parties: self.blocks_third_party_cookies
                && profile.heeds_blocking_of_third_parties,
            partition: PartitionKey {
                site: self.site(page),
                has_cross_site_ancestor: is_third_party,
                nonce: client.nonce.clone(),
            },
            is_script: false,
            profile,
            registrable_domain: self.registrable_domain,
            now_ms,
        }
    }

    /// That no cookies may go along because the user wants none of third parties.
    ///
    /// A document has its cookies looked up as it is asked for, and again for its script.
    pub(crate) fn blocked_cookies(
        &self,
        client: &Client,
        url_list: &[Url],
        is_document: bool,
        now_ms: u64,
    ) -> Vec<CookieIssue> {
        let mut issues = Vec::new();
        if !self.blocks_third_party_cookies {
            return issues;
        }
        let situation = self.cookie_situation(client, url_list, now_ms);
        if situation.blocks_everything() {
            issues.push(CookieIssue::ThirdParty { line: String::new() });
            // Whoever has none to be sent loses nothing.
            if self.cookies.knows_site(&situation) {
                issues.push(CookieIssue::StorageBlocked { url: situation.url.clone() });
            }
            if is_document {
                issues.push(CookieIssue::ThirdParty { line: String::new() });
            }
        }
        issues
    }

    /// Whether cookies take two origins for one site.
    pub(crate) fn is_same_site_for_cookies<'p>(
        &self,
        page: &'p Origin,
        other: impl Into<Party<'p>>,
    ) -> bool {
        match self.profile.cookies_tell_schemes_apart {
            true => self.are_same_site(page, other),
            false => self.are_schemelessly_same_site(page, other),
        }
    }
}
