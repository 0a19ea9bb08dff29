//! `Clear-Site-Data`: an answer that bids the browser forget what it keeps of its site.

use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use super::main_fetch::Fetch;
use crate::agent::cookies::cookie::Cookie;
use crate::agent::profile::ClearSiteData;
use crate::agent::remark::Remark;
use crate::agent::remark::SiteData;
use crate::agent::remark::SiteDataCleared;
use crate::agent::request::Initiator;
use crate::agent::response::Response;
use crate::agent::transport::trustworthy::is_potentially_trustworthy;
use crate::agent::user_agent::UserAgent;
use crate::wire::isomorphic_decode;

impl Fetch {
    /// Forgets what an answer, be it to a preflight, says; whether the page may read it matters nothing.
    ///
    /// In: whether credentials went along.
    ///
    /// Spec: <https://w3c.github.io/webappsec-clear-site-data/#clear-response>
    pub(super) fn clear_site_data(
        &mut self,
        response: &Response,
        is_credentialed: bool,
        agent: &mut UserAgent,
        now_ms: u64,
    ) {
        let Some(value) = response.headers.get("Clear-Site-Data") else { return };
        let rule = agent.profile.clear_site_data;
        let url = self.request.current_url().clone();
        let mut note = |what| {
            self.remarks.push(Remark::ClearSiteData { url: url.clone(), what });
        };
        let is_of_credentialed = rule == ClearSiteData::OfCredentialed;
        if is_of_credentialed && self.request.initiator == Initiator::WebSocket {
            return;
        }
        // Only who is sure whom it hears.
        if !is_potentially_trustworthy(&url) {
            note(SiteDataCleared::Insecure);
            return;
        }
        if is_of_credentialed && !is_credentialed {
            note(SiteDataCleared::WithoutCredentials);
            return;
        }
        // What it names.
        let value = isomorphic_decode(&value);
        let knows =
            |kind: &SiteData| rule != ClearSiteData::OfHost || *kind != SiteData::ClientHints;
        let known = SiteData::ALL.into_iter().filter(knows);
        let mut kinds: Vec<SiteData> = Vec::new();
        for item in value.split(',').map(|item| item.trim_matches([' ', '\t'])) {
            match item {
                "" => {}
                "\"*\"" => kinds.extend(known.clone()),
                _ => match known.clone().find(|kind| kind.quoted() == item) {
                    Some(kind) => kinds.push(kind),
                    None => note(SiteDataCleared::Unknown(item.into())),
                },
            }
        }
        // Gone it is.
        if kinds.contains(&SiteData::Cookies) {
            self.clear_cookies(&url, agent, now_ms);
        }
        if kinds.contains(&SiteData::Cache) && rule != ClearSiteData::CookiesOfHost {
            let host = url.host_str().filter(|_| rule == ClearSiteData::OfHost);
            agent.http_cache.remove_of(|kept| match host {
                Some(host) => kept.host_str() == Some(host),
                None => kept.origin() == url.origin(),
            });
        }
        self.remarks.push(Remark::ClearSiteData { url, what: SiteDataCleared::Cleared(kinds) });
    }

    /// Spec: <https://w3c.github.io/webappsec-clear-site-data/#clear-cookies>
    fn clear_cookies(&self, url: &Url, agent: &mut UserAgent, now_ms: u64) {
        let at = agent.cookie_situation(&self.request.client, &self.request.url_list, now_ms);
        let partition = at.partition.clone();
        let sees_everybodys = at.has_everybodys_cookies();
        let site = |host: &str| String::from((at.registrable_domain)(host).unwrap_or(host));
        let host = url.host_str().unwrap_or_default();
        let rule = at.profile.clear_site_data;
        let is_meant = |cookie: &Cookie| match (rule, &cookie.partition) {
            (ClearSiteData::Standard, _) => site(&cookie.host) == site(host),
            // Who is kept from everybody's clears none of them.
            (ClearSiteData::OfCredentialed, None) => {
                site(&cookie.host) == site(host) && sees_everybodys
            }
            (ClearSiteData::OfCredentialed, Some(own)) => {
                *own == partition && site(&cookie.host) == site(host)
            }
            // What is kept apart for the page's site is cleared by third parties only.
            (ClearSiteData::OfHost, None) => cookie.host == host && sees_everybodys,
            (ClearSiteData::OfHost, Some(own)) => {
                cookie.host == host && *own == partition && !sees_everybodys
            }
            (ClearSiteData::CookiesOfHost, _) => cookie.host == host,
        };
        let meant: Vec<bool> = agent.cookies.iter().map(is_meant).collect();
        let mut meant = meant.into_iter();
        agent.cookies.retain(|_| meant.next() != Some(true));
    }
}
