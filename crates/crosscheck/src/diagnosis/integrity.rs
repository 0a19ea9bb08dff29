//! What browsers say of an answer that is none of what `integrity` says, or that may not be looked at.

use alloc::string::String;
use alloc::vec::Vec;

use super::texts::filled;
use crate::agent::Algorithm;
use crate::agent::Cause;
use crate::agent::Failure;
use crate::agent::Global;
use crate::agent::Initiator;
use crate::agent::Outcome;

/// Whether an answer was none of what `integrity` says.
pub(super) fn is_altered(failure: &Failure) -> bool {
    matches!(failure.cause, Cause::IntegrityMismatch { .. })
}

/// Items of an `integrity` attribute that say how a digest was made, in a way that is not known.
///
/// Out: each, and how it says it was made.
fn unknown(integrity: &str) -> impl Iterator<Item = (&str, &str)> {
    let named = integrity.split_ascii_whitespace().map(|item| (item, item.split('-').next()));
    named
        .filter_map(|(item, name)| Some((item, name?)))
        .filter(|(_, name)| Algorithm::ALL.iter().all(|algorithm| algorithm.name() != *name))
}

/// What is noted of the attribute itself, whatever comes of it.
pub(super) fn chromium_notes(outcome: &Outcome) -> Vec<String> {
    use super::texts::beyond_cors::chromium as words;
    let Some(integrity) = outcome.integrity.as_deref() else { return Vec::new() };
    let is_for_script = outcome.initiator == Initiator::Fetch;
    if outcome.is_preload && (is_for_script || outcome.initiator == Initiator::Image) {
        return [filled!(words::INTEGRITY_IGNORED)].into();
    }
    let notes = unknown(integrity).map(|(item, _)| filled!(words::INTEGRITY_UNKNOWN, value = item));
    let notes: Vec<_> = notes.collect();
    // A service worker reads it again.
    let is_read_again = outcome.is_intercepted() && is_for_script;
    let again = if is_read_again { notes.clone() } else { Vec::new() };
    [notes, again].concat()
}

/// What is noted of the attribute itself, whatever comes of it.
pub(super) fn firefox_notes(outcome: &Outcome) -> Vec<String> {
    use super::texts::beyond_cors::firefox as words;
    let Some(integrity) = outcome.integrity.as_deref() else { return Vec::new() };
    let notes = unknown(integrity).map(|(_, name)| filled!(words::INTEGRITY_UNKNOWN, value = name));
    let mut notes: Vec<_> = notes.collect();
    if !notes.is_empty() && Algorithm::strongest(integrity).is_none() && is_told(outcome) {
        notes.push(filled!(words::INTEGRITY_EMPTY));
    }
    notes
}

/// Whether Firefox tells a document of its own answers' digests: a sandbox it does not.
fn is_told(outcome: &Outcome) -> bool {
    !outcome.client.origin.is_opaque()
}

/// What Firefox says of a script that CORS refused: nothing is none of what it should be.
pub(super) fn firefox_of_nothing(outcome: &Outcome) -> Option<String> {
    use super::texts::beyond_cors::firefox as words;
    let algorithm = Algorithm::strongest(outcome.integrity.as_deref()?)?;
    let url = outcome.url_list.first()?;
    let (value, what) = (algorithm.name(), algorithm.digest_of(b""));
    Some(filled!(words::INTEGRITY_MISMATCH, what = what, url = url, value = value))
}

pub(super) fn chromium(outcome: &Outcome, failure: &Failure) -> Option<Vec<String>> {
    use super::texts::beyond_cors::chromium as words;
    let by_fetch = outcome.initiator == Initiator::Fetch && !outcome.is_preload;
    let (first, last) = (failure.initial_url(), failure.url());
    // An element names what it was told, `fetch()` where that led.
    let url = if by_fetch { last } else { first };
    let mut texts = Vec::from([match &failure.cause {
        Cause::IntegrityNeedsCors { .. } if by_fetch => {
            filled!(words::INTEGRITY_NOT_ELIGIBLE, url = url)
        }
        Cause::IntegrityNeedsCors { .. } => filled!(words::INTEGRITY_NEEDS_CORS, url = url),
        Cause::IntegrityMismatch { algorithm, computed, .. } => {
            let what = match algorithm {
                Algorithm::Sha256 => "SHA-256",
                Algorithm::Sha384 => "SHA-384",
                Algorithm::Sha512 => "SHA-512",
            };
            filled!(words::INTEGRITY_MISMATCH, url = url, what = what, value = computed)
        }
        _ => return None,
    }]);
    if by_fetch {
        texts.push(filled!(words::FETCH_INTEGRITY, url = first));
    }
    Some(texts)
}

pub(super) fn firefox(outcome: &Outcome, failure: &Failure) -> Vec<String> {
    use super::texts::beyond_cors::firefox as words;
    let url = failure.initial_url();
    match &failure.cause {
        Cause::IntegrityNeedsCors { .. } => {
            [filled!(words::INTEGRITY_NEEDS_CORS, url = url)].into()
        }
        Cause::IntegrityMismatch { .. } if outcome.is_intercepted() || !is_told(outcome) => {
            Vec::new()
        }
        Cause::IntegrityMismatch { algorithm, computed, .. } => {
            let integrity = outcome.integrity.as_deref().unwrap_or_default();
            let undecoded = algorithm.undecoded(integrity);
            let mut texts: Vec<_> =
                undecoded.map(|_| filled!(words::INTEGRITY_UNDECODED)).collect();
            let (value, what) = (algorithm.name(), computed);
            texts.push(filled!(words::INTEGRITY_MISMATCH, what = what, url = url, value = value));
            texts
        }
        _ => Vec::new(),
    }
}

pub(super) fn webkit(outcome: &Outcome, failure: &Failure) -> Option<Vec<String>> {
    use super::texts::beyond_cors::webkit as words;
    use super::texts::webkit::FETCH_DENIED;
    let (Cause::IntegrityNeedsCors { length } | Cause::IntegrityMismatch { length, .. }) =
        &failure.cause
    else {
        return None;
    };
    let url = failure.initial_url();
    let expected = outcome.integrity.as_deref().unwrap_or_default();
    if outcome.initiator != Initiator::Fetch {
        let what = if outcome.initiator.is_sheet() { "stylesheet" } else { "script" };
        let text = words::INTEGRITY_FAILED;
        let text = filled!(text, what = what, url = url, length = length, expected = expected);
        return Some([text].into());
    }
    // What a worker is told, the console is not.
    if outcome.client.global != Global::Window {
        return Some(Vec::new());
    }
    let text = words::FETCH_INTEGRITY;
    let text = filled!(text, url = url, length = length, expected = expected);
    Some([text, filled!(FETCH_DENIED, url = url)].into())
}
