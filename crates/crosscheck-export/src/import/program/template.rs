//! Texts that are put together from what a request says.

use crate::import::cut::split_at_mark;

/// A text made of parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template(pub(crate) Vec<Piece>);

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// `Origin`
    Origin,
    Method,
    /// `Access-Control-Request-Method`
    AskedMethod,
    /// `Access-Control-Request-Headers`
    AskedHeaders,
    /// The path, as it was sent.
    Path,
    Variable(usize),
    /// What a group of an expression caught, the last that was tried under a name.
    Caught(String, usize),
    /// A header of the answer of what is behind.
    Upstream(String),
    /// Something that nobody can know: another header, a certificate, the time.
    Unknown,
}

impl Template {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    pub(crate) fn of(piece: Piece) -> Self {
        Self(vec![piece])
    }

    /// Reads a text with holes. In: the marks that one may begin with, and what it stands for, with the text behind it;
    /// `None` where the mark stands for itself.
    pub(crate) fn with_holes<'t>(
        text: &'t str,
        marks: &[char],
        mut hole: impl FnMut(char, &'t str) -> Option<(Self, &'t str)>,
    ) -> Self {
        let mut template = Self::default();
        let mut left = text;
        loop {
            let (before, mark, behind) = split_at_mark(left, marks);
            if !before.is_empty() {
                template.push(Piece::Text(before.to_owned()));
            }
            let Some(mark) = mark else { return template };
            let (filled, after) = hole(mark, behind).unwrap_or_else(|| (Self::text(mark), behind));
            filled.0.into_iter().for_each(|piece| template.push(piece));
            left = after;
        }
    }

    /// Adds a part; texts side by side become one.
    pub(crate) fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => self.0.push(piece),
        }
    }

    /// Whether it holds something that nobody can know.
    pub(crate) fn is_unknown(&self) -> bool {
        self.0.contains(&Piece::Unknown)
    }

    /// The text, if that is all it is.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The texts in it.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }
}
