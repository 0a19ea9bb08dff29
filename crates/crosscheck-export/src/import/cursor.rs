//! A place in a text that only goes forward. It is the one way to look at bytes here: there is none behind the end.

use super::source::At;

/// A place in a text: a byte, or its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: At,
}

impl<'t> Cursor<'t> {
    /// Stands at a place, or at the end if that is nearer.
    pub(crate) fn new(text: &'t str, at: At) -> Self {
        Self { text, at: at.min(text.len()) }
    }

    /// Goes on by one byte, unless this is the end. Returns the byte.
    pub(crate) fn next(&mut self) -> Option<u8> {
        let byte = self.peek();
        self.at += usize::from(byte.is_some());
        byte
    }

    /// Goes behind these bytes, if they come next.
    pub(crate) fn eat(&mut self, bytes: &[u8]) -> bool {
        let found = self.ahead().starts_with(bytes);
        self.at += if found { bytes.len() } else { 0 };
        found
    }

    /// Goes on while bytes are of a kind.
    pub(crate) fn pass(&mut self, is: impl Fn(u8) -> bool) {
        self.at += self.ahead().iter().take_while(|byte| is(**byte)).count();
    }

    /// Goes behind the next of these bytes, or to the end.
    pub(crate) fn pass_behind(&mut self, end: &[u8]) {
        while self.peek().is_some() && !self.eat(end) {
            self.at += 1;
        }
    }

    pub(crate) const fn at(&self) -> At {
        self.at
    }

    /// The next byte.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.ahead().first().copied()
    }

    /// The byte behind the next one.
    pub(crate) fn second(&self) -> Option<u8> {
        self.ahead().get(1).copied()
    }

    /// All bytes that are left.
    pub(crate) fn ahead(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The bytes from a place to this one.
    pub(crate) fn since(&self, start: At) -> &'t [u8] {
        self.text.as_bytes().get(start..self.at).unwrap_or_default()
    }

    /// The text from a place to this one.
    pub(crate) fn text_since(&self, start: At) -> String {
        String::from_utf8_lossy(self.since(start)).into_owned()
    }
}
