//! Origins near a page's own, which expressions and prefixes let in beside it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::wire::Origin;
use crate::wire::is_loopback;

/// Origins that a server may take for a page's: names that others can have, the page's host without TLS,
/// on another port and below itself, and `null`.
///
/// In: the page, and which part of a host is registered by one owner. Out: at most eight, each once, the
/// worst first; the page itself is none of them.
///
/// # Example
/// ```
/// use crosscheck::audit::lookalikes;
/// use crosscheck::wire::{Origin, registrable_domain};
///
/// let page = Origin::parse("https://www.shop.example").unwrap();
/// let near: Vec<_> = lookalikes(&page, registrable_domain);
/// let near: Vec<&str> = near.iter().map(Origin::serialize).collect();
/// assert_eq!(
///     near,
///     [
///         "https://evilshop.example",
///         "https://www.shop.example.stranger.invalid",
///         "https://wwwxshop.example",
///         "null",
///         "http://www.shop.example",
///         "https://www.shop.example:8443",
///         "https://evilwww.shop.example",
///         "https://stranger.www.shop.example",
///     ]
/// );
/// ```
pub fn lookalikes(page: &Origin, registrable_domain: fn(&str) -> Option<&str>) -> Vec<Origin> {
    let mut spelled: Vec<String> = Vec::new();
    if matches!(page.scheme(), "http" | "https") {
        let host = page.host();
        let site = registrable_domain(host).unwrap_or(host);
        let authority = page.serialize().get(page.scheme().len() + 3..).unwrap_or_default();
        let port = authority.strip_prefix(host).unwrap_or_default();
        let of = |scheme: &str, host: &str, port: &str| format!("{scheme}://{host}{port}");
        let scheme = page.scheme();
        spelled.push(of(scheme, &format!("evil{site}"), port));
        spelled.push(of(scheme, &format!("{host}.stranger.invalid"), port));
        spelled.extend(without_a_dot(host, site).map(|host| of(scheme, &host, port)));
        spelled.push("null".into());
        // What is on the same machine is no stranger there.
        if !is_loopback(host) {
            spelled.push(of("http", host, port));
            let other_port = if port == ":8443" { ":8444" } else { ":8443" };
            spelled.push(of(scheme, host, other_port));
            spelled.push(of(scheme, &format!("evil{host}"), port));
            spelled.push(of(scheme, &format!("stranger.{host}"), port));
        }
    } else {
        spelled.push("null".into());
    }
    let mut near: Vec<Origin> = Vec::new();
    for origin in spelled.iter().filter_map(|text| Origin::parse(text).ok()) {
        let is_page = origin.serialize() == page.serialize();
        if !is_page && !near.iter().any(|known| known.serialize() == origin.serialize()) {
            near.push(origin);
        }
    }
    near
}

/// A host with a letter where an expression's dot would be: the one before the registered part, else the first.
fn without_a_dot(host: &str, site: &str) -> Option<String> {
    match host.strip_suffix(site).and_then(|below| below.strip_suffix('.')) {
        Some(below) => Some(format!("{below}x{site}")),
        None => host.split_once('.').map(|(first, rest)| format!("{first}x{rest}")),
    }
}

/// What another origin is to a page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kin {
    /// The same host on another port.
    Port,
    /// Another name of the same owner.
    Site,
    /// `null`, which any page can have.
    Null,
    /// One that others can have.
    Stranger,
}

impl Kin {
    /// In: the page's origin, another, and which part of a host is registered by one owner.
    pub(super) fn of(
        page: &Origin,
        other: &Origin,
        registrable_domain: fn(&str) -> Option<&str>,
    ) -> Self {
        let site = registrable_domain(page.host()).unwrap_or(page.host());
        let below = other.host().strip_suffix(site);
        match () {
            () if other.is_opaque() => Self::Null,
            () if other.scheme() != page.scheme() => Self::Stranger,
            () if other.host() == page.host() => Self::Port,
            () if below.is_some_and(|below| below.is_empty() || below.ends_with('.')) => Self::Site,
            () => Self::Stranger,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(page: &str) -> Vec<String> {
        let page = Origin::parse(page).expect("an origin");
        let near = lookalikes(&page, |host| host.ends_with("shop.co.uk").then_some("shop.co.uk"));
        near.iter().map(|origin| origin.serialize().into()).collect()
    }

    #[test]
    fn only_what_a_browser_can_send_is_near() {
        assert_eq!(
            near("http://localhost:3000"),
            ["http://evillocalhost:3000", "http://localhost.stranger.invalid:3000", "null"]
        );
        assert_eq!(
            near("https://shop.co.uk:8443"),
            [
                "https://evilshop.co.uk:8443",
                "https://shop.co.uk.stranger.invalid:8443",
                "https://shopxco.uk:8443",
                "null",
                "http://shop.co.uk:8443",
                "https://shop.co.uk:8444",
                "https://stranger.shop.co.uk:8443",
            ]
        );
        assert_eq!(
            near("http://192.0.2.1"),
            ["http://192.0.2.1.stranger.invalid", "null", "http://192.0.2.1:8443"]
        );
        assert_eq!(near("http://[2001:db8::1]"), ["null", "http://[2001:db8::1]:8443"]);
        assert_eq!(near("chrome-extension://abc"), ["null"]);
        assert_eq!(near("null"), [""; 0]);
    }

    #[test]
    fn each_is_told_by_whose_it_is() {
        let page = Origin::parse("https://www.shop.co.uk").expect("an origin");
        let near = lookalikes(&page, |_| Some("shop.co.uk"));
        let told: Vec<Kin> =
            near.iter().map(|other| Kin::of(&page, other, |_| Some("shop.co.uk"))).collect();
        let [stranger, site] = [Kin::Stranger, Kin::Site];
        let told_as = [stranger, stranger, stranger, Kin::Null, stranger, Kin::Port, site, site];
        assert_eq!(told, told_as);
    }
}
