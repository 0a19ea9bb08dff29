//! One segment of a path that is read leniently: what of it is a name.

/// A segment, between two slashes of whatever kind.
pub(crate) struct Segment<I> {
    /// From its start on.
    characters: I,
    /// Where the name starts and ends, without the blanks before it, the blanks and dots behind it,
    /// and its parameters.
    start: usize,
    end: usize,
    /// Where it ends if a `?` or a `#` in it ends the path.
    query: Option<usize>,
    /// Whether there is not even a blank.
    pub(crate) is_nothing: bool,
    /// Whether it may be read as something that has no place in a tree: as `..`, as text that ends
    /// early, as a file's stream, as an escape of an escape.
    pub(crate) is_unclear: bool,
    pub(crate) has_parameters: bool,
    /// Whether no slash follows it.
    pub(crate) is_last: bool,
}

impl<I: Iterator<Item = char> + Clone> Segment<I> {
    /// Reads up to a slash, and over it.
    pub(crate) fn read(rest: &mut I) -> Self {
        let mut segment = Self {
            characters: rest.clone(),
            start: 0,
            end: 0,
            query: None,
            is_nothing: true,
            is_unclear: false,
            has_parameters: false,
            is_last: true,
        };
        let (mut dots, mut blanks, mut last, mut index) = (0, 0, ' ', 0);
        while let Some(character) = rest.next() {
            match character {
                '/' | '\\' => {
                    segment.is_last = false;
                    break;
                }
                '\0' => segment.is_unclear = true,
                '%' => segment.is_unclear |= starts_escape(rest.clone()),
                '$' => segment.is_unclear |= last == ':',
                ';' => segment.has_parameters = true,
                _ => {}
            }
            segment.is_nothing = false;
            match character {
                _ if segment.has_parameters => {}
                '.' => dots += 1,
                ' ' => blanks += 1,
                _ => {
                    if matches!(character, '?' | '#') && segment.query.is_none() {
                        segment.query = Some(segment.end);
                    }
                    segment.end = index + 1;
                }
            }
            if blanks == index + 1 {
                segment.start = blanks;
            }
            (last, index) = (character, index + 1);
        }
        segment.is_unclear |= segment.end == 0 && (dots == 2 || (dots > 2 && blanks > 0));
        segment
    }

    /// Whether it names nothing: where it stands may be left out.
    pub(crate) fn is_dropped(&self) -> bool {
        self.end == 0
    }

    pub(crate) fn name(&self) -> impl Iterator<Item = char> + Clone + use<I> {
        self.part(self.end)
    }

    /// The name where the path ends within it.
    pub(crate) fn name_before_query(&self) -> Option<impl Iterator<Item = char> + Clone + use<I>> {
        self.query.map(|end| self.part(end))
    }

    fn part(&self, end: usize) -> impl Iterator<Item = char> + Clone + use<I> {
        self.characters.clone().skip(self.start).take(end.saturating_sub(self.start))
    }
}

/// Whether what follows a `%` makes it an escape: two digits, or `u` and four.
fn starts_escape(mut rest: impl Iterator<Item = char> + Clone) -> bool {
    let is_digit = |character: char| character.is_ascii_hexdigit();
    let mut wide = rest.clone();
    match wide.next() {
        Some('u') => wide.take(4).filter(|character| is_digit(*character)).count() == 4,
        _ => rest.by_ref().take(2).filter(|character| is_digit(*character)).count() == 2,
    }
}
