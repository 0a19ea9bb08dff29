//! The rules that a fetch can break: one table from which every other text is looked up.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;

use url::Url;

use super::console::shown;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Stage;

/// A rule of the Fetch standard, with the names that browsers have for breaking it.
///
/// Most end a fetch when broken ([`broken_rule`]). The last few do not, and yet the console speaks of
/// them: what script may not set, may not read, or will not be forgiven for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Our name for breaking it, kebab-case, stable.
    pub name: &'static str,
    /// What was wrong, as a sentence without evidence.
    pub what: &'static str,
    /// Why browsers ask for it.
    pub why: &'static str,
    /// Where the standard says so.
    pub spec: &'static str,
    /// Chromium's `CorsError`, as in its DevTools and net logs, for an answer to the request itself.
    pub chromium: Option<&'static str>,
    /// The key of Firefox's message, whose page on MDN is [`Rule::mdn`].
    pub firefox: Option<&'static str>,
}

impl Rule {
    /// Chromium's `CorsError` on a given message: verdicts on a preflight have names of their own.
    pub fn chromium_code(&self, stage: Stage) -> Option<String> {
        let code = self.chromium?;
        let is_cors_check = self.spec == CORS_CHECK;
        Some(match stage {
            Stage::Preflight if is_cors_check => {
                format!("kPreflight{}", code.trim_start_matches('k'))
            }
            _ => code.to_string(),
        })
    }

    /// The page that MDN has about it.
    pub fn mdn(&self) -> Option<String> {
        let page = self.firefox?.trim_end_matches(|c: char| c.is_ascii_digit());
        let folder = "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors";
        Some(format!("{folder}/{page}"))
    }

    /// The rule with that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.name == name)
    }

    /// The rule that a browser, or MDN, calls so: `kPreflightMissingAllowOriginHeader` and
    /// `MissingAllowOriginHeader` of Chromium, `CORSMissingAllowOrigin` of Firefox, a page of MDN.
    pub fn called(name: &str) -> Option<&'static Self> {
        let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let chromium = name.strip_prefix('k').unwrap_or(name);
        let chromium = chromium.strip_prefix("Preflight").unwrap_or(chromium);
        let firefox = name.trim_end_matches(|c: char| c.is_ascii_digit());
        RULES.iter().find(|rule| {
            let code = rule.chromium.map_or("", |code| &code[1..]);
            let key = rule.firefox.unwrap_or_default();
            let is_code = !code.is_empty()
                && (code == chromium || code.strip_prefix("Preflight") == Some(chromium));
            is_code
                || (!key.is_empty()
                    && key.trim_end_matches(|c: char| c.is_ascii_digit()) == firefox)
        })
    }

    /// All rules, in the order in which a fetch meets them.
    pub const fn all() -> &'static [Self] {
        &RULES
    }
}

/// The rule that a failed fetch broke.
pub fn broken_rule(failure: &Failure) -> &'static Rule {
    let name = match &failure.cause {
        Cause::DisallowedByMode => "disallowed-by-mode",
        Cause::NoCorsRedirectMode => "no-cors-redirect-mode",
        Cause::SchemeNotHttp => "scheme-not-http",
        Cause::InvalidDataUrl => "invalid-data-url",
        Cause::LocalNetworkInsecure { .. } => "local-network-insecure",
        Cause::LocalNetworkDenied { .. } => "local-network-denied",
        Cause::NetworkFailure => "network-failure",
        Cause::AllowOriginMissing => "allow-origin-missing",
        Cause::WildcardWithCredentials => "wildcard-with-credentials",
        Cause::AllowOriginMismatch { value, lines, .. } => match allow_origin_mismatch(value) {
            "allow-origin-multiple" if *lines == 1 => "allow-origin-list",
            name => name,
        },
        Cause::AllowCredentials { .. } => "allow-credentials",
        Cause::PreflightStatus => "preflight-status",
        Cause::PreflightRedirect => "preflight-redirect",
        Cause::InvalidAllowMethods { .. } => "invalid-allow-methods",
        Cause::InvalidAllowHeaders { .. } => "invalid-allow-headers",
        Cause::MethodNotAllowed { .. } => "method-not-allowed",
        Cause::HeadersNotAllowed { .. } => "headers-not-allowed",
        Cause::LocationInvalid { .. } => "location-invalid",
        Cause::LocationScheme { .. } => "location-scheme",
        Cause::TooManyRedirects => "too-many-redirects",
        Cause::LocationCredentials { .. } => "location-credentials",
        Cause::StreamRedirect => "stream-redirect",
        Cause::RedirectModeError => "redirect-mode-error",
        Cause::ResourcePolicy => "resource-policy",
        Cause::NoSniff { .. } | Cause::OpaqueResponse | Cause::MimeType { .. } => "wrong-type",
        Cause::IntegrityNeedsCors => "integrity-needs-cors",
    };
    Rule::named(name).expect("every cause has a row")
}

/// What kind of wrong origin a value of `Access-Control-Allow-Origin` is.
pub(super) fn allow_origin_mismatch(value: &[u8]) -> &'static str {
    if value.contains(&b' ') || value.contains(&b',') {
        return "allow-origin-multiple";
    }
    let text = shown(value);
    if text != "null" && Url::parse(&text).is_err() {
        return "allow-origin-invalid";
    }
    "allow-origin-mismatch"
}

/// The stage at which a rule can be broken, where there is but one.
pub(super) fn only_stage(rule: &Rule) -> Option<Stage> {
    (rule.spec == PREFLIGHT).then_some(Stage::Preflight)
}

const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
const MAIN_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-main-fetch";
const PREFLIGHT: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0";
const REDIRECT: &str = "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch";
const HTTP_FETCH: &str = "https://fetch.spec.whatwg.org/#concept-http-fetch";

const LOCAL_NETWORK: &str =
    "https://wicg.github.io/local-network-access/#local-network-access-check";

const RULES: [Rule; 38] = [
    Rule {
        name: "disallowed-by-mode",
        what: "the page asked for its own origin only, and the URL is another's",
        why: "`mode: \"same-origin\"` is the page's own promise to stay at home",
        spec: MAIN_FETCH,
        chromium: Some("kDisallowedByMode"),
        firefox: None,
    },
    Rule {
        name: "no-cors-redirect-mode",
        what: "without CORS, redirects must be followed",
        why: "stopping at a redirect would tell the page that there was one",
        spec: MAIN_FETCH,
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "cors-disabled",
        what: "CORS is turned off in the browser",
        why: "`content.cors.disable` in Firefox refuses everything that would need it",
        spec: MAIN_FETCH,
        chromium: None,
        firefox: Some("CORSDisabled"),
    },
    Rule {
        name: "scheme-not-http",
        what: "CORS works over http and https only",
        why: "other schemes have no headers in which a server could agree",
        spec: MAIN_FETCH,
        chromium: Some("kCorsDisabledScheme"),
        firefox: Some("CORSRequestNotHttp"),
    },
    Rule {
        name: "invalid-data-url",
        what: "the data: URL is not encoded as it says",
        why: "there is nothing to read",
        spec: "https://fetch.spec.whatwg.org/#scheme-fetch",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "local-network-insecure",
        what: "the page came without TLS, and the host is closer to the user than the page",
        why: "what anybody on the way could have changed must not knock at the user's own devices",
        spec: LOCAL_NETWORK,
        chromium: Some("kInsecureLocalNetwork"),
        firefox: None,
    },
    Rule {
        name: "local-network-denied",
        what: "the user did not let the page reach a host closer to them than the page",
        why: "devices at home trust whoever reaches them; a page on the web should not by itself",
        spec: LOCAL_NETWORK,
        chromium: Some("kLocalNetworkAccessPermissionDenied"),
        firefox: None,
    },
    Rule {
        name: "local-network-mismatch",
        what: "the host is in another address space than the page said",
        why: "permission was given for one kind of host and must not serve for another",
        spec: LOCAL_NETWORK,
        chromium: Some("kInvalidLocalNetworkAccess"),
        firefox: None,
    },
    Rule {
        name: "private-network-preflight",
        what: "the preflight's answer does not let pages of the web into the private network",
        why: "Chromium 98 to 141 asked the device itself; since 142 it asks the user",
        spec: LOCAL_NETWORK,
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "origin-not-added",
        what: "the browser could not write the `Origin` header",
        why: "without it the server cannot know who asks",
        spec: "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
        chromium: None,
        firefox: Some("CORSOriginHeaderNotAdded"),
    },
    Rule {
        name: "response-invalid",
        what: "the answer could not be read as one of HTTP",
        why: "what is broken permits nothing",
        spec: "https://fetch.spec.whatwg.org/#concept-network-error",
        chromium: Some("kInvalidResponse"),
        firefox: None,
    },
    Rule {
        name: "network-failure",
        what: "no answer came: no connection, a broken one, or a certificate that is not trusted",
        why: "it is no verdict of CORS, though the console may say so",
        spec: "https://fetch.spec.whatwg.org/#concept-network-error",
        chromium: None,
        firefox: Some("CORSDidNotSucceed2"),
    },
    Rule {
        name: "allow-origin-missing",
        what: "the answer has no Access-Control-Allow-Origin",
        why: "what a server does not share, only its own pages may read",
        spec: CORS_CHECK,
        chromium: Some("kMissingAllowOriginHeader"),
        firefox: Some("CORSMissingAllowOrigin2"),
    },
    Rule {
        name: "wildcard-with-credentials",
        what: "Access-Control-Allow-Origin is `*`, and the request carries credentials",
        why: "a server that shares with everybody cannot mean what it shows to one user",
        spec: CORS_CHECK,
        chromium: Some("kWildcardOriginNotAllowed"),
        firefox: Some("CORSNotSupportingCredentials"),
    },
    Rule {
        name: "allow-origin-multiple",
        what: "Access-Control-Allow-Origin comes in several lines",
        why: "a server shares an answer with one origin, or with all by `*`",
        spec: CORS_CHECK,
        chromium: Some("kMultipleAllowOriginValues"),
        firefox: Some("CORSMultipleAllowOriginNotAllowed"),
    },
    Rule {
        name: "allow-origin-list",
        what: "Access-Control-Allow-Origin is a list",
        why: "a server shares an answer with one origin, or with all by `*`",
        spec: CORS_CHECK,
        chromium: Some("kMultipleAllowOriginValues"),
        firefox: Some("CORSAllowOriginNotMatchingOrigin"),
    },
    Rule {
        name: "allow-origin-invalid",
        what: "Access-Control-Allow-Origin is no origin",
        why: "the value is compared with the page's origin, byte for byte",
        spec: CORS_CHECK,
        chromium: Some("kInvalidAllowOriginValue"),
        firefox: Some("CORSAllowOriginNotMatchingOrigin"),
    },
    Rule {
        name: "allow-origin-mismatch",
        what: "Access-Control-Allow-Origin names another origin",
        why: "the value is compared with the page's origin, byte for byte",
        spec: CORS_CHECK,
        chromium: Some("kAllowOriginMismatch"),
        firefox: Some("CORSAllowOriginNotMatchingOrigin"),
    },
    Rule {
        name: "allow-credentials",
        what: "the request carries credentials, and Access-Control-Allow-Credentials is not `true`",
        why: "what a server shows to a user who is signed in, it must share knowingly",
        spec: CORS_CHECK,
        chromium: Some("kInvalidAllowCredentials"),
        firefox: Some("CORSMissingAllowCredentials"),
    },
    Rule {
        name: "preflight-status",
        what: "the preflight was not answered with a status from 200 to 299",
        why: "an error is no permission, whatever its headers say",
        spec: PREFLIGHT,
        chromium: Some("kPreflightInvalidStatus"),
        firefox: Some("CORSPreflightDidNotSucceed3"),
    },
    Rule {
        name: "preflight-redirect",
        what: "the preflight was answered with a redirect",
        why: "permission is asked of one URL; another cannot give it",
        spec: PREFLIGHT,
        chromium: Some("kPreflightDisallowedRedirect"),
        firefox: Some("CORSExternalRedirectNotAllowed"),
    },
    Rule {
        name: "invalid-allow-methods",
        what: "Access-Control-Allow-Methods is not a list of methods",
        why: "what cannot be read allows nothing",
        spec: PREFLIGHT,
        chromium: Some("kInvalidAllowMethodsPreflightResponse"),
        firefox: Some("CORSInvalidAllowMethod"),
    },
    Rule {
        name: "invalid-allow-headers",
        what: "Access-Control-Allow-Headers is not a list of header names",
        why: "what cannot be read allows nothing",
        spec: PREFLIGHT,
        chromium: Some("kInvalidAllowHeadersPreflightResponse"),
        firefox: Some("CORSInvalidAllowHeader"),
    },
    Rule {
        name: "method-not-allowed",
        what: "Access-Control-Allow-Methods does not name the method",
        why: "a form can send GET, HEAD and POST; what can do more, a server must expect",
        spec: PREFLIGHT,
        chromium: Some("kMethodDisallowedByPreflightResponse"),
        firefox: Some("CORSMethodNotFound"),
    },
    Rule {
        name: "headers-not-allowed",
        what: "Access-Control-Allow-Headers does not name every header that needs permission",
        why: "a form cannot set headers; what can, a server must expect",
        spec: PREFLIGHT,
        chromium: Some("kHeaderDisallowedByPreflightResponse"),
        firefox: Some("CORSMissingAllowHeaderFromPreflight2"),
    },
    Rule {
        name: "redirect-mode-error",
        what: "the answer is a redirect, and the page asked for none",
        why: "`redirect: \"error\"` is the page's own wish",
        spec: HTTP_FETCH,
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "location-invalid",
        what: "the redirect's Location is no URL, or there are several",
        why: "there is nowhere to go",
        spec: REDIRECT,
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "location-scheme",
        what: "the redirect leads to another scheme than http or https",
        why: "a server could lead a page to what only the page itself may open",
        spec: REDIRECT,
        chromium: Some("kCorsDisabledScheme"),
        firefox: Some("CORSRequestNotHttp"),
    },
    Rule {
        name: "too-many-redirects",
        what: "there were more than 20 redirects",
        why: "it is a loop",
        spec: REDIRECT,
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "location-credentials",
        what: "the redirect's Location has a user name or a password",
        why: "a server must not sign a page in elsewhere",
        spec: REDIRECT,
        chromium: Some("kRedirectContainsCredentials"),
        firefox: None,
    },
    Rule {
        name: "stream-redirect",
        what: "the redirect would send a streamed body again",
        why: "a stream can be read once",
        spec: REDIRECT,
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "resource-policy",
        what: "Cross-Origin-Resource-Policy keeps the answer to its own site",
        why: "what is loaded without CORS can still be drawn into a stranger's process",
        spec: "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "wrong-type",
        what: "the answer is of a type that the element takes for nothing of its own",
        why: "a page could make a script of a stranger's document, and learn from how it fails",
        spec: "https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "integrity-needs-cors",
        what: "`integrity` asks for a digest of an answer that was not asked for by CORS",
        why: "whether a digest fits would tell the page what the answer says",
        spec: "https://w3c.github.io/webappsec-subresource-integrity/#is-response-eligible",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "forbidden-header",
        what: "script tried to set a header that only the browser sets",
        why: "a server believes what the browser itself says of a request",
        spec: "https://fetch.spec.whatwg.org/#forbidden-request-header",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "authorization-by-wildcard",
        what: "Access-Control-Allow-Headers is `*`, which does not cover Authorization",
        why: "whoever writes a star seldom thinks of passwords; browsers still forgive it, and warn",
        spec: "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "header-not-exposed",
        what: "script asked for a header that Access-Control-Expose-Headers does not name",
        why: "a header may tell more than the body that a server meant to share",
        spec: "https://fetch.spec.whatwg.org/#concept-filtered-response-cors",
        chromium: None,
        firefox: None,
    },
    Rule {
        name: "canvas-tainted",
        what: "script read back a canvas on which an image was drawn that was loaded without CORS",
        why: "an image that a page may show, it may not read",
        spec: "https://html.spec.whatwg.org/multipage/canvas.html#security-with-canvas-elements",
        chromium: None,
        firefox: None,
    },
];
