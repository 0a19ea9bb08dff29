//! Known texts found in a paste.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::chromium_foreign;
use super::firefox_beyond;
use super::firefox_foreign;
use super::foreign_line::Line;
use crate::diagnosis::texts::Browser;
use crate::diagnosis::texts::CHROMIUM;
use crate::diagnosis::texts::FIREFOX;
use crate::diagnosis::texts::Part;
use crate::diagnosis::texts::Releases;
use crate::diagnosis::texts::TABLES;
use crate::diagnosis::texts::Text;
use crate::diagnosis::texts::WEBKIT;
use crate::diagnosis::texts::template::Caught;
use crate::diagnosis::texts::template::can_start;
use crate::diagnosis::texts::template::match_at;

/// A text that was found, and where.
pub(super) struct Found<'t> {
    pub(super) browser: Browser,
    pub(super) part: Part,
    pub(super) releases: Releases,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) caught: Caught<'t>,
    pub(super) is_of_request: bool,
}

/// Every known text in a paste, in order; of those that overlap the one that starts first, then the longest.
pub(super) fn find_all(text: &str) -> Vec<Found<'_>> {
    let texts: Vec<(Browser, &Text)> = TABLES
        .iter()
        .flat_map(|(browser, texts)| texts.iter().map(|text| (*browser, text)))
        .filter(|(_, text)| !matches!(text.part, Part::Aside))
        .collect();
    let starts = first_letters(texts.iter().map(|(_, text)| *text));
    let mut all = Vec::new();
    let mut free_from = 0;
    for (start, letter) in text.char_indices() {
        if start < free_from || !starts.contains(&letter) {
            continue;
        }
        let found = texts
            .iter()
            .filter(|(_, known)| can_start(known.template, letter))
            .filter_map(|(browser, known)| {
                let (end, caught) = match_at(known.template, text, start)?;
                let Text { part, releases, is_of_request, .. } = **known;
                let browser = *browser;
                let found = Found { browser, part, releases, start, end, caught, is_of_request };
                Some((known, found))
            })
            .max_by_key(|(known, found)| {
                // A stop at the end tells nothing; of texts that are as long the one that says more counts.
                let whole = text.get(start..found.end).unwrap_or_default();
                let end = start + whole.trim_end_matches('.').len();
                (!known.is_of_any_code(), end, known.template.len())
            })
            .map(|(_, found)| found);
        if let Some(found) = found {
            free_from = found.end;
            all.push(found);
        }
    }
    with_foreign_lines(text, with_foreign_reasons(text, all))
}

/// Turns WebKit's pairs around where a log shows the newest line first: it writes the reason, then what was
/// blocked.
pub(super) fn oldest_first(mut all: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let told = all.iter().enumerate().filter_map(|(place, found)| match found.part {
        Part::Closing(_) => Some((place, true, found.browser == WEBKIT)),
        Part::Reason(_) => Some((place, false, found.browser == WEBKIT)),
        _ => None,
    });
    let told: Vec<(usize, bool, bool)> = told.collect();
    let turned = told.chunks(2).map(|pair| match pair {
        [(closing, true, true), (reason, false, true)] => Some((*closing, *reason)),
        _ => None,
    });
    let turned: Vec<(usize, usize)> = turned.collect::<Option<_>>().unwrap_or_default();
    turned.into_iter().for_each(|(closing, reason)| all.swap(closing, reason));
    all
}

/// Adds the reasons of Chromium's lines that begin as it writes them, and end in other words.
fn with_foreign_reasons<'t>(text: &'t str, all: Vec<Found<'t>>) -> Vec<Found<'t>> {
    let mut told = Vec::with_capacity(all.len());
    let mut all = all.into_iter().peekable();
    while let Some(found) = all.next() {
        let next = all.peek();
        let is_open = match found.part {
            Part::Opening(rules) => rules.is_empty() && found.browser == CHROMIUM,
            Part::OfPreflight => true,
            _ => false,
        };
        let start = found.end;
        let until = next.map_or(text.len(), |next| next.start);
        let rest = text.get(start..until).unwrap_or_default();
        let is_answered = next.is_some_and(|next| {
            matches!(next.part, Part::Reason(_) | Part::OfPreflight)
                && (!rest.contains('\n') || rest.chars().all(is_between_lines))
        });
        told.push(found);
        if is_open && !is_answered {
            let line = rest.split('\n').next().unwrap_or_default();
            let read = chromium_foreign::read_reason(line);
            told.extend(read.found(CHROMIUM, start, start + line.len()));
        }
    }
    told
}

/// What may stand where a line was broken.
fn is_between_lines(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '>' | '|' | '│')
}

/// Adds the lines in which nothing was found, and which a browser writes in another language.
fn with_foreign_lines<'t>(text: &'t str, mut all: Vec<Found<'t>>) -> Vec<Found<'t>> {
    let mut foreign = Vec::new();
    let (mut start, mut known) = (0, all.iter().peekable());
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let mut is_known = false;
        while let Some(found) = known.peek().filter(|found| found.start < end) {
            is_known |= !matches!(found.part, Part::Vague(_));
            if found.end > end {
                break;
            }
            known.next();
        }
        if !is_known {
            foreign.extend(read_foreign(line.trim_end(), start, end));
        }
        start = end;
    }
    all.extend(foreign);
    all.sort_by_key(|found| found.start);
    all
}

fn read_foreign(line: &str, start: usize, end: usize) -> Vec<Found<'_>> {
    if let Some(read) = firefox_beyond::read_line(line) {
        return read.found(FIREFOX, start, end);
    }
    if let Some(read) = chromium_foreign::read_line(line) {
        return read.found(CHROMIUM, start, end);
    }
    let read = firefox_foreign::read_line(line);
    read.map(|read| read.found(FIREFOX, start, end)).unwrap_or_default()
}

impl<'t> Line<'t> {
    /// What was found, where the line stands.
    fn found(self, browser: Browser, start: usize, end: usize) -> Vec<Found<'t>> {
        let found = |part, caught| Found {
            browser,
            part,
            releases: Releases::default(),
            start,
            end,
            caught,
            is_of_request: true,
        };
        let of_preflight = self.is_of_preflight.then(|| found(Part::OfPreflight, Vec::new()));
        let part = match self.is_unsure {
            // Of Chromium's words it may be what somebody says about them.
            true if browser == CHROMIUM => Part::Vague(self.rules),
            true => Part::Unsure(self.rules),
            false => Part::Reason(self.rules),
        };
        of_preflight.into_iter().chain([found(part, self.caught)]).collect()
    }
}

/// The letters that texts begin with.
fn first_letters<'k>(texts: impl Iterator<Item = &'k Text>) -> BTreeSet<char> {
    texts.filter_map(|text| text.template.chars().next()).collect()
}
