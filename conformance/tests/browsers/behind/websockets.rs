//! A server on `ws`, the package that most servers of JavaScript open WebSockets with.

use std::process::Command;

use conformance::browser::Browser;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::peer;
use conformance::site::Site;

use super::ALL;
use super::reported;

#[test]
fn a_websocket_opens_for_an_allowed_page_and_for_no_other() {
    let Some(_) = peer::require_or_skip(peer::WS) else { return };
    let files = [
        ("app.mjs", include_str!("websockets.mjs")),
        ("client.mjs", include_str!("websockets-client.mjs")),
    ];
    let Some(mut app) = App::of_files_or_skip(Kind::Hono, files.into_iter()) else { return };
    let upstream = app.url().expect("it listens");
    let page = include_str!("websockets-page.js");
    let (site, stranger) = (Site::with_script(page), Site::with_script(page));
    let text =
        format!("[cors]\norigins = [{:?}]\n[[upstream]]\nurl = {upstream:?}\n", site.origin());
    let gateway = Gateway::start(&text, &[]);
    for browser in ALL.into_iter().filter(|browser| browser.is_there_or_skip()) {
        let seen = reported(browser, &site, gateway.port());
        let expected = format!("/chat?room=1 for {}; grüß dich; true; 4001", site.origin());
        assert_eq!(seen, expected, "{browser:?}");
    }
    if Browser::Chromium.is_there_or_skip() {
        let seen = reported(Browser::Chromium, &stranger, gateway.port());
        assert_eq!(seen, "it was not opened");
    }
    let url = format!("ws://127.0.0.1:{}/", gateway.port());
    for (origin, said) in
        [(None, "/ for nobody's page; permessage-deflate"), (Some("https://evil.example"), "403")]
    {
        let mut client = Command::new("node");
        client.arg("client.mjs").arg(&url).args(origin).current_dir(app.folder());
        let output = client.output().expect("node starts");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), said, "{origin:?}: {output:?}");
    }
}
