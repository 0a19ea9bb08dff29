//! A page that Chromium takes for public, and a server on this machine: what the engine predicts is
//! what the console says, and nothing arrives.

use std::net::IpAddr;
use std::net::TcpListener;

use conformance::browser::Browser;
use conformance::process::PATIENCE;
use conformance::public_page::PublicPage;
use conformance::public_page::UNTRUSTED_HOST;

use crosscheck::agent::HttpRequest;
use crosscheck::agent::LocalNetworkPermissions;
use crosscheck::agent::Profile;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::agent::fetch;
use crosscheck::diagnosis::console_texts as predicted_texts;
use crosscheck::wire::Origin;

#[test]
fn chromium_asks_before_a_public_page_reaches_this_machine() {
    a_public_page_is_refused(true, "Permission was denied");
}

#[test]
fn chromium_refuses_an_insecure_public_page() {
    a_public_page_is_refused(false, "not a secure context");
}

fn a_public_page_is_refused(is_secure: bool, reason: &str) {
    if !Browser::Chromium.is_there_or_skip() {
        return;
    }
    let device = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    device.set_nonblocking(true).expect("it can");
    let url = format!("http://{}/", device.local_addr().expect("it listens"));
    let script =
        format!("fetch('{url}').then(() => report('read'), (error) => report(error.name));");
    let host = if is_secure { "localhost" } else { UNTRUSTED_HOST };
    let page = PublicPage::open(host, &script).expect("it starts");
    assert_eq!(page.report().as_deref(), Some("TypeError"));
    let told = page.refusal(PATIENCE);
    let predicted = predicted(page.origin(), host, &url);
    assert_eq!(told.as_deref(), Some(predicted.as_str()));
    assert!(predicted.contains(reason), "{predicted}");
    let arrived = device.accept().and_then(|(stream, _)| {
        stream.set_nonblocking(true)?;
        let mut bytes = Vec::new();
        let _ = std::io::Read::read_to_end(&mut &stream, &mut bytes);
        Ok(bytes)
    });
    assert_eq!(arrived.unwrap_or_default(), b"", "a connection may be made, a request never");
}

fn predicted(origin: &str, host: &str, url: &str) -> String {
    let page = Origin::parse(origin).expect("an origin");
    let mut agent = UserAgent::new(&Profile::CHROMIUM);
    agent.hosts.insert(host.into(), IpAddr::from([1, 2, 3, 4]));
    agent.local_network = LocalNetworkPermissions::DENIED;
    let asked = PageRequest::fetch(url, FetchInit::default());
    let request = asked.set_up(&agent, &page).expect("a request");
    let mut nobody = |_: &HttpRequest, _: &mut UserAgent| panic!("it is refused");
    let outcome = fetch(request, &mut nobody, &mut agent, 0);
    predicted_texts(&outcome, agent.profile).pop().expect("Chromium tells")
}
