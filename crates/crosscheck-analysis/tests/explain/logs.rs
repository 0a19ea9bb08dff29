//! Servers' own logs, each in its form: a preflight that met an error or a redirect shows in them.

use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;

use super::first_rules;
use super::told;

#[test]
fn each_servers_form_of_a_log_is_read() {
    let cloudfront = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem \
                      sc-status cs(Referer) cs(User-Agent)\n2026-11-20\t10:12:31\tFRA56-P2\t512\t203.0.113.9\t\
                      OPTIONS\td1.cloudfront.net\t/api/items\t403\thttps://app.example.com/cart\tMozilla/5.0";
    let iis = "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method \
               cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status\n2026-11-20 \
               10:00:00 10.0.0.1 OPTIONS /api/items - 443 - 10.0.0.9 Mozilla/5.0 - 401";
    let haproxy = "Nov 20 10:01:02 lb haproxy[14389]: 10.0.1.2:33317 [20/Nov/2026:10:01:02.655] http-in api/web1 \
                   10/0/30/69/109 405 2750 - - ---- 1/1/1/1/0 0/0 {app.example.com} {} \"OPTIONS /api/items \
                   HTTP/1.1\"";
    let balancer = "h2 2026-11-20T10:00:00.000Z app/lb/50 10.0.0.1:4000 10.0.1.2:80 0.0 0.0 0.0 404 404 57 300 \
                    \"OPTIONS https://api.example.com:443/items HTTP/2.0\" \"Mozilla/5.0\"";
    let caddy = "{\"level\":\"info\",\"msg\":\"handled request\",\"request\":{\"method\":\"OPTIONS\",\"uri\":\
                 \"/items\",\"headers\":{\"Origin\":[\"https://app.example.com\"]}},\"status\":405}";
    let traefik =
        "{\"DownstreamStatus\":404,\"RequestMethod\":\"OPTIONS\",\"RequestPath\":\"/items\"}";
    let gin = "[GIN] 2026/11/20 - 10:00:00 | 404 |  1.2µs | 127.0.0.1 | OPTIONS  \"/api/items\"";
    let pino = "{\"level\":30,\"req\":{\"id\":1,\"method\":\"OPTIONS\",\"url\":\"/items\",\"headers\":{\"origin\":\
                \"https://app.example.com\"}},\"res\":{\"statusCode\":404},\"msg\":\"request completed\"}";
    let winston = "{\"level\":\"info\",\"meta\":{\"req\":{\"method\":\"OPTIONS\",\"url\":\"/items\"},\"res\":{\
                   \"statusCode\":405}},\"message\":\"HTTP OPTIONS /items\"}";
    let heroku = "2026-11-20T10:00:00+00:00 heroku[router]: at=info method=OPTIONS path=\"/items\" host=a.example \
                  request_id=1 fwd=\"192.0.2.1\" status=404 bytes=178 protocol=http1.1";
    let tower = "2026-11-20T10:00:00Z DEBUG request{method=OPTIONS uri=/items version=HTTP/1.1}: \
                 tower_http::trace::on_response: finished processing request latency=0 ms status=405";
    for (log, rule, has) in [
        (pino, "preflight-status", "page https://app.example.com, status 404"),
        (winston, "preflight-status", "status 405"),
        (heroku, "preflight-status", "status 404"),
        (tower, "preflight-status", "status 405"),
        (cloudfront, "preflight-status", "page https://app.example.com, status 403"),
        (iis, "preflight-status", "status 401"),
        (haproxy, "preflight-status", "status 405"),
        (balancer, "preflight-status", "status 404"),
        (caddy, "preflight-status", "page https://app.example.com, status 405"),
        (traefik, "preflight-status", "status 404"),
        (gin, "preflight-status", "status 404"),
        (
            "OPTIONS /api/items 404 3.214 ms - 151\nGET /api/items 200 4.1 ms - 20",
            "preflight-status",
            "404",
        ),
        (" OPTIONS /api/items 405 in 12ms", "preflight-status", "status 405"),
        (&haproxy.replace(" 405 ", " 301 "), "preflight-redirect", "status 301"),
    ] {
        let report = told(log);
        assert_eq!(report["kind"], "log", "{log}\n{report:#}");
        assert_eq!(first_rules(&report), [rule], "{log}\n{report:#}");
        assert!(report["findings"][0]["seen"].to_string().contains(has), "{log}\n{report:#}");
    }
}

/// A page's name is whatever a stranger sends: as many as lines must cost no more than each alone.
#[test]
fn a_log_with_a_page_a_line_is_read_in_one_go() {
    let line = |n: u32| {
        format!("1.1.1.1 - - [x] \"OPTIONS /x HTTP/1.1\" 404 3 \"https://p{n}.example/\" \"a\"\n")
    };
    let log: String = (0..20_000).map(line).collect();
    let report = explain(&log, &Overrides::default()).expect("a log");
    let report = serde_json::to_value(&report).expect("it is JSON");
    assert_eq!(first_rules(&report).len(), 20_000);
}

#[test]
fn what_only_looks_like_a_log_is_none() {
    for text in ["GET /x 200 times", "#Fields: a b\n1 2", "{\"status\":404,\"path\":\"/x\"}"] {
        assert!(explain(text, &Overrides::default()).is_err(), "{text}");
    }
}
