//! The language of nginx' files: words, and blocks of directives.

use crate::import::At;
use crate::import::Cursor;

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
    let mut tokens = Tokens { cursor: Cursor::new(text, 0) };
    // What is open: the directive that a block belongs to, and what it holds so far.
    let mut open: Vec<(Directive, Vec<Directive>)> = Vec::new();
    let mut here: Vec<Directive> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    loop {
        let Some((at, token)) = tokens.next()? else {
            return match (words.first(), open.last()) {
                (Some(word), _) => Err((word.at, "a directive has no `;` at its end".into())),
                (None, Some((directive, _))) => {
                    Err((directive.at, "a block has no `}` at its end".into()))
                }
                (None, None) => Ok(here),
            };
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
    cursor: Cursor<'t>,
}

impl Tokens<'_> {
    fn next(&mut self) -> Result<Option<(At, Token)>, (At, String)> {
        self.cursor.pass(|byte| byte.is_ascii_whitespace());
        while self.cursor.peek() == Some(b'#') {
            self.cursor.pass(|byte| byte != b'\n');
            self.cursor.pass(|byte| byte.is_ascii_whitespace());
        }
        let start = self.cursor;
        let Some(first) = self.cursor.next() else { return Ok(None) };
        let token = match first {
            b'{' => Token::Open,
            b'}' => Token::Close,
            b';' => Token::End,
            b'"' | b'\'' => Token::Word(self.quoted(first, start.at())?),
            _ => {
                self.cursor = start;
                Token::Word(self.plain())
            }
        };
        Ok(Some((start.at(), token)))
    }

    fn quoted(&mut self, quote: u8, start: At) -> Result<String, (At, String)> {
        let mut word = Vec::new();
        loop {
            match self.cursor.next() {
                None => return Err((start, "a quotation mark is not closed".into())),
                Some(b'\\') => {
                    let next = self.cursor.next().unwrap_or(b'\\');
                    // Only quotation marks and backslashes lose it; expressions keep theirs.
                    if !matches!(next, b'"' | b'\'') {
                        word.push(b'\\');
                    }
                    word.push(next);
                }
                Some(byte) if byte == quote => break,
                Some(byte) => word.push(byte),
            }
        }
        Ok(String::from_utf8_lossy(&word).into_owned())
    }

    fn plain(&mut self) -> String {
        let start = self.cursor.at();
        while let Some(byte) = self.cursor.peek() {
            match byte {
                b'\\' => {
                    self.cursor.next();
                }
                // `${name}` is part of a word.
                b'{' if self.cursor.since(start).ends_with(b"$") => {
                    self.cursor.next();
                    self.cursor.pass(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                    self.cursor.eat(b"}");
                    continue;
                }
                b';' | b'{' | b'}' => break,
                byte if byte.is_ascii_whitespace() => break,
                _ => {}
            }
            self.cursor.next();
        }
        self.cursor.text_since(start)
    }
}

const DEEPEST: usize = 60;
