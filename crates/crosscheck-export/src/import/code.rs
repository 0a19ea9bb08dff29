//! A program that is not its comments: where words stand in it, and what is given to names.

use std::cell::Cell;

use super::literals::Arguments;
use super::literals::Chained;
use super::literals::Literal;
use super::literals::LiteralKind;
use super::literals::Reading;
use super::literals::is_of_name;
use super::source::At;

/// How a language writes comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comments {
    /// `//` and `/* */`
    Slashes,
    /// `#`
    Hash,
}

/// A program, with its comments blanked.
#[derive(Debug)]
pub(crate) struct Code {
    text: String,
    /// How many names may still be looked up.
    names_left: Cell<usize>,
}

impl Code {
    pub(crate) fn new(text: &str, comments: Comments) -> Self {
        let mut bytes = text.as_bytes().to_vec();
        blank_comments(&mut bytes, comments);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { text, names_left: Cell::new(MOST_NAMES) }
    }

    /// The places right behind each standing of a word that is no part of a longer one: the first hundreds.
    pub(crate) fn after(&self, word: &str) -> Vec<At> {
        let bytes = self.text.as_bytes();
        let ends_in_name = word.bytes().next_back().is_some_and(is_of_name);
        let found = self.text.match_indices(word).filter(|(at, _)| {
            let end = at + word.len();
            let is_whole = *at == 0 || !is_of_name(bytes[at - 1]);
            is_whole && !(ends_in_name && bytes.get(end).is_some_and(|byte| is_of_name(*byte)))
        });
        found.take(MOST_CALLS).map(|(at, _)| at + word.len()).collect()
    }

    /// The text from one place to another.
    pub(crate) fn between(&self, start: At, end: At) -> String {
        let bytes = self.text.as_bytes();
        let end = end.min(bytes.len());
        String::from_utf8_lossy(bytes.get(start..end).unwrap_or_default()).into_owned()
    }

    /// The arguments of a call whose name ends at a place; `None` if no parenthesis follows.
    pub(crate) fn arguments(&self, at: At) -> Option<(Arguments, At)> {
        let mut reading = Reading::new(&self.text, at);
        reading.blanks();
        if !reading.eat(b'(') {
            return None;
        }
        let arguments = reading.arguments(b')');
        Some((arguments, reading.at))
    }

    /// The arguments of a call in Ruby, in parentheses or up to the end of the line, or of those that it goes on in.
    pub(crate) fn statement(&self, at: At) -> Arguments {
        if let Some((arguments, _)) = self.arguments(at) {
            return arguments;
        }
        let bytes = &self.text.as_bytes()[at..];
        let (mut depth, mut last) = (0_usize, b',');
        let end = bytes.iter().take(LONGEST_STATEMENT).position(|byte| {
            match byte {
                b'[' | b'(' | b'{' => depth += 1,
                b']' | b')' | b'}' => depth = depth.saturating_sub(1),
                b'\n' if depth == 0 && last != b',' => return true,
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                last = *byte;
            }
            false
        });
        let end = at + end.unwrap_or(bytes.len().min(LONGEST_STATEMENT));
        let end = (at..=end).rev().find(|end| self.text.is_char_boundary(*end)).unwrap_or(at);
        Reading::new(&self.text[..end], at).arguments(b')')
    }

    /// The calls that are chained behind a place: `.allow_origin(…).max_age(…)`.
    pub(crate) fn chain(&self, at: At) -> Vec<Chained> {
        let mut reading = Reading::new(&self.text, at);
        let mut calls = Vec::new();
        loop {
            reading.blanks();
            let start = reading.at + 1;
            if !reading.eat(b'.') {
                return calls;
            }
            let name = reading.name();
            reading.blanks();
            if name.is_empty() || !reading.eat(b'(') {
                return calls;
            }
            let arguments = reading.arguments(b')');
            calls.push((name, start, arguments));
        }
    }

    /// The value that a name is given somewhere, if it is a literal.
    pub(crate) fn resolved(&self, literal: &Literal) -> Literal {
        let mut literal = literal.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(left) = self.names_left.get().checked_sub(1) else { break };
            let LiteralKind::Other(name) = &literal.kind else { break };
            let name = name.trim_start_matches(['&', '*', '.']);
            if name.is_empty() || !name.bytes().all(is_of_name) {
                break;
            }
            self.names_left.set(left);
            let Some(value) = self.after(name).into_iter().find_map(|at| self.assigned(at)) else {
                break;
            };
            literal = value;
        }
        literal
    }

    /// The value that stands at a place.
    pub(crate) fn value(&self, at: At) -> Literal {
        Reading::new(&self.text, at).value()
    }

    /// The value behind `=`, with a type before it or not.
    pub(crate) fn assigned(&self, at: At) -> Option<Literal> {
        let mut reading = Reading::new(&self.text, at);
        reading.blanks();
        if reading.eat(b':') {
            let rest = &self.text.as_bytes()[reading.at..];
            let end = rest.iter().position(|byte| matches!(byte, b'=' | b'\n' | b';' | b','))?;
            reading.at += end;
        }
        if !reading.eat(b'=') || matches!(self.text.as_bytes().get(reading.at), Some(b'=' | b'>')) {
            return None;
        }
        Some(reading.value())
    }
}

fn blank_comments(bytes: &mut [u8], comments: Comments) {
    let mut at = 0;
    while at < bytes.len() {
        let end = match (bytes[at], comments) {
            (quote @ (b'"' | b'`'), _) | (quote @ b'\'', _) => {
                // A text; an apostrophe may be none, so it ends with its line.
                let rest = &bytes[at + 1..];
                let mut length = 0;
                while let Some(byte) = rest.get(length) {
                    match byte {
                        b'\\' => length += 1,
                        b'\n' if quote != b'`' => break,
                        byte if *byte == quote => break,
                        _ => {}
                    }
                    length += 1;
                }
                at += length + 2;
                continue;
            }
            (b'#', Comments::Hash) => line_end(bytes, at),
            (b'/', Comments::Slashes)
                if bytes.get(at + 1) == Some(&b'/') && !bytes[..at].ends_with(b"\\") =>
            {
                line_end(bytes, at)
            }
            (b'/', Comments::Slashes) if bytes.get(at + 1) == Some(&b'*') => {
                let rest = &bytes[at..];
                let end = rest.windows(2).position(|two| two == b"*/");
                end.map_or(bytes.len(), |end| at + end + 2)
            }
            _ => {
                at += 1;
                continue;
            }
        };
        bytes[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        at = end;
    }
}

fn line_end(bytes: &[u8], at: At) -> At {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end)
}

const LONGEST_STATEMENT: usize = 20_000;
const MOST_CALLS: usize = 300;
const MOST_NAMES: usize = 400;
/// How many names may stand for each other.
const LONGEST_CHAIN: usize = 5;
