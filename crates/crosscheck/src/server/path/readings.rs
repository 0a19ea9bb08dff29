//! How servers read the path of a request: from not at all to as leniently as any might.
//!
//! | in a path | what some servers make of it |
//! | --- | --- |
//! | `%70` | nothing: Express, and others that look up a path as it was sent |
//! | `%70` | `p`; `%2570` the same where a proxy decodes and the application once more |
//! | `%2f`, `\`, `%5c` | a slash: those that decode first and cut then; IIS, and whoever parses it as a URL |
//! | `//` | one slash: nginx; at the start the name of a host: `new URL(request.url, base)` in Node |
//! | `;a=b` | nothing: Tomcat, Jetty, Spring |
//! | `/public.`, `/public%20` | `/public`: Windows drops dots and blanks at the end of a name; a `+` may be a blank |
//! | `/Public` | `/public`: IIS, Express |
//! | `.`, `..`, `%2e%2e` | the directory itself, the one above |
//! | `%3f`, `%23` | the end of the path, where it is decoded and parsed anew |
//! | `%uff0f`, `%c0%af` | what once was decoded: IIS's own escapes, UTF-8 that is longer than it must be |
//! | `%ef%bd%90`, `caf%c3%a9` | `p`, `cafe`: whoever normalizes text, folds case or leaves out accents |
//!
//! What a reading may come to that has no place among these is given as NUL, on which nobody relies.

use super::folds::Fold;
use super::folds::fold;
use crate::wire::ByteSet;

/// Whether every server reads a path, from behind its first slash, in one way: cut at slashes.
#[inline]
pub(crate) fn is_plain(path: &[u8]) -> bool {
    let mut last = b'/';
    for byte in path {
        if !PLAIN.holds(*byte) || (*byte == b'/' && matches!(last, b'/' | b'.')) {
            return false;
        }
        last = *byte;
    }
    last != b'.'
}

/// A path as its bytes, decoded twice.
pub(crate) fn decoded_twice(path: &[u8]) -> impl Iterator<Item = u8> + Clone {
    decoded(decoded(path.iter().copied()))
}

/// Decodes `%41` to `A`; leaves what is no such escape as it is.
///
/// Spec: <https://url.spec.whatwg.org/#percent-decode>
pub(crate) fn decoded<I: Iterator<Item = u8> + Clone>(
    bytes: I,
) -> impl Iterator<Item = u8> + Clone {
    Decoded { bytes, is_escaped: |_, _| true }
}

/// A segment as it is sent: decodes only what has no other way to be sent, as browsers spell it.
pub(crate) fn undecoded(segment: &[u8]) -> impl Iterator<Item = u8> + Clone {
    let is_upper = |digit: u8| !digit.is_ascii_lowercase();
    Decoded {
        bytes: segment.iter().copied(),
        is_escaped: move |byte: u8, digits: [u8; 2]| {
            digits.into_iter().all(is_upper)
                && (!byte.is_ascii_graphic() || b"\"#<>?^`{|}".contains(&byte))
        },
    }
}

#[derive(Clone)]
struct Decoded<I, F> {
    bytes: I,
    /// Whether a byte, spelled with these digits, is decoded.
    is_escaped: F,
}

impl<I: Iterator<Item = u8> + Clone, F: Fn(u8, [u8; 2]) -> bool> Iterator for Decoded<I, F> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.next()?;
        if byte != b'%' {
            return Some(byte);
        }
        let mut ahead = self.bytes.clone();
        let (Some(high), Some(low)) = (ahead.next(), ahead.next()) else { return Some(byte) };
        let value = |digit: u8| char::from(digit).to_digit(16);
        let (Some(first), Some(second)) = (value(high), value(low)) else { return Some(byte) };
        let read = (first * 16 + second) as u8;
        if !(self.is_escaped)(read, [high, low]) {
            return Some(byte);
        }
        self.bytes = ahead;
        Some(read)
    }
}

/// What text is to whoever folds its case, normalizes it and leaves out accents; NUL for what is no
/// text. Letters that no reading takes for ASCII stay as they are.
#[derive(Clone)]
pub(crate) struct Folded<I> {
    bytes: I,
    /// The rest of what the last character became.
    rest: Fold,
}

impl<I: Iterator<Item = u8> + Clone> Folded<I> {
    pub(crate) fn new(bytes: I) -> Self {
        Self { bytes, rest: Fold::default() }
    }

    /// The character that starts with a byte; `None` if none does.
    fn character(&mut self, first: u8) -> Option<char> {
        let length = match first {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [first, 0, 0, 0];
        for byte in bytes.iter_mut().take(length).skip(1) {
            *byte = self.bytes.next()?;
        }
        core::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()
    }
}

impl<I: Iterator<Item = u8> + Clone> Iterator for Folded<I> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        loop {
            if let Some(character) = self.rest.next() {
                return Some(character);
            }
            let byte = self.bytes.next()?;
            if byte.is_ascii() {
                return Some(ascii(char::from(byte)));
            }
            let Some(character) = self.character(byte) else { return Some('\0') };
            self.rest = fold(character);
        }
    }
}

#[inline]
pub(super) fn ascii(character: char) -> char {
    match character {
        '+' => ' ',
        character if character.is_ascii_control() => '\0',
        character => character.to_ascii_lowercase(),
    }
}

/// Bytes that no server reads as anything but themselves. An upper-case letter may be a lower-case
/// one, a `$` behind a colon part of the name of a stream.
static PLAIN: ByteSet = ByteSet::of(b"abcdefghijklmnopqrstuvwxyz0123456789/-_.~!&'()*,=:@");
