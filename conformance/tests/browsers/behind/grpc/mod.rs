//! gRPC and gRPC-web: servers of Connect and of tonic, asked by Connect's clients in Node.js and, bundled by Vite, in a page.

mod tonic_shop;

use std::process::Command;

use conformance::browser::Browser;
use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::peer;
use conformance::site::Site;
use crosscheck::server::Config;
use crosscheck::server::Policy;

use super::ALL;
use super::decoded;

const SAID: &str =
    "you said hello; InvalidArgument: say something; 1; 2; 3; OutOfRange: that was all; counted 3";

/// What both calls and their errors need of a policy.
const ASKED: [&str; 4] = ["content-type", "x-grpc-web", "x-user-agent", "grpc-timeout"];
const EXPOSED: [&str; 2] = ["grpc-status", "grpc-message"];

#[test]
fn calls_of_connect_streams_and_errors_come_through_whole() {
    let Some(page) = Page::start_or_skip() else { return };
    let files = [("app.mjs", include_str!("server.mjs")), ("shop.mjs", include_str!("shop.mjs"))];
    let Some(mut server) = App::of_files_or_skip(Kind::Hono, files.into_iter()) else { return };
    page.asks_through_a_gateway(&server.url().expect("it listens"));
}

#[test]
fn calls_of_tonic_streams_and_errors_come_through_whole() {
    let Some(page) = Page::start_or_skip() else { return };
    // What tonic says of CORS itself, the gateway takes away.
    let upstream = format!("http://{}", tonic_shop::start(Policy::off()));
    page.asks_through_a_gateway(&upstream);
}

#[test]
fn a_page_asks_tonic_behind_our_layer() {
    let Some(page) = Page::start_or_skip() else { return };
    let policy = |origin: &str| {
        let config = Config::new().origins([origin]).request_headers(ASKED);
        Policy::new(&config.expose_headers(EXPOSED)).expect("a policy")
    };
    let url = format!("http://{}", tonic_shop::start(policy(&page.origin)));
    for browser in ALL.into_iter().filter(|browser| browser.is_there_or_skip()) {
        assert_eq!(page.asks(browser, &url), SAID, "{browser:?}");
    }
    if Browser::Chromium.is_there_or_skip() {
        let url = format!("http://{}", tonic_shop::start(policy("https://other.example")));
        let seen = page.asks(Browser::Chromium, &url);
        assert_eq!(seen, "ConnectError: [unknown] Failed to fetch");
    }
}

/// A page that asks, and a program beside it.
struct Page {
    origin: String,
    app: App,
}

impl Page {
    fn start_or_skip() -> Option<Self> {
        peer::require_or_skip(peer::CONNECT)?;
        let files = [
            ("vite.config.js", "export default { cacheDir: \".vite\", clearScreen: false };\n"),
            (
                "index.html",
                "<!doctype html><title>shop</title><script type=module src=/page.js></script>",
            ),
            ("page.js", include_str!("page.js")),
            ("client.mjs", include_str!("client.mjs")),
            ("shop.mjs", include_str!("shop.mjs")),
            ("asks.mjs", include_str!("asks.mjs")),
        ];
        let mut app = App::of_files_or_skip(Kind::Vite, files.into_iter())?;
        Some(Self { origin: app.url().expect("it listens"), app })
    }

    /// What the page is told in a browser.
    fn asks(&self, browser: Browser, url: &str) -> String {
        let hears = Site::with_script("");
        let opened = format!("{}/#{url}%20{}", self.origin, hears.origin());
        let _open = browser.open(&opened).expect("it starts");
        decoded(&hears.report().expect("the page reports"))
    }

    /// What a program is told that speaks gRPC, and then each browser.
    fn asks_through_a_gateway(&self, upstream: &str) {
        let text = format!(
            "[gateway]\nhttp2_in_the_clear = true\n\
             [cors]\norigins = [{:?}]\nrequest_headers = {ASKED:?}\nexpose_headers = {EXPOSED:?}\n\
             [[upstream]]\nurl = {upstream:?}\nhttp2 = true\n",
            self.origin
        );
        let gateway = Gateway::start(&text, &[]);
        let url = format!("http://127.0.0.1:{}", gateway.port());
        let mut client = Command::new("node");
        client.arg("client.mjs").arg(&url).current_dir(self.app.folder());
        let output = client.output().expect("node starts");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), SAID, "{output:?}");
        for browser in ALL.into_iter().filter(|browser| browser.is_there_or_skip()) {
            assert_eq!(self.asks(browser, &url), SAID, "{browser:?}");
        }
    }
}
