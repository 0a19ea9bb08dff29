//! Pages over TLS and HTTP/2, in each browser.

use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::gateway::Vouched;
use conformance::remote::Remote;
use conformance::site::Site;

use super::ALL;
use super::decoded;

#[test]
fn browsers_ask_forty_things_at_once_over_http2() {
    let files = [("app.mjs", include_str!("over-tls.mjs"))];
    let Some(mut app) = App::of_files_or_skip(Kind::Hono, files.into_iter()) else { return };
    let upstream = app.url().expect("it listens");
    let site = Site::with_script(include_str!("over-tls-page.js"));
    let vouched = Vouched::for_host("localhost");
    let text = format!(
        "[cors]\norigins = [{:?}]\nrequest_headers = [\"x-token\"]\n[[upstream]]\nurl = {upstream:?}\n{}",
        site.origin(),
        Vouched::TABLE
    );
    let gateway = Gateway::start(&text, &vouched.files());
    let url = format!("{}/#{}", site.origin(), gateway.port());
    for browser in ALL.into_iter().filter(|browser| browser.is_there_or_skip()) {
        let mut page = Remote::open_trusting_all(browser, "about:blank").expect("it opens");
        page.go(&url).expect("it goes there");
        let seen = decoded(&site.report().expect("the page reports"));
        assert_eq!(seen, "true h2", "{browser:?}");
    }
}
