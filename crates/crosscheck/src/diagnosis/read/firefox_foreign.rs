//! Firefox's lines about CORS in the user's language.
//!
//! What survives translation is read first: the URL, the names of headers, what stands in quotes. Where
//! that is not enough, the language packs' own words decide (`firefox_locales.rs`); in a language that is
//! not there, all rules that are left are named, and none is guessed.

use alloc::string::String;
use alloc::vec::Vec;

use super::beginning::beginning;
use super::firefox_key::Key;
use super::firefox_locales::REASONS;
use super::foreign_line::Line;
use super::foreign_line::is_of_preflight;
use crate::catalog::FetchRule;
use crate::diagnosis::texts::firefox::NOT_MATCHING;
use crate::diagnosis::texts::firefox::NOT_SUCCEEDING;
use crate::diagnosis::texts::firefox::WITHOUT_A_REASON;
use crate::diagnosis::texts::template::Caught;

/// The most bytes of a line that is looked at.
const LINE_LIMIT: usize = 4 * 1024;

/// Reads one line; `None` if it is none of Firefox's about CORS.
pub(super) fn read_line(line: &str) -> Option<Line<'_>> {
    // Every translation keeps an English word of it; English itself is read elsewhere.
    let line = beginning(line, LINE_LIMIT);
    let Some((url, tail)) = url_and_tail(line) else { return read_end(line) };
    if is_of_code(tail) {
        return None;
    }
    let folded = folded(tail);
    let of_packs = REASONS
        .iter()
        .filter(|(_, before, after)| is_reason(&folded, before, after))
        .max_by_key(|(_, before, _)| before.len())
        .map(|(key, _, _)| *key)
        .or_else(|| without_status(|words| folded.starts_with(words)));
    read_tail(line, Some(url), tail, of_packs)
}

/// Reads the end of a line that was cut before its URL, by the packs' own words for it.
fn read_end(line: &str) -> Option<Line<'_>> {
    if !line.contains("CORS") {
        return None;
    }
    let folded = folded(line);
    let of_packs = REASONS
        .iter()
        .filter(|(_, before, _)| before.len() >= SHORTEST_REASON && folded.contains(before))
        .max_by_key(|(_, before, _)| before.len())
        .map(|(key, _, _)| *key)
        .or_else(|| without_status(|words| folded.contains(words)))
        .or_else(|| of_a_cut_line(&folded))?;
    read_tail(line, None, line, Some(of_packs))
}

/// The message of which a folded line is the end: it begins within what a pack says before its hole, and has all
/// that follows there.
fn of_a_cut_line(folded: &str) -> Option<Key> {
    let beginning = beginning_of(folded);
    let is_end = |before: &str, after: &str| {
        let Some(start) = before.find(beginning) else { return false };
        let end = before.get(start..).filter(|end| end.len() >= 2 * SHORTEST_REASON);
        let rest = end.and_then(|end| folded.strip_prefix(end));
        rest.is_some_and(|rest| after.is_empty() || rest.contains(after))
    };
    let found = REASONS.iter().filter(|(_, before, after)| is_end(before, after));
    found.max_by_key(|(_, before, _)| before.len()).map(|(key, _, _)| *key)
}

/// What a line tells, by its reason in the packs' words or by the names in what follows the URL.
fn read_tail<'t>(
    line: &'t str,
    url: Option<&'t str>,
    tail: &'t str,
    of_packs: Option<Key>,
) -> Option<Line<'t>> {
    let names = [ALLOW_ORIGIN, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS];
    let named = names.into_iter().find(|name| tail.contains(name));
    if of_packs.is_none() && named.is_none() && !is_like_firefox(line, tail) {
        return None;
    }
    let quoted = quoted(tail);
    let other = quoted.iter().copied().find(|text| !names.contains(text) && !text.is_empty());
    let mut caught: Caught<'_> = url.into_iter().map(|url| ("url", url)).collect();
    // What is not of ASCII is a name that was translated.
    let value_of = other.filter(|text| text.is_ascii());
    let mut value = |name: &'static str| caught.extend(value_of.map(|value| (name, value)));
    let mut is_unsure = false;
    let rules: &'static [FetchRule] = match (of_packs, named) {
        (Some(Key::Disabled), _) => &[FetchRule::CorsDisabled],
        (Some(Key::DidNotSucceed), _) => NOT_SUCCEEDING,
        (Some(Key::ExternalRedirect), _) => &[FetchRule::PreflightRedirect],
        (Some(Key::NotHttp), _) => &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme],
        (Some(Key::MissingAllowOrigin), _) => &[FetchRule::AllowOriginMissing],
        (Some(Key::MultipleAllowOrigin), _) => &[FetchRule::AllowOriginMultiple],
        (Some(Key::PreflightDidNotSucceed), _) => &[FetchRule::PreflightStatus],
        (Some(Key::InvalidAllowHeader), _) => {
            value("value");
            &[FetchRule::InvalidAllowHeaders]
        }
        (Some(Key::MissingAllowHeader), _) => {
            value("header");
            &[FetchRule::HeadersNotAllowed]
        }
        // Some packs translate even the names of headers.
        (Some(Key::OriginNotAdded), _) => &[FetchRule::OriginNotAdded],
        (Some(Key::NotMatching), _) => {
            value("value");
            NOT_MATCHING
        }
        (Some(Key::NotSupportingCredentials), _) => &[FetchRule::WildcardWithCredentials],
        (Some(Key::MethodNotFound), _) => &[FetchRule::MethodNotAllowed],
        (Some(Key::MissingAllowCredentials), _) => &[FetchRule::AllowCredentials],
        (Some(Key::InvalidAllowMethod), _) => {
            value("value");
            &[FetchRule::InvalidAllowMethods]
        }
        (None, Some(ALLOW_HEADERS)) if tail.contains("Authorization") => {
            &[FetchRule::AuthorizationByWildcard]
        }
        (None, Some(ALLOW_HEADERS)) => {
            // A token that is invalid is no header's name.
            let is_name = other.is_some_and(|token| token.bytes().all(is_of_a_name));
            value(if is_name { "header" } else { "value" });
            match is_name {
                true => &[FetchRule::HeadersNotAllowed],
                false => &[FetchRule::InvalidAllowHeaders],
            }
        }
        (None, Some(ALLOW_METHODS)) if other.is_some() => {
            value("value");
            &[FetchRule::InvalidAllowMethods]
        }
        (None, Some(ALLOW_METHODS)) => &[FetchRule::MethodNotAllowed],
        (None, Some(ALLOW_CREDENTIALS)) => &[FetchRule::AllowCredentials],
        (None, Some(ALLOW_ORIGIN)) if other == Some("*") => &[FetchRule::WildcardWithCredentials],
        (None, Some(ALLOW_ORIGIN)) if other.is_some() => {
            value("value");
            NOT_MATCHING
        }
        // One of them has a status, but for older versions.
        (None, Some(_)) if status(tail).is_some() => &[FetchRule::AllowOriginMissing],
        (None, Some(_)) => {
            is_unsure = true;
            &[FetchRule::AllowOriginMissing, FetchRule::AllowOriginMultiple]
        }
        (None, None) if other == Some("Origin") => &[FetchRule::OriginNotAdded],
        (None, None) if is_of_scheme(tail) => {
            &[FetchRule::SchemeNotHttp, FetchRule::LocationScheme]
        }
        (None, None) if is_of_preflight(tail) => &[FetchRule::PreflightStatus],
        (None, None) => {
            is_unsure = true;
            match tail.contains(['(', '（']) {
                true => UNSURE,
                false => WITHOUT_A_REASON,
            }
        }
    };
    caught.extend(status(tail).map(|status| ("status", status)));
    Some(Line { rules, caught, is_unsure, is_of_preflight: false })
}

/// The message that an older version wrote without the status: its words up to where the language names it.
fn without_status(is_told: impl Fn(&str) -> bool) -> Option<Key> {
    let ends = |key| {
        matches!(key, Key::DidNotSucceed | Key::PreflightDidNotSucceed | Key::MissingAllowOrigin)
    };
    let of = |wanted: Key| REASONS.iter().filter(move |(key, _, _)| *key == wanted);
    let found = REASONS.iter().filter(|(key, _, after)| ends(*key) && after.is_empty());
    found
        // Most are out by how they begin; to look for the label of each would cost more than all else.
        .filter(|(_, before, _)| is_told(beginning_of(before)))
        .filter(|(key, before, _)| {
            let other = match key {
                Key::MissingAllowOrigin => Key::DidNotSucceed,
                _ => Key::MissingAllowOrigin,
            };
            let label = of(other).map(|(_, other, _)| common_end(before, other)).max().unwrap_or(0);
            let words = before.get(..before.len() - label).unwrap_or_default();
            label >= SHORTEST_LABEL && words.len() >= SHORTEST_REASON && is_told(words)
        })
        .max_by_key(|(_, before, _)| before.len())
        .map(|(key, _, _)| *key)
}

/// As much of a reason as one has at least.
fn beginning_of(before: &str) -> &str {
    let mut ends = before.char_indices().map(|(end, _)| end);
    let end = ends.find(|end| *end >= SHORTEST_REASON).unwrap_or(before.len());
    before.get(..end).unwrap_or_default()
}

/// The bytes of the longest end that two texts share.
fn common_end(a: &str, b: &str) -> usize {
    let letters = a.chars().rev().zip(b.chars().rev());
    letters.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// What the name of the status has at least, in bytes, and the words before it.
const SHORTEST_LABEL: usize = 6;
const SHORTEST_REASON: usize = 12;

/// Whether a header's name is a key there, as in code and in JSON: `"Access-Control-Allow-Origin": "*"`.
pub(super) fn is_of_code(tail: &str) -> bool {
    let names = [ALLOW_ORIGIN, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS];
    names.into_iter().any(|name| {
        tail.split(name).skip(1).any(|rest| {
            let behind = rest.strip_prefix(['"', '\'', '`']);
            behind.is_some_and(|behind| behind.trim_start().starts_with(':'))
        })
    })
}

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";

/// What Firefox writes without the name of a header.
const UNSURE: &[FetchRule] = &[
    FetchRule::NetworkFailure,
    FetchRule::PreflightStatus,
    FetchRule::PreflightRedirect,
    FetchRule::CorsDisabled,
];

/// The first URL in a line, and what follows it.
pub(super) fn url_and_tail(line: &str) -> Option<(&str, &str)> {
    let (before, _) = line.split_once("://")?;
    let is_of_schemes = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+');
    let before = before.trim_end_matches(is_of_schemes);
    let rest = line.strip_prefix(before)?;
    let is_end = |c: char| {
        // Panels cut a long one short within.
        let is_of_urls = c.is_ascii() || c == '…';
        c.is_whitespace() || !is_of_urls || matches!(c, '\'' | '"' | '`' | '(' | ')' | ',')
    };
    let url = rest.split(is_end).next()?.trim_end_matches(['.', ':', ';', '…']);
    // A quote around the URL ends with it.
    let is_quoted = before.ends_with(is_opening);
    let tail = rest.strip_prefix(url)?;
    let tail = match is_quoted {
        true => tail.strip_prefix(is_opening).unwrap_or(tail),
        false => tail,
    };
    Some((url, tail))
}

/// Whether a line without the name of a header is built as Firefox's are: a word before the URL, and
/// `CORS` in what follows within parentheses.
fn is_like_firefox(line: &str, tail: &str) -> bool {
    // Up to 36 it gave no reason.
    let Some((_, behind)) = tail.split_once(['(', '（']) else {
        return tail.contains("CORS") && line.contains(": ") && !line.is_ascii();
    };
    let Some((inside, _)) = behind.split_once([')', '）']) else { return false };
    !line.contains("CORS policy") && inside.contains("CORS") && !line.starts_with("http")
}

/// Whether what is said is that the request is not of http, in whatever language.
fn is_of_scheme(tail: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    tail.split(|c: char| !is_letter(c)).any(|word| word.eq_ignore_ascii_case("http"))
}

const fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The number at the end of a line, behind what closes the reason.
fn status(tail: &str) -> Option<&str> {
    let (_, after) = tail.rsplit_once([':', '：'])?;
    let digits = after.trim().split(|c: char| !c.is_ascii_digit()).next()?;
    (digits.len() == 3).then_some(digits)
}

/// What stands in quotes, of any kind that a translation has.
pub(super) fn quoted(tail: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = tail;
    while let Some(open) = rest.find(is_opening) {
        let (before, quoted) = rest.split_at(open);
        let mut letters = quoted.chars();
        let quote = letters.next().unwrap_or('"');
        // An apostrophe is within a word.
        let is_apostrophe =
            matches!(quote, '\'' | '’') && before.ends_with(|c: char| c.is_alphanumeric());
        rest = letters.as_str();
        if let Some((text, behind)) = rest.split_once(closing(quote)).filter(|_| !is_apostrophe) {
            found.push(text.trim());
            rest = behind;
        }
    }
    found
}

pub(super) const fn is_opening(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '"' | '`' | '‘' | '’' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '「' | '『'
    )
}

/// What ends what a quote began; translators mix them.
const fn closing(opening: char) -> &'static [char] {
    match opening {
        '"' | '“' | '”' => &['”', '"', '“'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '「' => &['」'],
        '『' => &['』'],
        '`' => &['`', '\''],
        _ => &['’', '\'', '‘'],
    }
}

/// A text without what differs from paste to paste: blanks, quotes, brackets, stops.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|letter| !is_left_out(*letter)).collect()
}

/// Letters that the table leaves out, too.
pub(super) fn is_left_out(letter: char) -> bool {
    letter.is_whitespace() || LEFT_OUT.contains(letter)
}

const LEFT_OUT: &str = "\u{200b}\u{200e}\u{200f}'\"`‘’“”„‚«»‹›「」『』（）()［］[]:：.。,，、;；…";

/// Whether a folded text begins as a reason does, and ends so after its hole if it has one.
fn is_reason(folded: &str, before: &str, after: &str) -> bool {
    folded.strip_prefix(before).is_some_and(|rest| after.is_empty() || rest.contains(after))
}
