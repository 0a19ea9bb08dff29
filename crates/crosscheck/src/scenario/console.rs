//! A page's console as a recorder sees it: texts that must be told apart by scenario.

use alloc::string::String;
use alloc::vec::Vec;

use crate::agent::Profile;
use crate::agent::profile::ConsoleStyle;

/// Joins WebKit's lines, of which only some say what they are about.
///
/// WebKit writes several lines about one failure, and only one of them names a URL, if any does. A
/// recorder can but keep each line until one names a URL, and take them all for one text; lines about
/// something that nothing named stand before the next text. Other browsers write whole texts.
#[derive(Debug)]
pub(super) struct Console {
    joins_lines: bool,
    held: Vec<String>,
}

impl Console {
    pub(super) fn new(profile: &Profile) -> Self {
        Self { joins_lines: profile.console == ConsoleStyle::Webkit, held: Vec::new() }
    }

    /// Writes a line; gives back the text that it completes, if it does.
    pub(super) fn write(&mut self, line: String) -> Option<String> {
        if !self.joins_lines {
            return Some(line);
        }
        let completes = names_a_url(&line);
        self.held.push(line);
        if completes { self.finish() } else { None }
    }

    /// What is left when nothing more is written.
    pub(super) fn finish(&mut self) -> Option<String> {
        let lines = core::mem::take(&mut self.held);
        (!lines.is_empty()).then(|| lines.join(" | "))
    }
}

/// Whether a line names a URL of HTTP with a path, which an origin has not.
fn names_a_url(line: &str) -> bool {
    line.split("://").skip(1).any(|rest| {
        let place = rest.split([' ', '"', '\'']).next().unwrap_or_default();
        place.trim_start_matches('/').contains('/')
    })
}
