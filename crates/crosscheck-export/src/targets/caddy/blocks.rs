//! The language of Caddyfiles: lines of words, blocks, and snippets that are put in where they are named.

use std::collections::HashMap;

use crate::import::At;
use crate::import::Cursor;

/// A line, and the block behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) words: Vec<String>,
    pub(super) at: At,
    pub(super) block: Option<Vec<Self>>,
}

impl Line {
    pub(super) fn word(&self, number: usize) -> &str {
        self.words.get(number).map(String::as_str).unwrap_or_default()
    }

    /// The words behind the first.
    pub(super) fn arguments(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }

    pub(super) fn inner(&self) -> &[Self] {
        self.block.as_deref().unwrap_or_default()
    }
}

/// What is imported and not there: its place and name.
pub(super) type Missing = Vec<(At, String)>;

/// Reads a file, with its snippets put in.
pub(super) fn lines(
    text: &str,
    other: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<(Vec<Line>, Missing), (At, String)> {
    let lines = whole(text)?;
    let mut snippets = HashMap::new();
    let mut rest = Vec::new();
    for line in lines {
        let name = line.word(0).strip_prefix('(').and_then(|name| name.strip_suffix(')'));
        match name {
            Some(name) => drop(snippets.insert(name.to_owned(), line.inner().to_vec())),
            None => rest.push(line),
        }
    }
    let missing = Vec::new();
    let mut expansion = Expansion { snippets, missing, left: MOST_LINES, other };
    let lines = expansion.expand(&rest, 0);
    Ok((lines, expansion.missing))
}

/// Reads all lines, each with its block.
fn whole(text: &str) -> Result<Vec<Line>, (At, String)> {
    let mut tokens = Tokens { cursor: Cursor::new(text, 0) };
    // What is open: where, the line that opened it, and the lines so far.
    let mut open: Vec<(Line, Vec<Line>)> = Vec::new();
    let mut here: Vec<Line> = Vec::new();
    let mut line: Option<Line> = None;
    while let Some((at, token)) = tokens.next()? {
        match token {
            Token::NewLine => here.extend(line.take()),
            Token::Word(word, is_plain) if is_plain && word == "{" => {
                if open.len() >= DEEPEST {
                    return Err((at, "blocks are nested too deeply".into()));
                }
                let (words, block) = Default::default();
                let opening = line.take().unwrap_or(Line { words, at, block });
                open.push((opening, std::mem::take(&mut here)));
            }
            Token::Word(word, is_plain) if is_plain && word == "}" => {
                here.extend(line.take());
                let Some((mut opening, outside)) = open.pop() else {
                    return Err((at, "a `}` closes nothing".into()));
                };
                opening.block = Some(std::mem::replace(&mut here, outside));
                here.push(opening);
            }
            Token::Word(word, _) => {
                let (words, block) = Default::default();
                line.get_or_insert(Line { words, at, block }).words.push(word);
            }
        }
    }
    here.extend(line);
    match open.last() {
        Some((opening, _)) => Err((opening.at, "a block has no `}` at its end".into())),
        None => Ok(here),
    }
}

struct Expansion<'o> {
    other: &'o mut dyn FnMut(&str) -> Option<String>,
    snippets: HashMap<String, Vec<Line>>,
    missing: Missing,
    left: usize,
}

impl Expansion<'_> {
    fn expand(&mut self, lines: &[Line], depth: usize) -> Vec<Line> {
        let mut all = Vec::new();
        for line in lines {
            if self.left == 0 {
                return all;
            }
            self.left -= 1;
            if line.word(0) == "import" {
                let snippet = self.snippets.get(line.word(1)).cloned().or_else(|| {
                    let text = (self.other)(line.word(1))?;
                    whole(&text).ok()
                });
                match snippet {
                    Some(snippet) if depth < DEEPEST => {
                        let arguments = line.words.get(2..).unwrap_or_default();
                        let snippet: Vec<Line> =
                            snippet.iter().map(|inner| filled(inner, arguments, line.at)).collect();
                        all.extend(self.expand(&snippet, depth + 1));
                    }
                    _ => self.missing.push((line.at, line.words.join(" "))),
                }
                continue;
            }
            let block = line.block.as_ref().map(|block| self.expand(block, depth + 1));
            all.push(Line { block, ..line.clone() });
        }
        all
    }
}

/// A line of a snippet with the arguments of an import.
fn filled(line: &Line, arguments: &[String], at: At) -> Line {
    let fill = |word: &String| {
        let mut word = word.clone();
        for (number, argument) in arguments.iter().enumerate().take(20) {
            word = word.replace(&format!("{{args[{number}]}}"), argument);
            word = word.replace(&format!("{{args.{number}}}"), argument);
        }
        word
    };
    let block = line.block.as_ref();
    Line {
        words: line.words.iter().map(fill).collect(),
        at: if arguments.is_empty() { line.at } else { at },
        block: block.map(|block| block.iter().map(|inner| filled(inner, arguments, at)).collect()),
    }
}

enum Token {
    /// A word, and whether it stands without quotation marks.
    Word(String, bool),
    NewLine,
}

struct Tokens<'t> {
    cursor: Cursor<'t>,
}

impl Tokens<'_> {
    fn next(&mut self) -> Result<Option<(At, Token)>, (At, String)> {
        loop {
            let start = self.cursor.at();
            match self.cursor.peek() {
                None => return Ok(None),
                Some(b'\n') => {
                    self.cursor.next();
                    return Ok(Some((start, Token::NewLine)));
                }
                Some(b'#') => self.cursor.pass(|byte| byte != b'\n'),
                Some(byte) if byte.is_ascii_whitespace() => drop(self.cursor.next()),
                // A line goes on behind a backslash at its end.
                _ if self.cursor.eat(b"\\\n") => {}
                Some(quote @ (b'"' | b'`')) => {
                    let word = self.quoted(quote, start)?;
                    return Ok(Some((start, Token::Word(word, false))));
                }
                Some(_) => {
                    self.cursor.pass(|byte| !byte.is_ascii_whitespace());
                    return Ok(Some((start, Token::Word(self.cursor.text_since(start), true))));
                }
            }
        }
    }

    fn quoted(&mut self, quote: u8, start: At) -> Result<String, (At, String)> {
        let mut word = Vec::new();
        self.cursor.next();
        loop {
            if quote == b'"' && self.cursor.eat(b"\\\"") {
                word.push(b'"');
                continue;
            }
            match self.cursor.next() {
                None => return Err((start, "a quotation mark is not closed".into())),
                Some(byte) if byte == quote => break,
                Some(byte) => word.push(byte),
            }
        }
        Ok(String::from_utf8_lossy(&word).into_owned())
    }
}

const DEEPEST: usize = 40;
const MOST_LINES: usize = 100_000;
