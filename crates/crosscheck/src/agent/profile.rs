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
    /// Which values of `Range` need no preflight.
    pub range_rule: RangeRule,
    /// Whether safelisted values must be ASCII.
    pub safelists_ascii_only: bool,
    /// Whether repeated headers are joined before they are judged.
    pub joins_headers_first: bool,
    /// Whether a header given twice is named twice in `Access-Control-Request-Headers`.
    pub repeats_requested_names: bool,
    /// Whether `User-Agent` set by script is dropped.
    pub drops_user_agent: bool,
    /// Whether a `Range` that is understood is sent in its shortest spelling.
    pub rewrites_range: bool,
    /// Whether values are sent as UTF-8 rather than byte by byte.
    pub sends_values_as_utf8: bool,
    /// `Accept-Language` where script set none, in the language of the recorded machine.
    pub accept_language: Option<&'static str>,
    /// Whether a `crossorigin` element names its origin to the own origin too.
    pub elements_name_their_origin: bool,
    /// Whether elements of an opaque origin always send `Origin: null`.
    pub opaque_elements_name_their_origin: bool,
    /// Whether a sandboxed frame's beacon is sent in the name of the page around it.
    pub beacons_name_the_top_level: bool,
    /// Whether a request that carried `Origin` keeps it when a redirect turns it into a `GET`.
    pub keeps_origin_after_redirect: bool,
    /// Whether any cross-origin redirect turns `Origin` into `null`, without CORS.
    pub nulls_origin_without_cors: bool,
    /// Whether a preflight names the origin that a redirect's taint hides from the request.
    pub preflights_name_untainted_origin: bool,
    /// Whether fonts are loaded by CORS.
    pub fonts_use_cors: bool,
    /// Whether an upload listener makes a preflight only where there is a body.
    pub upload_listener_needs_body: bool,
    /// Whether beacons of any type go out without CORS.
    pub no_cors_bodies_keep_any_type: bool,
    /// What a redirect with an empty `Location` is.
    pub empty_location: EmptyLocation,
    /// Whether a user name or password in `Location` is refused to the own origin too.
    pub refuses_own_location_credentials: bool,
    /// Whether a redirect across origins turns `DELETE` into `GET`.
    pub redirects_delete_as_get: bool,
    /// Whether client hints set by script are dropped on a redirect across origins.
    pub drops_hints_on_redirect: bool,
    /// Whether body headers come back when a later redirect keeps the method.
    pub restores_body_headers: bool,
    /// Whether redirects are judged as credentialed if the request started at home.
    pub judges_redirects_by_first_credentials: bool,
    /// Whether an empty `Access-Control-Allow-Origin` line beside another one is overlooked.
    pub skips_empty_lines: bool,
    /// Whether a script's errors are muted by where it came from in the end.
    pub mutes_by_final_url: bool,
    /// Whether what a preflight allows is remembered even if it does not allow what was asked.
    pub remembers_refusals: bool,
    /// Whether a preflight's status is judged before its origin.
    pub preflight_status_first: bool,
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

/// Which values of `Range` need no preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeRule {
    /// Single ranges with a start, of any number of digits.
    AnyLength,
    /// The same, with numbers below 2⁶³.
    SixtyThreeBits,
    /// The same, and `bytes` in any case.
    SixtyThreeBitsAnyCase,
}

/// What a redirect with an empty `Location` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyLocation {
    /// A redirect to the same URL.
    ThisUrl,
    /// No redirect: an answer like any other.
    NoRedirect,
    /// An error.
    Error,
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
        range_rule: RangeRule::AnyLength,
        safelists_ascii_only: false,
        joins_headers_first: false,
        repeats_requested_names: false,
        drops_user_agent: false,
        rewrites_range: false,
        sends_values_as_utf8: false,
        accept_language: None,
        elements_name_their_origin: false,
        opaque_elements_name_their_origin: false,
        beacons_name_the_top_level: false,
        keeps_origin_after_redirect: false,
        nulls_origin_without_cors: false,
        preflights_name_untainted_origin: false,
        fonts_use_cors: true,
        upload_listener_needs_body: false,
        no_cors_bodies_keep_any_type: false,
        empty_location: EmptyLocation::ThisUrl,
        refuses_own_location_credentials: false,
        redirects_delete_as_get: false,
        drops_hints_on_redirect: false,
        restores_body_headers: false,
        judges_redirects_by_first_credentials: false,
        skips_empty_lines: false,
        mutes_by_final_url: false,
        remembers_refusals: false,
        preflight_status_first: false,
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
        range_rule: RangeRule::SixtyThreeBits,
        joins_headers_first: true,
        drops_user_agent: true,
        rewrites_range: true,
        accept_language: Some("en-US,en;q=0.9"),
        elements_name_their_origin: true,
        opaque_elements_name_their_origin: true,
        nulls_origin_without_cors: true,
        upload_listener_needs_body: true,
        empty_location: EmptyLocation::NoRedirect,
        refuses_own_location_credentials: true,
        drops_hints_on_redirect: true,
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
        range_rule: RangeRule::SixtyThreeBits,
        safelists_ascii_only: true,
        repeats_requested_names: true,
        accept_language: Some("en-US,en;q=0.9"),
        opaque_elements_name_their_origin: true,
        preflights_name_untainted_origin: true,
        restores_body_headers: true,
        skips_empty_lines: true,
        mutes_by_final_url: true,
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
        range_rule: RangeRule::SixtyThreeBitsAnyCase,
        joins_headers_first: true,
        sends_values_as_utf8: true,
        accept_language: Some("C"),
        elements_name_their_origin: true,
        beacons_name_the_top_level: true,
        keeps_origin_after_redirect: true,
        fonts_use_cors: false,
        no_cors_bodies_keep_any_type: true,
        empty_location: EmptyLocation::Error,
        redirects_delete_as_get: true,
        restores_body_headers: true,
        judges_redirects_by_first_credentials: true,
        remembers_refusals: true,
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
