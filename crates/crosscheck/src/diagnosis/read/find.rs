//! Known texts found in a paste.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::firefox_beyond;
use super::firefox_foreign;
use crate::diagnosis::texts::Browser;
use crate::diagnosis::texts::Part;
use crate::diagnosis::texts::Releases;
use crate::diagnosis::texts::TABLES;
use crate::diagnosis::texts::Text;
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
                Some((known.is_of_any_code(), found))
            })
            .max_by_key(|(is_of_any_code, found)| (!is_of_any_code, found.end))
            .map(|(_, found)| found);
        if let Some(found) = found {
            free_from = found.end;
            all.push(found);
        }
    }
    with_foreign_lines(text, all)
}

/// Adds the lines in which nothing was found, and which Firefox writes in another language.
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
        let line = line.trim_end();
        let read_foreign =
            || firefox_beyond::read_line(line).or_else(|| firefox_foreign::read_line(line));
        if let Some(read) = (!is_known).then(read_foreign).flatten() {
            let part = match read.is_unsure {
                true => Part::Vague(read.rules),
                false => Part::Reason(read.rules),
            };
            foreign.push(Found {
                browser: Some("firefox"),
                part,
                releases: Releases::default(),
                start,
                end,
                caught: read.caught,
                is_of_request: true,
            });
        }
        start = end;
    }
    all.extend(foreign);
    all.sort_by_key(|found| found.start);
    all
}

/// The letters that texts begin with.
fn first_letters<'k>(texts: impl Iterator<Item = &'k Text>) -> BTreeSet<char> {
    texts.filter_map(|text| text.template.chars().next()).collect()
}
