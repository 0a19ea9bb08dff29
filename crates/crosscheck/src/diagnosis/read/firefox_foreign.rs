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
use crate::catalog::FetchRule;
use crate::diagnosis::texts::firefox::NOT_MATCHING;
use crate::diagnosis::texts::firefox::NOT_SUCCEEDING;
use crate::diagnosis::texts::template::Caught;

/// What a line told: its rules, likeliest first, and what was caught.
pub(super) struct Line<'t> {
    pub(super) rules: &'static [FetchRule],
    pub(super) caught: Caught<'t>,
    /// Whether several rules are left because the language is not known.
    pub(super) is_unsure: bool,
}

/// The most bytes of a line that is looked at.
const LINE_LIMIT: usize = 4 * 1024;

/// Reads one line; `None` if it is none of Firefox's about CORS.
pub(super) fn read_line(line: &str) -> Option<Line<'_>> {
    // Every translation keeps an English word of it; English itself is read elsewhere.
    let line = beginning(line, LINE_LIMIT);
    let (url, tail) = url_and_tail(line)?;
    if is_of_code(tail) {
        return None;
    }
    let folded = folded(tail);
    let of_packs = REASONS
        .iter()
        .filter(|(_, before, after)| is_reason(&folded, before, after))
        .max_by_key(|(_, before, _)| before.len())
        .map(|(key, _, _)| *key);
    let names = [ALLOW_ORIGIN, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS];
    let named = names.into_iter().find(|name| tail.contains(name));
    if of_packs.is_none() && named.is_none() && !is_like_firefox(line, tail) {
        return None;
    }
    let quoted = quoted(tail);
    let other = quoted.iter().copied().find(|text| !names.contains(text) && !text.is_empty());
    let mut caught: Caught<'_> = [("url", url)].into();
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
        (None, None) => {
            is_unsure = true;
            UNSURE
        }
    };
    caught.extend(status(tail).map(|status| ("status", status)));
    Some(Line { rules, caught, is_unsure })
}

/// Whether a header's name is a key there, as in code and in JSON: `"Access-Control-Allow-Origin": "*"`.
fn is_of_code(tail: &str) -> bool {
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
    let before = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let rest = line.strip_prefix(before)?;
    let is_end = |c: char| {
        c.is_whitespace() || !c.is_ascii() || matches!(c, '\'' | '"' | '`' | '(' | ')' | ',')
    };
    let url = rest.split(is_end).next()?.trim_end_matches(['.', ':', ';']);
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
    let inside = tail.split_once(['(', '（']).and_then(|(_, rest)| rest.split_once([')', '）']));
    let Some((inside, _)) = inside else { return false };
    let is_foreign = !line.contains("Reason: ") && !line.contains("CORS policy");
    is_foreign && inside.contains("CORS") && !line.starts_with("http")
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

const fn is_opening(letter: char) -> bool {
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
