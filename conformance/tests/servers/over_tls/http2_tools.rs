//! Tools that speak HTTP/2 with libraries of others: curl and nghttp2's own.

use std::process::Command;

use conformance::gateway::Gateway;
use conformance::gateway::Vouched;
use conformance::nginx::Nginx;
use conformance::peer;

use super::curl;
use super::run;

const PAGE: &str = "https://app.example";

fn gateway_before(nginx: &Nginx) -> Gateway {
    let text = format!(
        "[gateway]\nworkers = 1\n[cors]\norigins = [{PAGE:?}]\nmethods = [\"PUT\"]\n\
         [[upstream]]\nurl = {:?}\n{}",
        nginx.address(),
        Vouched::TABLE
    );
    Gateway::start(&text, &Vouched::for_host("shop.example").files())
}

#[test]
fn curl_is_told_the_same_over_each_version() {
    let Some(_) = peer::require_or_skip("curl") else { return };
    let Some(nginx) = Nginx::start_or_skip() else { return };
    nginx.put("hello.txt", "hello").expect("a file");
    let gateway = gateway_before(&nginx);
    let from = format!("Origin: {PAGE}");
    for (flag, version) in [("--http1.1", "1.1"), ("--http2", "2")] {
        let asked = [flag, "--header", &from, "--include", "--write-out", "\n%{http_version}"];
        let said = curl(&gateway, "/hello.txt", &asked);
        assert!(said.ends_with(&format!("\r\n\r\nhello\n{version}")), "{said}");
        assert!(said.contains(&format!("access-control-allow-origin: {PAGE}\r\n")), "{said}");
        let asked = [
            &asked[..],
            &["--request", "OPTIONS", "--header", "Access-Control-Request-Method: PUT"],
        ]
        .concat();
        let said = curl(&gateway, "/hello.txt", &asked);
        assert!(said.contains("access-control-allow-methods: PUT\r\n"), "{said}");
        assert!(said.starts_with(&format!("HTTP/{version} 204")), "{said}");
    }
}

/// Ten connections with thirty streams each: fewer at once than nginx takes connections.
#[test]
fn h2load_loses_nothing() {
    let Some(_) = peer::require_or_skip("h2load") else { return };
    let Some(nginx) = Nginx::start_or_skip() else { return };
    nginx.put("large.txt", &"x".repeat(20_000)).expect("a file");
    let gateway = gateway_before(&nginx);
    let url = format!("https://127.0.0.1:{}/large.txt", gateway.port());
    let mut load = Command::new("h2load");
    load.args(["--requests=5000", "--clients=10", "--max-concurrent-streams=30"]);
    load.arg(format!("--header=origin: {PAGE}")).arg(url);
    let output = run(&mut load, gateway.folder());
    let said = String::from_utf8_lossy(&output.stdout);
    for line in [
        "Application protocol: h2",
        "requests: 5000 total, 5000 started, 5000 done, 5000 succeeded, 0 failed, 0 errored, 0 timeout",
        "status codes: 5000 2xx, 0 3xx, 0 4xx, 0 5xx",
        "(100000000) data",
    ] {
        assert!(said.contains(line), "{line} is missing: {said}");
    }
}

/// It takes the answers apart frame by frame, and checks what it is sent.
#[test]
fn nghttp_reads_every_frame() {
    let Some(_) = peer::require_or_skip("nghttp") else { return };
    let Some(nginx) = Nginx::start_or_skip() else { return };
    nginx.put("hello.txt", "hello").expect("a file");
    let gateway = gateway_before(&nginx);
    let url = |path: &str| format!("https://127.0.0.1:{}/{path}", gateway.port());
    let mut ask = Command::new("nghttp");
    ask.args(["--verbose", "--no-verify-peer", "--header", &format!("origin: {PAGE}")]);
    ask.args([url("hello.txt"), url("none.txt"), url("hello.txt?again")]);
    let output = run(&mut ask, gateway.folder());
    let said = String::from_utf8_lossy(&output.stdout);
    let count = |text: &str| said.matches(text).count();
    assert!(output.status.success(), "{said}");
    assert_eq!((count(":status: 200"), count(":status: 404")), (2, 1), "{said}");
    assert_eq!(count(&format!("access-control-allow-origin: {PAGE}")), 3, "{said}");
    // It says goodbye; the gateway has nothing to complain of.
    assert_eq!(count("recv GOAWAY"), 0, "{said}");
    assert_eq!(count("recv RST_STREAM"), 0, "{said}");
}
