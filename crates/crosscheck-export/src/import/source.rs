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
        // The nearest place that is no part of a letter.
        let places = (0..=at.min(self.text.len())).rev();
        let at = places.into_iter().find(|at| self.text.is_char_boundary(*at)).unwrap_or_default();
        let (begun, _) = self.lines.split_at(self.lines.partition_point(|start| *start <= at));
        let start = begun.last().copied().unwrap_or_default();
        let (line, before) = (begun.len(), self.text.get(start..at).unwrap_or_default());
        let column = before.chars().count() + 1;
        let first = part.trim().lines().next().unwrap_or_default().trim_end();
        let mut text: String = first.chars().take(LONGEST_TEXT).collect();
        if text.len() < part.trim().len() {
            text.push('…');
        }
        Remark { line, column, text, reason: reason.to_owned(), witness: None, given_by: None }
    }
}

const LONGEST_TEXT: usize = 120;
