//! How long an answer may be used without asking again.

use super::directives::Directives;
use crate::agent::profile::ImplicitLifetime;
use crate::agent::profile::Profile;
use crate::agent::profile::StaleWhileRevalidate;
use crate::agent::response::Response;
use crate::wire::delta_seconds;
use crate::wire::isomorphic_decode;
use crate::wire::parse_cookie_date;

/// Whether an answer counts by its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::agent) enum Freshness {
    /// It may be used as it is.
    Fresh,
    /// It may be used, if the server is asked meanwhile whether it still holds.
    StaleWhileRevalidate,
    /// It may be used if the server says that it still holds.
    Stale,
}

/// Whether an answer that was received at a moment still counts at another.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#expiration.model>
pub(in crate::agent) fn freshness(
    response: &Response,
    received_ms: u64,
    now_ms: u64,
    profile: &Profile,
) -> Freshness {
    if profile.validates_errors && must_validate(response.status) {
        return Freshness::Stale;
    }
    let age = current_age_ms(response, received_ms, now_ms);
    let lifetime = freshness_lifetime_ms(response, received_ms, profile);
    if age < lifetime {
        return Freshness::Fresh;
    }
    match is_usable_while_revalidated(response, age, lifetime, profile.stale_while_revalidate) {
        true => Freshness::StaleWhileRevalidate,
        false => Freshness::Stale,
    }
}

/// Whether a status says that something went wrong, or where to look this time.
const fn must_validate(status: u16) -> bool {
    !matches!(status, 200 | 203 | 204 | 206 | 300 | 301 | 302 | 304 | 307 | 308 | 410)
}

/// Whether a stale answer may be used while a new one is asked for.
///
/// Units: milliseconds.
///
/// Spec: <https://httpwg.org/specs/rfc5861.html#n-the-stale-while-revalidate-cache-control-extension>
fn is_usable_while_revalidated(
    response: &Response,
    age: u64,
    lifetime: u64,
    rule: StaleWhileRevalidate,
) -> bool {
    let directives = Directives::of(&response.headers);
    let Some(seconds) = directives.stale_while_revalidate else { return false };
    // A redirect would lead the page on before it is known to hold.
    if directives.no_cache || response.is_redirect() {
        return false;
    }
    let end = lifetime.saturating_add(seconds.saturating_mul(1000));
    match rule {
        StaleWhileRevalidate::Never => false,
        StaleWhileRevalidate::ByPage => !directives.must_revalidate && age < end,
        StaleWhileRevalidate::ByCache => age < end,
        StaleWhileRevalidate::ByCacheAndToldSo => {
            !directives.must_revalidate && age / 1000 <= end / 1000
        }
    }
}

/// For how long an answer is fresh from when it was made, in milliseconds.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#calculating.freshness.lifetime>
fn freshness_lifetime_ms(response: &Response, received_ms: u64, profile: &Profile) -> u64 {
    let directives = Directives::of(&response.headers);
    // What the server says, in seconds.
    if directives.no_cache {
        return 0;
    }
    if let Some(seconds) = directives.max_age {
        return seconds.saturating_mul(1000);
    }
    let date = date_ms(response, "Date").unwrap_or(received_ms);
    // What it says as a date; what is no date is over.
    if response.headers.contains("Expires") {
        return date_ms(response, "Expires").unwrap_or(0).saturating_sub(date);
    }
    // What was moved for good stays so, where a browser thinks so.
    if profile.implicit_lifetime.is_permanent(response.status) {
        return u64::MAX;
    }
    // A tenth of the time for which it has not changed.
    if directives.must_revalidate || !profile.implicit_lifetime.is_guessed(response.status) {
        return 0;
    }
    match date_ms(response, "Last-Modified") {
        Some(modified) => {
            let tenth = date.saturating_sub(modified) / 10;
            tenth.min(profile.implicit_lifetime.longest_guess_ms())
        }
        None => 0,
    }
}

/// How old an answer is, in milliseconds.
///
/// Spec: <https://httpwg.org/specs/rfc9111.html#age.calculations>
fn current_age_ms(response: &Response, received_ms: u64, now_ms: u64) -> u64 {
    let apparent = date_ms(response, "Date").map_or(0, |date| received_ms.saturating_sub(date));
    let told = response.headers.get("Age").and_then(|age| delta_seconds(&age)).unwrap_or(0);
    let initial = apparent.max(told.saturating_mul(1000));
    initial.saturating_add(now_ms.saturating_sub(received_ms))
}

/// Whether an answer is likely to be used again: its status is not for once, unless it is one that can say for
/// how long it counts, and does, and it has a lifetime, though it may be one of staleness, or can be validated.
///
/// Spec: <https://httpwg.org/specs/rfc9110.html#overview.of.status.codes>
pub(in crate::agent) fn is_reusable(response: &Response, now_ms: u64, profile: &Profile) -> bool {
    let headers = &response.headers;
    let directives = Directives::of(headers);
    let is_for_once =
        !matches!(response.status, 200 | 203 | 204 | 206 | 300 | 301 | 404 | 405 | 410 | 414 | 501);
    let may_say_how_long =
        matches!(response.status, 201 | 202 | 205 | 302 | 303 | 307 | 403 | 406 | 415);
    let says_how_long = headers.contains("Expires") || directives.max_age.is_some();
    if is_for_once && !(may_say_how_long && says_how_long) {
        return false;
    }
    let can_be_validated = headers.contains("ETag") || headers.contains("Last-Modified");
    let counts_though_stale = directives.stale_while_revalidate.is_some_and(|seconds| seconds > 0);
    can_be_validated || counts_though_stale || freshness_lifetime_ms(response, now_ms, profile) > 0
}

fn date_ms(response: &Response, name: &str) -> Option<u64> {
    let value = response.headers.lines(name).next()?;
    parse_cookie_date(&isomorphic_decode(value))
}

impl ImplicitLifetime {
    /// Whether an answer without a lifetime counts for ever.
    fn is_permanent(self, status: u16) -> bool {
        match self {
            Self::Standard => false,
            Self::RedirectsForGood => matches!(status, 300 | 301 | 308 | 410),
            Self::MovedForGood => matches!(status, 301 | 410),
        }
    }

    /// Whether `Last-Modified` tells for how long an answer counts.
    fn is_guessed(self, status: u16) -> bool {
        match self {
            Self::Standard | Self::RedirectsForGood => {
                matches!(status, 200 | 203 | 206)
            }
            Self::MovedForGood => !matches!(status, 302 | 303 | 307),
        }
    }

    fn longest_guess_ms(self) -> u64 {
        match self {
            Self::Standard => WEEK_MS,
            Self::RedirectsForGood | Self::MovedForGood => u64::MAX,
        }
    }
}

const WEEK_MS: u64 = 7 * 86_400_000;
