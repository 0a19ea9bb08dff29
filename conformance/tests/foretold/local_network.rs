//! A page on the web that reaches for this machine: Chromium alone, and told where hosts are.

use std::fs;
use std::fs::File;
use std::net::TcpListener;

use conformance::browser::Browser;
use conformance::process::eventually;
use conformance::recorder::console_texts;
use conformance::site::Site;

use crate::PATIENCE;
use crate::check;

/// Our rule's name and what Chromium wrote, ports left out.
pub(crate) fn rows() -> Vec<(&'static str, String)> {
    [("local-network-insecure", "public.test"), ("local-network-denied", "localhost")]
        .map(|(name, host)| (name, row(host)))
        .into()
}

/// Chromium trusts a page on `localhost` without TLS, and no other name.
fn row(host: &str) -> String {
    let device = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}/", device.local_addr().expect("it listens"));
    let site = Site::with_script(&format!("fetch('{url}').catch(() => report('refused'))"));
    let port = site.origin().rsplit(':').next().expect("a port").to_owned();
    let page = format!("http://{host}:{port}");
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let flags = [
        format!("--ip-address-space-overrides=127.0.0.1:{port}=public,[::1]:{port}=public"),
        "--host-resolver-rules=MAP public.test 127.0.0.1".into(),
    ];
    let _page = Browser::Chromium
        .open_with_flags(&format!("{page}/"), File::create(&log).expect("a file"), &flags)
        .expect("it starts");
    assert_eq!(site.report().as_deref(), Some("refused"));
    let wrote = eventually(PATIENCE, || {
        let texts = console_texts(Browser::Chromium, &fs::read_to_string(&log).unwrap_or_default());
        texts.into_iter().find(|text| text.contains("CORS policy"))
    });
    // Where the page would be: the address is looked at, and never asked.
    let resolve = format!("{host}:{port}:8.8.8.8");
    let arguments =
        [url.as_str(), "--origin", &page, "--browser", "chromium", "--resolve", &resolve];
    let foretold = check(&[&arguments[..], &["--deny-local-network"]].concat());
    assert_eq!(wrote.iter().collect::<Vec<_>>(), foretold.iter().collect::<Vec<_>>());
    wrote.unwrap_or_default().replace(&page, "http://page").replace(&url, "http://api/")
}
