//! Firefox's lines in the user's language about what is no matter of CORS.
//!
//! Names of headers and directives, MIME types and URLs survive translation, and tell most; for the others
//! the language packs' own words decide (`firefox_beyond_locales.rs`).

use super::firefox_beyond_key::Beyond;
use super::firefox_beyond_locales::AROUND;
use super::firefox_foreign::folded;
use super::firefox_foreign::quoted;
use super::firefox_foreign::url_and_tail;
use super::foreign_line::Line;
use crate::catalog::FetchRule;
use crate::diagnosis::texts::beyond_cors::shared::POLICY;
use crate::diagnosis::texts::firefox::MAY_NOT_LINK_FOR;
use crate::diagnosis::texts::firefox::MAY_NOT_LOAD_FOR;

/// Reads one line; `None` if it tells of nothing that was refused.
pub(super) fn read_line(line: &str) -> Option<Line<'_>> {
    let (url, tail) = url_and_tail(line)?;
    // What a policy that only reports would refuse is let through: it says so first, in parentheses.
    let policy = line
        .strip_prefix("Content-Security-Policy")
        .map(|told| told.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '：'));
    if policy.is_some_and(|told| told.starts_with(['(', '（'])) {
        return None;
    }
    let quoted = quoted(line);
    let (rules, value) = match of_packs(line, url, tail) {
        Some(Beyond::Warning) => return None,
        Some(Beyond::MayNotLoad) => return may_not_load(url, tail),
        Some(Beyond::ResourcePolicy) => (RESOURCE, None),
        Some(Beyond::MixedContent) => (MIXED, None),
        Some(Beyond::IntegrityNeedsCors) => (INTEGRITY, None),
        None if policy.is_some() => (POLICY, Some(directive(line, &quoted)?)),
        // A header's line in a configuration quotes no URL.
        None if quoted.contains(&url) => match of_names(line, &quoted) {
            Some(told) => told,
            None if speaks_of_mixed_content(line, url) => {
                return Some(Line {
                    rules: MIXED,
                    caught: [("url", url)].into(),
                    is_unsure: true,
                    is_of_preflight: false,
                });
            }
            None => return None,
        },
        None => return None,
    };
    let caught = [("url", url)].into_iter().chain(value.map(|value| ("value", value))).collect();
    Some(Line { rules, caught, is_unsure: false, is_of_preflight: false })
}

/// Whether a line is of mixed content in a translation that no pack has any more: it may as well have been loaded.
fn speaks_of_mixed_content(line: &str, url: &str) -> bool {
    let is_insecure = url.starts_with("http:") || url.starts_with("ws:");
    let lower = line.to_lowercase();
    is_insecure && MIXED_WORDS.iter().any(|word| lower.contains(word))
}

/// How languages call it; English is read elsewhere.
const MIXED_WORDS: [&str; 14] = [
    "mixt",
    "misto",
    "gemischt",
    "gemengd",
    "mieszan",
    "смешан",
    "змішан",
    "混合",
    "混在",
    "혼합",
    "karışık",
    "blanda",
    "smíšen",
    "vegyes",
];

/// What names the page first, and then what it may not have.
fn may_not_load<'t>(page: &'t str, tail: &'t str) -> Option<Line<'t>> {
    let (url, _) = url_and_tail(tail)?;
    // Many languages say both alike; a URL of HTTP may be linked to.
    let rules = if url.starts_with("http") { MAY_NOT_LOAD_FOR } else { MAY_NOT_LINK_FOR };
    Some(Line {
        rules,
        caught: [("page", page), ("url", url)].into(),
        is_unsure: false,
        is_of_preflight: false,
    })
}

/// What the language packs' words around a URL tell.
fn of_packs(line: &str, url: &str, tail: &str) -> Option<Beyond> {
    let before = folded(line.split_once(url)?.0);
    let after = folded(tail);
    let mut rows = AROUND.iter();
    let row = rows.find(|(_, start, end)| before.ends_with(start) && after.starts_with(end))?;
    Some(row.0)
}

/// What the names in a line tell: the rules, and the value that goes with them.
fn of_names<'t>(
    line: &'t str,
    quoted: &[&'t str],
) -> Option<(&'static [FetchRule], Option<&'t str>)> {
    let mime_type = quoted.iter().copied().find(|text| is_mime_type(text));
    if line.contains("OpaqueResponseBlocking") {
        return Some((&[FetchRule::OpaqueResponseBlocked], None));
    }
    // Of some names a translator kept but a part.
    if line.contains("nosniff") {
        return Some((&[FetchRule::NoSniff], mime_type));
    }
    if line.contains("-Frame-Option") {
        let is_value = |text: &&str| FRAME_OPTIONS.iter().any(|one| text.eq_ignore_ascii_case(one));
        return Some((&[FetchRule::FrameRefused], Some(quoted.iter().copied().find(is_value)?)));
    }
    if line.contains("Cross-Origin-Resource-Policy") {
        return Some((RESOURCE, None));
    }
    if let Some(hash) = quoted.iter().copied().find(|text| HASHES.contains(text)) {
        return Some((&[FetchRule::IntegrityMismatch], Some(hash)));
    }
    (line.contains("MIME") && mime_type.is_some()).then_some((&[FetchRule::WrongType], mime_type))
}

/// The directive that a page's policy refused by: the whole of it, or for a fallback the name of the one
/// that is missing; `None` if none is named in parentheses, as in every language.
fn directive<'t>(line: &'t str, quoted: &[&'t str]) -> Option<&'t str> {
    let whole = quoted.iter().copied().find(|text| text.contains("-src") || text.contains(' '));
    let named = line.split(['(', '（', ')', '）']).find(|text| is_directive(text))?;
    Some(whole.filter(|whole| !whole.starts_with("default-src")).unwrap_or(named))
}

fn is_directive(text: &str) -> bool {
    text.contains("-src") && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

fn is_mime_type(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+".contains(&b))
    };
    text.split_once('/').is_some_and(|(kind, of)| is_part(kind) && is_part(of))
}

const MIXED: &[FetchRule] = &[FetchRule::MixedContent];
const RESOURCE: &[FetchRule] = &[FetchRule::ResourcePolicy];
const INTEGRITY: &[FetchRule] = &[FetchRule::IntegrityNeedsCors];
const FRAME_OPTIONS: [&str; 2] = ["deny", "sameorigin"];
const HASHES: [&str; 3] = ["sha256", "sha384", "sha512"];
