//! The table of checks, and running them.

use alloc::string::String;
use alloc::vec::Vec;

use super::answers;
use super::exchange::Exchange;
use super::surroundings;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing breaks.
    Note,
    /// It works, and will not everywhere or always.
    Warning,
    /// Browsers do not even ask.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something to look for in an exchange.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Our name for what it finds, kebab-case, stable.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, as a sentence without evidence.
    pub what: &'static str,
    /// What will come of it.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    look: fn(&Exchange<'_>) -> Vec<String>,
}

impl Check {
    /// All checks, in the order in which their findings are told.
    pub const fn all() -> &'static [Self] {
        &CHECKS
    }
}

/// Something that a check found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which check.
    pub check: &'static Check,
    /// Where, and what was seen: a sentence.
    pub evidence: String,
}

/// Looks at an exchange with every check.
///
/// Out: findings in the table's order, each piece of evidence once.
pub fn audit(exchange: &Exchange<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for check in Check::all() {
        for evidence in (check.look)(exchange) {
            let is_known = |f: &Finding| f.check.name == check.name && f.evidence == evidence;
            if !findings.iter().any(is_known) {
                findings.push(Finding { check, evidence });
            }
        }
    }
    findings
}

const CHECKS: [Check; 16] = [
    Check {
        name: "mixed-content",
        severity: Severity::Error,
        what: "a page that came over TLS asks a host without TLS",
        why: "browsers block it before CORS is asked, whatever the headers say",
        fix: "serve the URL over https",
        look: surroundings::mixed_content,
    },
    Check {
        name: "local-network",
        severity: Severity::Warning,
        what: "a page on the web asks a host that is closer to the user than itself",
        why: "Chromium asks the user first, since 142, and refuses pages that came without TLS",
        fix: "serve the page from the same network, or be ready for users who say no",
        look: surroundings::local_network,
    },
    Check {
        name: "forbidden-header",
        severity: Severity::Warning,
        what: "a header is set that no script can set",
        why: "browsers leave it out without an error, so the server never sees it",
        fix: "send it under another name, or leave it out",
        look: surroundings::forbidden_header,
    },
    Check {
        name: "vary-origin-missing",
        severity: Severity::Warning,
        what: "the answer names one origin, and `Vary` does not name `Origin`",
        why: "a cache may hand to one page what was meant for another, which is then refused",
        fix: "add `Vary: Origin` to every answer of this URL, also to those without CORS headers",
        look: answers::vary_origin_missing,
    },
    Check {
        name: "authorization-by-wildcard",
        severity: Severity::Warning,
        what: "`Authorization` is allowed by `*` alone",
        why: "the standard does not let `*` cover it, and browsers have announced to follow",
        fix: "list it by name: `Access-Control-Allow-Headers: authorization, …`",
        look: answers::authorization_by_wildcard,
    },
    Check {
        name: "wildcard-is-literal",
        severity: Severity::Warning,
        what: "`*` stands in a list, and the request carries credentials",
        why: "with credentials `*` is a name like any other, and allows or exposes nothing",
        fix: "list the names",
        look: answers::wildcard_is_literal,
    },
    Check {
        name: "wildcard-and-credentials",
        severity: Severity::Warning,
        what: "`Access-Control-Allow-Origin: *` stands beside `Access-Control-Allow-Credentials`",
        why: "as soon as a page sends credentials, browsers refuse the answer",
        fix: "name the origin and vary by it, or leave Access-Control-Allow-Credentials out",
        look: answers::wildcard_and_credentials,
    },
    Check {
        name: "null-origin-allowed",
        severity: Severity::Warning,
        what: "the origin `null` is allowed",
        why: "any page can have it, in a sandboxed frame, so this allows everybody",
        fix: "allow origins by name; give documents that need it an origin of their own",
        look: answers::null_origin_allowed,
    },
    Check {
        name: "preflight-redirected",
        severity: Severity::Warning,
        what: "the preflight is answered by a redirect",
        why: "browsers follow none there; it is often a missing slash, http for https, or a sign-in",
        fix: "ask the final URL, or answer OPTIONS before anything redirects",
        look: answers::preflight_redirected,
    },
    Check {
        name: "errors-without-cors",
        severity: Severity::Warning,
        what: "the server's error page has no Access-Control-Allow-Origin",
        why: "when something fails, script sees a CORS error in place of the status and the reason",
        fix: "add the CORS headers to every answer, errors included (nginx: `add_header … always`)",
        look: answers::errors_without_cors,
    },
    Check {
        name: "cookie-not-for-other-sites",
        severity: Severity::Warning,
        what: "a cookie is set that browsers will not keep, for the page is of another site",
        why: "without `SameSite=None; Secure` a cookie is for pages of its own site",
        fix: "add `SameSite=None; Secure`, or serve page and API from one site",
        look: surroundings::cookie_not_for_other_sites,
    },
    Check {
        name: "third-party-cookies",
        severity: Severity::Warning,
        what: "credentials go to another site than the page's",
        why: "WebKit blocks such cookies, Firefox keeps them apart by page, Chromium lets users block",
        fix: "serve page and API from one site, or send a token in `Authorization`",
        look: surroundings::third_party_cookies,
    },
    Check {
        name: "max-age-unreadable",
        severity: Severity::Warning,
        what: "`Access-Control-Max-Age` is not a number of seconds",
        why: "browsers remember the preflight for five seconds, Firefox not at all",
        fix: "write digits only, such as `600`",
        look: answers::max_age_unreadable,
    },
    Check {
        name: "max-age-above-caps",
        severity: Severity::Note,
        what: "`Access-Control-Max-Age` is more than browsers keep",
        why: "the preflight comes again earlier than the number says",
        fix: "count on the smallest, or write what is meant to hold everywhere",
        look: answers::max_age_above_caps,
    },
    Check {
        name: "credentials-unused",
        severity: Severity::Note,
        what: "credentials are allowed, and none were sent",
        why: "what needs no credentials should not be readable with them by every allowed origin",
        fix: "leave Access-Control-Allow-Credentials out, unless other requests need it",
        look: answers::credentials_unused,
    },
    Check {
        name: "safelisted-header-listed",
        severity: Severity::Note,
        what: "`Access-Control-Allow-Headers` lists what hardly ever needs permission",
        why: "a page may set these as a form does; only odd or very long values are asked for",
        fix: "take them out, unless pages send such values",
        look: answers::safelisted_header_listed,
    },
];
