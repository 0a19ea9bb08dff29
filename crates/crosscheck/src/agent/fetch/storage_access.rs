//! `Sec-Fetch-Storage-Access`: whether the cookies that a request may carry are everybody's.

use super::redirect_taint::RedirectTaint;
use super::redirect_taint::redirect_taint;
use crate::agent::client::Global;
use crate::agent::profile::StorageAccessTold;
use crate::agent::request::CredentialsMode;
use crate::agent::request::Request;
use crate::agent::request::RequestMode;
use crate::agent::transport::trustworthy::is_potentially_trustworthy;
use crate::agent::user_agent::UserAgent;

/// A third party's access to cookies that are not kept apart for the page's site.
///
/// Spec: <https://privacycg.github.io/storage-access-headers/>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum StorageAccess {
    /// It has none, and must ask.
    None,
    /// It may have it, and does not use it yet.
    Inactive,
    /// It has it.
    Active,
}

impl StorageAccess {
    /// The header's value.
    pub(in crate::agent) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Inactive => "inactive",
            Self::Active => "active",
        }
    }
}

/// What a request tells of its access to cookies; `None` if it tells nothing.
pub(in crate::agent) fn storage_access(
    request: &Request,
    agent: &UserAgent,
    is_preflight: bool,
) -> Option<StorageAccess> {
    let profile = agent.profile;
    // Only what carries credentials tells it, and only where nobody else hears.
    let url = request.current_url();
    if !agent.judges_surroundings
        || request.credentials != CredentialsMode::Include
        || !is_potentially_trustworthy(url)
    {
        return None;
    }
    match profile.storage_access_told {
        StorageAccessTold::Never => return None,
        StorageAccessTold::NotByHandshakes => {
            if is_preflight || request.mode == RequestMode::WebSocket {
                return None;
            }
        }
        StorageAccessTold::ByDocuments => {
            let is_tainted = redirect_taint(request, agent) != RedirectTaint::SameOrigin;
            if request.client.global != Global::Window
                || request.is_intercepted()
                || request.keepalive
                || agent.blocks_third_party_cookies
                || (is_tainted && !is_preflight)
            {
                return None;
            }
        }
    }
    // Only third parties have to.
    let situation = agent.cookie_situation(&request.client, &request.url_list, 0);
    if !situation.is_third_party {
        return None;
    }
    // The site in the address bar may have its own cookies in a frame, too, once it asks.
    Some(if situation.has_everybodys_cookies() {
        StorageAccess::Active
    } else if situation.is_pages_site && situation.partition.nonce.is_none() {
        StorageAccess::Inactive
    } else {
        StorageAccess::None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::api::FetchInit;
    use crate::agent::api::PageRequest;
    use crate::agent::client::Client;
    use crate::agent::profile::Profile;
    use crate::wire::Origin;

    /// What a credentialed `fetch()` tells.
    fn told(browser: &UserAgent, client: &Client, url: &str) -> Option<StorageAccess> {
        let credentials = Some(CredentialsMode::Include);
        let asked = PageRequest::fetch(url, FetchInit { credentials, ..FetchInit::default() });
        storage_access(&asked.set_up(browser, client).expect("a request"), browser, false)
    }

    #[test]
    fn a_third_party_hears_whether_it_has_its_cookies() {
        let shop = Client::from(Origin::parse("https://shop.example").expect("an origin"));
        let mut widget = shop.frame(Origin::parse("https://widget.example").expect("an origin"));
        widget.has_cross_site_ancestor = true;
        let (home, api) = ("https://shop.example/", "https://api.example/");
        let mut chromium = UserAgent::new(&Profile::CHROMIUM);
        assert_eq!(told(&chromium, &shop, home), None);
        assert_eq!(told(&chromium, &shop, api), Some(StorageAccess::Active));
        assert_eq!(told(&chromium, &shop, "http://api.example/"), None, "others would hear it");
        chromium.blocks_third_party_cookies = true;
        assert_eq!(told(&chromium, &shop, api), Some(StorageAccess::None));
        assert_eq!(told(&chromium, &widget, home), Some(StorageAccess::Inactive));
        let firefox = UserAgent::new(&Profile::FIREFOX);
        assert_eq!(told(&firefox, &shop, api), Some(StorageAccess::None));
        assert_eq!(told(&UserAgent::new(&Profile::WEBKIT), &shop, api), None);
    }
}
