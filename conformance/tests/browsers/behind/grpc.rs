//! gRPC and gRPC-web of Connect: its server on HTTP/2, its clients in Node.js and, bundled by Vite, in a page.

use std::process::Command;

use conformance::framework::App;
use conformance::framework::Kind;
use conformance::gateway::Gateway;
use conformance::peer;
use conformance::site::Site;

use super::ALL;
use super::decoded;

const SAID: &str =
    "you said hello; InvalidArgument: say something; 1; 2; 3; OutOfRange: that was all";

#[test]
fn calls_streams_and_errors_come_through_whole() {
    let Some(_) = peer::require_or_skip(peer::CONNECT) else { return };
    let server = [
        ("app.mjs", include_str!("grpc/server.mjs")),
        ("shop.mjs", include_str!("grpc/shop.mjs")),
        ("asks.mjs", include_str!("grpc/asks.mjs")),
        ("client.mjs", include_str!("grpc/client.mjs")),
    ];
    let page = [
        ("vite.config.js", "export default { cacheDir: \".vite\", clearScreen: false };\n"),
        (
            "index.html",
            "<!doctype html><title>shop</title><script type=module src=/page.js></script>",
        ),
        ("page.js", include_str!("grpc/page.js")),
        ("shop.mjs", include_str!("grpc/shop.mjs")),
        ("asks.mjs", include_str!("grpc/asks.mjs")),
    ];
    let Some(mut server) = App::of_files_or_skip(Kind::Hono, server.into_iter()) else { return };
    let Some(mut page) = App::of_files_or_skip(Kind::Vite, page.into_iter()) else { return };
    let (upstream, page) = (server.url().expect("it listens"), page.url().expect("it listens"));
    let text = format!(
        "[gateway]\nhttp2_in_the_clear = true\n\
         [cors]\norigins = [{page:?}]\n\
         request_headers = [\"content-type\", \"x-grpc-web\", \"x-user-agent\", \"grpc-timeout\"]\n\
         expose_headers = [\"grpc-status\", \"grpc-message\"]\n\
         [[upstream]]\nurl = {upstream:?}\nhttp2 = true\n"
    );
    let gateway = Gateway::start(&text, &[]);
    let url = format!("http://127.0.0.1:{}", gateway.port());
    let mut client = Command::new("node");
    client.arg("client.mjs").arg(&url).current_dir(server.folder());
    let output = client.output().expect("node starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), SAID, "{output:?}");

    for browser in ALL.into_iter().filter(|browser| browser.is_there_or_skip()) {
        let hears = Site::with_script("");
        let fragment = format!("{url}%20{}", hears.origin());
        let _open = browser.open(&format!("{page}/#{fragment}")).expect("it starts");
        let seen = decoded(&hears.report().expect("the page reports"));
        assert_eq!(seen, SAID, "{browser:?}");
    }
}
