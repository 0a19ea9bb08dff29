//! What a page and a cache need of a proxy's CORS, beyond the cases of the Gateway API, asked of our module and
//! of Envoy's own filter with the same policy. The table in `docs/envoy.md` is what came of it;
//! `CROSSCHECK_WRITE=1` writes it.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use conformance::envoy::Envoy;
use conformance::envoy::Head;
use conformance::envoy::Setup;
use serde_json::Value;
use serde_json::json;

use crate::envoy_module::forms;
use crate::envoy_module::upstream::Upstream;
use crate::envoy_module::upstream::answer;

const APP: &str = "https://app.example";
const SHOP: &str = "https://eu.shop.example";
const STRANGER: &str = "https://evil.example";

const POLICY: &str = "[cors]\norigins = [\"https://app.example\", \"https://*.shop.example\"]\n\
                      methods = [\"PUT\"]\nrequest_headers = [\"x-token\"]\nexpose_headers = [\"x-total\"]\nmax_age = 600\n";

/// What an answer must say.
#[derive(Clone, Copy, Debug)]
enum Must {
    /// A status.
    Be(u16),
    /// A header with this value, and no other.
    Say(&'static str, &'static str),
    /// No such header.
    Hold(&'static str),
    /// `Vary` names it, once.
    Vary(&'static str),
    /// The upstream was not asked.
    BeLocal,
    /// The upstream was asked.
    BeForwarded,
}

use Must::Be;
use Must::BeForwarded;
use Must::BeLocal;
use Must::Hold;
use Must::Say;
use Must::Vary;

const ORIGIN: &str = "access-control-allow-origin";
const CREDENTIALS: &str = "access-control-allow-credentials";
const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";
const EXPOSED: &str = "access-control-expose-headers";
const AGE: &str = "access-control-max-age";
const METHOD: (&str, &str) = ("access-control-request-method", "PUT");

struct Case {
    what: &'static str,
    method: &'static str,
    path: &'static str,
    lines: &'static [(&'static str, &'static str)],
    must: &'static [Must],
}

const fn get(
    what: &'static str,
    path: &'static str,
    lines: &'static [(&'static str, &'static str)],
    must: &'static [Must],
) -> Case {
    Case { what, method: "GET", path, lines, must }
}

const fn options(
    what: &'static str,
    path: &'static str,
    lines: &'static [(&'static str, &'static str)],
    must: &'static [Must],
) -> Case {
    Case { what, method: "OPTIONS", path, lines, must }
}

/// On `/` the upstream says nothing of CORS, on `/says` it says that everybody may read, with credentials.
const CASES: &[Case] = &[
    get("a listed origin reads", "/", &[("origin", APP)], &[Be(200), Say(ORIGIN, APP)]),
    get("another one of the same policy reads", "/", &[("origin", SHOP)], &[Say(ORIGIN, SHOP)]),
    get("a stranger does not", "/", &[("origin", STRANGER)], &[Be(200), Hold(ORIGIN)]),
    get("`null` does not", "/", &[("origin", "null")], &[Hold(ORIGIN)]),
    get(
        "its end is not the origin's",
        "/",
        &[("origin", "https://app.example.evil.example")],
        &[Hold(ORIGIN)],
    ),
    get(
        "another scheme is another origin",
        "/",
        &[("origin", "http://app.example")],
        &[Hold(ORIGIN)],
    ),
    get(
        "another port is another origin",
        "/",
        &[("origin", "https://app.example:8443")],
        &[Hold(ORIGIN)],
    ),
    get(
        "a pattern covers no name below",
        "/",
        &[("origin", "https://a.b.shop.example")],
        &[Hold(ORIGIN)],
    ),
    get(
        "a pattern covers no port",
        "/",
        &[("origin", "https://eu.shop.example:8443")],
        &[Hold(ORIGIN)],
    ),
    get(
        "capitals are no browser's",
        "/",
        &[("origin", "https://EU.shop.example")],
        &[Hold(ORIGIN)],
    ),
    get(
        "two lines of `Origin` read nothing",
        "/",
        &[("origin", APP), ("origin", SHOP)],
        &[Hold(ORIGIN)],
    ),
    get(
        "what a page may see beside the body is named",
        "/",
        &[("origin", APP)],
        &[Say(EXPOSED, "x-total")],
    ),
    get("`Vary` where a listed origin reads", "/", &[("origin", APP)], &[Vary("origin")]),
    get("`Vary` where a stranger does not", "/", &[("origin", STRANGER)], &[Vary("origin")]),
    get(
        "`Vary` where no page asks: a cache keeps that, too",
        "/",
        &[],
        &[Vary("origin"), Hold(ORIGIN)],
    ),
    get("`Vary` of the upstream stays", "/says", &[("origin", APP)], &[Vary("accept-encoding")]),
    get(
        "`Vary` of the upstream, in another spelling, is not doubled",
        "/varies",
        &[("origin", APP)],
        &[Vary("origin"), Vary("accept")],
    ),
    get(
        "an upstream's `*` does not let a stranger read",
        "/says",
        &[("origin", STRANGER)],
        &[Hold(ORIGIN)],
    ),
    get(
        "an upstream's `*` does not let `null` read",
        "/says",
        &[("origin", "null")],
        &[Hold(ORIGIN)],
    ),
    get(
        "an upstream's word on credentials is not the policy's",
        "/says",
        &[("origin", APP)],
        &[Hold(CREDENTIALS), Say(ORIGIN, APP)],
    ),
    get(
        "an upstream's list of headers is not the policy's",
        "/says",
        &[("origin", APP)],
        &[Say(EXPOSED, "x-total")],
    ),
    options(
        "a preflight is answered",
        "/",
        &[("origin", APP), METHOD],
        &[BeLocal, Say(ORIGIN, APP), Say(METHODS, "PUT"), Say(AGE, "600")],
    ),
    options(
        "a preflight for a header is answered",
        "/",
        &[("origin", APP), METHOD, ("access-control-request-headers", "x-token")],
        &[BeLocal, Say(HEADERS, "x-token")],
    ),
    options(
        "one for another method is told which",
        "/",
        &[("origin", APP), ("access-control-request-method", "DELETE")],
        &[BeLocal, Say(METHODS, "PUT")],
    ),
    options(
        "a stranger's preflight is answered, not forwarded",
        "/",
        &[("origin", STRANGER), METHOD],
        &[BeLocal, Hold(ORIGIN)],
    ),
    options(
        "a stranger's preflight gets nothing of an upstream's",
        "/says",
        &[("origin", STRANGER), METHOD],
        &[Hold(ORIGIN), Hold(METHODS)],
    ),
    options(
        "a preflight of `null` is answered, not forwarded",
        "/",
        &[("origin", "null"), METHOD],
        &[BeLocal, Hold(ORIGIN)],
    ),
    options("`Vary` on a preflight's answer", "/", &[("origin", APP), METHOD], &[Vary("origin")]),
    options(
        "`OPTIONS` without a method to ask for is the upstream's",
        "/",
        &[("origin", APP)],
        &[BeForwarded, Say(ORIGIN, APP)],
    ),
    options(
        "`OPTIONS` without an origin is the upstream's",
        "/",
        &[METHOD],
        &[BeForwarded, Hold(ORIGIN)],
    ),
    get(
        "an error of the upstream is read",
        "/fails",
        &[("origin", APP)],
        &[Be(500), Say(ORIGIN, APP)],
    ),
    get(
        "an error of Envoy is read",
        "/nowhere",
        &[("origin", APP)],
        &[Be(503), BeLocal, Say(ORIGIN, APP)],
    ),
    get(
        "a refusal of a filter behind (RBAC) is read",
        "/forbidden",
        &[("origin", APP)],
        &[Be(403), BeLocal, Say(ORIGIN, APP)],
    ),
    get("`direct_response` is read", "/direct", &[("origin", APP)], &[Be(200), Say(ORIGIN, APP)]),
    options(
        "a preflight on `direct_response`",
        "/direct",
        &[("origin", APP), METHOD],
        &[Say(ORIGIN, APP), Say(METHODS, "PUT")],
    ),
    get("`redirect` is followed", "/old", &[("origin", APP)], &[Be(301), Say(ORIGIN, APP)]),
    options(
        "a preflight on `redirect`",
        "/old",
        &[("origin", APP), METHOD],
        &[Say(ORIGIN, APP), Say(METHODS, "PUT")],
    ),
    Case {
        what: "the answer after `100 Continue` is read",
        method: "PUT",
        path: "/",
        lines: &[("origin", APP), ("expect", "100-continue"), ("content-length", "0")],
        must: &[Be(200), Say(ORIGIN, APP)],
    },
];

#[test]
fn pages_and_caches_get_what_they_need_of_the_module() {
    let upstream = Upstream::start_with(|head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let (status, lines): (u16, &[_]) = match path {
            "/says" => (
                200,
                &[
                    (ORIGIN, "*"),
                    (CREDENTIALS, "true"),
                    (METHODS, "DELETE"),
                    (EXPOSED, "x-secret"),
                    ("vary", "Accept-Encoding"),
                ],
            ),
            "/varies" => (200, &[("Vary", "ACCEPT ,oRiGiN")]),
            "/fails" => (500, &[]),
            _ => (200, &[]),
        };
        answer(status, &[lines, &[("x-upstream", "asked")]].concat())
    });
    let mut ours = Vec::new();
    for filter in forms("enforce", POLICY) {
        let Some(missed) = missed_by(upstream.address(), filter, &json!({})) else { return };
        ours.push(missed);
    }
    let own = json!({
        "name": OWN,
        "typed_config": { "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors" },
    });
    let own_policy = json!({ "typed_per_filter_config": { OWN: {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [
            { "exact": APP },
            { "safe_regex": { "regex": "https://[a-z0-9-]+\\.shop\\.example" } },
        ],
        "allow_methods": "PUT",
        "allow_headers": "x-token",
        "expose_headers": "x-total",
        "max_age": "600",
    } } });
    let Some(own) = missed_by(upstream.address(), own, &own_policy) else { return };
    for missed in &ours {
        for (case, missed) in CASES.iter().zip(missed) {
            assert!(missed.is_empty(), "{}: {missed}", case.what);
        }
    }
    write_or_compare(&own);
}

/// What each case misses, where something is missed.
fn missed_by(upstream: SocketAddr, filter: Value, policy: &Value) -> Option<Vec<String>> {
    let rbac = json!({
        "name": "envoy.filters.http.rbac",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
            "rules": { "action": "DENY", "policies": { "all": {
                "permissions": [{ "url_path": { "path": { "exact": "/forbidden" } } }],
                "principals": [{ "any": true }],
            } } },
        },
    });
    let router = json!({
        "name": "envoy.filters.http.router",
        "typed_config": { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
    });
    let route = |path: &str, action: Value| {
        let mut route = json!({ "match": { "path": path } });
        route
            .as_object_mut()
            .expect("an object")
            .extend(action.as_object().expect("an object").clone());
        route
    };
    let mut host = json!({ "name": "pages", "domains": ["*"], "routes": [
        route("/direct", json!({ "direct_response": { "status": 200 } })),
        route("/old", json!({ "redirect": { "path_redirect": "/new" } })),
        route("/nowhere", json!({ "route": { "cluster": "nowhere" } })),
        { "match": { "prefix": "/" }, "route": { "cluster": "application" } },
    ] });
    host.as_object_mut().expect("an object").extend(policy.as_object().expect("an object").clone());
    let setup = Setup {
        route_configuration: json!({ "validate_clusters": false, "virtual_hosts": [host] }),
        connection_manager: json!({ "http_filters": [filter, rbac, router] }),
        ..Setup::default()
    };
    let envoy = Envoy::start_or_skip(upstream, &setup)?;
    let missed = CASES.iter().map(|case| {
        let came = envoy.ask(case.method, case.path, case.lines);
        let missed = case.must.iter().filter_map(|must| must.missed(&came));
        missed.collect::<Vec<_>>().join("; ")
    });
    Some(missed.collect())
}

impl Must {
    /// What came instead.
    fn missed(self, came: &Head) -> Option<String> {
        let said = |name: &str| match came.value(name) {
            value if value.is_empty() => format!("no `{name}`"),
            value => format!("`{name}: {value}`"),
        };
        let is_local = came.value("x-upstream").is_empty();
        let (is_met, instead) = match self {
            Be(status) => (came.status == status, format!("status {}", came.status)),
            Say(name, value) => (came.value(name) == value, said(name)),
            Hold(name) => (came.value(name).is_empty(), said(name)),
            Vary(name) => {
                let list = came.value("vary").to_ascii_lowercase();
                let named = list.split(',').filter(|item| item.trim() == name).count();
                (named == 1, said("vary"))
            }
            BeLocal => (is_local, "forwarded to the upstream".to_owned()),
            BeForwarded => (!is_local, "not forwarded".to_owned()),
        };
        (!is_met).then_some(instead)
    }
}

/// The table in the documentation, between its two marks.
fn write_or_compare(own: &[String]) {
    let missed = own.iter().filter(|missed| !missed.is_empty()).count();
    let mut table = format!(
        "{} cases; the module and the plugin meet all of them, Envoy's own filter {}.\n\n| case | Envoy's own filter |\n| --- | --- |\n",
        CASES.len(),
        CASES.len() - missed
    );
    for (case, missed) in CASES.iter().zip(own) {
        let own =
            if missed.is_empty() { "met".to_owned() } else { format!("**missed**: {missed}") };
        let _ = writeln!(table, "| {} | {own} |", case.what);
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/envoy.md");
    let page = fs::read_to_string(&file).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the mark before the table");
    let (_, after) = rest.split_once(END).expect("the mark after the table");
    let written = format!("{before}{BEGIN}\n{table}{END}{after}");
    if env::var_os("CROSSCHECK_WRITE").is_some() {
        fs::write(&file, &written).expect("it is written");
    }
    let known = fs::read_to_string(&file).expect("the page");
    assert!(
        known == written,
        "docs/envoy.md is not what came; CROSSCHECK_WRITE=1 writes:\n{table}"
    );
}

const OWN: &str = "envoy.filters.http.cors";
const BEGIN: &str = "<!-- cases: written by a test -->\n";
const END: &str = "<!-- end of cases -->\n";
