//! What each browser does otherwise than the standard: a table of data, never an `if` on a name.

/// One browser, as the list of its differences from the Fetch standard.
///
/// Each field is a question; each row of [`Profile::CHROMIUM`] and its siblings an answer. Where a
/// field is not named in a row, the browser follows the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// `spec`, `chromium`, `firefox` or `webkit`.
    pub name: &'static str,
    /// In whose words failures are written to the console.
    pub console: ConsoleStyle,
    /// The most seconds for which a preflight is remembered.
    pub max_age_cap: u64,
    /// How `Access-Control-Max-Age` is read.
    pub max_age_rule: MaxAgeRule,
    /// What one entry of the preflight cache remembers.
    pub cache_model: CacheModel,
    /// Whether a remembered `*` is literal if the preflight was credentialed, whatever the request.
    pub cached_star_by_preflight: bool,
    /// Whether a failed request forgets what the cache knew about it.
    pub clears_cache_on_failure: bool,
    /// Whether `Access-Control-Allow-Headers: *` covers `Authorization`.
    pub authorization_covered_by_wildcard: bool,
    /// Whether a remembered `*` covers it too.
    pub authorization_covered_by_cached_wildcard: bool,
    /// Whether more than 1,024 bytes of safelisted values need a preflight.
    pub limits_safelisted_total: bool,
    /// Which values of `Accept` need no preflight.
    pub accept_rule: AcceptRule,
    /// Whether client hints need no preflight.
    pub safelists_client_hints: bool,
    /// Which values of `Range` need no preflight.
    pub range_rule: RangeRule,
    /// Whether safelisted values must be ASCII, and `Content-Type` a single media type.
    pub safelists_strictly: bool,
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
    /// When an opaque origin sends `Origin: null` without CORS, with credentials, to the site of
    /// the page around it.
    pub opaque_origins_named: OpaqueOriginsNamed,
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
    /// Whether `fetch()` refuses a user name or password in any `Location`, whatever its mode.
    pub fetch_refuses_location_credentials: bool,
    /// Whether an answer whose `Location` lines differ is no answer.
    pub refuses_several_locations: bool,
    /// Whether a redirect across origins turns `DELETE` into `GET`.
    pub redirects_delete_as_get: bool,
    /// Whether client hints set by script are dropped on a redirect to another than their page.
    pub drops_hints_on_redirect: bool,
    /// Which headers go along with a redirected request.
    pub redirect_headers: RedirectHeaders,
    /// Whether a request that needed a preflight once needs one on every later hop.
    pub sticky_preflight: StickyPreflight,
    /// Whether a preflight that a redirect leads home must not name who may read.
    pub trusts_own_preflights: bool,
    /// Whether a repeated `Content-Type` goes out once: the first with a body, the last without.
    pub sends_one_content_type: bool,
    /// Whether redirects are judged again, and late, by how the request started.
    pub judges_redirects_late: bool,
    /// Whether an empty `Access-Control-Allow-Origin` line beside another one is overlooked, unless
    /// both are spelled with these very capitals.
    pub skips_empty_lines: bool,
    /// Whether errors of scripts loaded without CORS are muted.
    pub mutes_script_errors: bool,
    /// Whether what a preflight allows is remembered even if it does not allow what was asked.
    pub remembers_refusals: bool,
    /// Whether a preflight's status is judged before its origin.
    pub preflight_status_first: bool,
    /// Whether the method is judged before `Access-Control-Allow-Headers` is read.
    pub judges_method_before_headers: bool,
    /// When a redirect in place of a preflight's answer is refused as such.
    pub preflight_redirect: PreflightRedirect,
}

/// In whose words failures are written to the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsoleStyle {
    /// Nobody's: nothing is written.
    None,
    /// One line that ends in the reason.
    Chromium,
    /// What is blocked, the reason in brackets.
    Firefox,
    /// The reason, then what could not be loaded.
    Webkit,
}

/// When a redirect in place of a preflight's answer is refused as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreflightRedirect {
    /// Never: it is a status like any other that is not a success.
    Status,
    /// Before its headers are looked at.
    BeforeCorsCheck,
    /// After its headers passed, if the request itself would follow redirects.
    AfterCorsCheck,
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

/// When an opaque origin sends `Origin: null` without CORS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpaqueOriginsNamed {
    /// Never.
    No,
    /// Until a redirect leads to another origin.
    UntilCrossing,
    /// On every hop.
    OnEveryHop,
}

/// Which headers go along with a redirected request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectHeaders {
    /// Those of the hop before, less what describes a body that was dropped.
    Current,
    /// Those of the first request, less body headers where the first method would have been
    /// rewritten.
    InitialByInitialMethod,
    /// Those of the first request, across origins (but of beacons) and wherever the status keeps
    /// the method, less what describes a body that this redirect drops.
    InitialAcrossOrigins,
}

/// Whether a request that needed a preflight once needs one on every later hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StickyPreflight {
    /// Each hop is judged by itself.
    No,
    /// Yes, and each asks for the headers of the first request, less those that its own redirect
    /// stripped; others than `fetch()` only by what their first hop across origins needs.
    FirstNamesLessStripped,
    /// Yes, and each asks for the headers of the first request.
    FirstNames,
}

impl Profile {
    /// The Fetch standard, to the letter.
    pub const SPEC: Self = Self {
        name: "spec",
        console: ConsoleStyle::None,
        max_age_cap: u64::MAX,
        max_age_rule: MaxAgeRule::DeltaSeconds,
        cache_model: CacheModel::Names,
        cached_star_by_preflight: false,
        clears_cache_on_failure: true,
        authorization_covered_by_wildcard: false,
        authorization_covered_by_cached_wildcard: false,
        limits_safelisted_total: true,
        accept_rule: AcceptRule::UnsafeBytes,
        safelists_client_hints: false,
        range_rule: RangeRule::AnyLength,
        safelists_strictly: false,
        joins_headers_first: false,
        repeats_requested_names: false,
        drops_user_agent: false,
        rewrites_range: false,
        sends_values_as_utf8: false,
        accept_language: None,
        elements_name_their_origin: false,
        opaque_origins_named: OpaqueOriginsNamed::No,
        beacons_name_the_top_level: false,
        keeps_origin_after_redirect: false,
        nulls_origin_without_cors: false,
        preflights_name_untainted_origin: false,
        fonts_use_cors: true,
        upload_listener_needs_body: false,
        no_cors_bodies_keep_any_type: false,
        empty_location: EmptyLocation::ThisUrl,
        fetch_refuses_location_credentials: false,
        refuses_several_locations: false,
        redirects_delete_as_get: false,
        drops_hints_on_redirect: false,
        redirect_headers: RedirectHeaders::Current,
        sticky_preflight: StickyPreflight::No,
        trusts_own_preflights: false,
        sends_one_content_type: false,
        judges_redirects_late: false,
        skips_empty_lines: false,
        mutes_script_errors: true,
        remembers_refusals: false,
        preflight_status_first: false,
        judges_method_before_headers: false,
        preflight_redirect: PreflightRedirect::Status,
    };

    /// Chromium 156.
    pub const CHROMIUM: Self = Self {
        name: "chromium",
        console: ConsoleStyle::Chromium,
        max_age_cap: 7200,
        max_age_rule: MaxAgeRule::SignedNumber,
        cache_model: CacheModel::WholeAnswer,
        cached_star_by_preflight: true,
        clears_cache_on_failure: false,
        authorization_covered_by_wildcard: true,
        safelists_client_hints: true,
        range_rule: RangeRule::SixtyThreeBits,
        joins_headers_first: true,
        drops_user_agent: true,
        rewrites_range: true,
        accept_language: Some("en-US,en;q=0.9"),
        elements_name_their_origin: true,
        opaque_origins_named: OpaqueOriginsNamed::OnEveryHop,
        nulls_origin_without_cors: true,
        upload_listener_needs_body: true,
        empty_location: EmptyLocation::NoRedirect,
        fetch_refuses_location_credentials: true,
        refuses_several_locations: true,
        drops_hints_on_redirect: true,
        preflight_redirect: PreflightRedirect::BeforeCorsCheck,
        ..Self::SPEC
    };

    /// Firefox 153.
    pub const FIREFOX: Self = Self {
        name: "firefox",
        console: ConsoleStyle::Firefox,
        max_age_cap: 86_400,
        max_age_rule: MaxAgeRule::DigitsOrNothing,
        cache_model: CacheModel::NamesWithoutWildcards,
        authorization_covered_by_wildcard: true,
        limits_safelisted_total: false,
        range_rule: RangeRule::SixtyThreeBits,
        safelists_strictly: true,
        repeats_requested_names: true,
        accept_language: Some("en-US,en;q=0.9"),
        opaque_origins_named: OpaqueOriginsNamed::UntilCrossing,
        preflights_name_untainted_origin: true,
        redirect_headers: RedirectHeaders::InitialByInitialMethod,
        sticky_preflight: StickyPreflight::FirstNamesLessStripped,
        trusts_own_preflights: true,
        sends_one_content_type: true,
        refuses_several_locations: true,
        skips_empty_lines: true,
        mutes_script_errors: false,
        judges_method_before_headers: true,
        preflight_redirect: PreflightRedirect::AfterCorsCheck,
        ..Self::SPEC
    };

    /// WebKitGTK 2.50.
    pub const WEBKIT: Self = Self {
        name: "webkit",
        console: ConsoleStyle::Webkit,
        max_age_cap: 600,
        max_age_rule: MaxAgeRule::SignedNumber,
        cache_model: CacheModel::WholeAnswer,
        clears_cache_on_failure: false,
        authorization_covered_by_wildcard: true,
        authorization_covered_by_cached_wildcard: true,
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
        redirect_headers: RedirectHeaders::InitialAcrossOrigins,
        sticky_preflight: StickyPreflight::FirstNames,
        judges_redirects_late: true,
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
