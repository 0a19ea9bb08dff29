//! A page on the web reaches what is closer to the user only if the user agreed. Chromium wants the page
//! to be secure, too, and takes who was never asked for a no; Firefox asks, and the request waits.
//! Nothing is sent before that is known.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crosscheck::agent::AddressSpace;
use crosscheck::agent::Cause;
use crosscheck::agent::Client;
use crosscheck::agent::LocalNetworkPermissions;
use crosscheck::agent::Next;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::start;
use crosscheck::diagnosis::broken_rule;
use crosscheck::wire::Origin;

const GRANTED: LocalNetworkPermissions = LocalNetworkPermissions::GRANTED;
const DENIED: LocalNetworkPermissions = LocalNetworkPermissions::DENIED;
const NEVER_ASKED: LocalNetworkPermissions =
    LocalNetworkPermissions { local: None, loopback: None };

#[test]
fn an_address_says_who_can_reach_it() {
    use AddressSpace::Local;
    use AddressSpace::Loopback;
    use AddressSpace::Public;
    for (address, spec, chromium, firefox) in [
        ("127.255.0.9", Loopback, Loopback, Loopback),
        ("0.0.0.0", Loopback, Loopback, Loopback),
        ("::1", Loopback, Loopback, Loopback),
        ("::ffff:127.0.0.1", Loopback, Loopback, Loopback),
        ("10.1.2.3", Local, Local, Local),
        ("172.31.0.1", Local, Local, Local),
        ("172.32.0.1", Public, Public, Public),
        ("::ffff:192.168.1.1", Local, Local, Local),
        ("169.254.169.254", Local, Local, Local),
        ("100.64.0.1", Local, Local, Local),
        ("100.128.0.1", Public, Public, Public),
        ("fd00::1", Local, Local, Local),
        ("8.8.8.8", Public, Public, Public),
        // What is for benchmarks, and for documents, each sees in its own way.
        ("198.18.0.7", Loopback, Public, Public),
        ("2001:db8::1", Local, Local, Public),
    ] {
        let of = |profile| AddressSpace::of(address.parse().expect("an address"), profile);
        assert_eq!(of(&Profile::SPEC), spec, "{address}");
        assert_eq!(of(&Profile::CHROMIUM), chromium, "{address}");
        assert_eq!(of(&Profile::FIREFOX), firefox, "{address}");
    }
}

#[test]
fn who_may_reach_what_is_closer() {
    const SECURE: &str = "https://app.example";
    const INSECURE: &str = "http://app.example";
    const HOME: &str = "http://192.168.1.1";
    let (denied, insecure) = (Some("local-network-denied"), Some("local-network-insecure"));
    let undecided = Some("local-network-undecided");
    for (page, url, decided, chromium, firefox) in [
        (SECURE, "http://localhost:3000/", GRANTED, None, None),
        (SECURE, "http://localhost:3000/", DENIED, denied, denied),
        (SECURE, "http://localhost:3000/", NEVER_ASKED, denied, undecided),
        (SECURE, "https://192.168.1.1/", DENIED, denied, denied),
        // A name that leads home.
        (SECURE, "https://nas.example/", DENIED, denied, denied),
        (SECURE, "https://api.example/", DENIED, None, None),
        // A page that came without TLS is not even asked for in Chromium.
        (INSECURE, "http://localhost:3000/", GRANTED, insecure, None),
        (INSECURE, "http://localhost:3000/", NEVER_ASKED, insecure, undecided),
        (INSECURE, "http://api.example/", DENIED, None, None),
        // Pages of the network around the user, and of their machine, are not of the web.
        (HOME, "http://127.0.0.1:3000/", DENIED, None, None),
        ("http://localhost:8080", HOME, DENIED, None, None),
    ] {
        let shown = format!("{page} -> {url}: {decided:?}");
        let page = Client::from(origin(page));
        let broken = |profile| rule(profile, &page, url, FetchInit::default(), decided);
        assert_eq!(broken(&Profile::CHROMIUM), chromium, "chromium: {shown}");
        assert_eq!(broken(&Profile::FIREFOX), firefox, "firefox: {shown}");
        assert_eq!(broken(&Profile::WEBKIT).filter(|_| url.starts_with("https")), None, "{shown}");
    }
}

/// A file, and an extension's or application's page, came from the user's own machine: Chromium 156 lets both
/// ask `127.0.0.1`, and CORS alone decides.
#[test]
fn a_page_that_came_without_http_is_as_close_as_can_be() {
    for page in [
        "file:///home/me/index.html",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop/popup.html",
    ] {
        let page = Client::page(page).expect("a URL");
        for profile in [&Profile::CHROMIUM, &Profile::FIREFOX] {
            let url = "http://127.0.0.1:3000/";
            assert_eq!(rule(profile, &page, url, FetchInit::default(), DENIED), None, "{page:?}");
        }
    }
    // A sandboxed page may be of anywhere.
    let sandboxed = Client::from(Origin::OPAQUE);
    let broken = rule(
        &Profile::CHROMIUM,
        &sandboxed,
        "http://127.0.0.1:3000/",
        FetchInit::default(),
        DENIED,
    );
    assert!(broken.is_some());
}

#[test]
fn a_frame_is_handed_the_page_s_permission_or_has_none() {
    let page = Client::from(origin("https://shop.example"));
    let mut widget = page.frame(origin("https://widget.example"));
    let reach = |profile, client: &Client| {
        rule(profile, client, "https://nas.example/", FetchInit::default(), GRANTED)
    };
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX] {
        assert_eq!(reach(profile, &page), None);
        assert_eq!(reach(profile, &page.frame(origin("https://shop.example"))), None);
        assert_eq!(reach(profile, &widget), Some("local-network-denied"), "{}", profile.name());
    }
    // `<iframe allow="local-network-access">`
    widget.may_ask_for_local_network = true;
    assert_eq!(reach(&Profile::CHROMIUM, &widget), None);
    assert_eq!(reach(&Profile::FIREFOX, &widget), None);
}

/// A sandbox has no origin that a user could have decided about.
#[test]
fn a_sandbox_has_its_page_s_permission_in_firefox() {
    let page = Client::from(origin("https://shop.example"));
    let sandbox = page.frame(origin("null"));
    let reach = |decided| {
        rule(&Profile::FIREFOX, &sandbox, "https://nas.example/", FetchInit::default(), decided)
    };
    assert_eq!(reach(GRANTED), None);
    assert_eq!(reach(DENIED), Some("local-network-denied"));
}

#[test]
fn chromium_holds_a_page_to_where_it_said_that_the_host_is() {
    let page = Client::from(origin("https://app.example"));
    let says = |space: &str| FetchInit {
        target_address_space: Some(space.into()),
        ..FetchInit::default()
    };
    let reach = |profile, space| rule(profile, &page, "https://nas.example/", says(space), GRANTED);
    assert_eq!(reach(&Profile::CHROMIUM, "local"), None);
    // Its name of old.
    assert_eq!(reach(&Profile::CHROMIUM, "private"), None);
    assert_eq!(reach(&Profile::CHROMIUM, "loopback"), Some("local-network-mismatch"));
    assert_eq!(reach(&Profile::FIREFOX, "loopback"), None);
    // A word that is none.
    let browser = browser(&Profile::CHROMIUM, GRANTED);
    let asked = PageRequest::fetch("https://nas.example/", says("home"));
    let refused = asked.set_up(&browser, &page).expect_err("no such space");
    assert_eq!(refused.member(), "targetAddressSpace");
}

fn origin(text: &str) -> Origin {
    Origin::parse(text).expect("an origin")
}

fn browser(profile: &'static Profile, decided: LocalNetworkPermissions) -> UserAgent {
    let mut browser = UserAgent::new(profile);
    browser.local_network = decided;
    let nas: IpAddr = "192.168.1.60".parse().expect("an address");
    browser.hosts = BTreeMap::from([("nas.example".into(), nas)]);
    browser
}

/// The rule that a fetch breaks before anything is sent.
fn rule(
    profile: &'static Profile,
    client: &Client,
    url: &str,
    init: FetchInit,
    decided: LocalNetworkPermissions,
) -> Option<&'static str> {
    let mut browser = browser(profile, decided);
    let request = PageRequest::fetch(url, init).set_up(&browser, client).expect("a request");
    let Next::Done(outcome) = start(request, &mut browser, 0) else { return None };
    let failure = outcome.result.expect_err("it failed");
    let is_mixed = matches!(failure.cause, Cause::MixedContent { .. });
    assert!(!is_mixed || client.origin.scheme() == "https");
    Some(broken_rule(&failure).name())
}
