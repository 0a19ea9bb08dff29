//! What each browser does otherwise than the standard: a table of data, never an `if` on a name.

/// One browser, as the list of its differences from the Fetch standard.
///
/// Each field is a question; each row of [`Profile::CHROMIUM`] and its siblings an answer. Where a
/// field is not named in a row, the browser follows the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// `spec`, `chromium`, `firefox` or `webkit`.
    pub name: &'static str,
    /// The most seconds for which a preflight is remembered.
    pub max_age_cap: u64,
    /// How `Access-Control-Max-Age` is read.
    pub max_age_rule: MaxAgeRule,
    /// What one entry of the preflight cache remembers.
    pub cache_model: CacheModel,
    /// Whether a failed request forgets what the cache knew about it.
    pub clears_cache_on_failure: bool,
    /// Whether `Access-Control-Allow-Headers: *` covers `Authorization`.
    pub authorization_covered_by_wildcard: bool,
    /// Whether more than 1,024 bytes of safelisted values need a preflight.
    pub limits_safelisted_total: bool,
    /// Which values of `Accept` need no preflight.
    pub accept_rule: AcceptRule,
    /// Whether client hints need no preflight.
    pub safelists_client_hints: bool,
    /// Whether an exposed list counts up to its first bad item.
    pub lenient_expose_headers: bool,
    /// Whether a preflight's status is judged before its origin.
    pub preflight_status_first: bool,
    /// Whether the method is judged before `Access-Control-Allow-Headers` is read.
    pub judges_methods_before_reading_headers: bool,
    /// Whether a redirect in place of a preflight's answer has a cause of its own.
    pub names_preflight_redirects: bool,
}

/// How `Access-Control-Max-Age` is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxAgeRule {
    /// Digits; anything else counts as absent: 5 seconds.
    DeltaSeconds,
    /// A signed number; what is not one counts as absent, what is negative as 0.
    SignedNumber,
    /// Digits; anything else, and 0, is not remembered at all.
    DigitsOrNothing,
}

/// What one entry of the preflight cache remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheModel {
    /// One method or one header name, so that the grants of several preflights add up.
    Names,
    /// The same, but stars are not remembered, credentials must be the same, and only `GET` and
    /// `POST` need no entry.
    NamesWithoutWildcards,
    /// One preflight's whole answer, which the next one replaces.
    WholeAnswer,
}

/// Which values of `Accept` need no preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptRule {
    /// Those without a CORS-unsafe byte.
    UnsafeBytes,
    /// Those without a delimiter of RFC 7230 other than `,`, `/`, `;` and `=`.
    Delimiters,
}

impl Profile {
    /// The Fetch standard, to the letter.
    pub const SPEC: Self = Self {
        name: "spec",
        max_age_cap: u64::MAX,
        max_age_rule: MaxAgeRule::DeltaSeconds,
        cache_model: CacheModel::Names,
        clears_cache_on_failure: true,
        authorization_covered_by_wildcard: false,
        limits_safelisted_total: true,
        accept_rule: AcceptRule::UnsafeBytes,
        safelists_client_hints: false,
        lenient_expose_headers: false,
        preflight_status_first: false,
        judges_methods_before_reading_headers: false,
        names_preflight_redirects: false,
    };

    /// Chromium 156.
    pub const CHROMIUM: Self = Self {
        name: "chromium",
        max_age_cap: 7200,
        max_age_rule: MaxAgeRule::SignedNumber,
        cache_model: CacheModel::WholeAnswer,
        clears_cache_on_failure: false,
        authorization_covered_by_wildcard: true,
        safelists_client_hints: true,
        names_preflight_redirects: true,
        ..Self::SPEC
    };

    /// Firefox 153.
    pub const FIREFOX: Self = Self {
        name: "firefox",
        max_age_cap: 86_400,
        max_age_rule: MaxAgeRule::DigitsOrNothing,
        cache_model: CacheModel::NamesWithoutWildcards,
        authorization_covered_by_wildcard: true,
        limits_safelisted_total: false,
        names_preflight_redirects: true,
        ..Self::SPEC
    };

    /// WebKitGTK 2.50.
    pub const WEBKIT: Self = Self {
        name: "webkit",
        max_age_cap: 600,
        max_age_rule: MaxAgeRule::SignedNumber,
        cache_model: CacheModel::WholeAnswer,
        clears_cache_on_failure: false,
        authorization_covered_by_wildcard: true,
        limits_safelisted_total: false,
        accept_rule: AcceptRule::Delimiters,
        preflight_status_first: true,
        ..Self::SPEC
    };

    /// All of them, the standard first.
    pub const ALL: [&'static Self; 4] =
        [&Self::SPEC, &Self::CHROMIUM, &Self::FIREFOX, &Self::WEBKIT];

    /// The profile with that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|profile| profile.name == name)
    }
}
