//! The language of Caddyfiles: lines of words, blocks, and snippets that are put in where they are named.

use std::collections::HashMap;

use crate::import::At;

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
    let mut tokens = Tokens { text, at: 0 };
    let lines = whole(&mut tokens)?;
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
fn whole(tokens: &mut Tokens<'_>) -> Result<Vec<Line>, (At, String)> {
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
                    whole(&mut Tokens { text: &text, at: 0 }).ok()
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
    text: &'t str,
    at: At,
}

impl Tokens<'_> {
    fn next(&mut self) -> Result<Option<(At, Token)>, (At, String)> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                None => return Ok(None),
                Some(b'\n') => {
                    self.at += 1;
                    return Ok(Some((self.at - 1, Token::NewLine)));
                }
                Some(b'\\') if bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
                Some(b'#') => {
                    let rest = &bytes[self.at..];
                    self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                }
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(_) => break,
            }
        }
        let start = self.at;
        let quote = bytes[start];
        let mut word = Vec::new();
        if quote == b'"' || quote == b'`' {
            self.at += 1;
            loop {
                let Some(byte) = bytes.get(self.at) else {
                    return Err((start, "a quotation mark is not closed".into()));
                };
                self.at += 1;
                if *byte == quote {
                    break;
                }
                if *byte == b'\\' && quote == b'"' && bytes.get(self.at) == Some(&b'"') {
                    self.at += 1;
                    word.push(b'"');
                    continue;
                }
                word.push(*byte);
            }
            return Ok(Some((
                start,
                Token::Word(String::from_utf8_lossy(&word).into_owned(), false),
            )));
        }
        while let Some(byte) = bytes.get(self.at).filter(|byte| !byte.is_ascii_whitespace()) {
            word.push(*byte);
            self.at += 1;
        }
        Ok(Some((start, Token::Word(String::from_utf8_lossy(&word).into_owned(), true))))
    }
}

const DEEPEST: usize = 40;
const MOST_LINES: usize = 100_000;
