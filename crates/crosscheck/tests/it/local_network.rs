//! A page on the web reaches what is closer to the user only from a secure page, and if the user
//! agreed: Chromium's rule since version 142. Nothing is sent before that is known.

use crosscheck::agent::AddressSpace;
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
        assert_eq!(AddressSpace::of(address.parse().expect("an address")), space, "{address}");
    }
}

#[test]
fn who_may_reach_what_is_closer() {
    const SECURE: &str = "https://app.example";
    const INSECURE: &str = "http://app.example";
    for (page, url, agreed, broken) in [
        (SECURE, "http://localhost:3000/", true, None),
        (SECURE, "http://localhost:3000/", false, Some("local-network-denied")),
        (SECURE, "https://192.168.1.1/", false, Some("local-network-denied")),
        (SECURE, "https://[::1]:8443/", false, Some("local-network-denied")),
        (SECURE, "https://nas.example/", false, Some("local-network-denied")),
        (SECURE, "https://api.example/", false, None),
        (INSECURE, "http://localhost:3000/", true, Some("local-network-insecure")),
        (INSECURE, "http://api.example/", false, None),
        ("http://localhost:8080", "http://127.0.0.1:3000/", false, None),
        ("http://192.168.1.1", "http://127.0.0.1:3000/", false, Some("local-network-insecure")),
        ("http://localhost:8080", "http://192.168.1.1/", false, None),
    ] {
        let shown = format!("{page} -> {url}, agreed: {agreed}");
        assert_eq!(rule(&Profile::CHROMIUM, page, url, agreed), broken, "{shown}");
        for others in [&Profile::SPEC, &Profile::FIREFOX, &Profile::WEBKIT] {
            assert_eq!(rule(others, page, url, agreed), None, "{}: {shown}", others.name);
        }
    }
}

/// The rule that a fetch breaks before anything is sent.
fn rule(profile: &'static Profile, page: &str, url: &str, agreed: bool) -> Option<&'static str> {
    let page = Origin::parse(page).expect("an origin");
    let mut agent = UserAgent::new(profile);
    agent.top_level = page.clone();
    agent.local_network_permission = agreed;
    // What a name server said.
    agent.address_spaces.insert("nas.example".into(), AddressSpace::Local);
    let request =
        PageRequest::fetch(url, FetchInit::default()).set_up(&agent, &page).expect("a request");
    match start(request, &mut agent, 0) {
        Next::Send(..) => None,
        Next::Done(outcome) => Some(broken_rule(&outcome.result.expect_err("it failed")).name()),
    }
}
