//! A page on the web reaches what is closer to the user only if the user agreed: Chromium's rule since
//! version 142, from secure pages only, and Firefox's. Nothing is sent before that is known.

use crosscheck::agent::AddressSpace;
use crosscheck::agent::LocalNetworkPermissions;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::start;
use crosscheck::diagnosis::broken_rule;
use crosscheck::wire::Origin;

#[test]
fn an_address_says_who_can_reach_it() {
    for (address, space) in [
        ("127.0.0.1", AddressSpace::Loopback),
        ("127.255.0.9", AddressSpace::Loopback),
        ("0.0.0.0", AddressSpace::Loopback),
        ("::1", AddressSpace::Loopback),
        ("::ffff:127.0.0.1", AddressSpace::Loopback),
        ("0.0.0.1", AddressSpace::Local),
        ("10.1.2.3", AddressSpace::Local),
        ("172.31.0.1", AddressSpace::Local),
        ("172.32.0.1", AddressSpace::Public),
        ("192.168.1.1", AddressSpace::Local),
        ("::ffff:192.168.1.1", AddressSpace::Local),
        ("169.254.169.254", AddressSpace::Local),
        ("100.64.0.1", AddressSpace::Local),
        ("100.128.0.1", AddressSpace::Public),
        ("fd00::1", AddressSpace::Local),
        ("fe80::1", AddressSpace::Local),
        ("8.8.8.8", AddressSpace::Public),
        ("2606:4700::1111", AddressSpace::Public),
    ] {
        for profile in Profile::ALL {
            let found = AddressSpace::of(address.parse().expect("an address"), profile);
            assert_eq!(found, space, "{}: {address}", profile.name);
        }
    }
}

#[test]
fn who_may_reach_what_is_closer() {
    const SECURE: &str = "https://app.example";
    const INSECURE: &str = "http://app.example";
    const DENIED: Option<&str> = Some("local-network-denied");
    const UNSAFE: Option<&str> = Some("local-network-insecure");
    const MIXED: Option<&str> = Some("mixed-content");
    // In Chromium, Firefox and WebKit, which has no such rule but takes loopback for mixed content.
    for (page, url, agreed, broken) in [
        (SECURE, "http://localhost:3000/", true, [None, None, MIXED]),
        (SECURE, "http://localhost:3000/", false, [DENIED, DENIED, MIXED]),
        (SECURE, "https://192.168.1.1/", false, [DENIED, DENIED, None]),
        (SECURE, "https://[::1]:8443/", false, [DENIED, DENIED, None]),
        (SECURE, "https://nas.example/", false, [DENIED, DENIED, None]),
        (SECURE, "https://api.example/", false, [None; 3]),
        (INSECURE, "http://localhost:3000/", true, [UNSAFE, None, None]),
        (INSECURE, "http://api.example/", false, [None; 3]),
        ("http://localhost:8080", "http://127.0.0.1:3000/", false, [None; 3]),
        ("http://192.168.1.1", "http://127.0.0.1:3000/", false, [None; 3]),
        ("http://localhost:8080", "http://192.168.1.1/", false, [None; 3]),
    ] {
        let browsers = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
        assert_eq!(
            browsers.map(|profile| rule(profile, page, url, agreed)),
            broken,
            "{page} -> {url}, agreed: {agreed}"
        );
    }
}

/// The rule that a fetch breaks before anything is sent.
fn rule(profile: &'static Profile, page: &str, url: &str, agreed: bool) -> Option<&'static str> {
    let page = Origin::parse(page).expect("an origin");
    let mut agent = UserAgent::new(profile);
    agent.local_network = match agreed {
        true => LocalNetworkPermissions::GRANTED,
        false => LocalNetworkPermissions::DENIED,
    };
    // What a name server said.
    agent.hosts.insert("nas.example".into(), "192.168.1.5".parse().expect("an address"));
    let request =
        PageRequest::fetch(url, FetchInit::default()).set_up(&agent, &page).expect("a request");
    match start(request, &mut agent, 0) {
        Next::Send(..) => None,
        Next::Done(outcome) => Some(broken_rule(&outcome.result.expect_err("it failed")).name()),
    }
}
