//! What browsers write where an answer bids them forget what they keep of its site.

use alloc::string::String;
use alloc::vec::Vec;

use super::texts::clear_site_data as words;
use super::texts::filled;
use crate::agent::Global;
use crate::agent::Outcome;
use crate::agent::Remark;
use crate::agent::SiteData;
use crate::agent::SiteDataCleared;

/// Chromium's words, when all is over.
pub(super) fn chromium(outcome: &Outcome) -> Vec<String> {
    // What a shared worker says nobody reads, nor what a service worker says in a page's place.
    let is_read = outcome.client.global != Global::SharedWorker && !outcome.is_intercepted();
    let told = outcome.remarks.iter().filter(|_| is_read).map(|remark| {
        let Remark::ClearSiteData { url, what } = remark else { return Vec::new() };
        match what {
            SiteDataCleared::Insecure => [filled!(words::INSECURE, url = url)].into(),
            SiteDataCleared::WithoutCredentials => {
                [filled!(words::WITHOUT_CREDENTIALS, url = url)].into()
            }
            SiteDataCleared::Unknown(value) => {
                [filled!(words::UNKNOWN, url = url, value = value)].into()
            }
            SiteDataCleared::Cleared(kinds) if kinds.is_empty() => {
                [filled!(words::NOTHING_KNOWN, url = url)].into()
            }
            SiteDataCleared::Cleared(kinds) => {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.quoted()).collect();
                let text = match kinds.contains(&SiteData::Cookies) {
                    true => words::CLEARED_WITH_COOKIES,
                    false => words::CLEARED,
                };
                [filled!(text, url = url, value = names.join(", "))].into()
            }
        }
    });
    told.flatten().collect()
}

/// Firefox's words.
pub(super) fn firefox(remark: &Remark) -> Vec<String> {
    match remark {
        Remark::ClearSiteData { what: SiteDataCleared::Unknown(value), .. } => {
            let value: String = value.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            [filled!(words::UNKNOWN_VALUE, value = value)].into()
        }
        Remark::ClearSiteData { what: SiteDataCleared::Cleared(kinds), .. } => {
            let in_order = [SiteData::Cache, SiteData::Cookies, SiteData::Storage];
            let named = in_order.into_iter().filter(|kind| kinds.contains(kind));
            let told =
                named.map(|kind| filled!(words::CLEAN_UP, value = kind.quoted().trim_matches('"')));
            told.collect()
        }
        _ => Vec::new(),
    }
}
