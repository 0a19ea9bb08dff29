//! A program that is not its comments: where words stand in it, and what is given to names.

use std::cell::Cell;

use super::cursor::Cursor;
use super::literals::Arguments;
use super::literals::Chained;
use super::literals::Literal;
use super::literals::LiteralKind;
use super::reading::Reading;
use super::reading::is_of_name;
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
    /// How much may still be read for them.
    bytes_left: Cell<usize>,
}

impl Code {
    pub(crate) fn new(text: &str, comments: Comments) -> Self {
        let text = without_comments(text, comments);
        Self { text, names_left: Cell::new(MOST_NAMES), bytes_left: Cell::new(MOST_BYTES) }
    }

    /// The same where each line is an item of a list, or a field of a table.
    pub(super) fn with_lines_as_items(mut self) -> Self {
        self.text = self.text.replace('\n', ",");
        self
    }

    /// The places right behind each standing of a word that is no part of a longer one: the first hundreds.
    pub(crate) fn after(&self, word: &str) -> Vec<At> {
        let is_of_word = |letter: char| u8::try_from(letter).is_ok_and(is_of_name);
        let ends_in_name = word.ends_with(is_of_word);
        let found = self.text.match_indices(word).filter(|(at, _)| {
            let (before, rest) = self.text.split_at(*at);
            let is_longer = ends_in_name
                && rest.strip_prefix(word).is_some_and(|rest| rest.starts_with(is_of_word));
            !before.ends_with(is_of_word) && !is_longer
        });
        found.take(MOST_CALLS).map(|(at, _)| at + word.len()).collect()
    }

    /// Where a program sets a header by itself: the places of its name in calls and in what is given to an index.
    pub(super) fn set_by_hand(&self, header: &str) -> Vec<At> {
        const QUOTES: [char; 3] = ['"', '\'', '`'];
        let text = self.text.to_ascii_lowercase();
        let is_set = |at: usize| {
            let before = text.get(..at)?.strip_suffix(QUOTES)?.trim_end();
            if let Some(call) = before.strip_suffix('(') {
                let is_of_word = |letter: char| u8::try_from(letter).is_ok_and(is_of_name);
                let name = call.trim_end().rsplit(|letter| !is_of_word(letter)).next()?;
                return SETTERS.contains(&name).then_some(at);
            }
            let behind = text.get(at + header.len()..)?.strip_prefix(QUOTES)?.trim_start();
            let value = behind.strip_prefix(']')?.trim_start().strip_prefix('=')?;
            (before.ends_with('[') && !value.starts_with('=')).then_some(at)
        };
        let found = text.match_indices(header).filter_map(|(at, _)| is_set(at));
        found.take(MOST_CALLS).collect()
    }

    /// The text from one place to another.
    pub(crate) fn between(&self, start: At, end: At) -> String {
        let bytes = self.text.as_bytes();
        let end = end.min(bytes.len());
        String::from_utf8_lossy(bytes.get(start..end).unwrap_or_default()).into_owned()
    }

    /// The text before a place.
    pub(super) fn before(&self, at: At) -> &str {
        self.text.get(..at).unwrap_or_default()
    }

    /// The text from a place on.
    pub(super) fn behind(&self, at: At) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// What stands at a place, up to the end of its line.
    pub(crate) fn line(&self, at: At) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.lines().next().unwrap_or_default().trim()
    }

    /// The arguments of a call whose name ends at a place; `None` if no parenthesis follows.
    pub(crate) fn arguments(&self, at: At) -> Option<(Arguments, At)> {
        let mut reading = Reading::new(&self.text, at);
        reading.blanks();
        if !reading.eat(b'(') {
            return None;
        }
        let arguments = reading.arguments(b')');
        Some((arguments, reading.cursor.at()))
    }

    /// The arguments of a call in Ruby, in parentheses or up to the end of the line, or of those that it goes on in.
    pub(crate) fn statement(&self, at: At) -> Arguments {
        if let Some((arguments, _)) = self.arguments(at) {
            return arguments;
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let (mut depth, mut last, mut left) = (0_usize, ',', LONGEST_STATEMENT);
        let length = rest.find(|letter: char| {
            match letter {
                '[' | '(' | '{' => depth += 1,
                ']' | ')' | '}' => depth = depth.saturating_sub(1),
                '\n' if depth == 0 && last != ',' => return true,
                _ => {}
            }
            if !letter.is_whitespace() {
                last = letter;
            }
            left -= 1;
            left == 0
        });
        let end = at + length.unwrap_or(rest.len());
        Reading::new(self.text.get(..end).unwrap_or_default(), at).arguments(b')')
    }

    /// The calls that are chained behind a place: `.allow_origin(…).max_age(…)`.
    pub(crate) fn chain(&self, at: At) -> Vec<Chained> {
        let mut reading = Reading::new(&self.text, at);
        let mut calls = Vec::new();
        loop {
            reading.blanks();
            let start = reading.cursor.at() + 1;
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

    /// The value that a name is given somewhere, if it is a literal; of a list, that of each of its items.
    pub(crate) fn resolved(&self, literal: &Literal) -> Literal {
        self.resolved_in(literal, 0)
    }

    fn resolved_in(&self, literal: &Literal, depth: usize) -> Literal {
        let mut literal = self.named_value(literal);
        if depth < LONGEST_CHAIN {
            for item in literal.items_mut() {
                *item = self.resolved_in(item, depth + 1);
            }
        }
        literal
    }

    fn named_value(&self, literal: &Literal) -> Literal {
        let mut literal = literal.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(left) = self.names_left.get().checked_sub(1) else { break };
            let LiteralKind::Other(name) = &literal.kind else { break };
            let name = name.trim_start_matches(['&', '*', '.']);
            if name.is_empty() || !name.bytes().all(is_of_name) {
                break;
            }
            self.names_left.set(left);
            let Some(value) = self.value_of(name) else { break };
            literal = value;
        }
        literal
    }

    /// The one value that a name has; what is added to a list later is an item that is no literal.
    fn value_of(&self, name: &str) -> Option<Literal> {
        // What it is given in the function stands in some cases only.
        if self.is_parameter(name) {
            return None;
        }
        let places = self.after(name);
        let mut values = places.iter().map_while(|at| {
            let given = self.assigned_up_to(*at);
            let length = given.as_ref().map_or(1, |(value, end)| end - value.at);
            self.bytes_left.set(self.bytes_left.get().checked_sub(length)?);
            Some(given)
        });
        let mut values = values
            .by_ref()
            .flatten()
            .map(|(value, end)| (self.text.get(value.at..end).unwrap_or_default().trim(), value));
        let (text, mut value) = values.find(|(text, _)| *text != name)?;
        // `origins=origins` gives a name to itself.
        if values.any(|(other, _)| other != text && other != name) {
            return None;
        }
        for at in places {
            let rest = self.text.get(at..).unwrap_or_default().trim_start();
            let Some(word) = ADDING.iter().find(|word| rest.starts_with(**word)) else {
                continue;
            };
            let LiteralKind::List(items) = &mut value.kind else { return None };
            let shown = format!("{name}{word}…");
            items.push(Literal { at: at - name.len(), kind: LiteralKind::Other(shown) });
        }
        Some(value)
    }

    /// The value that stands at a place.
    pub(crate) fn value(&self, at: At) -> Literal {
        Reading::new(&self.text, at).value()
    }

    /// A function that is declared by a name: where it begins, and all of it.
    pub(crate) fn function(&self, name: &str) -> Option<(At, String)> {
        if name.is_empty() || !name.bytes().all(is_of_name) {
            return None;
        }
        let keyword = "function";
        let mut starts = self.after(name).into_iter().filter_map(|at| {
            let before = self.text.get(..at - name.len())?.trim_end();
            before.ends_with(keyword).then(|| before.len() - keyword.len())
        });
        let start = starts.next()?;
        // With two of a name it is not known which.
        if starts.next().is_some() {
            return None;
        }
        let mut reading = Reading::new(&self.text, start);
        match reading.value().kind {
            LiteralKind::Other(text) => Some((start, text)),
            _ => None,
        }
    }

    /// The value behind `=`, with a type before it or not.
    pub(crate) fn assigned(&self, at: At) -> Option<Literal> {
        Some(self.assigned_up_to(at)?.0)
    }

    /// The same, and where it ends.
    fn assigned_up_to(&self, at: At) -> Option<(Literal, At)> {
        let mut reading = Reading::new(&self.text, at);
        reading.blanks();
        if reading.eat(b':') {
            // A type: `[&str; 2]` has a mark in it that ends others.
            let mut depth = 0_usize;
            let end = reading.cursor.ahead().iter().take(LONGEST_TYPE).position(|byte| {
                match byte {
                    b'[' | b'<' | b'(' => depth += 1,
                    b']' | b'>' | b')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                matches!(byte, b'=' | b'\n') || (depth == 0 && matches!(byte, b';' | b','))
            })?;
            reading = Reading::new(&self.text, reading.cursor.at() + end);
        }
        if !reading.eat(b'=') || matches!(reading.cursor.peek(), Some(b'=' | b'>')) {
            return None;
        }
        Some((reading.value(), reading.cursor.at()))
    }
}

/// A program with blanks in the place of what is said in comments.
fn without_comments(text: &str, comments: Comments) -> String {
    let mut cursor = Cursor::new(text, 0);
    let mut code = Vec::with_capacity(text.len());
    loop {
        let start = cursor.at();
        let is_comment = match (cursor.peek(), comments) {
            (None, _) => return String::from_utf8_lossy(&code).into_owned(),
            (Some(b'"' | b'`' | b'\''), _) => {
                pass_text(&mut cursor);
                false
            }
            (Some(b'#'), Comments::Hash) => {
                cursor.pass(|byte| byte != b'\n');
                true
            }
            (_, Comments::Slashes) if cursor.eat(b"/*") => {
                cursor.pass_behind(b"*/");
                true
            }
            (_, Comments::Slashes) if !code.ends_with(b"\\") && cursor.eat(b"//") => {
                cursor.pass(|byte| byte != b'\n');
                true
            }
            _ => {
                cursor.next();
                false
            }
        };
        let blank = |byte: &u8| if is_comment && *byte != b'\n' { b' ' } else { *byte };
        code.extend(cursor.since(start).iter().map(blank));
    }
}

/// Goes behind a text in quotation marks; an apostrophe may be none, so it ends with its line.
fn pass_text(cursor: &mut Cursor<'_>) {
    let quote = cursor.next();
    while let Some(byte) = cursor.next() {
        match byte {
            b'\\' => drop(cursor.next()),
            b'\n' if quote != Some(b'`') => return,
            byte if Some(byte) == quote => return,
            _ => {}
        }
    }
}

/// What adds to a list, or to a text.
const ADDING: [&str; 8] =
    ["+=", ".push(", ".append(", ".extend(", ".insert(", ".add(", ".unshift(", ".push_back("];
const LONGEST_STATEMENT: usize = 20_000;
const LONGEST_TYPE: usize = 200;
const MOST_CALLS: usize = 300;
const MOST_NAMES: usize = 400;
const MOST_BYTES: usize = 16 << 20;
/// How many names may stand for each other.
const LONGEST_CHAIN: usize = 5;

/// Methods by which frameworks set a header, in small letters.
const SETTERS: [&str; 9] = [
    "header",
    "setheader",
    "addheader",
    "appendheader",
    "set_header",
    "set",
    "add",
    "append",
    "insert",
];
