//! One case for each way in which a server can break a rule and a browser says so.

/// What a page asks, and what a server answers. `{page}` and `{api}` stand for their origins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// Our rule's name; on a preflight's answer with `preflight:` before it.
    pub(crate) name: &'static str,
    /// Options of `fetch()` beside the URL.
    pub(crate) asks: Asks,
    /// The answer to `OPTIONS`; that to the request if there is no other.
    pub(crate) preflight: Option<Answer>,
    /// The answer to the request.
    pub(crate) answer: Answer,
    /// Browsers whose words cannot be foretold, and why.
    pub(crate) unforetold: Option<(&'static str, &'static str)>,
}

impl Case {
    /// Whether a browser's words are known not to be foretold.
    pub(crate) fn is_unforetold_for(&self, browser: &str) -> bool {
        self.unforetold.is_some_and(|(name, _)| name == browser)
    }
}

/// What a page gives to `fetch()`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asks {
    pub(crate) method: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) credentials: bool,
    pub(crate) mode: &'static str,
    pub(crate) redirect: &'static str,
}

/// A status and header lines; with status 0 the server hangs up.
pub(crate) type Answer = (u16, &'static [&'static str]);

const GET: Asks =
    Asks { method: "GET", headers: &[], credentials: false, mode: "cors", redirect: "follow" };
const WITH_CREDENTIALS: Asks = Asks { credentials: true, ..GET };
const PUT: Asks = Asks { method: "PUT", ..GET };
const PUT_WITH_CREDENTIALS: Asks = Asks { method: "PUT", ..WITH_CREDENTIALS };

const STAR: &str = "Access-Control-Allow-Origin: *";
const PAGE: &str = "Access-Control-Allow-Origin: {page}";
const OTHER: &str = "Access-Control-Allow-Origin: https://other.example";

const FINE: Answer = (200, &[STAR]);
const HANG_UP: Answer = (0, &[]);

const fn case(name: &'static str, asks: Asks, lines: &'static [&'static str]) -> Case {
    Case { name, asks, preflight: None, answer: (200, lines), unforetold: None }
}

const fn preflight(name: &'static str, asks: Asks, answer: Answer) -> Case {
    Case { name, asks, preflight: Some(answer), answer: FINE, unforetold: None }
}

/// Each case, in the order of the rules.
pub(crate) const CASES: [Case; 26] = [
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
        unforetold: Some(("webkit", "it puts its network library's words for the failure first")),
        ..preflight("preflight:network-failure", PUT, HANG_UP)
    },
    preflight("preflight:allow-origin-missing", PUT, (200, &[])),
    preflight("preflight:wildcard-with-credentials", PUT_WITH_CREDENTIALS, (200, &[STAR])),
    preflight("preflight:allow-origin-multiple", PUT, (200, &[PAGE, OTHER])),
    preflight(
        "preflight:allow-origin-invalid",
        PUT,
        (200, &["Access-Control-Allow-Origin: localhost"]),
    ),
    preflight("preflight:allow-origin-mismatch", PUT, (200, &[OTHER])),
    preflight("preflight:allow-credentials", PUT_WITH_CREDENTIALS, (200, &[PAGE])),
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
        (
            200,
            &[STAR, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: \"x-a\""],
        ),
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
    // Refused for sure by everybody: when its text has come, all have.
    case(LAST, GET, &["Vary: Origin"]),
];

/// The name of the last case.
pub(crate) const LAST: &str = "allow-origin-missing-at-last";
