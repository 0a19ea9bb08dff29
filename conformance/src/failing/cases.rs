//! One case for each way in which a server can break a rule and a browser says so.

use crosscheck::agent::Stage;
use crosscheck::catalog::FetchRule;

/// What a page asks, and what a server answers. `{page}` and `{api}` stand for their origins.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Our rule's name; on a preflight's answer with `preflight:` before it.
    pub name: &'static str,
    /// Options of `fetch()` beside the URL.
    pub asks: Asks,
    /// The answer to `OPTIONS`; that to the request if there is no other.
    pub preflight: Option<Answer>,
    /// The answer to the request.
    pub answer: Answer,
    /// Browsers whose words cannot be predicted, and why.
    pub unpredicted: Option<(&'static str, &'static str)>,
}

impl Case {
    /// The rule that it is about, and on which message.
    pub fn rule(&self) -> (FetchRule, Stage) {
        let (name, stage) = match self.name.strip_prefix("preflight:") {
            Some(name) => (name, Stage::Preflight),
            None => (self.name, Stage::Response),
        };
        let rule = if self.name == LAST { "allow-origin-missing" } else { name };
        (FetchRule::named(rule).unwrap_or_else(|| panic!("no rule `{rule}`")), stage)
    }

    /// Its path, which names it.
    pub fn path(&self) -> String {
        format!("/s/{}/x", self.name.replace(':', "-"))
    }

    /// Whether a browser's words are known not to be predicted.
    pub fn is_unpredicted_for(&self, browser: &str) -> bool {
        self.unpredicted.is_some_and(|(name, _)| name == browser)
    }
}

/// What a page gives to `fetch()`.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// The method.
    pub method: &'static str,
    /// Names and values.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether it is `include`; else the default.
    pub credentials: bool,
    /// The request mode.
    pub mode: &'static str,
    /// The redirect mode.
    pub redirect: &'static str,
}

/// A status and header lines; with status 0 the server hangs up.
pub type Answer = (u16, &'static [&'static str]);

const GET: Asks =
    Asks { method: "GET", headers: &[], credentials: false, mode: "cors", redirect: "follow" };
const WITH_CREDENTIALS: Asks = Asks { credentials: true, ..GET };
const PUT: Asks = Asks { method: "PUT", ..GET };
const PUT_WITH_CREDENTIALS: Asks = Asks { method: "PUT", ..WITH_CREDENTIALS };

const STAR: &str = "Access-Control-Allow-Origin: *";
const PAGE: &str = "Access-Control-Allow-Origin: {page}";
const MAY_PUT: &str = "Access-Control-Allow-Methods: PUT";
const OTHER: &str = "Access-Control-Allow-Origin: https://other.example";

const FINE: Answer = (200, &[STAR]);
const HANG_UP: Answer = (0, &[]);

const fn case(name: &'static str, asks: Asks, lines: &'static [&'static str]) -> Case {
    Case { name, asks, preflight: None, answer: (200, lines), unpredicted: None }
}

const fn preflight(name: &'static str, asks: Asks, answer: Answer) -> Case {
    Case { name, asks, preflight: Some(answer), answer: FINE, unpredicted: None }
}

/// Each case, in the order of the rules.
pub const CASES: [Case; 27] = [
    case("disallowed-by-mode", Asks { mode: "same-origin", ..GET }, &[STAR]),
    case("no-cors-redirect-mode", Asks { mode: "no-cors", redirect: "error", ..GET }, &[]),
    Case { answer: HANG_UP, ..case("network-failure", GET, &[]) },
    case("allow-origin-missing", GET, &[]),
    case("wildcard-with-credentials", WITH_CREDENTIALS, &[STAR]),
    case(
        "allow-origin-multiple",
        GET,
        &[PAGE, "Access-Control-Allow-Origin: https://other.example"],
    ),
    case("allow-origin-list", GET, &["Access-Control-Allow-Origin: {page}, https://other.example"]),
    case("allow-origin-invalid", GET, &["Access-Control-Allow-Origin: localhost"]),
    case("allow-origin-mismatch", GET, &[OTHER]),
    case("allow-credentials", WITH_CREDENTIALS, &[PAGE]),
    Case {
        unpredicted: Some(("webkit", "it puts its network library's words for the failure first")),
        ..preflight("preflight:network-failure", PUT, HANG_UP)
    },
    preflight("preflight:allow-origin-missing", PUT, (200, &[])),
    preflight("preflight:wildcard-with-credentials", PUT_WITH_CREDENTIALS, (200, &[STAR, MAY_PUT])),
    preflight("preflight:allow-origin-multiple", PUT, (200, &[PAGE, OTHER])),
    preflight(
        "preflight:allow-origin-invalid",
        PUT,
        (200, &["Access-Control-Allow-Origin: localhost"]),
    ),
    preflight("preflight:allow-origin-mismatch", PUT, (200, &[OTHER])),
    preflight("preflight:allow-credentials", PUT_WITH_CREDENTIALS, (200, &[PAGE, MAY_PUT])),
    preflight("preflight-status", PUT, (405, &[STAR])),
    preflight("preflight-redirect", PUT, (307, &[STAR, "Location: {api}/elsewhere"])),
    preflight(
        "invalid-allow-methods",
        PUT,
        (200, &[STAR, "Access-Control-Allow-Methods: PUT; DELETE"]),
    ),
    preflight(
        "invalid-allow-headers",
        PUT,
        (200, &[STAR, MAY_PUT, "Access-Control-Allow-Headers: \"x-a\""]),
    ),
    preflight("method-not-allowed", PUT, (200, &[STAR, "Access-Control-Allow-Methods: DELETE"])),
    preflight(
        "headers-not-allowed",
        Asks { headers: &[("X-B", "1"), ("X-A", "1")], ..GET },
        (200, &[STAR, "Access-Control-Allow-Headers: x-b"]),
    ),
    Case {
        answer: (302, &[STAR, "Location: {api}/elsewhere"]),
        ..case("redirect-mode-error", Asks { redirect: "error", ..GET }, &[])
    },
    Case {
        answer: (302, &[STAR, "Location: http://user:password@127.0.0.1/"]),
        ..case("location-credentials", GET, &[])
    },
    Case {
        answer: (302, &[STAR, "Location: ftp://127.0.0.1/s/location-scheme/x"]),
        ..case("location-scheme", GET, &[])
    },
    // Refused for sure by everybody: when its text has come, all have.
    case(LAST, GET, &["Vary: Origin"]),
];

/// The name of the last case.
pub const LAST: &str = "allow-origin-missing-at-last";
