//! Server-sent events as Hono streams them, read by `EventSource`, which comes back when they end.

use conformance::browser::Browser;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::site::Site;

use super::ALL;
use super::reported;

#[test]
fn events_come_one_by_one_and_go_on_where_they_ended() {
    let files = [("app.mjs", include_str!("events.mjs"))];
    let Some(mut app) = App::of_files_or_skip(Kind::Hono, files.into_iter()) else { return };
    let upstream = app.url().expect("it listens");
    let page = include_str!("events-page.js");
    let (site, stranger) = (Site::with_script(page), Site::with_script(page));
    let text =
        format!("[cors]\norigins = [{:?}]\n[[upstream]]\nurl = {upstream:?}\n", site.origin());
    let gateway = Gateway::start(&text, &[]);
    let expected: Vec<_> = (1..=5).map(|n| format!("{n}: line {n} of two")).collect();
    for browser in ALL.into_iter().filter(|browser| browser.is_there_or_skip()) {
        assert_eq!(reported(browser, &site, gateway.port()), expected.join("; "), "{browser:?}");
    }
    if Browser::Chromium.is_there_or_skip() {
        assert_eq!(reported(Browser::Chromium, &stranger, gateway.port()), "refused");
    }
}
