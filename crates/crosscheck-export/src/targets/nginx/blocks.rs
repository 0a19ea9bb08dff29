//! The language of nginx' files: words, and blocks of directives.

use crate::import::At;

/// A directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) name: String,
    pub(super) arguments: Vec<Word>,
    pub(super) at: At,
    /// Where it ends.
    pub(super) end: At,
    pub(super) block: Option<Vec<Self>>,
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) at: At,
}

impl Directive {
    /// An argument's text.
    pub(super) fn argument(&self, number: usize) -> Option<&str> {
        self.arguments.get(number).map(|word| word.text.as_str())
    }

    /// The same, said of another place: that where its file is named.
    pub(super) fn moved(mut self, at: At, end: At) -> Self {
        (self.at, self.end) = (at, end);
        self.block =
            self.block.map(|block| block.into_iter().map(|inner| inner.moved(at, end)).collect());
        self
    }

    pub(super) fn inner(&self) -> &[Self] {
        self.block.as_deref().unwrap_or_default()
    }
}

/// Reads a file. Fails at the place of what is not nginx' language.
pub(super) fn directives(text: &str) -> Result<Vec<Directive>, (At, String)> {
    let mut tokens = Tokens { text, at: 0 };
    // What is open: the directive that a block belongs to, and what it holds so far.
    let mut open: Vec<(Directive, Vec<Directive>)> = Vec::new();
    let mut here: Vec<Directive> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    loop {
        let (at, token) = match tokens.next()? {
            Some(found) => found,
            None if !words.is_empty() => {
                return Err((words[0].at, "a directive has no `;` at its end".into()));
            }
            None => match open.last() {
                Some((directive, _)) => {
                    return Err((directive.at, "a block has no `}` at its end".into()));
                }
                None => return Ok(here),
            },
        };
        match token {
            Token::Word(text) => words.push(Word { text, at }),
            Token::End => here.extend(directive(&mut words, at + 1)),
            Token::Open if open.len() >= DEEPEST => {
                return Err((at, "blocks are nested too deeply".into()));
            }
            Token::Open => {
                let Some(directive) = directive(&mut words, at + 1) else {
                    return Err((at, "a block has no name".into()));
                };
                open.push((directive, std::mem::take(&mut here)));
            }
            Token::Close => {
                // A line of Lua or the like may lack its `;`.
                here.extend(directive(&mut words, at));
                let Some((mut whole, outside)) = open.pop() else {
                    return Err((at, "a `}` closes nothing".into()));
                };
                whole.block = Some(std::mem::replace(&mut here, outside));
                whole.end = at + 1;
                here.push(whole);
            }
        }
    }
}

fn directive(words: &mut Vec<Word>, end: At) -> Option<Directive> {
    let mut all = words.drain(..);
    let first = all.next()?;
    let arguments = all.collect();
    Some(Directive { name: first.text, arguments, at: first.at, end, block: None })
}

enum Token {
    Word(String),
    Open,
    Close,
    End,
}

struct Tokens<'t> {
    text: &'t str,
    at: At,
}

impl Tokens<'_> {
    fn next(&mut self) -> Result<Option<(At, Token)>, (At, String)> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'#' => {
                    let rest = &bytes[self.at..];
                    self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                }
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => break,
            }
        }
        let start = self.at;
        let Some(first) = bytes.get(start) else { return Ok(None) };
        self.at += 1;
        let token = match first {
            b'{' => Token::Open,
            b'}' => Token::Close,
            b';' => Token::End,
            b'"' | b'\'' => Token::Word(self.quoted(*first, start)?),
            _ => {
                self.at = start;
                Token::Word(self.plain())
            }
        };
        Ok(Some((start, token)))
    }

    fn quoted(&mut self, quote: u8, start: At) -> Result<String, (At, String)> {
        let mut word = Vec::new();
        let bytes = self.text.as_bytes();
        loop {
            let Some(byte) = bytes.get(self.at) else {
                return Err((start, "a quotation mark is not closed".into()));
            };
            self.at += 1;
            match byte {
                b'\\' => {
                    let next = bytes.get(self.at).copied().unwrap_or(b'\\');
                    self.at += 1;
                    // Only quotation marks and backslashes lose it; expressions keep theirs.
                    if !matches!(next, b'"' | b'\'') {
                        word.push(b'\\');
                    }
                    word.push(next);
                }
                byte if *byte == quote => break,
                byte => word.push(*byte),
            }
        }
        Ok(String::from_utf8_lossy(&word).into_owned())
    }

    fn plain(&mut self) -> String {
        let bytes = self.text.as_bytes();
        let mut word = Vec::new();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'\\' => {
                    word.push(*byte);
                    word.extend(bytes.get(self.at + 1));
                    self.at += 2;
                    continue;
                }
                // `${name}` is part of a word.
                b'{' if word.last() == Some(&b'$') => {
                    let end = bytes[self.at..].iter().position(|byte| *byte == b'}');
                    let end = self.at + end.unwrap_or(0) + 1;
                    word.extend(&bytes[self.at..end]);
                    self.at = end;
                    continue;
                }
                b';' | b'{' | b'}' => break,
                byte if byte.is_ascii_whitespace() => break,
                _ => {}
            }
            word.push(*byte);
            self.at += 1;
        }
        self.at = self.at.min(bytes.len());
        String::from_utf8_lossy(&word).into_owned()
    }
}

const DEEPEST: usize = 60;
