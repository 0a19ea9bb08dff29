//! Envoy with our module, in front of a server that is not ours: nginx, serving a file.

use std::net::SocketAddr;

use conformance::browser::Browser;
use conformance::envoy::Envoy;
use conformance::envoy::Setup;
use conformance::envoy::filter;
use conformance::nginx::Nginx;
use conformance::site::Site;
use serde_json::json;

/// What a page reads: a file, an error, an answer after a preflight, Envoy's own two answers; and what it
/// asks for that is not listed.
const SCRIPT: &str = "const envoy = `http://localhost:${location.hash.slice(1)}`;\n\
    const ask = (path, init) => fetch(envoy + path, init)\n\
      .then(async (answer) => answer.status + (answer.ok ? await answer.text() : ''), () => 'x');\n\
    const put = (name) => ({ method: 'PUT', headers: { [name]: '1' } });\n\
    report([await ask('/hello.txt'), await ask('/missing.txt'), await ask('/hello.txt', put('x-token')),\n\
      await ask('/direct'), await ask('/old'), await ask('/direct', put('x-other')),\n\
      await ask('/hello.txt', { method: 'DELETE' })].join('-'));";

#[test]
fn a_page_of_a_listed_origin_reads_through_envoy_and_another_does_not() {
    let Some(nginx) = Nginx::start_or_skip() else { return };
    nginx.put("hello.txt", "hello").expect("a file");
    let upstream = nginx.address().trim_start_matches("http://");
    let upstream: SocketAddr = upstream.parse().expect("an address");
    let (listed, other) = (Site::with_script(SCRIPT), Site::with_script(SCRIPT));
    let policy = format!(
        "[cors]\norigins = [\"{}\"]\nmethods = [\"PUT\"]\nrequest_headers = [\"x-token\"]\n",
        listed.origin()
    );
    let direct = json!({
        "match": { "path": "/direct" },
        "direct_response": { "status": 200, "body": { "inline_string": "direct" } },
    });
    let old = json!({ "match": { "path": "/old" }, "redirect": { "path_redirect": "/hello.txt" } });
    let filter = filter("enforce", &policy);
    let setup = Setup { filter, routes: vec![direct, old], ..Setup::default() };
    let Some(envoy) = Envoy::start_or_skip(upstream, &setup) else { return };
    for browser in [Browser::Chromium, Browser::Firefox, Browser::Webkit] {
        if !browser.is_there_or_skip() {
            continue;
        }
        for (site, read) in
            [(&listed, "200hello-404-405-200direct-200hello-x-x"), (&other, "x-x-x-x-x-x-x")]
        {
            let url = format!("{}/#{}", site.origin(), envoy.address().port());
            let _page = browser.open(&url).expect("it starts");
            assert_eq!(site.report().as_deref(), Some(read), "{browser:?} at {}", site.origin());
        }
    }
    assert!(!nginx.access_log().contains("OPTIONS"), "{}", nginx.access_log());
}
