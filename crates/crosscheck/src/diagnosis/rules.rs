//! The rules that a fetch can break: one table from which every other text is looked up.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;

use url::Url;

use super::console::shown;
use super::rule_table::CORS_CHECK;
use super::rule_table::PREFLIGHT;
use super::rule_table::RULES;
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
        Cause::LocalNetworkMismatch { .. } => "local-network-mismatch",
        Cause::LocalNetworkUndecided { .. } => "local-network-undecided",
        Cause::MixedContent { .. } => "mixed-content",
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
        Cause::EmbedderPolicy => "embedder-policy",
        Cause::IntegrityNeedsCors { .. } => "integrity-needs-cors",
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
