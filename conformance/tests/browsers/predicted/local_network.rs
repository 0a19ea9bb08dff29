//! A page on the web that reaches for this machine: Chromium alone, and told where hosts are.

use std::net::TcpListener;

use conformance::public_page::PublicPage;
use conformance::public_page::UNTRUSTED_HOST;

use crate::predicted::check;
use conformance::process::PATIENCE;

/// Our rule's name and what Chromium wrote, ports left out.
pub(crate) fn rows() -> Vec<(&'static str, String)> {
    [("local-network-insecure", UNTRUSTED_HOST), ("local-network-denied", "localhost")]
        .map(|(name, host)| (name, row(host)))
        .into()
}

/// Chromium trusts a page on `localhost` without TLS, and no other name.
fn row(host: &str) -> String {
    let device = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}/", device.local_addr().expect("it listens"));
    let script = format!("fetch('{url}').catch(() => report('refused'))");
    let public = PublicPage::open(host, &script).expect("it starts");
    assert_eq!(public.report().as_deref(), Some("refused"));
    let wrote = public.refusal(PATIENCE);
    let page = public.origin();
    // Where the page would be: the address is looked at, and never asked.
    let resolve = format!("{}:8.8.8.8", page.trim_start_matches("http://"));
    let arguments =
        [url.as_str(), "--origin", page, "--browser", "chromium", "--resolve", &resolve];
    let predicted = check(&[&arguments[..], &["--deny-local-network"]].concat());
    assert_eq!(wrote.iter().collect::<Vec<_>>(), predicted.iter().collect::<Vec<_>>());
    wrote.unwrap_or_default().replace(page, "http://page").replace(&url, "http://api/")
}
