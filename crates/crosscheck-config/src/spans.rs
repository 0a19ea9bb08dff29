//! Parts of a text that have something in common with others.

use std::ops::Range;

/// Parts of a text, by where they start; each with the furthest end up to there.
#[derive(Debug, Default)]
pub(crate) struct Spans(Vec<(usize, usize)>);

impl Spans {
    pub(crate) fn new(spans: impl Iterator<Item = Range<usize>>) -> Self {
        let mut spans: Vec<_> = spans.map(|span| (span.start, span.end)).collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(spans)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them has something in common with another part.
    pub(crate) fn overlap(&self, other: &Range<usize>) -> bool {
        let before = self.0.partition_point(|(start, _)| *start < other.end);
        self.0[..before].last().is_some_and(|(_, furthest)| other.start < *furthest)
    }
}

/// A part, with the letter at its place where it is empty.
pub(crate) fn at_least_a_letter(span: &Range<usize>) -> Range<usize> {
    span.start..span.end.max(span.start + 1)
}

#[cfg(test)]
mod tests {
    use super::Spans;

    #[test]
    fn spans_that_overlap_are_found_whatever_their_order() {
        let spans = Spans::new([5..6, 0..20, 10..11, 30..30].into_iter());
        for (span, overlaps) in [
            (0..1, true),
            (19..25, true),
            (20..30, false),
            (12..13, true),
            (29..31, true),
            (31..40, false),
        ] {
            assert_eq!(spans.overlap(&span), overlaps, "{span:?}");
        }
    }
}
