//! Where things stand in a text.

use super::imported::Remark;

/// A place in a text, in bytes.
pub(crate) type At = usize;

/// A text, and where its lines begin.
#[derive(Debug)]
pub(crate) struct Source<'t> {
    pub(crate) text: &'t str,
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = [0].into_iter().chain(starts.map(|(at, _)| at + 1)).collect();
        Self { text, lines }
    }

    /// What to say about the part that begins there.
    pub(crate) fn remark(&self, at: At, part: &str, reason: &str) -> Remark {
        let at = self.text.floor_char_boundary_of(at);
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines[line - 1];
        let column = self.text[start..at].chars().count() + 1;
        let first = part.trim().lines().next().unwrap_or_default().trim_end();
        let mut text: String = first.chars().take(LONGEST_TEXT).collect();
        if text.len() < part.trim().len() {
            text.push('…');
        }
        Remark { line, column, text, reason: reason.to_owned() }
    }
}

/// The nearest place that is no part of a letter.
trait CharBoundary {
    fn floor_char_boundary_of(&self, at: usize) -> usize;
}

impl CharBoundary for str {
    fn floor_char_boundary_of(&self, at: usize) -> usize {
        let mut at = at.min(self.len());
        while !self.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

const LONGEST_TEXT: usize = 120;
